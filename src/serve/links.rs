//! Links in a book. Events come from where a file lies, not from the links that lead to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// The files and folders that links in these `folders` of the book at `root`, a path without links, lead to, or would if they were
/// there, as far as they lie in the book and in none of `folders`.
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
                && let Some(target) = target(&entry.path())
                && target.starts_with(root)
                // One that leads to what it lies in is a fault of the book.
                && !folders.iter().any(|folder| target.starts_with(folder) || folder.starts_with(&target))
                && targets.insert(target.clone())
            {
                // Nothing if it is a file.
                open.push(target);
            }
        }
    }
    targets
}

/// Where a link leads. Of one that leads nowhere, because an editor is just putting a new file in the place of the old one, it is read
/// from its words.
fn target(link: &Path) -> Option<PathBuf> {
    if let Ok(real) = link.canonicalize() {
        return Some(real);
    }
    let mut target = PathBuf::new();
    for part in link.parent()?.join(std::fs::read_link(link).ok()?).components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            Component::CurDir => {}
            part => target.push(part),
        }
    }
    Some(target)
}

/// The folders in which changes of these targets can be heard, and whether also those of all below them. The book's own folder, at
/// `root`, is not among them.
pub(super) fn places(root: &Path, targets: &BTreeSet<PathBuf>) -> BTreeMap<PathBuf, bool> {
    let folders: Vec<&PathBuf> = targets.iter().filter(|target| target.is_dir()).collect();
    let mut places: BTreeMap<PathBuf, bool> = folders.iter().map(|folder| ((*folder).clone(), true)).collect();
    for target in targets {
        // That a file or folder is exchanged for another one, only the folder around it hears.
        let around = target.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(root);
        if around != root && !folders.iter().any(|folder| around.starts_with(folder)) {
            places.insert(around.to_owned(), false);
        }
    }
    places
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
            ("../.././to/come.md", "content/deep/come.md"),
            ("/usr", "content/out"),
        ] {
            symlink(to, root.join(link)).expect("a link in it");
        }
        let found = targets(&root, &["content", "themes"]);
        assert_eq!(found, ["kept.md", "shared", "to/come.md"].map(|path| root.join(path)).into());
        assert_eq!(places(&root, &found), [(root.join("shared"), true)].into());
        fs::create_dir(root.join("to")).expect("a folder in it");
        assert_eq!(places(&root, &found), [(root.join("shared"), true), (root.join("to"), false)].into());
    }
}
