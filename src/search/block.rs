use std::fmt::Write as _;
use std::ops::Range;

use crate::site::Artifact;

use super::document::{Card, Document, Options};
use super::envelope::{artifact, hash, letters};
use super::packing::{json, number};

/// A small file with what is shown of some documents, after it was given away.
#[derive(Clone)]
pub(crate) struct Block {
    /// The number of its first document.
    pub(crate) first: u32,
    /// How many documents are in it.
    count: u32,
    /// The end of its name: letters of its hash.
    name: String,
    /// How large the file is.
    pub(crate) bytes: u64,
}

/// Raw size of a block; with many documents larger, so that there are fewer files.
const BLOCK: usize = 3000;
const BLOCK_OF_MANY: usize = 6000;
const MANY: u32 = 10_000;
/// Most bytes of a document's own text that are kept for excerpts, and most UTF-16 units of it with what continues it.
pub(crate) const SHOWN: usize = 2000;
/// Blocks in a file of the directory.
pub(crate) const DIRECTORY: usize = 256;
/// Letters of hash in the name of a block, after the number of its first document, by which alone its name is unique.
pub(crate) const NAME: usize = 6;

/// Lays documents out in their order, in one block after the other.
pub(crate) struct Blocks<'a> {
    folder: &'a str,
    options: &'a Options,
    put: &'a (dyn Fn(Artifact) + Sync),
    most: usize,
    done: Vec<Block>,
    /// The block under way: its first document, how many it has, how large they are, and their rows.
    first: u32,
    count: u32,
    size: usize,
    rows: String,
    owners: Owners,
    text: String,
}

/// What the rows of a block belong to: `["id","page","crumb"]`, once for all parts of a document.
#[derive(Default)]
struct Owners {
    json: String,
    count: usize,
    last: [String; 3],
}

impl Owners {
    /// Adds one if it is not the last. Gives its number.
    fn number(&mut self, owner: [&str; 3]) -> usize {
        if self.count == 0 || self.last != owner {
            for (at, (part, last)) in owner.iter().zip(&mut self.last).enumerate() {
                self.json.push(if at == 0 { '[' } else { ',' });
                json(part, &mut self.json);
                last.clear();
                last.push_str(part);
            }
            self.json.push_str("],");
            self.count += 1;
        }
        self.count - 1
    }

    /// Adds all of them, of which there is one at least, to the text of a block. What comes next belongs to others.
    fn give(&mut self, to: &mut String) {
        to.push_str(self.json.trim_end_matches(','));
        self.json.clear();
        self.count = 0;
    }
}

impl<'a> Blocks<'a> {
    /// For the documents from the number `first` on, in an index of so many in all.
    pub(crate) fn new(folder: &'a str, first: u32, all: u32, options: &'a Options, put: &'a (dyn Fn(Artifact) + Sync)) -> Blocks<'a> {
        let most = block_size(all);
        let (rows, text) = (String::with_capacity(most * 2), String::with_capacity(SHOWN * 2));
        Blocks { folder, options, put, most, done: Vec::new(), first, count: 0, size: 0, rows, owners: Owners::default(), text }
    }

    /// Adds a document with its parts, in one block with those whose texts continue its own.
    pub(crate) fn add(&mut self, documents: &[Document<'_>]) {
        let Some((document, parts)) = documents.split_first() else { return };
        self.make_room();
        let continued = self.continued(document, parts);
        self.row(document, continued);
        for (at, part) in parts.iter().enumerate() {
            if at >= continued {
                self.make_room();
            }
            self.row(part, 0);
        }
    }

    fn make_room(&mut self) {
        if self.size >= self.most {
            self.give();
        }
    }

    /// Into how many of its parts the text of a document goes on: until there is as much of it as is kept.
    fn continued(&self, document: &Document<'_>, parts: &[Document<'_>]) -> usize {
        let length = |document| shown(document, self.options).map(|(_, text)| text.len()).sum::<usize>();
        let own = length(document);
        parts.iter().scan(own, |all, part| Some(std::mem::replace(all, *all + length(part)))).take_while(|before| *before < SHOWN).count()
    }

    /// Gives away the block under way: what comes next begins another.
    pub(crate) fn close(&mut self) {
        if self.count > 0 {
            self.give();
        }
    }

    /// The blocks, all of them given away.
    pub(crate) fn end(mut self) -> Vec<Block> {
        self.close();
        self.done
    }

    /// A row: `[kind, number of its owner, fragment of its address, title, text, minutes, over how many rows the
    /// text goes]`, and what a card needs, if it may stand in a list.
    fn row(&mut self, document: &Document<'_>, continued: usize) {
        let lead = self.text(document);
        let before = self.rows.len() + self.owners.json.len();
        let (page, fragment) = document.url.split_at(document.url.find('#').unwrap_or(document.url.len()));
        let owner = self.owners.number([&document.id, page, &document.crumb]);
        self.rows.push_str(if self.count == 0 { "[[" } else { "," });
        self.rows.push('[');
        number(document.kind, &mut self.rows);
        self.rows.push(',');
        number(owner, &mut self.rows);
        for part in [fragment, &document.title, &self.text] {
            self.rows.push(',');
            json(part, &mut self.rows);
        }
        self.rows.push(',');
        number(document.minutes.unwrap_or(0), &mut self.rows);
        self.rows.push(',');
        number(continued + 1, &mut self.rows);
        if let Some(card) = &document.card {
            self.card(card, lead);
        }
        self.rows.push(']');
        self.size += self.rows.len() + self.owners.json.len() - before;
        self.count += 1;
    }

    /// Puts what is shown of a document into `text`. Gives where its lead stands in that, in UTF-16 units as scripts count.
    fn text(&mut self, document: &Document<'_>) -> Range<usize> {
        self.text.clear();
        let lead = self.options.field("lead");
        let mut place = 0..0;
        for (field, piece) in shown(document, self.options) {
            if self.text.len() >= SHOWN {
                break;
            }
            if !self.text.is_empty() {
                self.text.push_str(" · ");
            }
            let from = self.text.len();
            self.text.push_str(piece);
            if Some(field) == lead {
                place = if place.is_empty() { from } else { place.start }..self.text.len();
            }
        }
        self.text.truncate(self.text.floor_char_boundary(SHOWN));
        let units = |at: usize| self.text[..at.min(self.text.len())].encode_utf16().count();
        units(place.start)..units(place.end)
    }

    /// Where the lead stands in the text, then the parts of the card up to the last that says anything.
    fn card(&mut self, card: &Card, lead: Range<usize>) {
        for end in [lead.start, lead.end] {
            self.rows.push(',');
            number(end, &mut self.rows);
        }
        let parts = [&card.ask, card.risk, card.lookup, &card.better, &card.better_url];
        let said = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
        for part in &parts[..said] {
            self.rows.push(',');
            json(part, &mut self.rows);
        }
    }

    fn give(&mut self) {
        self.rows.push_str("],[");
        self.owners.give(&mut self.rows);
        self.rows.push_str("]]");
        let name = letters(hash(&self.rows), NAME);
        let file = artifact(self.folder, &key(self.first, &name), &self.rows);
        self.done.push(Block { first: self.first, count: self.count, name, bytes: file.bytes.len() as u64 });
        (self.put)(file);
        self.first += self.count;
        (self.count, self.size) = (0, 0);
        self.rows.clear();
    }
}

/// How large a block is in an index of so many documents.
pub(crate) fn block_size(all: u32) -> usize {
    if all > MANY { BLOCK_OF_MANY } else { BLOCK }
}

/// The name of the block that begins with this document, and whose hash begins with these letters.
pub(crate) fn key(first: u32, letters: &str) -> String {
    format!("d{first}{letters}")
}

/// The directory: `[[how many documents in each block], hashes]`, one for every [`DIRECTORY`] blocks.
pub(crate) fn directory(blocks: &[Block]) -> Vec<String> {
    let part = |blocks: &[Block]| {
        let mut out = String::from("[[");
        for (at, block) in blocks.iter().enumerate() {
            let _ = write!(out, "{}{}", if at == 0 { "" } else { "," }, block.count);
        }
        out.push_str("],\"");
        out.extend(blocks.iter().map(|block| block.name.as_str()));
        out.push_str("\"]");
        out
    };
    blocks.chunks(DIRECTORY).map(part).collect()
}

/// What is kept of a document for excerpts.
fn shown<'d>(document: &'d Document<'_>, options: &'d Options) -> impl Iterator<Item = (u8, &'d str)> {
    let is_shown = |field: u8| options.fields.get(usize::from(field)).is_some_and(|field| field.shown);
    document.fields.iter().filter(move |(field, _)| is_shown(*field)).map(|(field, text)| (*field, &**text))
}
