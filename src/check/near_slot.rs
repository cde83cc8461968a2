use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Kind, Risk, Slot};

use super::run::Input;

/// What differs from a slot that is declared only by blanks, capitals or punctuation between the braces: it would stay in a message as it is.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let shared: HashMap<String, &str> = book.slots.iter().map(named).collect();
    for question in book.banks.iter().flat_map(|bank| &bank.questions).filter(|question| question.risk != Risk::Avoid) {
        let text = &question.ask_text;
        look(text, &shared, |start, end| text.span_of(start..end), report);
    }
    for page in &book.pages {
        let Kind::Template(template) = &page.kind else { continue };
        let Some(source) = input.sources().get(page.source) else { continue };
        let mut known = shared.clone();
        known.extend(template.slots.iter().map(named));
        for span in template.subject.iter().chain([&template.message]).filter_map(|message| message.span) {
            let place = |start: usize, end: usize| Span::new(span.source, span.range().start + start..span.range().start + end);
            look(&source.text[span.range()], &known, place, report);
        }
    }
}

fn named(slot: &Slot) -> (String, &str) {
    (letters(&slot.id), slot.id.as_str())
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn look(text: &str, known: &HashMap<String, &str>, place: impl Fn(usize, usize) -> Span, report: &mut Report) {
    for (at, _) in text.match_indices('{').filter(|(at, _)| !text[..*at].ends_with(['{', '\\'])) {
        let Some(end) = text[at + 1..].bytes().take(64).position(|byte| byte == b'}' || byte == b'{').map(|length| at + 1 + length) else {
            continue;
        };
        let inside = &text[at + 1..end];
        // What can be a name is a slot, which others look at.
        let is_name = inside.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if let Some(slot) = known.get(&letters(inside)).filter(|_| !is_name && text[end..].starts_with('}')) {
            report.add(
                Diagnostic::new(
                    Code::UnknownSlot,
                    place(at, end + 1),
                    format!("`{{{inside}}}` is not a slot, so it stays in the text as it is"),
                )
                .label("expected nothing but the name between the braces")
                .help(format!("write `{{{slot}}}`")),
            );
        }
    }
}
