use super::packing::{read_varint, varint};

/// A stem in a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Its number.
    pub(crate) stem: u32,
    /// How often it is in each field, up to 15 times: four bits each. Never 0.
    pub(crate) counts: u32,
}

/// Entries in the order they were added, packed: a book has one for every different word on every page.
///
/// The stem is a [`varint`]; one byte with the field above its count follows where the stem is in one field alone, as most are, else
/// [`SEVERAL`] and the four bytes of the counts.
///
/// They lie in chunks, so that none of them is ever moved to where there is more room.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Chunks that are full, and where each begins.
    full: Vec<(usize, Vec<u8>)>,
    /// The last chunk, and where it begins.
    bytes: Vec<u8>,
    start: usize,
}

const SEVERAL: u8 = 0x80;
/// Bytes in a chunk.
const CHUNK: usize = 256 * 1024;
/// Bytes that most pages with their sections need. What needs more makes its chunk larger.
const ROOM: usize = 8 * 1024;

impl Entries {
    /// Where the next one will stand, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// What is added from here until this is called again can be read as one.
    pub(crate) fn begin(&mut self) {
        if self.bytes.capacity() - self.bytes.len() >= ROOM {
            return;
        }
        let full = std::mem::replace(&mut self.bytes, Vec::with_capacity(CHUNK));
        if !full.is_empty() {
            let start = self.start;
            self.start += full.len();
            self.full.push((start, full));
        }
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        let field = entry.counts.trailing_zeros() / 4;
        let count = entry.counts >> (4 * field);
        let one = (field << 4 | count) as u8;
        match entry.stem {
            // Nearly all of them, in one step.
            stem @ 128..0x4000 if count < 16 => self.bytes.extend_from_slice(&[stem as u8 | 128, (stem >> 7) as u8, one]),
            stem => {
                varint(stem, &mut self.bytes);
                if count < 16 {
                    self.bytes.push(one);
                } else {
                    self.bytes.push(SEVERAL);
                    self.bytes.extend(entry.counts.to_le_bytes());
                }
            }
        }
    }

    /// Takes them all out of `others`, which were added to without a [`begin`](Entries::begin).
    pub(crate) fn append(&mut self, others: &mut Entries) {
        self.bytes.append(&mut others.bytes);
    }

    /// Gives back the memory that they do not need: no more will come.
    pub(crate) fn close(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// Those between two places, in bytes, with no [`begin`](Entries::begin) between them.
    pub(crate) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = Entry> {
        let (start, bytes) = if from >= self.start {
            (self.start, &self.bytes)
        } else {
            let (start, bytes) = &self.full[self.full.partition_point(|(start, _)| *start <= from) - 1];
            (*start, bytes)
        };
        let mut rest = &bytes[from - start..to - start];
        std::iter::from_fn(move || {
            // Nearly all of them, in one step.
            if let [low, high, one, after @ ..] = rest
                && *low >= 128
                && *high < 128
                && *one != SEVERAL
            {
                rest = after;
                return Some(Entry { stem: u32::from(low & 127) | u32::from(*high) << 7, counts: counts(*one) });
            }
            let mut at = 0;
            let stem = read_varint(rest, &mut at)?;
            let (first, after) = rest[at..].split_first()?;
            if *first != SEVERAL {
                rest = after;
                return Some(Entry { stem, counts: counts(*first) });
            }
            let (several, after) = after.split_first_chunk()?;
            rest = after;
            Some(Entry { stem, counts: u32::from_le_bytes(*several) })
        })
    }
}

/// The counts of a stem that is in one field alone.
fn counts(one: u8) -> u32 {
    u32::from(one & 15) << (4 * (one >> 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let counts = [1, 15, 1 << 28, 15 << 28, 0x11, u32::MAX, 7 << 20, 1 << 20 | 3];
        let entries = counts.map(|counts| [counts ^ 0x5_1234, counts & 0x7fff].map(|stem| Entry { stem, counts })).concat();
        let mut packed = Entries::default();
        let mut places = vec![0];
        for _ in 0..2 * CHUNK / 40 {
            packed.begin();
            entries.iter().for_each(|entry| packed.push(*entry));
            places.push(packed.len());
        }
        let mut others = Entries::default();
        entries.iter().for_each(|entry| others.push(*entry));
        packed.append(&mut others);
        places.push(packed.len());
        packed.close();
        assert!(packed.full.len() > 1 && others.len() == 0);
        assert!(places.windows(2).all(|ends| packed.between(ends[0], ends[1]).eq(entries.iter().copied())));
    }
}
