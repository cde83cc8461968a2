use std::borrow::Cow;

use crate::diag::{Code, Diagnostic, Report, Source, Span, blanked, is_control};

/// Reports where a file had control characters, one problem for those that follow on one another.
pub fn report_controls(source: &Source, report: &mut Report) {
    let end = |(at, c): (u32, char)| at as usize + c.len_utf8();
    for run in source.controls.chunk_by(|a, b| end(*a) == b.0 as usize) {
        let (first, last) = (run[0], run[run.len() - 1]);
        add(first.1, Span::new(source.id, first.0 as usize..end(last)), report);
    }
}

/// A value, written in quotes with escapes, with blanks in the place of control characters, which are reported.
pub(super) fn without_controls<'v>(value: Cow<'v, str>, span: Span, report: &mut Report) -> Cow<'v, str> {
    let Some(first) = value.chars().find(|c| is_control(*c)) else { return value };
    add(first, span, report);
    Cow::Owned(blanked(&value))
}

fn add(found: char, span: Span, report: &mut Report) {
    let message = format!("the control character U+{:04X}", u32::from(found));
    let help = "delete it and write a blank or begin a new line, whichever is meant; text copied from slides or a PDF brings it along";
    report.add(Diagnostic::new(Code::ControlCharacter, span, message).label("read as a blank").help(help));
}
