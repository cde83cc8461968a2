use crate::diag::{Code, Diagnostic, Report};

use super::language::english_page;
use super::readability::Readability;
use super::run::Input;

/// How many grades a page may be above its target.
const TOLERANCE: f64 = 1.0;

/// English pages that read harder than their `level` says.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    for page in input.book.pages.iter().filter(|page| english_page(input.book, page)) {
        let Some(level) = &page.level else { continue };
        let measured = Readability::of(page);
        let Some(grade) = measured.grade().filter(|grade| *grade > level.value as f64 + TOLERANCE) else { continue };
        let begins = measured.hardest.unwrap_or_default().split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        report.add(
            Diagnostic::new(Code::ReadingLevel, level.span, format!("`{}` reads at grade {grade:.1}", page.path))
                .label(format!("expected at most {}", level.value as f64 + TOLERANCE))
                .help(format!("make sentences and words shorter; begin with the one that begins “{begins} …”")),
        );
    }
}
