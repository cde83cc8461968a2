use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Diagnostic, Report};

use super::control::without_controls;
use super::slip;
use super::{Entry, Node, Scalar, Text, Value};

/// Reads a TOML file into the same tree as YAML, in the order of the file. The first error of each line is reported; what
/// could be read is given all the same.
pub fn parse_toml(text: &Text, report: &mut Report) -> Node {
    let (table, mut errors) = DeTable::parse_recoverable(&text.value);
    errors.sort_by_key(|error| error.span().map(|range| range.start));
    let mut told = None;
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let start = text.value.floor_char_boundary(range.start);
        let range = start..text.value.floor_char_boundary(range.end).max(start);
        // What else is said of a line follows from the first, most often.
        let begun = told.replace(start).and_then(|told| text.value.get(told..start));
        if begun.is_none_or(|between| between.contains('\n')) {
            report.add(problem(text, range, error.message()));
        }
    }
    let span = table.span();
    node_of_table(text, table.get_ref(), span, report)
}

fn problem(text: &Text, range: Range<usize>, said: &str) -> Diagnostic {
    if said == "duplicate key" {
        let message = format!("`{}` stands twice in one table", text.value[range.clone()].trim());
        return Diagnostic::new(Code::DuplicateKey, text.span_of(range), message).help("keep one of the two");
    }
    match slip::in_toml(&text.value, range.start, said) {
        Some(slip) => slip.problem(Code::TomlSyntax, text),
        None => Diagnostic::new(Code::TomlSyntax, text.span_of(range), format!("this is not TOML: {}", said.replace('\n', ", ")))
            .help("check the quotes, brackets and the equals sign of this line"),
    }
}

fn node_of_table(text: &Text, table: &DeTable<'_>, range: Range<usize>, report: &mut Report) -> Node {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry { key: key.get_ref().to_string(), key_span: text.span_of(key.span()), node: node(text, value, report) })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Node { value: Value::Mapping(entries), span: text.span_of(range) }
}

fn node(text: &Text, value: &Spanned<DeValue<'_>>, report: &mut Report) -> Node {
    let range = value.span();
    let span = text.span_of(range.clone());
    let scalar = |word: &str, quoted: bool| {
        let inner = if quoted { range.start + 1 } else { range.start };
        let text = Text::pieced(word, span, vec![(0, text.origin(inner) as u32)]);
        Node { value: Value::Scalar(Scalar { text, quoted }), span }
    };
    match value.get_ref() {
        DeValue::String(word) => scalar(&without_controls(Cow::Borrowed(word), span, report), true),
        DeValue::Array(items) => Node { value: Value::Sequence(items.iter().map(|item| node(text, item, report)).collect()), span },
        DeValue::Table(table) => node_of_table(text, table, range, report),
        _ => scalar(&text.value[range.clone()], false),
    }
}
