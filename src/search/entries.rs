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
/// A stem that is in one field alone, as most are, is one number: the stem, the field in three bits, and its count in four, with a
/// bit between them that is 0. For others three follow each other: [`SEVERAL`], the stem and the counts.
///
/// They lie in chunks, so that none of them is ever moved to where there is more room.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Chunks that are full, and where each begins.
    full: Vec<(usize, Vec<u32>)>,
    /// The last chunk, and where it begins.
    last: Vec<u32>,
    start: usize,
}

const SEVERAL: u32 = 1 << 7;
/// Stems from here on do not fit into one number with field and count.
const LARGE: u32 = 1 << 24;
/// Numbers in a chunk.
const CHUNK: usize = 64 * 1024;
/// Numbers that most pages with their sections need. What needs more makes its chunk larger.
const ROOM: usize = 2 * 1024;

impl Entries {
    /// Where the next one will stand, in numbers.
    pub(crate) fn len(&self) -> usize {
        self.start + self.last.len()
    }

    /// What is added from here until this is called again can be read as one.
    pub(crate) fn begin(&mut self) {
        if self.last.capacity() - self.last.len() >= ROOM {
            return;
        }
        let full = std::mem::replace(&mut self.last, Vec::with_capacity(CHUNK));
        if !full.is_empty() {
            let start = self.start;
            self.start += full.len();
            self.full.push((start, full));
        }
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        let field = entry.counts.trailing_zeros() / 4;
        let count = entry.counts >> (4 * field);
        if count < 16 && entry.stem < LARGE {
            self.last.push(entry.stem << 8 | field << 4 | count);
        } else {
            self.last.extend([SEVERAL, entry.stem, entry.counts]);
        }
    }

    /// Takes them all out of `others`, which were added to without a [`begin`](Entries::begin).
    pub(crate) fn append(&mut self, others: &mut Entries) {
        self.last.append(&mut others.last);
    }

    /// Gives back the memory that they do not need: no more will come.
    pub(crate) fn close(&mut self) {
        self.last.shrink_to_fit();
    }

    /// Those between two places, in numbers, with no [`begin`](Entries::begin) between them.
    pub(crate) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = Entry> {
        let (start, numbers) = if from >= self.start {
            (self.start, &self.last)
        } else {
            let (start, numbers) = &self.full[self.full.partition_point(|(start, _)| *start <= from) - 1];
            (*start, numbers)
        };
        let mut rest = &numbers[from - start..to - start];
        std::iter::from_fn(move || {
            let (&first, after) = rest.split_first()?;
            if first & SEVERAL == 0 {
                rest = after;
                return Some(Entry { stem: first >> 8, counts: (first & 15) << (4 * (first >> 4 & 7)) });
            }
            let (&[stem, counts], after) = after.split_first_chunk()?;
            rest = after;
            Some(Entry { stem, counts })
        })
    }
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
        for _ in 0..CHUNK / 8 {
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
