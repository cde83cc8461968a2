use std::fmt::Write as _;

use super::envelope::Envelope;
use super::packing::json;
use super::shard::Range;
use super::synonym::Synonyms;

/// What every search reads first: the one file of an index without a hash in its name.
pub(crate) struct Manifest<'a> {
    /// The language's tag.
    pub(crate) language: &'a str,
    /// How many documents.
    pub(crate) documents: u32,
    /// Letters of a hash.
    pub(crate) name: usize,
    /// Whether an apostrophe joins.
    pub(crate) joins: bool,
    /// Separated by spaces, and after them what the book is about: of its phrases each two words as one.
    pub(crate) stop_words: String,
    /// Separated by spaces.
    pub(crate) endings: &'a str,
    /// Groups of phrases.
    pub(crate) synonyms: &'a Synonyms,
    /// Words of kinds.
    pub(crate) kinds: Vec<&'a str>,
    /// Term shards.
    pub(crate) terms: &'a Range,
    /// Vocabulary files.
    pub(crate) vocabulary: &'a Range,
    /// The directory of blocks: the number of the first document of each part, and its file.
    pub(crate) directory: Vec<(u32, String)>,
    /// The directory itself, where it has one part.
    pub(crate) only: Option<String>,
    /// Id, file and `any` of each facet.
    pub(crate) facets: Vec<(&'a str, String, Option<u16>)>,
}

/// The version of the format; a client that knows another asks for a reload.
pub(crate) const VERSION: u32 = 3;

impl Manifest<'_> {
    /// As JSON with one-letter keys: it is part of the first bytes a reader waits for.
    pub(crate) fn json(&self) -> String {
        let mut out = format!("{{\"v\":{VERSION},\"l\":");
        json(self.language, &mut out);
        let _ = write!(out, ",\"n\":{},\"h\":{},\"j\":{},\"w\":", self.documents, self.name, u8::from(self.joins));
        json(&self.stop_words, &mut out);
        out.push_str(",\"e\":");
        json(self.endings, &mut out);
        out.push_str(",\"s\":");
        let groups = self.synonyms.groups.iter().map(|group| group.iter().map(|phrase| phrase.join(" ")).collect::<Vec<_>>().join("|"));
        json(&groups.collect::<Vec<_>>().join(";"), &mut out);
        out.push_str(",\"k\":");
        json(&self.kinds.join(" "), &mut out);
        self.range('t', self.terms, &mut out);
        self.range('y', self.vocabulary, &mut out);
        self.directory(&mut out);
        out.push_str(",\"f\":[");
        for (at, (id, file, any)) in self.facets.iter().enumerate() {
            out.push_str(if at == 0 { "[" } else { ",[" });
            json(id, &mut out);
            out.push(',');
            json(file, &mut out);
            let _ = write!(out, ",{}]", any.map_or(-1, i32::from));
        }
        out.push_str("]}");
        out
    }

    fn range(&self, key: char, range: &Range, out: &mut String) {
        let _ = write!(out, ",\"{key}\":[");
        json(&range.from.join("|"), out);
        out.push_str(",\"");
        out.extend(range.files.iter().map(|file: &Envelope| file.name(self.name)));
        out.push_str("\"]");
    }

    fn directory(&self, out: &mut String) {
        out.push_str(",\"g\":[[");
        for (at, (first, _)) in self.directory.iter().enumerate() {
            let _ = write!(out, "{}{first}", if at == 0 { "" } else { "," });
        }
        out.push_str("],\"");
        out.extend(self.directory.iter().map(|(_, file)| file.as_str()));
        let _ = write!(out, "\",{}]", self.only.as_deref().unwrap_or("0"));
    }
}
