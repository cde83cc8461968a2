use super::key::Key;
use super::words::BATCH;

/// Gives every distinct word a number, in the order of their first coming.
///
/// A hash table of its own, because this is the writer's inner loop: words lie in one string, nothing is allocated per word,
/// and nearly all words are told apart by comparing numbers, without a look at letters. No word has the character U+0000.
#[derive(Default)]
pub(crate) struct Lexicon {
    letters: String,
    ends: Vec<u32>,
    slots: Vec<Slot>,
}

/// A word that was given a number, and what is noted of it, so that nothing else is looked up for a word that is known.
#[derive(Clone, Copy)]
struct Slot {
    /// A short word's own, or a hash of a long one beside a number that no key has.
    key: Key,
    id: u32,
    note: u32,
}

const EMPTY: Slot = Slot { key: Key([0, 0]), id: u32::MAX, note: 0 };

impl Lexicon {
    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word with this number.
    pub(crate) fn word(&self, id: u32) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] as usize };
        &self.letters[start..self.ends[id] as usize]
    }

    /// Gives up the table by which words are found: no more will come.
    pub(crate) fn close(&mut self) {
        self.slots = Vec::new();
    }

    /// All words by their numbers.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|id| self.word(id))
    }

    /// The number of `word`, and whether it is new.
    pub(crate) fn intern(&mut self, word: &str) -> (u32, bool) {
        let known = self.ends.len() as u32;
        let number = self.note(word, |_, number| number);
        (number, number == known)
    }

    /// What is noted of `word`; if it is new, what `note` says of it and its number.
    pub(crate) fn note(&mut self, word: &str, note: impl FnOnce(&str, u32) -> u32) -> u32 {
        match Key::of(word) {
            Some(key) => self.note_short(key, note),
            None => {
                self.make_room(1);
                let key = Key([hash(word.as_bytes()), u64::MAX]);
                let found = self.find(key, |id| self.word(id) == word);
                found.unwrap_or_else(|at| self.add(at, key, word, note))
            }
        }
    }

    fn note_short(&mut self, key: Key, note: impl FnOnce(&str, u32) -> u32) -> u32 {
        self.make_room(1);
        self.find(key, |_| true).unwrap_or_else(|at| key.with(|word| self.add(at, key, word, note)))
    }

    /// The same of several short words at once, at most [`BATCH`].
    pub(crate) fn notes(&mut self, words: &[Key], mut note: impl FnMut(&str, u32) -> u32) -> [u32; BATCH] {
        self.make_room(BATCH);
        // Most slots lie far from the processor. Without a branch between these steps it fetches several at a time.
        let mut first = [EMPTY; BATCH];
        for (slot, key) in first.iter_mut().zip(words) {
            *slot = self.slots[place(*key, self.slots.len())];
        }
        let mut notes = [0; BATCH];
        for ((noted, slot), key) in notes.iter_mut().zip(&first).zip(words) {
            *noted = if slot.key == *key { slot.note } else { self.note_short(*key, &mut note) };
        }
        notes
    }

    /// What is noted of the word with this key, or the slot where it belongs.
    fn find(&self, key: Key, is_it: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mut at = place(key, self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot.id == EMPTY.id {
                return Err(at);
            }
            if slot.key == key && is_it(slot.id) {
                return Ok(slot.note);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn add(&mut self, at: usize, key: Key, word: &str, note: impl FnOnce(&str, u32) -> u32) -> u32 {
        let id = self.ends.len() as u32;
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        let note = note(word, id);
        self.slots[at] = Slot { key, id, note };
        note
    }

    /// Makes room for so many more words. The table is as full as it may well be: what misses the processor's cache costs more than
    /// another step.
    fn make_room(&mut self, words: usize) {
        if (self.ends.len() + words) * 4 <= self.slots.len() * 3 {
            return;
        }
        let size = (self.slots.len() * 2).max(1024);
        let mut filled = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        filled.retain(|slot| slot.id != EMPTY.id);
        // Words that come early come often: they have the first choice of a place.
        filled.sort_unstable_by_key(|slot| slot.id);
        for word in filled {
            let mut at = place(word.key, size);
            while self.slots[at].id != EMPTY.id {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = word;
        }
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where to look for a key first, in a table of so many slots, a power of two.
fn place(Key([first, second]): Key, slots: usize) -> usize {
    ((first ^ second.rotate_left(29)).wrapping_mul(MIX) >> 32) as usize & (slots - 1)
}

fn hash(word: &[u8]) -> u64 {
    let mix = |hash: u64, eight: &[u8; 8]| (hash.rotate_left(23) ^ u64::from_le_bytes(*eight)).wrapping_mul(MIX);
    let hash = word.as_chunks().0.iter().fold(word.len() as u64, mix);
    // The last eight may lie over those before.
    word.last_chunk().map_or(hash, |last| mix(hash, last)).rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_number_of_its_own() {
        let long = "abcdefghi".repeat(9);
        let words: Vec<&str> =
            (0..=long.len()).map(|end| &long[..end]).chain(["aaaa", "aaaaa", "aaaaaa", "aaaaaaaaa", "\u{e000}"]).collect();
        let mut lexicon = Lexicon::default();
        for _ in 0..2 {
            for (number, word) in words.iter().enumerate() {
                assert_eq!(lexicon.intern(word).0, number as u32, "{word}");
            }
        }
        assert!(lexicon.words().eq(words));
    }

    #[test]
    fn a_table_that_grew_finds_what_it_had() {
        let mut lexicon = Lexicon::default();
        let ids: Vec<u32> = (0..5000).map(|number| lexicon.intern(&format!("word{number}")).0).collect();
        assert!(ids.iter().enumerate().all(|(number, id)| lexicon.intern(&format!("word{number}")) == (*id, false)));
    }
}
