use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Block, Book, Coverage, FacetTag, Risk};

use super::run::Input;

/// Facet values with fewer questions than a `coverage` block asks for.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    for prose in input.book.prose() {
        for block in &prose.blocks {
            if let Block::Coverage(coverage) = &block.value {
                check_block(coverage, block.span, input.book, report);
            }
        }
    }
}

fn check_block(coverage: &Coverage, span: Span, book: &Book, report: &mut Report) {
    for (index, minimum) in &coverage.minimum {
        let Some(facet) = book.config.facets.get(usize::from(*index)) else { continue };
        let counts = counts(book, *index, facet.values.len());
        let any = facet.any_index().map_or(0, |any| counts[usize::from(any)]);
        for (at, value) in facet.values.iter().enumerate() {
            let count = if facet.any_index() == Some(at as u16) { counts[at] } else { counts[at] + any };
            if count < *minimum as usize {
                let (facet_id, value_id) = (&facet.id.value, &value.id.value);
                report.add(
                    Diagnostic::new(
                        Code::Coverage,
                        span,
                        format!("`{facet_id}: {value_id}` has {count} questions and should have {minimum}"),
                    )
                    .help(format!("write {} more with `{facet_id}: {value_id}`, or tag those that fit", *minimum as usize - count))
                    .note(value.id.span, "the value is declared here"),
                );
            }
        }
    }
}

/// How many questions that can be asked have each value of the facet, itself.
fn counts(book: &Book, facet: u16, values: usize) -> Vec<usize> {
    let mut counts = vec![0; values];
    let asked = book.banks.iter().flat_map(|bank| &bank.questions).filter(|question| question.risk != Risk::Avoid);
    for FacetTag { value, .. } in asked.flat_map(|question| question.tags.iter().filter(|tag| tag.facet == facet)) {
        counts[usize::from(value)] += 1;
    }
    counts
}
