/// Gives every distinct word a number, in the order of their first coming.
///
/// A hash table of its own, because this is the writer's inner loop: words lie in one string, a probe compares 32 bits of
/// hash, which lie beside the number and the place, before it looks at letters, and nothing is allocated per word.
#[derive(Default)]
pub(crate) struct Lexicon {
    letters: String,
    ends: Vec<u32>,
    slots: Vec<Slot>,
}

/// A word that was given a number: beside it all that a probe needs, so that it looks at two places in memory and no more.
#[derive(Clone, Copy, PartialEq)]
struct Slot {
    id: u32,
    hash: u32,
    /// Where its letters begin and end.
    place: (u32, u32),
}

const EMPTY: Slot = Slot { id: u32::MAX, hash: 0, place: (0, 0) };

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
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(word.as_bytes());
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let Slot { id, hash: other, place } = self.slots[slot];
            if id == EMPTY.id {
                break;
            }
            if other == hash && self.letters.as_bytes()[place.0 as usize..place.1 as usize] == *word.as_bytes() {
                return (id, false);
            }
            slot = (slot + 1) & mask;
        }
        let (id, start) = (self.ends.len() as u32, self.letters.len() as u32);
        self.letters.push_str(word);
        let end = self.letters.len() as u32;
        self.slots[slot] = Slot { id, hash, place: (start, end) };
        self.ends.push(end);
        (id, true)
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let filled = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        for word in filled.into_iter().filter(|slot| *slot != EMPTY) {
            let mut slot = word.hash as usize & (size - 1);
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = word;
        }
    }
}

fn hash(word: &[u8]) -> u32 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, piece: u64| (hash.rotate_left(23) ^ piece).wrapping_mul(MIX);
    // The last piece may lie over the one before it, so that only words of up to three bytes are read byte by byte.
    let last = match (word.last_chunk::<8>(), word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (Some(eight), ..) => u64::from_le_bytes(*eight),
        (None, Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
        _ => word.iter().fold(0, |piece, byte| piece << 8 | u64::from(*byte)),
    };
    let eights = word.as_chunks::<8>().0.iter().map(|eight| u64::from_le_bytes(*eight));
    let hash = mix(eights.fold(word.len() as u64, mix), last);
    (hash >> 32) as u32
}
