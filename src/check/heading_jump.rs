use crate::diag::{Code, Diagnostic, Report};
use crate::model::Page;

use super::run::Input;

/// Headings that jump over a level. A page's title is level 1.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    input.book.pages.iter().for_each(|page| check_page(page, report));
}

fn check_page(page: &Page, report: &mut Report) {
    let mut above = 1;
    for heading in &page.headings {
        if heading.level > above + 1 {
            let expected = "#".repeat(usize::from(above) + 1);
            let after = if above == 1 { "the title".to_owned() } else { format!("a heading of level {above}") };
            report.add(
                Diagnostic::new(Code::HeadingJump, heading.title.span, format!("a heading of level {} follows {after}", heading.level))
                    .label(format!("expected `{expected}`"))
                    .help(format!("write `{expected} {}`", heading.title.value)),
            );
        }
        above = heading.level;
    }
}
