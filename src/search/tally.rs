use super::entries::{Entries, Entry};

/// Counts stems in one document after the other, and in their parts.
pub(crate) struct Tally {
    counts: [Counts; 2],
    /// By stem: when it was met last.
    met: Vec<Met>,
}

/// A document as a whole, or a part of it.
pub(crate) const WHOLE: usize = 0;
pub(crate) const PART: usize = 1;

/// What is counted in the document that is read, or in the part.
struct Counts {
    entries: Vec<Entry>,
    /// How many entries it has; those behind are room.
    length: usize,
    /// Its number, from 1.
    number: u32,
}

/// Where a stem was met.
#[derive(Clone, Copy, Default)]
struct Met {
    /// The document and the part that held it last, and the places of those entries.
    last: [(u32, u32); 2],
    /// How many documents and parts held it.
    holders: u32,
}

impl Counts {
    fn next(&mut self) {
        self.length = 0;
        self.number += 1;
    }
}

impl Tally {
    pub(crate) fn new() -> Tally {
        let counts = || Counts { entries: Vec::new(), length: 0, number: 1 };
        Tally { counts: [counts(), counts()], met: Vec::new() }
    }

    /// Counts stems, as often as they are there.
    pub(crate) fn count(&mut self, stems: &[u32], field: usize, of: usize) {
        self.make_room(stems.len(), of);
        stems.iter().for_each(|stem| self.add(*stem, field, 1, of));
    }

    /// Gives the entries of a part and makes ready for the next one. What it has in the field `shared` is counted for the whole document
    /// too: each stem once, however often it is there.
    pub(crate) fn take_part(&mut self, shared: Option<usize>, to: &mut Entries) {
        let part = std::mem::take(&mut self.counts[PART].entries);
        let length = self.counts[PART].length;
        self.make_room(length, WHOLE);
        for entry in &part[..length] {
            to.push(*entry);
            let Some(field) = shared else { continue };
            let times = entry.counts >> (4 * field) & 15;
            if times > 0 {
                self.add(entry.stem, field, times, WHOLE);
            }
        }
        self.counts[PART].entries = part;
        self.counts[PART].next();
    }

    /// Makes room for so many more entries.
    fn make_room(&mut self, more: usize, of: usize) {
        let Counts { entries, length, .. } = &mut self.counts[of];
        if entries.len() < *length + more {
            entries.resize((*length + more).next_power_of_two(), Entry { stem: 0, counts: 0 });
        }
    }

    /// Counts a stem so many times, at most 15.
    #[inline]
    fn add(&mut self, stem: u32, field: usize, times: u32, of: usize) {
        if self.met.len() <= stem as usize {
            self.make_known(stem);
        }
        let Counts { entries, length, number } = &mut self.counts[of];
        // Nobody can foresee whether a stem is there already, a processor neither: both take the same steps.
        let met = &mut self.met[stem as usize];
        let (last, at) = met.last[of];
        let is_new = last != *number;
        let at = if is_new { *length as u32 } else { at };
        met.last[of] = (*number, at);
        met.holders += u32::from(is_new);
        *length += usize::from(is_new);
        let entry = &mut entries[at as usize];
        let counts = if is_new { 0 } else { entry.counts };
        let shift = 4 * field;
        *entry = Entry { stem, counts: counts + (times.min(15 - (counts >> shift & 15)) << shift) };
    }

    /// Makes room for a stem that no document had.
    #[cold]
    fn make_known(&mut self, stem: u32) {
        self.met.resize(stem as usize + 1, Met::default());
    }

    /// Gives the entries of a document as a whole and makes ready for the next one.
    pub(crate) fn take_whole(&mut self, to: &mut Entries) {
        let whole = &mut self.counts[WHOLE];
        whole.entries[..whole.length].iter().for_each(|entry| to.push(*entry));
        whole.next();
    }

    /// By stem, up to the last that was met: how many documents and parts held it.
    pub(crate) fn holders(&self) -> impl Iterator<Item = u32> {
        self.met.iter().map(|met| met.holders)
    }
}
