use std::collections::BTreeMap;
use std::io;

use crate::diag::Report;

use super::{Disk, Listed};

/// A book in memory: what tests and the `--sample` book are made from.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// Adds or replaces the file at `path` (from the book's root, with `/`).
    pub fn write(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }

    /// Removes the file at `path`; gives whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }

    /// The paths that are there.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

impl<P: Into<String>, C: Into<Vec<u8>>> FromIterator<(P, C)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, C)>>(files: I) -> Memory {
        Memory { files: files.into_iter().map(|(path, content)| (path.into(), content.into())).collect() }
    }
}

impl Disk for Memory {
    fn list(&self, folder: &str, _: &mut Report) -> Vec<Listed> {
        let prefix = format!("{folder}/");
        self.files.keys().filter(|path| path.starts_with(&prefix)).filter_map(|path| self.find(path)).collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.files.get(path).map(|content| Listed { path: path.to_owned(), size: content.len() as u64, stamp: None, modified: None })
    }
}
