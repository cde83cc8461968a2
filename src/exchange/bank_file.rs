use std::sync::Arc;

use serde_yaml::{Mapping, Value as Yaml};

use crate::diag::{Report, Source, Span};
use crate::parse::{Entry, Fields, Node, Text, Value, parse_yaml};

use super::{Draft, Field, Record, Shape};

/// A bank as it is written, so that it can be exported whole and edited in place.
#[derive(Clone, Debug)]
pub struct BankFile {
    /// The file.
    pub source: Arc<Source>,
    /// What it is called.
    pub title: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
    /// Its questions, its defaults filled in.
    pub records: Vec<Record>,
    /// All of it as syntax.
    pub(super) root: Arc<Node>,
}

impl BankFile {
    /// Reads a bank. What is wrong with it as YAML is reported; `None` if it is not a bank at all.
    pub fn read(source: Arc<Source>, report: &mut Report) -> Option<BankFile> {
        let text = Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len()));
        let root = parse_yaml(&text, report)?;
        Fields::new(&root, "bank", report)?;
        BankFile::of(source, Arc::new(root))
    }

    /// A bank whose file was read before; `None` if it is not a bank at all.
    pub fn of(source: Arc<Source>, root: Arc<Node>) -> Option<BankFile> {
        let one = |key: &str| root.get(key).and_then(|entry| entry.node.text()).map(|text| text.trim_end().to_owned());
        let list = list(&root)?;
        let defaults = defaults(&root);
        let records = questions(list).map(|node| record(node, defaults)).collect();
        Some(BankFile { title: one("title"), summary: one("summary"), source, records, root })
    }
}

/// The list of questions of a bank.
pub(super) fn list(root: &Node) -> Option<&Node> {
    root.get("questions").map(|entry| &entry.node).filter(|node| !matches!(node.value, Value::Null))
}

/// What stands in for what a question of a bank does not say.
pub(super) fn defaults(root: &Node) -> &[Entry] {
    match root.get("defaults").map(|entry| &entry.node.value) {
        Some(Value::Mapping(entries)) => entries,
        _ => &[],
    }
}

/// The entries of a list that are questions, in the order of the records.
pub(super) fn questions(list: &Node) -> impl Iterator<Item = &Node> {
    let items = if let Value::Sequence(items) = &list.value { items.as_slice() } else { &[] };
    items.iter().filter(|item| matches!(item.value, Value::Mapping(_)))
}

fn record(node: &Node, defaults: &[Entry]) -> Record {
    let mut record = Record::new(node.span);
    let Value::Mapping(entries) = &node.value else { return record };
    let missing = defaults.iter().filter(|default| entries.iter().all(|entry| entry.key != default.key));
    for entry in entries.iter().chain(missing) {
        record.set(&entry.key, values(&entry.node), entry.node.span);
    }
    record
}

/// The values of a key as texts. White space around a text means nothing to anybody who reads it.
pub(super) fn values(node: &Node) -> Vec<String> {
    let text = |node: &Node| node.text().map(|text| text.trim().to_owned());
    match &node.value {
        Value::Sequence(items) => items.iter().filter_map(text).collect(),
        _ => text(node).into_iter().collect(),
    }
}

/// A new bank as YAML.
pub fn new_bank(draft: &Draft, fields: &[Field<'_>]) -> String {
    let mut bank = Mapping::new();
    let mut add = |key: &str, value: Yaml| bank.insert(key.into(), value);
    if let Some(title) = &draft.title {
        add("title", title.as_str().into());
    }
    if let Some(summary) = &draft.summary {
        add("summary", summary.as_str().into());
    }
    let questions = draft.records.iter().map(|record| Yaml::Mapping(question(record, fields))).collect();
    add("questions", Yaml::Sequence(questions));
    written(&Yaml::Mapping(bank))
}

/// One question as the YAML of a list of one.
pub(super) fn new_question(record: &Record, fields: &[Field<'_>]) -> String {
    written(&Yaml::Sequence(vec![Yaml::Mapping(question(record, fields))]))
}

fn written(yaml: &Yaml) -> String {
    // Texts, numbers and lists of them under text keys always serialise.
    serde_yaml::to_string(yaml).unwrap_or_default()
}

/// The keys that a record has values for, in the order of `fields`.
fn question(record: &Record, fields: &[Field<'_>]) -> Mapping {
    let mut question = Mapping::new();
    for field in fields {
        let values = record.all(field.key);
        if values.is_empty() {
            continue;
        }
        let value = match field.shape {
            shape if shape.many() => Yaml::Sequence(values.iter().map(|value| value.as_str().into()).collect()),
            Shape::Number => values[0].parse::<u8>().map_or_else(|_| values[0].as_str().into(), Into::into),
            _ => values[0].as_str().into(),
        };
        question.insert(field.key.into(), value);
    }
    question
}
