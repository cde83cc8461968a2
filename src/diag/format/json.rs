use serde::Serialize;

use crate::diag::{Diagnostic, Report, SourceMap};

use super::locus::Locus;

/// One problem, with the keys that the manual promises; a file as a whole has no line, the book as a whole no path.
#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    help: Option<&'a str>,
}

/// One JSON object per line.
pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let mut text = String::new();
    for diagnostic in report.iter() {
        // Strings, numbers and nulls cannot fail to become JSON.
        text.push_str(&serde_json::to_string(&object(diagnostic, sources)).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn object<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> Object<'a> {
    let Locus { path, range, .. } = Locus::of(&diagnostic.place, sources);
    Object {
        code: diagnostic.code.slug(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        path,
        line: range.map(|(start, _)| start.line),
        column: range.map(|(start, _)| start.column),
        end_line: range.map(|(_, end)| end.line),
        end_column: range.map(|(_, end)| end.column),
        // What was expected is the next best help.
        help: diagnostic.help.as_deref().or(diagnostic.label.as_deref()),
    }
}
