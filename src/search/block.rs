use std::fmt::Write as _;
use std::ops::Range;

use rayon::prelude::*;

use super::document::{Document, Options};
use super::envelope::Envelope;
use super::packing::json;

/// What is shown of the documents, in small files, and the directory of those files.
pub(crate) struct Blocks {
    /// The number of the first document of each block.
    pub(crate) first: Vec<u32>,
    /// The blocks.
    pub(crate) files: Vec<Envelope>,
}

/// Raw size of a block; with many documents larger, so that there are fewer files.
const BLOCK: usize = 3000;
const BLOCK_OF_MANY: usize = 6000;
const MANY: usize = 10_000;
/// Most bytes of a document's text that are kept for excerpts.
const SHOWN: usize = 2000;
/// Blocks in a file of the directory.
pub(crate) const DIRECTORY: usize = 256;

impl Blocks {
    /// Lays the documents out in their order.
    pub(crate) fn new(documents: &[&Document], options: &Options) -> Blocks {
        let most = if documents.len() > MANY { BLOCK_OF_MANY } else { BLOCK };
        let mut cut = Vec::new();
        let (mut from, mut size) = (0, 0);
        for (at, document) in documents.iter().enumerate() {
            if size >= most {
                cut.push(from..at);
                (from, size) = (at, 0);
            }
            size += document.title.len()
                + document.url.len()
                + document.crumb.len()
                + shown(documents, at, options).map(str::len).sum::<usize>().min(SHOWN)
                + 20;
        }
        if from < documents.len() {
            cut.push(from..documents.len());
        }
        let files = cut.par_iter().map(|range| Envelope::new('d', block_json(documents, range.clone(), options))).collect();
        Blocks { first: cut.iter().map(|range| range.start as u32).collect(), files }
    }

    /// The directory: `[[how many documents in each block], hashes]`, one for every [`DIRECTORY`] blocks.
    pub(crate) fn directory(&self, documents: u32, length: usize) -> Vec<String> {
        let ends = self.first.iter().skip(1).copied().chain([documents]);
        let counts: Vec<u32> = self.first.iter().zip(ends).map(|(first, end)| end - first).collect();
        let part = |(counts, files): (&[u32], &[Envelope])| {
            let mut out = String::from("[[");
            for (at, count) in counts.iter().enumerate() {
                let _ = write!(out, "{}{count}", if at == 0 { "" } else { "," });
            }
            out.push_str("],\"");
            out.extend(files.iter().map(|file| file.name(length)));
            out.push_str("\"]");
            out
        };
        counts.chunks(DIRECTORY).zip(self.files.chunks(DIRECTORY)).map(part).collect()
    }
}

/// What is kept of a document for excerpts: its own texts, then the bodies of its parts.
fn shown<'a>(documents: &'a [&'a Document], at: usize, options: &'a Options) -> impl Iterator<Item = &'a str> {
    let document = documents[at];
    let parts = &documents[(at + 1).min(documents.len())..(at + 1 + document.parts as usize).min(documents.len())];
    let body = options.field("body");
    let is_shown = |field: u8| options.fields.get(usize::from(field)).is_some_and(|field| field.shown);
    let own = document.fields.iter().filter(move |(field, _)| is_shown(*field));
    let of_parts = parts.iter().flat_map(|part| &part.fields).filter(move |(field, _)| Some(*field) == body);
    own.chain(of_parts).map(|(_, text)| text.as_str())
}

/// Rows of `[kind, id, address, title, crumb, text, minutes]`.
fn block_json(documents: &[&Document], range: Range<usize>, options: &Options) -> String {
    let mut out = String::with_capacity(BLOCK_OF_MANY * 3 / 2);
    let mut text = String::new();
    out.push('[');
    for at in range.clone() {
        let document = documents[at];
        let _ = write!(out, "{}[{},", if at == range.start { "" } else { "," }, document.kind);
        text.clear();
        for piece in shown(documents, at, options) {
            if text.len() >= SHOWN {
                break;
            }
            if !text.is_empty() {
                text.push_str(" · ");
            }
            text.push_str(piece);
        }
        text.truncate(text.floor_char_boundary(SHOWN));
        for part in [&document.id, &document.url, &document.title, &document.crumb, &text] {
            json(part, &mut out);
            out.push(',');
        }
        let _ = write!(out, "{}]", document.minutes.unwrap_or(0));
    }
    out.push(']');
    out
}
