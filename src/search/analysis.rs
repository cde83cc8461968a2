use super::document::{Document, Options};
use super::entries::{Entries, Entry};
use super::language::Language;
use super::lexicon::Lexicon;
use super::synonym::{LONGEST, Synonyms};
use super::tokens::Tokens;

/// What is in a run of documents: every word, every stem, and which document holds which stem how often in which field.
#[derive(Default)]
pub(crate) struct Analysis {
    /// The words as they stand in the texts.
    pub(crate) words: Lexicon,
    /// What their forms have in common; a stem's number is that of its postings.
    pub(crate) stems: Lexicon,
    /// By word: its stem.
    pub(crate) stem_of: Vec<u32>,
    /// Which stem is in a document, and how often by field.
    pub(crate) entries: Entries,
    /// By stem: how many documents hold it.
    pub(crate) holders: Vec<u32>,
    /// By document: where its entries end, in bytes.
    pub(crate) ends: Vec<u32>,
    /// By document and field: how many words.
    pub(crate) lengths: Vec<[u16; 8]>,
    /// By document: its kind.
    pub(crate) kinds: Vec<u16>,
}

/// Reads documents one after the other.
pub(crate) struct Analyser<'a> {
    options: &'a Options,
    language: &'a Language,
    out: Analysis,
    stops: Vec<bool>,
    /// What is in the document that is read, and what is in a part of it.
    whole: Tally,
    part: Tally,
    /// The field that a document shares with its parts.
    body: Option<usize>,
    /// Phrases by the stem they end with: all their stems, and the stem of their group.
    phrases: Vec<Vec<(Vec<u32>, u32)>>,
    /// Stems below this number stand in phrases.
    phrase_stems: u32,
    recent: [u32; LONGEST],
}

/// Counts stems in one document after the other.
#[derive(Default)]
struct Tally {
    entries: Vec<Entry>,
    /// By stem: the document that held it last, from 1, and the place of that entry.
    seen: Vec<(u32, u32)>,
    document: u32,
}

impl Tally {
    fn count(&mut self, stem: u32, field: usize) {
        if self.seen.len() <= stem as usize {
            self.seen.resize(stem as usize + 1, (0, 0));
        }
        let one = 1 << (4 * field);
        let (document, at) = &mut self.seen[stem as usize];
        if *document == self.document {
            let counts = &mut self.entries[*at as usize].counts;
            if *counts >> (4 * field) & 15 < 15 {
                *counts += one;
            }
        } else {
            (*document, *at) = (self.document, self.entries.len() as u32);
            self.entries.push(Entry { stem, counts: one });
        }
    }

    /// Makes ready for the next document and gives the entries of the last one.
    fn take(&mut self, to: &mut Entries, holders: &mut Vec<u32>) {
        for entry in self.entries.drain(..) {
            if holders.len() <= entry.stem as usize {
                holders.resize(entry.stem as usize + 1, 0);
            }
            holders[entry.stem as usize] += 1;
            to.push(entry);
        }
        self.document += 1;
    }
}

const NONE: u32 = u32::MAX;

impl<'a> Analyser<'a> {
    /// For documents in `language`.
    pub(crate) fn new(options: &'a Options, language: &'a Language, synonyms: &Synonyms) -> Analyser<'a> {
        let mut new = Analyser {
            options,
            language,
            out: Analysis::default(),
            stops: Vec::new(),
            whole: Tally { document: 1, ..Tally::default() },
            part: Tally { document: 1, ..Tally::default() },
            body: options.field("body").map(usize::from),
            phrases: Vec::new(),
            phrase_stems: 0,
            recent: [NONE; LONGEST],
        };
        for word in language.skipped.split_whitespace() {
            let id = new.word(word);
            new.stops[id as usize] = true;
        }
        for (group, phrases) in synonyms.groups.iter().enumerate() {
            let word = new.word(&Synonyms::word(group));
            let meaning = new.out.stem_of[word as usize];
            for phrase in phrases {
                new.phrase(phrase, meaning);
            }
        }
        new.phrase_stems = new.phrases.len() as u32;
        new
    }

    fn phrase(&mut self, phrase: &[String], meaning: u32) {
        let stems: Vec<u32> = phrase
            .iter()
            .map(|word| {
                let id = self.word(word);
                self.out.stem_of[id as usize]
            })
            .collect();
        let Some(&last) = stems.last() else { return };
        if self.phrases.len() <= last as usize {
            self.phrases.resize(last as usize + 1, Vec::new());
        }
        // Two groups may share a phrase; a group whose phrases have one stem (`thank`, `thanks`) counts it once.
        let ending = &mut self.phrases[last as usize];
        if !ending.contains(&(stems.clone(), meaning)) {
            ending.push((stems, meaning));
        }
    }

    /// The number of a word, with everything that belongs to it in place.
    fn word(&mut self, word: &str) -> u32 {
        let (id, new) = self.out.words.intern(word);
        if new {
            let (stem, _) = self.out.stems.intern(&self.language.stem(word));
            self.out.stem_of.push(stem);
            self.stops.push(false);
        }
        id
    }

    /// Reads a document with its parts, whose bodies are read once for both.
    pub(crate) fn read(&mut self, documents: &[Document], tokens: &mut Tokens) {
        let Some((document, parts)) = documents.split_first() else { return };
        let mut lengths = self.fields(document, tokens, false);
        let mut of_parts = Entries::default();
        let mut ends = Vec::with_capacity(parts.len());
        for part in parts {
            let own = self.fields(part, tokens, true);
            if let Some(body) = self.body {
                lengths[body] = lengths[body].saturating_add(own[body]);
            }
            self.part.take(&mut of_parts, &mut self.out.holders);
            ends.push((part.kind, own, of_parts.len()));
        }
        self.whole.take(&mut self.out.entries, &mut self.out.holders);
        let from = self.out.entries.len();
        self.close(document.kind, lengths, from);
        self.out.entries.append(&of_parts);
        for (kind, own, end) in ends {
            self.close(kind, own, from + end);
        }
    }

    /// What was read.
    pub(crate) fn end(mut self) -> Analysis {
        self.out.words.close();
        self.out.stems.close();
        Analysis { entries: self.out.entries.exact(), ..self.out }
    }

    fn close(&mut self, kind: u16, lengths: [u16; 8], end: usize) {
        self.out.lengths.push(lengths);
        self.out.kinds.push(kind);
        self.out.ends.push(end as u32);
    }

    fn fields(&mut self, document: &Document, tokens: &mut Tokens, is_part: bool) -> [u16; 8] {
        let mut lengths = [0u16; 8];
        let title = std::iter::once((0, &document.title));
        for (field, text) in title.chain(document.fields.iter().map(|(field, text)| (usize::from(*field).min(7), text))) {
            let into = Into { whole: !is_part || Some(field) == self.body, part: is_part };
            let length = self.field(field, text, tokens, into);
            lengths[field] = lengths[field].saturating_add(length);
        }
        lengths
    }

    /// Gives how many words the text has.
    fn field(&mut self, field: usize, text: &str, tokens: &mut Tokens, into: Into) -> u16 {
        let stop_words = self.options.fields.get(field).is_some_and(|field| field.stop_words);
        self.recent = [NONE; LONGEST];
        let mut length = 0u16;
        tokens.each(text, |word| {
            length = length.saturating_add(1);
            if word.len() > 80 {
                return;
            }
            let id = self.word(word) as usize;
            let stem = self.out.stem_of[id];
            if stop_words || !self.stops[id] {
                self.count(stem, field, into);
            }
            if self.phrase_stems > 0 {
                self.recent.rotate_left(1);
                self.recent[LONGEST - 1] = stem;
                if stem < self.phrase_stems {
                    self.find_phrases(stem, field, into);
                }
            }
        });
        length
    }

    fn find_phrases(&mut self, last: u32, field: usize, into: Into) {
        for at in 0..self.phrases[last as usize].len() {
            let (phrase, meaning) = &self.phrases[last as usize][at];
            if self.recent.ends_with(phrase) {
                let meaning = *meaning;
                self.count(meaning, field, into);
            }
        }
    }

    fn count(&mut self, stem: u32, field: usize, into: Into) {
        if into.whole {
            self.whole.count(stem, field);
        }
        if into.part {
            self.part.count(stem, field);
        }
    }
}

/// Which of the two a text belongs to.
#[derive(Clone, Copy)]
struct Into {
    whole: bool,
    part: bool,
}
