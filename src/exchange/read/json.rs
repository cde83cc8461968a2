use crate::diag::{Code, Diagnostic, Place, Report, Source, Span};
use crate::exchange::bank_file::values;
use crate::exchange::{Draft, Record};
use crate::parse::{Node, Text, Value, parse_yaml};

use super::input::Context;
use super::names::Name;
use super::table::{BANK, BANKS};

/// Keys of a whole file; the site's own data says where its bank is.
const KNOWN: &[&str] = &["version", "title", "summary", "questions", "id", "url"];

/// Reads prepbook's JSON: what `export` writes, what the site publishes under `api/`, or a plain list of questions.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&source.text) {
        let line: usize = source.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = source.text.floor_char_boundary((line + error.column().saturating_sub(1)).min(source.text.len()));
        let problem = Diagnostic::new(Code::BadValue, Span::new(source.id, at..at), format!("this is not JSON: {error}"));
        let help = "check the commas, quotes and brackets of this line and the one before";
        context.report.add(problem.label("read well up to here").help(help));
        return Draft::default();
    }
    let Some(root) = with_places(source) else {
        context.wrong(Place::File(context.path.to_owned()), "this JSON is nested too deeply or has a key twice", "simplify it");
        return Draft::default();
    };
    let one =
        |key: &str| root.get(key).and_then(|entry| entry.node.text()).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut draft = Draft { title: one("title"), summary: one("summary"), records: Vec::new() };
    if let Value::Mapping(entries) = &root.value {
        for entry in entries.iter().filter(|entry| !KNOWN.contains(&entry.key.as_str())) {
            context.lost(entry.key_span, format_args!("`{}`, which is not a key of a bank", entry.key));
        }
    }
    let questions = root.get("questions").map_or(&root, |entry| &entry.node);
    match &questions.value {
        Value::Sequence(items) => {
            if let Some(bank) = items.iter().find_map(|item| item.get(BANK)) {
                context.lost(bank.key_span, BANKS);
            }
            draft.records = items.iter().filter_map(|item| record(item, context)).collect();
        }
        _ => context.wrong(questions.span, "there is no list of questions", "write `{ \"questions\": [ { \"ask\": \"…\" } ] }`"),
    }
    draft
}

/// JSON is YAML, and our reader of that knows where everything stands. The two differ in little, which is written anew byte for byte:
/// a tab between values is a space, and a character as two escapes (`\ud83d\ude00`) is one escape after a line end that says nothing.
fn with_places(source: &Source) -> Option<Node> {
    let mut yaml = source.text.replace('\t', " ");
    for (at, pair) in pairs(&source.text) {
        yaml.replace_range(at..at + PAIR, &format!("\\\n\\U{pair:08x}"));
    }
    let mut report = Report::default();
    let text = Text::verbatim(yaml, Span::new(source.id, 0..source.text.len()));
    parse_yaml(&text, &mut report).filter(|_| report.is_empty())
}

/// The bytes of a character as two escapes.
const PAIR: usize = 12;

/// Where a character stands as two escapes, and which.
fn pairs(text: &str) -> Vec<(usize, u32)> {
    let unit = |at: usize| text.get(at..at + 6)?.strip_prefix("\\u").and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('\\') {
        at += next;
        let units = unit(at).zip(unit(at + 6));
        match units.and_then(|(high, low)| char::decode_utf16([high, low]).next()?.ok().filter(|c| *c > '\u{ffff}')) {
            Some(c) => {
                found.push((at, u32::from(c)));
                at += PAIR;
            }
            // A backslash and what it escapes: the second one of two begins nothing.
            None => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    found
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
    // A group is added to what the keys of tags and facets say, so these come first.
    let (groups, keys): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| matches!(context.names.find(&entry.key), Some(Name::Group)));
    for entry in keys.into_iter().chain(groups) {
        match &entry.node.value {
            Value::Mapping(facets) if entry.key == "facets" => {
                for facet in facets {
                    set(&mut record, &facet.key, &facet.node, context);
                }
            }
            // The site's own data says where each question is.
            _ if matches!(entry.key.as_str(), "url" | BANK) => {}
            _ => set(&mut record, &entry.key, &entry.node, context),
        }
    }
    Some(record)
}

fn set(record: &mut Record, key: &str, node: &Node, context: &mut Context<'_>) {
    match context.names.find(key) {
        Some(_) if !is_flat(node) => context.wrong(node.span, format!("`{key}` holds more than texts"), "write a text or a list of texts"),
        Some(Name::Key(field)) if record.cells.contains_key(field.key) => {
            context.lost(node.span, format_args!("`{key}`, because another key says `{}` already", field.key));
        }
        Some(Name::Key(field)) => record.set(field.key, values(node), node.span),
        Some(Name::Group) => values(node).iter().for_each(|words| context.file_under(record, words, &node.span.into())),
        None if matches!(node.value, Value::Null) => {}
        None => context.lost(node.span, format_args!("`{key}`, which is not a key of a question in this book")),
    }
}

/// Whether it is nothing, a text, or a list of texts.
fn is_flat(node: &Node) -> bool {
    match &node.value {
        Value::Sequence(items) => items.iter().all(|item| item.text().is_some()),
        value => !matches!(value, Value::Mapping(_)),
    }
}
