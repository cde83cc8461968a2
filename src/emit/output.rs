use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diag::Fingerprint;
use crate::site::{Artifact, Shelf, Site};

use super::lock::{Lock, MARK};
use super::{Failure, MANIFEST, Manifest, Stage};

/// The first letters of a file that is being written; one that a killed build left is removed by the next.
pub(super) const TEMPORARY: &str = ".prepbook-tmp-";

/// An output folder that is ours, or empty.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    before: Option<Manifest>,
}

/// What was done to an output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub added: usize,
    /// Files with other bytes than before.
    pub changed: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
    /// Files that stood as they should.
    pub kept: usize,
}

impl Output {
    /// Looks at `folder`, which need not exist. Fails if it holds what we did not write, or is the folder of the book at `book` or in its content.
    pub fn open(folder: &Path, book: &Path) -> Result<Output, Failure> {
        if real(book).starts_with(real(folder)) {
            return Err(Failure::Unfit(folder.to_owned(), "the book lies in it"));
        }
        if lies_in_content(folder, book) {
            return Err(Failure::Unfit(folder.to_owned(), "it lies in the book's content"));
        }
        if folder.is_file() {
            return Err(Failure::Io(folder.to_owned(), io::ErrorKind::NotADirectory.into()));
        }
        let before = Manifest::read(folder)?;
        if before.is_none() && !is_empty(folder)? {
            return Err(Failure::Foreign(folder.to_owned()));
        }
        Ok(Output { folder: folder.to_owned(), before })
    }

    /// The report of the last build, if it was made from these `inputs`, every file of it still stands, and no build was killed since.
    pub fn up_to_date(&self, inputs: &str) -> Option<&Manifest> {
        let manifest = self.before.as_ref().filter(|manifest| manifest.complete && manifest.inputs == inputs)?;
        if self.folder.join(MARK).exists() {
            return None;
        }
        let stands = |(path, fingerprint): (&String, &String)| {
            fs::read(self.folder.join(path)).is_ok_and(|bytes| Fingerprint::of(&bytes).to_string() == *fingerprint)
        };
        manifest.files.par_iter().all(stands).then_some(manifest)
    }

    /// Begins to write a site into the folder.
    pub fn stage(self) -> Result<Stage, Failure> {
        Stage::new(self.folder)
    }

    /// Writes a whole site: changed files only, each in one step.
    pub fn write(self, site: &Site, inputs: String, report: serde_json::Value) -> Result<Written, Failure> {
        let stage = self.stage()?;
        let artifacts: Vec<&Artifact> = site.iter().collect();
        artifacts.into_par_iter().for_each(|artifact| stage.put(artifact.clone()));
        stage.commit(inputs, report)
    }

    /// Removes everything that is ours, and folders that are empty then. Gives how many files went.
    pub fn clean(self) -> Result<usize, Failure> {
        if self.before.is_none() {
            return Ok(0);
        }
        let mut lock = Lock::take(&self.folder)?;
        let Some(before) = Manifest::read(&self.folder)? else {
            // Another process has done the same, and the folder was made anew for the lock.
            drop(lock);
            let _ = fs::remove_dir(&self.folder);
            return Ok(0);
        };
        let removed = remove(&self.folder, before.files.keys())?;
        remove_temporary(&self.folder);
        lock.litter = false;
        let manifest = self.folder.join(MANIFEST);
        fs::remove_file(&manifest).map_err(Failure::io(&manifest))?;
        drop(lock);
        // Fails when something of the author's is in it, which is as it should be.
        let _ = fs::remove_dir(&self.folder);
        Ok(removed)
    }
}

/// Removes files of the output in `folder`, and folders that are empty then. Gives how many files went.
pub(super) fn remove<'p>(folder: &Path, paths: impl Iterator<Item = &'p String>) -> Result<usize, Failure> {
    let mut folders = BTreeSet::new();
    let mut removed = 0;
    for path in paths {
        let file = folder.join(path);
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::Io(file, error)),
        }
        folders.extend(folders_of(path).map(str::to_owned));
    }
    // Deepest first; a folder that still holds something stays.
    for empty in folders.iter().rev() {
        let _ = fs::remove_dir(folder.join(empty));
    }
    Ok(removed)
}

/// `a/b/c` → `a`, `a/b`.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether any of the files lies in the folder.
pub(super) fn lies_in(files: &BTreeMap<String, String>, folder: &str) -> bool {
    let first = format!("{folder}/");
    files.range(first.clone()..).next().is_some_and(|(path, _)| path.starts_with(&first))
}

/// Whether what is written at `path` would be part of the book at `book`.
pub(super) fn lies_in_content(path: &Path, book: &Path) -> bool {
    let (here, book) = (real(path), real(book));
    ["content", "themes"].iter().any(|part| here.starts_with(book.join(part)))
}

/// The path without links, as far as it exists: an output folder need not be there yet.
pub(super) fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let standing = whole.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    match standing.map(|(folder, found)| (whole.strip_prefix(folder), found)) {
        Some((Ok(rest), found)) if rest.as_os_str().is_empty() => found,
        Some((Ok(rest), found)) => found.join(rest),
        _ => whole,
    }
}

/// Whether nothing is in the folder, save what a build left that was killed before it had written its manifest.
pub(super) fn is_empty(folder: &Path) -> Result<bool, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(Failure::Io(folder.to_owned(), error)),
    };
    for entry in entries.flatten() {
        let empty = match entry.file_type() {
            _ if entry.file_name().to_string_lossy().starts_with(TEMPORARY) => true,
            Ok(kind) if kind.is_dir() => is_empty(&entry.path())?,
            _ => false,
        };
        if !empty {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes what unfinished builds left, save the mark of whoever writes now.
pub(super) fn remove_temporary(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match entry.file_type() {
            // It is only litter: a build is not stopped for it.
            _ if entry.file_name() == MARK => {}
            Ok(kind) if entry.file_name().to_string_lossy().starts_with(TEMPORARY) => {
                let _ = if kind.is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
            }
            Ok(kind) if kind.is_dir() => remove_temporary(&entry.path()),
            _ => {}
        }
    }
}
