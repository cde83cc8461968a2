use super::document::{Document, Options};
use super::entries::Entries;
use super::key::Key;
use super::language::Language;
use super::lexicon::Lexicon;
use super::synonym::{LONGEST, Synonyms};
use super::tally::{PART, Tally, WHOLE};
use super::tokens::Tokens;
use super::words::{BATCH, Words};

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
    /// By document: where its entries end.
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
    tally: Tally,
    /// The field that a document shares with its parts.
    body: Option<usize>,
    /// Phrases by the stem they end with: all their stems, and the stem of their group.
    phrases: Vec<Vec<(Vec<u32>, u32)>>,
    recent: [u32; LONGEST],
    /// What is in the parts of the document that is read.
    of_parts: Entries,
}

/// Where words are read: in which field, whether all of its words count, and of what.
#[derive(Clone, Copy)]
struct Place {
    field: usize,
    stop_words: bool,
    of: usize,
}

const NONE: u32 = u32::MAX;

impl<'a> Analyser<'a> {
    /// For documents in `language`.
    pub(crate) fn new(options: &'a Options, language: &'a Language, synonyms: &Synonyms) -> Analyser<'a> {
        let mut new = Analyser {
            options,
            language,
            out: Analysis::default(),
            tally: Tally::new(),
            body: options.field("body").map(usize::from),
            phrases: Vec::new(),
            recent: [NONE; LONGEST],
            of_parts: Entries::default(),
        };
        for word in language.skipped.split_whitespace() {
            new.word(word, true);
        }
        for (group, phrases) in synonyms.groups.iter().enumerate() {
            let (meaning, _) = new.word(&Synonyms::word(group), false);
            for phrase in phrases {
                new.phrase(phrase, meaning);
            }
        }
        new
    }

    fn phrase(&mut self, phrase: &[String], meaning: u32) {
        let stems: Vec<u32> = phrase.iter().map(|word| self.word(word, false).0).collect();
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

    /// The stem of a word, and whether it is skipped; a word that is new is skipped if `is_skipped`.
    fn word(&mut self, word: &str, is_skipped: bool) -> (u32, bool) {
        let Analysis { words, stems, stem_of, .. } = &mut self.out;
        noted(words.note(word, |word, _| note(self.language, stems, stem_of, word, is_skipped)))
    }

    /// Reads a document with its parts, whose bodies are read once for both.
    pub(crate) fn read(&mut self, documents: &[Document<'_>], tokens: &mut Tokens) {
        let Some((document, parts)) = documents.split_first() else { return };
        self.out.entries.begin();
        let mut lengths = self.fields(document, tokens, WHOLE);
        let mut ends = Vec::with_capacity(parts.len());
        for part in parts {
            let own = self.fields(part, tokens, PART);
            if let Some(body) = self.body {
                lengths[body] = lengths[body].saturating_add(own[body]);
            }
            self.tally.take_part(self.body, &mut self.of_parts);
            ends.push((part.kind, own, self.of_parts.len()));
        }
        self.tally.take_whole(&mut self.out.entries);
        let from = self.out.entries.len();
        self.close(document.kind, lengths, from);
        self.out.entries.append(&mut self.of_parts);
        for (kind, own, end) in ends {
            self.close(kind, own, from + end);
        }
    }

    /// What was read.
    pub(crate) fn end(mut self) -> Analysis {
        self.out.holders = self.tally.holders().collect();
        self.out.words.close();
        self.out.stems.close();
        self.out.entries.close();
        self.out
    }

    fn close(&mut self, kind: u16, lengths: [u16; 8], end: usize) {
        self.out.lengths.push(lengths);
        self.out.kinds.push(kind);
        self.out.ends.push(end as u32);
    }

    fn fields(&mut self, document: &Document<'_>, tokens: &mut Tokens, of: usize) -> [u16; 8] {
        let mut lengths = [0u16; 8];
        let title = std::iter::once((0, &document.title));
        for (field, text) in title.chain(document.fields.iter().map(|(field, text)| (usize::from(*field).min(7), text))) {
            let length = self.field(field, text, tokens, of);
            lengths[field] = lengths[field].saturating_add(length);
        }
        lengths
    }

    /// Gives how many words the text has.
    fn field(&mut self, field: usize, text: &str, tokens: &mut Tokens, of: usize) -> u16 {
        let place = Place { field, stop_words: self.options.fields.get(field).is_some_and(|field| field.stop_words), of };
        self.recent = [NONE; LONGEST];
        let mut length = 0u16;
        tokens.each(text, |words| match words {
            Words::Short(words) => {
                length = length.saturating_add(words.len() as u16);
                self.short(words, place);
            }
            Words::Long(word) => {
                length = length.saturating_add(1);
                if word.len() <= LONGEST_WORD {
                    self.long(word, place);
                }
            }
        });
        length
    }

    fn short(&mut self, words: &[Key], place: Place) {
        let Analysis { words: known, stems, stem_of, .. } = &mut self.out;
        let notes = known.notes(words, |word, _| note(self.language, stems, stem_of, word, false));
        let notes = &notes[..words.len()];
        let (mut counted, mut length) = ([0; BATCH], 0);
        for (stem, is_skipped) in notes.iter().map(|note| noted(*note)) {
            counted[length] = stem;
            length += usize::from(place.stop_words | !is_skipped);
        }
        self.tally.count(&counted[..length], place.field, place.of);
        if !self.phrases.is_empty() {
            notes.iter().for_each(|note| self.meet(noted(*note).0, place));
        }
    }

    fn long(&mut self, word: &str, place: Place) {
        let (stem, is_skipped) = self.word(word, false);
        if place.stop_words || !is_skipped {
            self.tally.count(&[stem], place.field, place.of);
        }
        self.meet(stem, place);
    }

    /// Counts the phrases that end with this stem, which is the next in the text.
    fn meet(&mut self, stem: u32, place: Place) {
        self.recent.rotate_left(1);
        self.recent[LONGEST - 1] = stem;
        for (phrase, meaning) in self.phrases.get(stem as usize).into_iter().flatten() {
            if self.recent.ends_with(phrase) {
                self.tally.count(&[*meaning], place.field, place.of);
            }
        }
    }
}

/// Longer words are not indexed, in bytes.
const LONGEST_WORD: usize = 80;

/// Gives a word that is new a stem. What is noted of it: that, and whether the word is skipped.
fn note(language: &Language, stems: &mut Lexicon, stem_of: &mut Vec<u32>, word: &str, is_skipped: bool) -> u32 {
    let (stem, _) = stems.intern(&language.stem(word));
    stem_of.push(stem);
    stem << 1 | u32::from(is_skipped)
}

fn noted(note: u32) -> (u32, bool) {
    (note >> 1, note & 1 == 1)
}
