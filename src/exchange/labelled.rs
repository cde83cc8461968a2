//! All texts of a question as one Markdown text with headings, for formats that have one place for everything. Exact both ways.

use super::cell::{bulleted, unbulleted};
use super::{Field, Record, Shape};

/// What begins a heading.
const MARK: &str = "#### ";

/// The texts of `record` that are not in `elsewhere`, each under the name of its field.
pub(super) fn write(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> String {
    let mut parts = Vec::new();
    for field in texts(fields).filter(|field| !elsewhere.contains(&field.key)) {
        let values = record.all(field.key);
        if values.is_empty() {
            continue;
        }
        let body = if field.shape.many() { bulleted(values, "- ") } else { values[0].clone() };
        let body = if body.contains(MARK) { body.split('\n').map(guarded).collect::<Vec<_>>().join("\n") } else { body };
        parts.push([MARK, field.label, "\n\n", &body].concat());
    }
    parts.join("\n\n")
}

/// Puts what [`write()`] made back into a record; gives what stands before the first heading that is known.
pub(super) fn read(text: &str, fields: &[Field<'_>], record: &mut Record) -> String {
    let mut before = Vec::new();
    let mut open: Option<(Field<'_>, Vec<String>)> = None;
    for line in text.split('\n') {
        let field = line.strip_prefix(MARK).and_then(|label| texts(fields).find(|field| field.label == label.trim()));
        match (field, &mut open) {
            (Some(field), _) => {
                close(open.take(), record);
                open = Some((field, Vec::new()));
            }
            (None, Some((_, lines))) => lines.push(unguarded(line)),
            (None, None) => before.push(line),
        }
    }
    close(open, record);
    before.join("\n").trim().to_owned()
}

fn close(open: Option<(Field<'_>, Vec<String>)>, record: &mut Record) {
    let Some((field, lines)) = open else { return };
    let text = lines.join("\n");
    // The empty lines that part a text from the headings around it; a text itself has none at its ends.
    let text = text.trim_matches('\n');
    let place = record.place.clone();
    match unbulleted(text).filter(|_| field.shape.many()) {
        Some(values) => record.set(field.key, values, place),
        None => record.set(field.key, [text.to_owned()], place),
    }
}

/// Fields that hold texts, which need room; all others are words.
fn texts<'f, 'c>(fields: &'f [Field<'c>]) -> impl Iterator<Item = Field<'c>> + 'f {
    fields.iter().copied().filter(|field| matches!(field.shape, Shape::Text | Shape::Texts))
}

/// A line that is not taken for one of our headings.
fn guarded(line: &str) -> String {
    if line.trim_start_matches('\\').starts_with(MARK) { format!("\\{line}") } else { line.to_owned() }
}

fn unguarded(line: &str) -> String {
    match line.strip_prefix('\\') {
        Some(rest) if rest.trim_start_matches('\\').starts_with(MARK) => rest.to_owned(),
        _ => line.to_owned(),
    }
}

/// Words of a question as tags `key:value`; a free word that looks like one is written `tag:word`.
pub(super) fn tags(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> Vec<String> {
    let mut tags = Vec::new();
    for field in fields.iter().filter(|field| !matches!(field.shape, Shape::Text | Shape::Texts) && !elsewhere.contains(&field.key)) {
        for value in record.all(field.key) {
            tags.push(match field.key {
                "tags" if value.contains(':') => format!("tag:{value}"),
                "tags" => value.clone(),
                key => format!("{key}:{value}"),
            });
        }
    }
    tags
}

/// The key and the value of a tag that [`tags`] made; none if it is a word of somebody else's.
pub(super) fn tag<'t>(tag: &'t str, fields: &[Field<'_>]) -> Option<(&'t str, &'t str)> {
    let (key, value) = tag.split_once(':')?;
    match key {
        "tag" => Some(("tags", value)),
        key => fields.iter().any(|field| field.key == key).then_some((key, value)),
    }
}
