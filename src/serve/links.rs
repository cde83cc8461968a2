//! Links in a book. Events come from where a file lies, not from the links that lead to it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files and folders that links in these `folders` of the book at `root`, a path without links, lead to, as far as they lie in the
/// book and in none of `folders`.
pub(super) fn targets(root: &Path, folders: &[&str]) -> BTreeSet<PathBuf> {
    let folders: Vec<PathBuf> = folders.iter().map(|name| root.join(name)).collect();
    let mut targets = BTreeSet::new();
    let mut open = folders.clone();
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_symlink()
                && let Ok(real) = entry.path().canonicalize()
                && real.starts_with(root)
                && !folders.iter().any(|folder| real.starts_with(folder))
                && targets.insert(real.clone())
            {
                // Nothing if it is a file.
                open.push(real);
            }
        }
    }
    targets
}
