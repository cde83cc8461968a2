use rustc_hash::FxHashSet;

use crate::diag::{Code, Diagnostic, Report, Spanned, nearest};
use crate::model::Piece;

use super::run::Input;

/// Citations of something that is neither a claim nor a source; a claim's own sources can be sources only.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let works: FxHashSet<&str> = book.sources.iter().map(|source| source.id.as_str()).collect();
    let mut all = works.clone();
    all.extend(book.claims.iter().map(|claim| claim.id.as_str()));
    let in_prose = book.prose().flat_map(|prose| prose.holes()).filter_map(|piece| match piece {
        Piece::Citation(id) => Some(&**id),
        _ => None,
    });
    let of_questions = book.banks.iter().flat_map(|bank| &bank.questions).flat_map(|question| &question.sources);
    in_prose.chain(of_questions).for_each(|id| known(id, "claim or source", &all, report));
    book.claims.iter().flat_map(|claim| &claim.sources).for_each(|id| known(id, "source", &works, report));
}

fn known(id: &Spanned<String>, noun: &str, ids: &FxHashSet<&str>, report: &mut Report) {
    if !ids.contains(id.as_str()) {
        let problem = Diagnostic::new(Code::UnknownCitation, id.span, format!("no {noun} has the id `{}`", id.value));
        let suggestion = nearest(id, ids.iter().copied());
        report.add(problem.label(format!("unknown {noun}")).did_you_mean(suggestion, "add it to a file with `sources:` or `claims:`"));
    }
}
