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
                // One that leads to what it lies in is a fault of the book.
                && !folders.iter().any(|folder| real.starts_with(folder) || folder.starts_with(&real))
                && targets.insert(real.clone())
            {
                // Nothing if it is a file.
                open.push(real);
            }
        }
    }
    targets
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_followed_out_of_the_content_and_not_in_circles() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        for path in ["content/deep", "shared", "apart"] {
            fs::create_dir_all(root.join(path)).expect("a folder in it");
        }
        for (path, text) in [("kept.md", "Kept."), ("content/own.md", "Own."), ("apart/unseen.md", "Unseen.")] {
            fs::write(root.join(path), text).expect("a file in it");
        }
        for (to, link) in [
            ("../../shared", "content/deep/shared"),
            ("../kept.md", "shared/kept.md"),
            ("..", "content/up"),
            ("../shared", "shared/round"),
            ("own.md", "content/same.md"),
            ("nowhere.md", "content/dead.md"),
            ("/usr", "content/out"),
        ] {
            symlink(to, root.join(link)).expect("a link in it");
        }
        assert_eq!(targets(&root, &["content", "themes"]), ["kept.md", "shared"].map(|path| root.join(path)).into());
    }
}
