use crate::diag::{Code, Diagnostic, Place, Report, Source, Span};
use crate::exchange::bank_file::values;
use crate::exchange::{Draft, Record};
use crate::parse::{Node, Text, Value, parse_yaml};

use super::input::Context;

/// Keys of the site's own data that say nothing new.
const DERIVED: &[&str] = &["url", "bank"];

/// Reads prepbook's JSON: what `export` writes, what the site publishes under `api/`, or a plain list of questions.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let parsed: serde_json::Value = match serde_json::from_str(&source.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line: usize = source.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = source.text.floor_char_boundary((line + error.column().saturating_sub(1)).min(source.text.len()));
            let problem = Diagnostic::new(Code::BadValue, Span::new(source.id, at..at), format!("this is not JSON: {error}"));
            context.report.add(problem.label("read well up to here"));
            return Draft::default();
        }
    };
    let Some(root) = with_places(source, &parsed) else {
        context.wrong(Place::File(context.path.to_owned()), "this JSON is nested too deeply or has a key twice", "simplify it");
        return Draft::default();
    };
    let one =
        |key: &str| root.get(key).and_then(|entry| entry.node.text()).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut draft = Draft { title: one("title"), summary: one("summary"), records: Vec::new() };
    let questions = root.get("questions").map_or(&root, |entry| &entry.node);
    match &questions.value {
        Value::Sequence(items) => draft.records = items.iter().filter_map(|item| record(item, context)).collect(),
        _ => context.wrong(questions.span, "there is no list of questions", "write `{ \"questions\": [ { \"ask\": \"…\" } ] }`"),
    }
    draft
}

/// JSON is YAML, and our reader of that knows where everything stands. Where it does not agree (a surrogate pair as two escapes), the
/// same data written anew is read, and places are only near.
fn with_places(source: &Source, parsed: &serde_json::Value) -> Option<Node> {
    let read = |text: String| {
        let mut report = Report::default();
        let text = Text::verbatim(text, Span::new(source.id, 0..source.text.len()));
        parse_yaml(&text, &mut report).filter(|_| report.is_empty())
    };
    if source.text.contains("\\u") || source.text.contains('\t') {
        return read(serde_json::to_string_pretty(parsed).ok()?);
    }
    read(source.text.to_string())
}

fn record(node: &Node, context: &mut Context<'_>) -> Option<Record> {
    let Value::Mapping(entries) = &node.value else {
        let text = values(node);
        if text.is_empty() {
            context.wrong(node.span, "this is not a question", "write `{ \"ask\": \"…\" }`");
            return None;
        }
        let mut record = Record::new(node.span);
        record.set("ask", text, node.span);
        return Some(record);
    };
    let mut record = Record::new(node.span);
    for entry in entries {
        match &entry.node.value {
            Value::Mapping(facets) if entry.key == "facets" => {
                for facet in facets {
                    set(&mut record, &facet.key, &facet.node, context);
                }
            }
            _ if DERIVED.contains(&entry.key.as_str()) => {}
            _ => set(&mut record, &entry.key, &entry.node, context),
        }
    }
    Some(record)
}

fn set(record: &mut Record, key: &str, node: &Node, context: &mut Context<'_>) {
    match context.field(key) {
        Some(field) => record.set(field.key, values(node), node.span),
        None if matches!(node.value, Value::Null) => {}
        None => context.lost(node.span, format_args!("`{key}`, which is not a key of a question in this book")),
    }
}
