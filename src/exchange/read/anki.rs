use crate::diag::{Place, Source};
use crate::exchange::cell::split;
use crate::exchange::write::GUID;
use crate::exchange::{Draft, Format, Record, html, labelled};
use crate::model::{slug, valid_id};

use super::csv;
use super::input::Context;
use super::names::Name;
use super::table::TableCell;

/// What the lines with `#` at the beginning say.
#[derive(Default)]
struct Header {
    delimiter: u8,
    html: bool,
    guid: Option<usize>,
    tags: Option<usize>,
    /// Decks are filed as headings are.
    deck: Option<usize>,
    /// What the fields are called.
    columns: Vec<String>,
    /// The kind of a note says nothing about the question.
    kind: Option<usize>,
    /// Words that every note has.
    words: Vec<String>,
    /// What the whole is called.
    title: Option<String>,
}

/// Reads a text file for Anki: the first field is the question, the second the answer.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let (header, start) = header(&source.text, context);
    let mut draft = Draft { title: header.title.clone(), ..Draft::default() };
    for row in csv::rows(source, start, header.delimiter, context) {
        if row.iter().any(|cell| !cell.text.trim().is_empty()) {
            let record = record(&row, &header, context);
            draft.records.push(record);
        }
    }
    draft
}

fn header(text: &str, context: &mut Context<'_>) -> (Header, usize) {
    let (sniffed, _) = csv::delimiter(text.lines().find(|line| !line.starts_with('#')).unwrap_or_default(), Format::Csv);
    let mut header = Header { delimiter: sniffed, html: true, guid: None, tags: None, ..Header::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let Some((key, value)) = line.strip_prefix('#').and_then(|line| line.split_once(':')) else { break };
        at += line.len();
        let (key, value) = (key.trim().to_lowercase(), value.trim());
        let column = value.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match key.as_str() {
            "separator" => header.delimiter = separator(value).unwrap_or(header.delimiter),
            "html" => header.html = value == "true",
            "guid column" => header.guid = column,
            "tags column" => header.tags = column,
            "deck column" => header.deck = column,
            "notetype column" => header.kind = column,
            "tags" => header.words = value.split_whitespace().map(str::to_owned).collect(),
            "deck" => header.title = Some(value.to_owned()).filter(|title| !title.is_empty()),
            "columns" => header.columns = value.split(char::from(header.delimiter)).map(|name| name.trim().to_owned()).collect(),
            "notetype" => {}
            _ => {
                let place = Place::File(context.path.to_owned());
                context.lost(place, format_args!("`#{key}`, which is not known"));
            }
        }
    }
    (header, at)
}

fn separator(word: &str) -> Option<u8> {
    Some(match word.to_lowercase().as_str() {
        "tab" | "\\t" => b'\t',
        "comma" => b',',
        "semicolon" => b';',
        "pipe" => b'|',
        "colon" => b':',
        "space" => b' ',
        word if word.len() == 1 => word.as_bytes()[0],
        _ => return None,
    })
}

fn record(row: &[TableCell], header: &Header, context: &mut Context<'_>) -> Record {
    let mut record = Record::new(row[0].place.clone());
    let mut fields = 0;
    for (column, cell) in row.iter().enumerate() {
        let place = cell.place.clone();
        if header.guid == Some(column) {
            let id = cell.text.strip_prefix(GUID).unwrap_or(&cell.text).trim();
            let id = if valid_id(id) { id.to_owned() } else { slug(id) };
            // What Anki made up itself is no name that anybody could read.
            if valid_id(&id) && cell.text.starts_with(GUID) {
                record.set("id", [id], place);
            }
        } else if header.tags == Some(column) {
            cell.text.split_whitespace().for_each(|word| tag(word, &mut record, &place, context));
        } else if header.deck == Some(column) {
            let deck = cell.text.rsplit("::").next().unwrap_or_default();
            context.file_under(&mut record, deck, &place);
        } else if header.kind != Some(column) {
            let text = text(&cell.text, header.html, cell, context);
            // The first two fields are the question and the answer, whatever they are called.
            let field = header.columns.get(column).filter(|_| fields > 1).and_then(|name| context.names.find(name));
            if let Some(name) = field {
                named(name, &text, &mut record, place, context);
                continue;
            }
            match fields {
                0 => record.set("ask", [text], place),
                1 => back(&text, &mut record, context),
                _ if !text.is_empty() => context.lost(place, "a third field"),
                _ => {}
            }
            fields += 1;
        }
    }
    let place = record.place.clone();
    header.words.iter().for_each(|word| tag(word, &mut record, &place, context));
    record
}

/// Puts a field where its name says.
fn named(name: Name<'_>, text: &str, record: &mut Record, place: Place, context: &mut Context<'_>) {
    match name {
        Name::Key(field) if field.key == "tags" => text.split_whitespace().for_each(|word| tag(word, record, &place, context)),
        Name::Key(field) if field.shape.many() => record.set(field.key, split(text, field.shape.is_word()), place),
        Name::Key(field) => record.set(field.key, [text.to_owned()], place),
        Name::Group => split(text, true).iter().for_each(|words| context.file_under(record, words, &place)),
    }
}

/// A tag of Anki's, which has no spaces and `::` between its parts; of somebody else's each part is a word.
fn tag(word: &str, record: &mut Record, place: &Place, context: &mut Context<'_>) {
    match labelled::tag(&word.replacen("::", ":", 1), &context.fields) {
        Some(("tags", value)) => record.add("tags", [spaced(value)], place.clone()),
        Some((key, value)) => record.add(key, [value.to_owned()], place.clone()),
        None => word.split("::").filter(|part| !part.is_empty()).for_each(|part| context.file_under(record, &spaced(part), place)),
    }
}

/// An underscore is a space, and two are one.
fn spaced(word: &str) -> String {
    word.split("__").map(|part| part.replace('_', " ")).collect::<Vec<_>>().join("_")
}

fn back(text: &str, record: &mut Record, context: &mut Context<'_>) {
    let rest = labelled::read(text, &context.fields, record);
    if !rest.is_empty() {
        let place = record.place.clone();
        record.set("answer", [rest], place);
    }
}

fn text(text: &str, is_html: bool, cell: &TableCell, context: &mut Context<'_>) -> String {
    if !is_html {
        return context.literal(text.trim());
    }
    let (markdown, lost) = html::to_markdown(text);
    for element in lost {
        context.lost(cell.place.clone(), format_args!("`<{element}>`"));
    }
    if markdown.match_indices("{{c").any(|(at, _)| markdown[at + 3..].trim_start_matches(|c: char| c.is_ascii_digit()).starts_with("::")) {
        context.lost(cell.place.clone(), "what a cloze hides: it stands in the text as it was written");
    }
    if markdown.contains("[sound:") {
        context.lost(cell.place.clone(), "a sound: its name stays in the text");
    }
    context.literal(&markdown)
}
