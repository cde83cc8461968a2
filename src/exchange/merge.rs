use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Place, Report, Source};
use crate::parse::{Entry, Node};

use super::bank_file::{self, new_question, questions, values};
use super::splice::Splice;
use super::{BankFile, Field, Record};

/// A bank with records merged into it.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The file's new text.
    pub text: String,
    /// Questions that were not there.
    pub added: usize,
    /// Questions in which something changed.
    pub changed: usize,
    /// Questions that stand as they stood.
    pub kept: usize,
}

/// Merges records, each of which has an id, into a bank: what differs is changed in place, what is new comes at the end,
/// and nothing is removed but what a record says is empty. `None`, with the reason in the report, if the file is written in a
/// way that cannot be edited in place.
pub fn merge(bank: BankFile, records: &[Record], fields: &[Field<'_>], report: &mut Report) -> Option<Merged> {
    let BankFile { source, records: mut expected, root, .. } = bank;
    let list = bank_file::list(&root)?;
    let defaults = bank_file::defaults(&root);
    let by_id: BTreeMap<String, usize> =
        expected.iter().enumerate().filter_map(|(at, record)| Some((record.one("id")?.to_owned(), at))).collect();
    let nodes: Vec<&Node> = questions(list).collect();
    let mut splice = Splice::new(&source.text, list);
    let mut merged = Merged { text: String::new(), added: 0, changed: 0, kept: 0 };
    let mut new = Vec::new();
    for record in records {
        let Some(at) = record.one("id").and_then(|id| by_id.get(id)).copied() else {
            let (shortest, whole) = with_defaults(record, defaults);
            new.push(new_question(&shortest, fields));
            expected.push(whole);
            continue;
        };
        let different: Vec<_> = fields.iter().filter_map(|field| Some((field, wanted(&expected[at], record, field.key)?))).collect();
        match different.is_empty() {
            true => merged.kept += 1,
            false => merged.changed += 1,
        }
        for (field, values) in different {
            let covered = defaults.iter().any(|default| default.key == field.key);
            splice.set(nodes[at], field.key, &values, field.shape.many(), covered);
            expected[at].set(field.key, values, record.place_of(field.key));
        }
    }
    merged.added = new.len();
    let takes_new = new.is_empty() || splice.takes_lines(list);
    if takes_new && !new.is_empty() {
        splice.append(list, &new);
    }
    merged.text = splice.finish();
    // The text is read anew below: of a large bank one tree at a time is enough.
    drop((root, new));
    if takes_new && says(&merged.text, &expected, fields) {
        return Some(merged);
    }
    let message = format!("`{}` is written in a way that cannot be edited in place", source.path);
    report.add(
        Diagnostic::new(Code::BadValue, Place::File(source.path.clone()), message)
            .label("anchors with aliases, or the whole list in brackets")
            .help("write each question as an entry of its own with its own values, or import into a new file"),
    );
    None
}

/// A new question as it is written and as it is read: what it leaves empty the bank's defaults fill, and what they say is not said again.
fn with_defaults(record: &Record, defaults: &[Entry]) -> (Record, Record) {
    let (mut shortest, mut whole) = (record.clone(), record.clone());
    for default in defaults {
        let standing = values(&default.node);
        match record.all(&default.key) {
            [] => whole.set(&default.key, standing, record.place.clone()),
            said if *said == *standing => {
                shortest.cells.remove(&default.key);
            }
            _ => {}
        }
    }
    (shortest, whole)
}

/// The values that a key is to have; none if nothing is said of it or it has them already.
fn wanted(old: &Record, new: &Record, key: &str) -> Option<Vec<String>> {
    let cell = new.cells.get(key).filter(|_| key != "id")?;
    let mut values = cell.values.clone();
    if cell.unordered {
        values.sort_by_key(|value| old.all(key).iter().position(|old| old == value).unwrap_or(usize::MAX));
    }
    (values != old.all(key)).then_some(values)
}

/// Whether the text, read anew, is exactly what it should be.
fn says(text: &str, expected: &[Record], fields: &[Field<'_>]) -> bool {
    let mut report = Report::default();
    let Some(bank) = BankFile::read(Arc::new(Source::new("", text)), &mut report) else { return false };
    let same = |(found, expected): (&Record, &Record)| fields.iter().all(|field| found.all(field.key) == expected.all(field.key));
    report.is_empty() && bank.records.len() == expected.len() && bank.records.iter().zip(expected).all(same)
}
