use std::collections::BTreeSet;
use std::io;

use crate::diag::Report;

use super::{Disk, Files, Listed};

/// A disk of which nothing is looked at but what is in some of its files: the rest is there as it was before.
pub struct Glance<'a> {
    disk: &'a dyn Disk,
    before: &'a Files,
    changed: &'a BTreeSet<String>,
}

impl<'a> Glance<'a> {
    /// A glance at the files `changed`, by their paths from the book's root. None if that would not do: one of them was not there `before`,
    /// or there is something to report that only a whole look shows.
    pub fn new(disk: &'a dyn Disk, before: &'a Files, changed: &'a BTreeSet<String>) -> Option<Glance<'a>> {
        let is_known = |path: &String| path == "book.toml" || before.find(path).is_some();
        (before.plain && changed.iter().all(is_known)).then_some(Glance { disk, before, changed })
    }
}

impl Disk for Glance<'_> {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        let Some(before) = self.before.listing(folder) else { return self.disk.list(folder, report) };
        // One without a stamp was just changed then, and may have been once more.
        let is_as_it_was = |file: &Listed| file.stamp.is_some() && !self.changed.contains(&file.path);
        let now = |file: &Listed| if is_as_it_was(file) { Some(file.clone()) } else { self.disk.find(&file.path) };
        before.iter().filter_map(now).collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.disk.read(path)
    }

    fn read_listed(&self, file: &Listed) -> io::Result<Vec<u8>> {
        self.disk.read_listed(file)
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.disk.find(path)
    }
}
