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
#[derive(Debug, Default)]
pub(crate) struct Entries {
    bytes: Vec<u8>,
}

const SEVERAL: u8 = 0x80;

impl Entries {
    /// How many bytes they have.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
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

    /// Takes them all out of `others`.
    pub(crate) fn append(&mut self, others: &mut Entries) {
        self.bytes.append(&mut others.bytes);
    }

    /// The same in no more memory than they need.
    pub(crate) fn exact(&self) -> Entries {
        Entries { bytes: self.bytes.as_slice().into() }
    }

    /// Those between two places, in bytes.
    pub(crate) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = Entry> {
        let bytes = &self.bytes[from..to];
        let mut at = 0;
        std::iter::from_fn(move || {
            let stem = read_varint(bytes, &mut at)?;
            let first = *bytes.get(at)?;
            at += 1;
            if first != SEVERAL {
                return Some(Entry { stem, counts: u32::from(first & 15) << (4 * (first >> 4)) });
            }
            let counts = bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)?;
            at += 4;
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
        entries.iter().for_each(|entry| packed.push(*entry));
        let middle = packed.len();
        packed.append(&mut packed.exact());
        assert_eq!(packed.between(0, middle).collect::<Vec<_>>(), entries);
        assert_eq!(packed.between(middle, packed.len()).collect::<Vec<_>>(), entries);
    }
}
