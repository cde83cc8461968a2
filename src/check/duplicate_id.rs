use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Place, Report, Span, Spanned};
use crate::model::Kind;

use super::run::Input;

/// Something with an id; the path is that of its file, from `content/`, where the id may come from the file's name.
type Named<'a> = (&'a Spanned<String>, Option<&'a str>);

/// An id used twice within its kind, in one file or in two.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    for kind in ["guide", "template", "checklist", "tool"] {
        let pages = book.pages.iter().filter(|page| page.kind.name() == kind);
        unique(kind, pages.map(|page| (&page.id, Some(page.path.as_str()))), report);
    }
    unique("bank", book.banks.iter().map(|bank| (&bank.id, Some(bank.path.as_str()))), report);
    unique("question", book.banks.iter().flat_map(|bank| &bank.questions).map(|question| (&question.id, None)), report);
    unique("slot", book.slots.iter().map(|slot| (&slot.id, None)), report);
    for page in &book.pages {
        if let Kind::Template(template) = &page.kind {
            unique("slot", template.slots.iter().map(|slot| (&slot.id, None)), report);
        }
    }
    // `[@id]` cites either, so they share their ids.
    let works = book.sources.iter().map(|source| (&source.id, None));
    unique("source or claim", works.chain(book.claims.iter().map(|claim| (&claim.id, None))), report);
    unique("glossary term", book.glossary.iter().map(|term| (&term.id, None)), report);
}

fn unique<'a>(noun: &str, things: impl Iterator<Item = Named<'a>>, report: &mut Report) {
    let mut first: HashMap<&str, Named<'a>> = HashMap::new();
    for (id, path) in things {
        let Some((other, other_path)) = first.get(id.value.as_str()).copied() else {
            first.insert(&id.value, (id, path));
            continue;
        };
        let place = path.filter(|_| is_nowhere(id.span)).map_or(Place::Span(id.span), |path| Place::File(format!("content/{path}")));
        let message = match other_path.filter(|_| is_nowhere(other.span)) {
            Some(path) => format!("`{}` is already the id of the {noun} `{path}`", id.value),
            None => format!("`{}` is already the id of another {noun}", id.value),
        };
        let help = match place {
            Place::File(_) => format!("rename the file, or give it an `id` of its own: two {noun}s cannot share one"),
            _ => "choose another id for one of the two".to_owned(),
        };
        let mut problem = Diagnostic::new(Code::DuplicateId, place, message).help(help);
        if !is_nowhere(other.span) {
            problem = problem.note(other.span, "used here first");
        }
        report.add(problem);
    }
}

/// Ids that come from file names have no place in a text.
fn is_nowhere(span: Span) -> bool {
    span.start == span.end
}
