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
    key: Key,
    id: u32,
    note: u32,
}

const EMPTY: Slot = Slot { key: [0, 0], id: u32::MAX, note: 0 };

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
        let number = self.note(word, |number| number);
        (number, number == known)
    }

    /// What is noted of `word`; if it is new, what `note` says of its number.
    pub(crate) fn note(&mut self, word: &str, note: impl FnOnce(u32) -> u32) -> u32 {
        // As full as it may well be: what misses the processor's cache costs more than another step.
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let key = key(word.as_bytes());
        let mut at = place(key, self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot.id == EMPTY.id {
                break;
            }
            if slot.key == key && (word.len() <= EXACT || self.word(slot.id) == word) {
                return slot.note;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        let id = self.ends.len() as u32;
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        let note = note(id);
        self.slots[at] = Slot { key, id, note };
        note
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let filled = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        for word in filled.into_iter().filter(|slot| slot.id != EMPTY.id) {
            let mut at = place(word.key, size);
            while self.slots[at].id != EMPTY.id {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = word;
        }
    }
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// Up to so many bytes a word is its own key.
const EXACT: usize = 16;

/// A word of up to [`EXACT`] bytes, or a hash of a longer one with a last byte that no text has.
type Key = [u64; 2];

/// Where to look for a key first, in a table of so many slots, a power of two.
fn place([first, second]: Key, slots: usize) -> usize {
    ((first ^ second.rotate_left(29)).wrapping_mul(MIX) >> 32) as usize & (slots - 1)
}

fn key(word: &[u8]) -> Key {
    match (word.len(), word.first_chunk::<8>(), word.last_chunk::<8>()) {
        (0..=8, ..) => [eight(word), 0],
        // The last eight bytes lie over the first ones; what is left of them are those behind.
        (9..=EXACT, Some(first), Some(last)) => [u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> (8 * (EXACT - word.len()))],
        _ => [hash(word), u64::MAX],
    }
}

/// A word of up to eight bytes as a number.
fn eight(word: &[u8]) -> u64 {
    match (word.len(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (4..=8, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (word.len() - 4))
        }
        (0, ..) => 0,
        // The three may be one byte, or two: each at its place.
        (length, ..) => [0, length / 2, length - 1].into_iter().fold(0, |key, at| key | u64::from(word[at]) << (8 * at)),
    }
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
