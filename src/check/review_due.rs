use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::Review;

use super::run::Input;

/// Pages, banks and questions whose review is overdue on the day that `--as-of` names.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let Some(today) = input.as_of else { return };
    let book = input.book;
    let pages = book.pages.iter().map(|page| (&page.title.value, &page.review));
    let banks = book.banks.iter().map(|bank| (&bank.title.value, &bank.review));
    let questions = book.banks.iter().flat_map(|bank| &bank.questions).map(|question| (&question.id.value, &question.review));
    // A date in a bank's defaults is that of many questions, and one problem.
    let mut said = BTreeSet::new();
    for (name, review) in pages.chain(banks).chain(questions) {
        if let Some((span, due)) = due(review).filter(|(span, due)| *due < today && said.insert(*span)) {
            report.add(
                Diagnostic::new(Code::ReviewDue, span, format!("the review of `{name}` was due on {due}"))
                    .label(format!("overdue on {today}"))
                    .help("read it again, change what is no longer true, and set `reviewed_on` to the day you did"),
            );
        }
    }
}

/// Where the date stands, and the day by which the next review is due.
fn due(review: &Review) -> Option<(Span, Date)> {
    let reviewed = review.reviewed_on.as_ref()?;
    let due = reviewed.value.checked_add(i64::from(review.review_in?).months()).ok()?;
    Some((reviewed.span, due))
}
