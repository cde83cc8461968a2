use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diag::{Code, Diagnostic, Report, Severity, SourceMap, Span};

use super::locus::Locus;

/// A SARIF 2.1.0 log with one run; the rules are the codes that occur, with their explanations as help.
pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let codes: Vec<Code> = report.iter().map(|diagnostic| diagnostic.code).collect::<BTreeSet<_>>().into_iter().collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "prepbook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "BOOK": { "description": { "text": "the folder of the book" } } },
            "results": report.iter().map(|diagnostic| result(diagnostic, &codes, sources)).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    json!({
        "id": code.slug(),
        "shortDescription": { "text": code.title() },
        "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], sources: &SourceMap) -> Value {
    let mut message = diagnostic.message.clone();
    message.extend(diagnostic.label.iter().map(|label| format!("\n{label}")));
    message.extend(diagnostic.help.iter().map(|help| format!("\nhelp: {help}")));
    let mut result = json!({
        "ruleId": diagnostic.code.slug(),
        "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
        "level": level(diagnostic.severity),
        "message": { "text": message },
        "locations": location(&Locus::of(&diagnostic.place, sources)).into_iter().collect::<Vec<_>>(),
    });
    let related: Vec<Value> = diagnostic.notes.iter().filter_map(|note| related(note.span, &note.message, sources)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn related(span: Span, message: &str, sources: &SourceMap) -> Option<Value> {
    let mut location = location(&Locus::of_span(span, sources))?;
    location["message"] = json!({ "text": message });
    Some(location)
}

fn location(locus: &Locus) -> Option<Value> {
    let mut physical = json!({ "artifactLocation": { "uri": uri(locus.path?), "uriBaseId": "BOOK" } });
    if let Some((start, end)) = locus.range {
        physical["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    Some(json!({ "physicalLocation": physical }))
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

/// What is escaped in a relative URI reference: everything but unreserved characters and `/`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

fn uri(path: &str) -> String {
    utf8_percent_encode(path, RESERVED).collect()
}
