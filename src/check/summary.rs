use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Report, Source, SourceId, Span};
use crate::model::Prose;

use super::run::Input;

/// Pages and banks without a summary, or with another's.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let pages = book.pages.iter().map(|page| (page.path.as_str(), page.source, page.title.span, page.summary.as_ref()));
    let banks = book.banks.iter().map(|bank| (bank.path.as_str(), bank.source, bank.title.span, bank.summary.as_ref()));
    let mut first: FxHashMap<String, &str> = FxHashMap::default();
    for (path, source, title, summary) in pages.chain(banks) {
        let words = summary.map(words).unwrap_or_default();
        if words.is_empty() {
            report.add(
                Diagnostic::new(Code::Summary, place(title, source), format!("`{path}` has no summary"))
                    .help("add `summary: …`: in one sentence, what readers get here and nowhere else"),
            );
        } else if let Some(other) = first.get(words.as_str()) {
            let place = input.sources().get(source).and_then(|source| own_place(source)).unwrap_or_else(|| place(title, source));
            report.add(
                Diagnostic::new(Code::Summary, place, format!("`{path}` has the same summary as `{other}`"))
                    .help("say what readers get here and not there"),
            );
        } else {
            first.insert(words, path);
        }
    }
}

fn words(summary: &Prose) -> String {
    summary.plain(|name| format!("{{{name}}}")).trim().to_owned()
}

/// The title, if its author wrote one; else the first line of the file, where front matter and banks begin.
fn place(title: Span, source: SourceId) -> Span {
    if title.start == title.end { Span::new(source, 0..0) } else { title }
}

/// The key `summary` in a bank or in front matter: a [`Prose`] does not know where it stood.
fn own_place(source: &Source) -> Option<Span> {
    let at = source.text.find("\nsummary:")? + 1;
    Some(Span::new(source.id, at..at + "summary".len()))
}
