use std::collections::BTreeSet;

use crate::config::Config;
use crate::exchange::field::PRIVATE;
use crate::exchange::mdbook::{Lead, is_elsewhere, relinked};
use crate::exchange::{BankFile, Field, Format, Record, fields};

use super::{anki, csv, gift, json, markdown, moodle, text};

/// The questions to be written, and the book that they belong to.
#[derive(Clone, Debug)]
pub struct Export<'c> {
    /// The book's settings.
    pub config: &'c Config,
    /// In the order of the book.
    pub banks: Vec<ExportBank>,
}

/// The questions of one bank.
#[derive(Clone, Debug)]
pub struct ExportBank {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Its questions.
    pub records: Vec<Record>,
    /// Whether they are as readers may have them.
    is_published: bool,
}

impl ExportBank {
    /// The questions of a bank, all of them or those with these ids.
    pub fn new(id: &str, file: BankFile, ids: Option<&BTreeSet<&str>>) -> ExportBank {
        let BankFile { title, summary, mut records, .. } = file;
        records.retain(|record| ids.is_none_or(|ids| record.one("id").is_some_and(|id| ids.contains(id))));
        ExportBank { id: id.to_owned(), title: title.unwrap_or_else(|| id.to_owned()), summary, records, is_published: false }
    }

    /// As readers may have it: without what is not for them, variables filled in, citations left out.
    pub fn published(mut self, config: &Config) -> ExportBank {
        if self.is_published {
            return self;
        }
        self.is_published = true;
        self.title = filled(&self.title, config);
        self.summary = self.summary.map(|summary| filled(&summary, config));
        self.records.retain(|record| !matches!(record.one("status"), Some("draft" | "off")));
        for record in &mut self.records {
            record.cells.retain(|key, _| !PRIVATE.contains(&key.as_str()));
            for value in record.cells.values_mut().flat_map(|cell| &mut cell.values) {
                *value = filled(value, config);
            }
        }
        self
    }

    /// Away from the book: links to its files as the addresses that `address` gives for them, or their words alone.
    pub fn linked(mut self, address: &dyn Fn(&str) -> Option<String>) -> ExportBank {
        let texts = self.records.iter_mut().flat_map(|record| record.cells.values_mut()).flat_map(|cell| &mut cell.values);
        for text in texts.chain(&mut self.summary) {
            if let Some(linked) = linked(text, address) {
                *text = linked;
            }
        }
        self
    }
}

/// A text with the book's variables in the place of their names, and without citations. What is escaped, and what is code, is neither.
fn filled(text: &str, config: &Config) -> String {
    if !text.contains(['{', '[']) {
        return text.to_owned();
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[', '\\', '`']) {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let variable = rest.strip_prefix("{{").and_then(|inner| inner.split_once("}}"));
        let value = variable.and_then(|(name, after)| Some((config.vars.get(name.trim())?, after)));
        let cited = rest.strip_prefix("[@").and_then(|inner| inner.split_once(']')).filter(|(id, _)| !id.contains(' '));
        match (value, cited) {
            (Some((value, after)), _) => {
                filled.push_str(value);
                rest = after;
            }
            (None, Some((_, after))) => {
                filled.truncate(filled.trim_end_matches(' ').len());
                rest = after;
            }
            _ => {
                let (literal, after) = rest.split_at(literal(rest));
                filled.push_str(literal);
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// How many bytes at the beginning of a text mean only themselves: an escape with what it escapes, a whole piece of code, or one sign.
fn literal(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    match (text.starts_with('\\'), run(text)) {
        (true, _) => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
        (false, 0) => 1,
        (false, ticks) => {
            let ends = text.match_indices(&text[..ticks]).map(|(at, _)| at);
            let end = ends.filter(|at| *at > 0 && !text[..*at].ends_with('`')).find(|at| run(&text[*at..]) == ticks);
            end.map_or(ticks, |end| end + ticks)
        }
    }
}

/// A text whose links to the book lead to its site, or nowhere if `address` gives none for them: then their words stay.
fn linked(text: &str, address: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let lead = |link: &str| match is_elsewhere(link) {
        true => Lead::Stays,
        false => address(link).map_or(Lead::Nowhere, Lead::To),
    };
    // Few texts have a bracket.
    (text.contains(']') && (text.contains("](") || text.contains("]:"))).then(|| relinked(text, lead))
}

/// Writes questions in a format. Fails, saying why, where the format cannot hold them.
pub fn write(format: Format, export: &Export<'_>) -> Result<Vec<u8>, String> {
    let readers;
    let export = if format.is_for_readers() && !export.banks.iter().all(|bank| bank.is_published) {
        readers = Export { config: export.config, banks: export.banks.iter().map(|bank| bank.clone().published(export.config)).collect() };
        &readers
    } else {
        export
    };
    let fields = fields(export.config);
    Ok(match format {
        Format::Csv => csv::write(export, &fields, b','),
        Format::Tsv => csv::write(export, &fields, b'\t'),
        #[cfg(feature = "spreadsheets")]
        Format::Xlsx => super::xlsx::write(export, &fields)?,
        Format::Json => json::write(export, &fields),
        Format::Markdown => markdown::write(export).into_bytes(),
        Format::Anki => anki::write(export, &fields).into_bytes(),
        Format::Gift => gift::write(export, &fields).into_bytes(),
        Format::Moodle => moodle::write(export, &fields).into_bytes(),
        Format::Text => text::write(export, &fields).into_bytes(),
        other => return Err(format!("{} cannot be written", other.label())),
    })
}

impl Export<'_> {
    /// The fields that some question has a value for, and the question itself: the columns of a table.
    pub(super) fn columns<'f, 'c>(&self, fields: &'f [Field<'c>]) -> Vec<&'f Field<'c>> {
        let used: BTreeSet<&str> = self
            .banks
            .iter()
            .flat_map(|bank| &bank.records)
            .flat_map(|record| record.cells.iter().filter(|(_, cell)| !cell.values.is_empty()).map(|(key, _)| key.as_str()))
            .collect();
        fields.iter().filter(|field| matches!(field.key, "id" | "ask") || used.contains(field.key)).collect()
    }
}
