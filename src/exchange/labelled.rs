//! All texts of a question as one Markdown text with headings, for formats that have one place for everything. Exact both ways.

use super::cell::{bulleted, unbulleted};
use super::html::{escaped, from_markdown, is_words};
use super::{Field, Record, Shape};

/// What begins a heading.
const MARK: &str = "#### ";

/// The texts of `record` that are not in `elsewhere`, each under the name of its field.
pub(super) fn write(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> String {
    let part = |(field, values): (Field<'_>, &[String])| {
        let body = if field.shape.many() { bulleted(values, "- ") } else { values[0].clone() };
        let body = if body.contains(MARK) { body.split('\n').map(guarded).collect::<Vec<_>>().join("\n") } else { body };
        [MARK, field.label, "\n\n", &body].concat()
    };
    parts(record, fields, elsewhere).map(part).collect::<Vec<_>>().join("\n\n")
}

/// The same as HTML.
pub(super) fn html(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> String {
    // Where all is plain words, as in most questions, no parser is needed to see what becomes of them.
    if !parts(record, fields, elsewhere).flat_map(|(_, values)| values).all(|value| is_words(value)) {
        return from_markdown(&write(record, fields, elsewhere));
    }
    let mut html = String::new();
    for (field, values) in parts(record, fields, elsewhere) {
        let (open, close, list) = if field.shape.many() { ("<li>", "</li>", ["<ul>", "</ul>"]) } else { ("<p>", "</p>", ["", ""]) };
        html.extend(["<h4>", &escaped(field.label), "</h4>", list[0]]);
        for value in values {
            html.extend([open, &escaped(value), close]);
        }
        html.push_str(list[1]);
    }
    html
}

/// The texts of a record that are not in `elsewhere` and not empty, with their fields.
fn parts<'r>(record: &'r Record, fields: &'r [Field<'_>], elsewhere: &'r [&str]) -> impl Iterator<Item = (Field<'r>, &'r [String])> {
    let found = texts(fields).filter(|field| !elsewhere.contains(&field.key)).map(|field| (field, record.all(field.key)));
    found.filter(|(_, values)| !values.is_empty()).map(|(field, values)| (field, if field.shape.many() { values } else { &values[..1] }))
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

/// Words of a question as tags `key:value`; a free word that would be read as one, or as a value of a facet, is written `tag:word`.
pub(super) fn tags(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> Vec<String> {
    let mut tags = Vec::new();
    for field in fields.iter().filter(|field| !matches!(field.shape, Shape::Text | Shape::Texts) && !elsewhere.contains(&field.key)) {
        for value in record.all(field.key) {
            tags.push(match field.key {
                "tags" if value.contains(':') || is_facet_value(value, fields) => ["tag:", value].concat(),
                "tags" => value.clone(),
                key => [key, ":", value].concat(),
            });
        }
    }
    tags
}

fn is_facet_value(word: &str, fields: &[Field<'_>]) -> bool {
    fields.iter().any(|field| matches!(field.shape, Shape::Facet(facet) if facet.value_named(word).is_some()))
}

/// The key and the value of a tag that [`tags`] made; none if it is a word of somebody else's.
pub(super) fn tag<'t>(tag: &'t str, fields: &[Field<'_>]) -> Option<(&'t str, &'t str)> {
    let (key, value) = tag.split_once(':')?;
    match key {
        "tag" => Some(("tags", value)),
        key => fields.iter().any(|field| field.key == key).then_some((key, value)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::Place;

    proptest! {
        #[test]
        fn html_is_what_the_parser_makes_of_the_text(texts in prop::collection::vec("[a-zé*][a-z0-9é ,.;:?!'’()/%-]{0,20}[a-z.?]", 1..6)) {
            let field = |key, label, shape| Field { key, label, shape, about: "" };
            let fields = [field("reveals", "What it tells", Shape::Text), field("listen_for", "Listen for", Shape::Texts)];
            let mut record = Record::new(Place::Book);
            record.set("reveals", texts.iter().take(1).cloned(), Place::Book);
            record.set("listen_for", texts.iter().skip(1).cloned(), Place::Book);
            prop_assert_eq!(html(&record, &fields, &[]), from_markdown(&write(&record, &fields, &[])));
        }
    }
}
