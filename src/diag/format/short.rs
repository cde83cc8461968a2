use crate::diag::{Report, SourceMap};

use super::locus::Locus;
use super::visible::one_line;

/// One line per problem, as compilers print it and editors read it.
pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    report
        .iter()
        .map(|diagnostic| {
            let place = one_line(&Locus::of(&diagnostic.place, sources).name());
            let place = if place.is_empty() { place } else { format!("{place}: ") };
            format!("{place}{}[{}]: {}\n", diagnostic.severity.name(), diagnostic.code.slug(), one_line(&diagnostic.message))
        })
        .collect()
}
