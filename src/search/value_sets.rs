use std::sync::Arc;

use rustc_hash::FxHashMap;

/// Facet values of a document: pairs of a facet and one of its values.
type Values = [(u16, u16)];

/// The values of documents, one after the other. Many have the same: sets of values are numbered in the order of their first coming.
#[derive(Debug, Default)]
pub(super) struct ValueSets {
    sets: Vec<Arc<Values>>,
    numbers: FxHashMap<Arc<Values>, u32>,
    /// By document.
    pub(super) numbered: Vec<u32>,
}

impl ValueSets {
    /// Adds the values of the next document.
    pub(super) fn push(&mut self, values: &Values) {
        let last = self.numbered.last().copied().unwrap_or_default();
        // Neighbours are often alike.
        let is_last = self.sets.get(last as usize).is_some_and(|set| **set == *values);
        let number = if is_last { last } else { self.number(values) };
        self.numbered.push(number);
    }

    fn number(&mut self, values: &Values) -> u32 {
        if let Some(number) = self.numbers.get(values) {
            return *number;
        }
        let (set, number) = (Arc::<Values>::from(values), self.sets.len() as u32);
        self.numbers.insert(Arc::clone(&set), number);
        self.sets.push(set);
        number
    }

    /// Gives up the table by which sets are found: no more will come.
    pub(super) fn close(&mut self) {
        self.numbers = FxHashMap::default();
    }

    /// The values that each set has of one facet, in order.
    pub(super) fn of(&self, facet: u16) -> impl Iterator<Item = Vec<u16>> {
        self.sets.iter().map(move |set| {
            let mut values: Vec<u16> = set.iter().filter(|(of, _)| *of == facet).map(|(_, value)| *value).collect();
            values.sort_unstable();
            values.dedup();
            values
        })
    }
}
