use crate::diag::{Code, Diagnostic, Report, Spanned, nearest};
use crate::model::{Kind, MessagePiece, Piece};

use super::run::Input;

/// `{{ name }}` of something that is not in `[vars]`.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let vars = &book.config.vars;
    let in_prose = book.prose().flat_map(|prose| prose.holes()).filter_map(|piece| match piece {
        Piece::Variable(name) => Some(&**name),
        _ => None,
    });
    let templates = book.pages.iter().filter_map(|page| match &page.kind {
        Kind::Template(template) => Some(template),
        _ => None,
    });
    let messages = templates.flat_map(|template| template.subject.iter().chain([&template.message]));
    let in_messages = messages.flat_map(|message| &message.pieces).filter_map(|piece| match piece {
        MessagePiece::Variable(name) => Some(name),
        _ => None,
    });
    let unknown = in_prose.chain(in_messages).filter(|name| !vars.contains_key(&name.value));
    let has_slots = !book.banks.is_empty() || book.pages.iter().any(|page| matches!(page.kind, Kind::Template(_)));
    unknown.for_each(|name: &Spanned<String>| {
        let problem = Diagnostic::new(Code::UnknownVariable, name.span, format!("no variable is called `{}`", name.value));
        let add = format!("add `{} = …` under `[vars]` in book.toml", name.value);
        let otherwise = if has_slots { format!("write a slot with single braces, `{{{}}}`, or {add}", name.value) } else { add };
        let near = nearest(name, vars.keys().map(String::as_str));
        report.add(problem.label("not in `[vars]`").did_you_mean(near, otherwise));
    });
}
