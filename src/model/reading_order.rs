use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Page;

/// The order in which readers meet the files of a book: folder by folder, each with its landing page first, by the `order` that they
/// name and then by name. What names no order comes last.
#[derive(Debug, Default)]
pub struct ReadingOrder {
    /// By folder, with a slash at the end: what its landing page names.
    folders: FxHashMap<String, i64>,
}

/// Where a file stands among the others: compares like what a reader meets first.
pub type ReadingPlace = Vec<(i64, String)>;

impl ReadingOrder {
    /// Of a book with these pages.
    pub fn new(pages: &[Arc<Page>]) -> ReadingOrder {
        let landings = pages.iter().filter_map(|page| Some((landing(&page.path)?.to_owned(), page.order?)));
        ReadingOrder { folders: landings.collect() }
    }

    /// The place of the page or bank at this path from `content/`, which names this order.
    pub fn place(&self, path: &str, order: Option<i64>) -> ReadingPlace {
        let folders = path.match_indices('/').map(|(at, _)| {
            let folder = &path[..=at];
            (self.folder(folder).unwrap_or(i64::MAX), folder.to_owned())
        });
        let own = match landing(path) {
            Some(_) => (i64::MIN, String::new()),
            None => (order.unwrap_or(i64::MAX), path.to_owned()),
        };
        folders.chain([own]).collect()
    }

    /// What the landing page of a folder, with a slash at the end, names.
    pub fn folder(&self, folder: &str) -> Option<i64> {
        self.folders.get(folder).copied()
    }
}

/// The folder, with a slash at the end or empty, that a path is the landing page of.
fn landing(path: &str) -> Option<&str> {
    path.strip_suffix("index.md").filter(|folder| folder.is_empty() || folder.ends_with('/'))
}
