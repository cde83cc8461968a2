use crate::exchange::escape::escape;
use crate::exchange::{Export, Field, Format, Record, html, labelled};

/// Before an id, so that it is unlike the ids of other decks. The reader takes it off.
pub(in crate::exchange) const GUID: &str = "prepbook/";

/// A text file for Anki. The id of a note is made from the question's, so that a second import updates the first.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> String {
    let mut text = String::from("#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n");
    if let [bank] = export.banks.as_slice() {
        text.extend(["#deck:", &html::plain(&bank.title).replace(['\n', '\t'], " "), "\n"]);
    }
    let (no_text, no_tag) = (elsewhere(fields, &["ask", "answer"]), elsewhere(fields, &["id"]));
    for record in export.banks.iter().flat_map(|bank| &bank.records) {
        let front = html::from_markdown(record.one("ask").unwrap_or_default());
        let id = record.one("id").unwrap_or_default();
        let (back, tags) = (back(record, fields, &no_text), tags(record, fields, &no_tag));
        text.extend([GUID, id, "\t", &cell(&front), "\t", &cell(&back), "\t", &tags, "\n"]);
    }
    text
}

/// Quotes are entities by now, so nothing in a cell is read as the end of one.
fn cell(html: &str) -> String {
    escape(html, [(b'\t', " "), (b'\n', " "), (b'\r', " ")])
}

fn back(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> String {
    let answer = html::from_markdown(record.one("answer").unwrap_or_default());
    answer + &labelled::html(record, fields, elsewhere)
}

/// Keys that have a place of their own in a note, or none.
fn elsewhere<'f>(fields: &'f [Field<'_>], own: &[&'f str]) -> Vec<&'f str> {
    fields.iter().map(|field| field.key).filter(|key| !Format::Anki.holds(key)).chain(own.iter().copied()).collect()
}

/// Words of the question; a space would end a tag, and an underscore stands for one.
fn tags(record: &Record, fields: &[Field<'_>], elsewhere: &[&str]) -> String {
    let is_free = |tag: &str| tag.split_once(':').is_none_or(|(key, _)| key == "tag");
    let spaceless = |tag: &String| match is_free(tag) {
        true => tag.replace('_', "__").replacen(':', "::", 1).replace(char::is_whitespace, "_"),
        false => tag.replacen(':', "::", 1).replace(char::is_whitespace, "_"),
    };
    labelled::tags(record, fields, elsewhere).iter().map(spaceless).collect::<Vec<_>>().join(" ")
}
