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
    tally: Tally,
    /// The field that a document shares with its parts.
    body: Option<usize>,
    /// Phrases by the stem they end with: all their stems, and the stem of their group.
    phrases: Vec<Vec<(Vec<u32>, u32)>>,
    /// Stems below this number stand in phrases.
    phrase_stems: u32,
    recent: [u32; LONGEST],
    /// What is in the parts of the document that is read.
    of_parts: Entries,
}

/// Counts stems in one document after the other, and in their parts.
#[derive(Default)]
struct Tally {
    /// What is in the document that is read, and in the part.
    entries: [Vec<Entry>; 2],
    /// By stem: the document and the part that held it last, from 1, and the places of those entries.
    seen: Vec<[(u32, u32); 2]>,
    /// The number of the document, and of the part.
    numbers: [u32; 2],
}

/// Indexes into the pairs of a [`Tally`].
const WHOLE: usize = 0;
const PART: usize = 1;

impl Tally {
    /// Counts a stem so many times, at most 15.
    #[inline]
    fn count(&mut self, stem: u32, field: usize, times: u32, of: usize) {
        if self.seen.len() <= stem as usize {
            self.seen.resize(stem as usize + 1, [(0, 0); 2]);
        }
        let shift = 4 * field;
        let (number, at) = &mut self.seen[stem as usize][of];
        if *number == self.numbers[of] {
            let counts = &mut self.entries[of][*at as usize].counts;
            *counts += times.min(15 - (*counts >> shift & 15)) << shift;
        } else {
            (*number, *at) = (self.numbers[of], self.entries[of].len() as u32);
            self.entries[of].push(Entry { stem, counts: times << shift });
        }
    }

    /// Counts for the whole document what its part has in a field: each stem once, however often it is there.
    fn count_part(&mut self, field: usize) {
        let part = std::mem::take(&mut self.entries[PART]);
        for entry in &part {
            let times = entry.counts >> (4 * field) & 15;
            if times > 0 {
                self.count(entry.stem, field, times, WHOLE);
            }
        }
        self.entries[PART] = part;
    }

    /// Makes ready for the next document, or part, and gives the entries of the last one.
    fn take(&mut self, of: usize, to: &mut Entries, holders: &mut Vec<u32>) {
        for entry in self.entries[of].drain(..) {
            if holders.len() <= entry.stem as usize {
                holders.resize(entry.stem as usize + 1, 0);
            }
            holders[entry.stem as usize] += 1;
            to.push(entry);
        }
        self.numbers[of] += 1;
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
            tally: Tally { numbers: [1, 1], ..Tally::default() },
            body: options.field("body").map(usize::from),
            phrases: Vec::new(),
            phrase_stems: 0,
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
        new.phrase_stems = new.phrases.len() as u32;
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
        let note = words.note(word, |_| {
            let (stem, _) = stems.intern(&self.language.stem(word));
            stem_of.push(stem);
            stem << 1 | u32::from(is_skipped)
        });
        (note >> 1, note & 1 == 1)
    }

    /// Reads a document with its parts, whose bodies are read once for both.
    pub(crate) fn read(&mut self, documents: &[Document], tokens: &mut Tokens) {
        let Some((document, parts)) = documents.split_first() else { return };
        self.out.entries.begin();
        let mut lengths = self.fields(document, tokens, WHOLE);
        let mut ends = Vec::with_capacity(parts.len());
        for part in parts {
            let own = self.fields(part, tokens, PART);
            if let Some(body) = self.body {
                lengths[body] = lengths[body].saturating_add(own[body]);
                self.tally.count_part(body);
            }
            self.tally.take(PART, &mut self.of_parts, &mut self.out.holders);
            ends.push((part.kind, own, self.of_parts.len()));
        }
        self.tally.take(WHOLE, &mut self.out.entries, &mut self.out.holders);
        let from = self.out.entries.len();
        self.close(document.kind, lengths, from);
        self.out.entries.append(&mut self.of_parts);
        for (kind, own, end) in ends {
            self.close(kind, own, from + end);
        }
    }

    /// What was read.
    pub(crate) fn end(mut self) -> Analysis {
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

    fn fields(&mut self, document: &Document, tokens: &mut Tokens, of: usize) -> [u16; 8] {
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
        let stop_words = self.options.fields.get(field).is_some_and(|field| field.stop_words);
        self.recent = [NONE; LONGEST];
        let mut length = 0u16;
        tokens.each(text, |word| {
            length = length.saturating_add(1);
            if word.len() > 80 {
                return;
            }
            let (stem, is_skipped) = self.word(word, false);
            if stop_words || !is_skipped {
                self.tally.count(stem, field, 1, of);
            }
            if self.phrase_stems > 0 {
                self.recent.rotate_left(1);
                self.recent[LONGEST - 1] = stem;
                if stem < self.phrase_stems {
                    self.find_phrases(stem, field, of);
                }
            }
        });
        length
    }

    fn find_phrases(&mut self, last: u32, field: usize, of: usize) {
        for (phrase, meaning) in &self.phrases[last as usize] {
            if self.recent.ends_with(phrase) {
                self.tally.count(*meaning, field, 1, of);
            }
        }
    }
}
