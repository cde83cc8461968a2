use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Place, Report, Source, SourceMap};
use crate::exchange::{Draft, Encoding, Field, Format, Record, Shape, fields};

use super::names::Names;
use super::{anki, csv, gift, json, markdown, moodle, trivia, values};

/// A file to be read, and how.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// What to call it in messages.
    pub path: &'a str,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What it is.
    pub format: Format,
    /// How its text is written.
    pub encoding: Encoding,
    /// What its columns mean, where their headers do not say.
    pub mappings: &'a [Mapping],
    /// Which sheet of a workbook; none: the only one.
    pub sheet: Option<&'a str>,
    /// The book that it is read for.
    pub config: &'a Config,
    /// The ids of the bank that it is merged into: a row with one of them need not say its question again.
    pub known: &'a BTreeSet<String>,
    /// The slots of that book: any other word in braces is text.
    pub slots: BTreeSet<String>,
}

/// What a column means: `--map "My header=ask"`, or nothing: `--map "My header="`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The header.
    pub header: String,
    /// The key; none to leave the column out.
    pub key: Option<String>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// Its questions.
    pub draft: Draft,
    /// What is wrong with it, and what could not be carried.
    pub report: Report,
    /// What the report points into.
    pub sources: SourceMap,
    /// The headers of its columns, if it is a sheet.
    pub headers: Vec<String>,
}

/// What every reader of a format needs.
pub(super) struct Context<'a> {
    /// The file's name.
    pub(super) path: &'a str,
    /// The keys of this book.
    pub(super) fields: Vec<Field<'a>>,
    /// What else they are called.
    pub(super) names: Names<'a>,
    /// See [`Input`].
    pub(super) input: &'a Input<'a>,
    /// What is wrong.
    pub(super) report: Report,
    /// See [`Reading`].
    pub(super) headers: Vec<String>,
}

/// Reads a file. What is wrong with it, and what could not be carried, stands in the report; a file with errors should not be imported.
pub fn read(mut input: Input<'_>) -> Reading {
    let bytes = std::mem::take(&mut input.bytes);
    let fields = fields(input.config);
    let names = Names::new(&fields);
    let mut context = Context { path: input.path, fields, names, input: &input, report: Report::default(), headers: Vec::new() };
    let mut sources = SourceMap::default();
    if let Some(problem) = disguise(&input, &bytes) {
        context.report.add(problem);
        return Reading { report: context.report, ..Reading::default() };
    }
    let mut draft = match input.format {
        Format::Xlsx | Format::Ods => workbook(bytes, &mut context),
        _ => match input.encoding.decode(input.path, bytes) {
            Ok(source) => {
                let source = Arc::new(source);
                sources.insert(Arc::clone(&source));
                text(&source, &mut context)
            }
            Err(problem) => {
                context.report.add(*problem);
                Draft::default()
            }
        },
    };
    values::check(&mut draft.records, &mut context);
    Reading { draft, report: context.report, sources, headers: context.headers }
}

fn text(source: &Arc<Source>, context: &mut Context<'_>) -> Draft {
    match context.input.format {
        Format::Json => json::read(source, context),
        Format::Markdown => markdown::read(source, context),
        Format::Anki => anki::read(source, context),
        Format::Gift => gift::read(source, context),
        Format::Moodle => moodle::read(source, context),
        Format::Trivia => trivia::read(source, context),
        _ => csv::read(source, context),
    }
}

#[cfg(feature = "spreadsheets")]
fn workbook(bytes: Vec<u8>, context: &mut Context<'_>) -> Draft {
    super::sheet::read(bytes, context)
}

#[cfg(not(feature = "spreadsheets"))]
fn workbook(_: Vec<u8>, context: &mut Context<'_>) -> Draft {
    let place = Place::File(context.path.to_owned());
    let problem = Diagnostic::new(Code::BadValue, place, "this program was built without spreadsheets");
    context.report.add(problem.help("save the sheet as CSV"));
    Draft::default()
}

/// The complaint about a file that is not what its name says.
fn disguise(input: &Input<'_>, bytes: &[u8]) -> Option<Diagnostic> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let found = match bytes {
        [b'P', b'K', 3, 4, ..] => ("a workbook or another zip file", Some("xlsx")),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("an old Excel workbook (.xls)", None),
        [b'%', b'P', b'D', b'F', ..] => ("a PDF", None),
        _ if text.starts_with("<!doctype html") || text.starts_with("<html") => ("a web page", None),
        _ if text.starts_with("<?xml") || text.starts_with("<quiz") => ("XML", Some("moodle")),
        _ => ("a text", None),
    };
    let fits = match input.format {
        Format::Xlsx | Format::Ods => found.1 == Some("xlsx"),
        Format::Moodle => matches!(found.0, "XML" | "a text"),
        Format::Markdown => matches!(found.0, "a text" | "a web page"),
        _ => found.0 == "a text",
    };
    if fits {
        return None;
    }
    let message = format!("`{}` is not {}: it is {}", input.path, input.format.label(), found.0);
    let help = match found.1 {
        Some(format) => format!("say `--format {format}`, or save it as {}", input.format.label()),
        None => "open it with the program that made it and save it as CSV".to_owned(),
    };
    Some(Diagnostic::new(Code::BadValue, Place::File(input.path.to_owned()), message).help(help))
}

impl<'a> Context<'a> {
    /// The field with this key.
    pub(super) fn field(&self, key: &str) -> Option<Field<'a>> {
        self.fields.iter().find(|field| field.key == key).copied()
    }

    /// Says that something of the file is not in the bank.
    pub(super) fn lost(&mut self, place: impl Into<Place>, what: impl std::fmt::Display) {
        self.report.add(Diagnostic::new(Code::NotCarried, place, format!("not carried: {what}")));
    }

    /// Says how many wrong answers of a question are not in the bank.
    pub(super) fn lost_choices(&mut self, place: impl Into<Place>, wrong: usize) {
        match wrong {
            0 => {}
            1 => self.lost(place, "a wrong answer to choose from"),
            _ => self.lost(place, format_args!("{wrong} wrong answers to choose from")),
        }
    }

    /// Says that something cannot be read.
    pub(super) fn wrong(&mut self, place: impl Into<Place>, message: impl Into<String>, help: impl Into<String>) {
        self.report.add(Diagnostic::new(Code::BadValue, place, message).help(help));
    }

    /// Files a heading, a category or a tag of another program: under the facet that has a value of this name, else as a free word.
    pub(super) fn file_under(&self, record: &mut Record, words: &str, place: &Place) {
        let words = words.trim();
        for field in &self.fields {
            let Shape::Facet(facet) = field.shape else { continue };
            let Some(value) = facet.value_named(words) else { continue };
            if facet.many || record.all(field.key).is_empty() {
                return record.add(field.key, [value.to_owned()], place.clone());
            }
        }
        record.add("tags", [words.to_owned()], place.clone());
    }

    /// Files each question under its category. The only category that a file has is its title.
    pub(super) fn categorise(&self, draft: &mut Draft, categories: &[Option<String>]) {
        let names: BTreeSet<&String> = categories.iter().flatten().collect();
        if let (Some(name), 1) = (names.first(), names.len()) {
            draft.title = Some((*name).clone());
            return;
        }
        for (record, category) in draft.records.iter_mut().zip(categories) {
            let place = record.place.clone();
            category.iter().for_each(|name| self.file_under(record, name, &place));
        }
    }

    /// A text of another program, in which braces that are no slot of the book's, variables and citations are only characters.
    pub(super) fn literal(&self, text: &str) -> String {
        let mut literal = String::with_capacity(text.len());
        let mut code = false;
        for (at, c) in text.char_indices() {
            code ^= c == '`';
            let rest = &text[at..];
            let slot = |inner: &str| inner.split_once('}').is_some_and(|(name, _)| self.input.slots.contains(name));
            let opens = rest.strip_prefix('{').is_some_and(|inner| !slot(inner)) || rest.starts_with("[@");
            if opens && !code && !literal.ends_with(['\\', '{']) {
                literal.push('\\');
            }
            literal.push(c);
        }
        literal
    }
}
