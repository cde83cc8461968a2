use std::collections::BTreeMap;

use crate::diag::Place;

/// A question as some file has it: keys with their values as texts.
#[derive(Clone, Debug)]
pub struct Record {
    /// By key; a key that is not here was not said, one without values was said to be empty.
    pub cells: BTreeMap<String, Cell>,
    /// Where the question stands.
    pub place: Place,
    /// What it is called, where that is no id: one is made from it.
    pub called: Option<String>,
}

/// The values of one key, and where they stand.
#[derive(Clone, Debug)]
pub struct Cell {
    /// One for a single value; none if it is empty.
    pub values: Vec<String>,
    /// Where.
    pub place: Place,
    /// Whether their order means nothing, as that of tags, which other programs sort.
    pub unordered: bool,
}

/// What a file holds, before it is a bank.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What it calls itself.
    pub title: Option<String>,
    /// What it says of itself.
    pub summary: Option<String>,
    /// Its questions.
    pub records: Vec<Record>,
}

impl Record {
    /// A record at this place, without anything in it.
    pub fn new(place: impl Into<Place>) -> Record {
        Record { cells: BTreeMap::new(), place: place.into(), called: None }
    }

    /// Sets a key; values that are empty are left out.
    pub fn set(&mut self, key: &str, values: impl IntoIterator<Item = String>, place: impl Into<Place>) {
        let values = values.into_iter().filter(|value| !value.is_empty()).collect();
        self.cells.insert(key.to_owned(), Cell { values, place: place.into(), unordered: false });
    }

    /// Adds values in no order to a key.
    pub fn add(&mut self, key: &str, values: impl IntoIterator<Item = String>, place: impl Into<Place>) {
        let cell = self.cells.entry(key.to_owned()).or_insert_with(|| Cell { values: Vec::new(), place: place.into(), unordered: true });
        for value in values {
            if !value.is_empty() && !cell.values.contains(&value) {
                cell.values.push(value);
            }
        }
    }

    /// The single value of a key, if it has one.
    pub fn one(&self, key: &str) -> Option<&str> {
        self.cells.get(key)?.values.first().map(String::as_str)
    }

    /// All values of a key.
    pub fn all(&self, key: &str) -> &[String] {
        self.cells.get(key).map_or(&[], |cell| &cell.values)
    }

    /// Where a key stands, or the record if it does not have it.
    pub fn place_of(&self, key: &str) -> Place {
        self.cells.get(key).map_or_else(|| self.place.clone(), |cell| cell.place.clone())
    }
}
