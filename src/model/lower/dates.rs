use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Report, Spanned};
use crate::model::Review;
use crate::parse::Fields;

/// A day as `2026-11-23`.
pub(super) fn date(fields: &mut Fields<'_>, key: &str, report: &mut Report) -> Option<Spanned<Date>> {
    let text = fields.text(key, report)?;
    let date = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    if date.is_none() {
        report.add(
            Diagnostic::new(Code::BadValue, text.span, format!("`{key}` is `{}`", text.value)).label("expected a day such as `2026-11-23`"),
        );
    }
    date.map(|date| Spanned::new(date, text.span))
}

/// When something was changed, reviewed, and is to be reviewed again.
pub(super) fn review(fields: &mut Fields<'_>, report: &mut Report) -> Review {
    Review {
        updated_on: date(fields, "updated_on", report).map(|date| date.value),
        reviewed_on: date(fields, "reviewed_on", report),
        review_in: review_in(fields, report),
    }
}

/// A span of time as `6 months`, `1 year`, or a number of months.
fn review_in(fields: &mut Fields<'_>, report: &mut Report) -> Option<u32> {
    let text = fields.text("review_in", report)?;
    let mut words = text.split_whitespace();
    let number = words.next().and_then(|word| word.parse::<u32>().ok()).filter(|number| (1..=600).contains(number));
    let months = match (number, words.next().unwrap_or("months"), words.next()) {
        (Some(number), "month" | "months", None) => Some(number),
        (Some(number), "year" | "years", None) => Some(number * 12),
        _ => None,
    };
    if months.is_none() {
        report.add(
            Diagnostic::new(Code::BadValue, text.span, format!("`review_in` is `{}`", text.value))
                .label("expected `12 months` or `1 year`"),
        );
    }
    months
}
