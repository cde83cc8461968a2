use serde_json::{Map, Value, json};

use crate::exchange::{Export, ExportBank, Field, Record, Shape};

/// Rises when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// One bank as an object with the keys of its YAML; of several banks each question says which is its own.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> Vec<u8> {
    let mut root = Map::new();
    root.insert("version".into(), VERSION.into());
    if let [bank] = export.banks.as_slice() {
        root.insert("title".into(), bank.title.as_str().into());
        root.extend(bank.summary.as_ref().map(|summary| ("summary".to_owned(), summary.as_str().into())));
    }
    let several = export.banks.len() > 1;
    let questions = export.banks.iter().flat_map(|bank| bank.records.iter().map(move |record| question(record, bank, several, fields)));
    root.insert("questions".into(), questions.collect());
    // Texts under text keys always serialise.
    let mut bytes = serde_json::to_vec_pretty(&Value::Object(root)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn question(record: &Record, bank: &ExportBank, several: bool, fields: &[Field<'_>]) -> Value {
    let mut question = Map::new();
    for field in fields {
        let values = record.all(field.key);
        let value = match field.shape {
            _ if values.is_empty() => continue,
            shape if shape.many() => json!(values),
            Shape::Number => values[0].parse::<u8>().map_or_else(|_| json!(values[0]), Value::from),
            _ => json!(values[0]),
        };
        question.insert(field.key.to_owned(), value);
    }
    if several {
        question.insert("bank".into(), bank.id.as_str().into());
    }
    Value::Object(question)
}
