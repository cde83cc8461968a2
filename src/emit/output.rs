use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diag::Fingerprint;
use crate::site::{Artifact, Site};

use super::{Failure, MANIFEST, Manifest};

/// The first letters of a file that is being written; one that a killed build left is removed by the next.
const TEMPORARY: &str = ".prepbook-tmp-";

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
        let (here, book) = (real(folder), real(book));
        if book.starts_with(&here) {
            return Err(Failure::Unfit(folder.to_owned(), "the book lies in it"));
        }
        if ["content", "themes"].iter().any(|part| here.starts_with(book.join(part))) {
            return Err(Failure::Unfit(folder.to_owned(), "it lies in the book's content"));
        }
        let before = Manifest::read(folder)?;
        if before.is_none() && !is_empty(folder)? {
            return Err(Failure::Foreign(folder.to_owned()));
        }
        Ok(Output { folder: folder.to_owned(), before })
    }

    /// The report of the last build, if it was made from these `inputs` and every file of it still stands.
    pub fn up_to_date(&self, inputs: &str) -> Option<&Manifest> {
        let manifest = self.before.as_ref().filter(|manifest| manifest.complete && manifest.inputs == inputs)?;
        let stands = |(path, fingerprint): (&String, &String)| {
            fs::read(self.folder.join(path)).is_ok_and(|bytes| Fingerprint::of(&bytes).to_string() == *fingerprint)
        };
        manifest.files.par_iter().all(stands).then_some(manifest)
    }

    /// Writes the site: changed files only, each in one step. The order makes a killed build harmless: first the manifest of all
    /// that is ours before and after, then files whose names change with their content, then pages, then the search manifest,
    /// then what is no longer wanted goes, then the final manifest.
    pub fn write(self, site: &Site, inputs: String, report: serde_json::Value) -> Result<Written, Failure> {
        fs::create_dir_all(&self.folder).map_err(Failure::io(&self.folder))?;
        let old: BTreeMap<String, String> = self.before.as_ref().map(|manifest| manifest.files.clone()).unwrap_or_default();
        if self.before.as_ref().is_none_or(|manifest| !manifest.complete) {
            remove_temporary(&self.folder);
        }
        let new: BTreeMap<String, String> = site.iter().map(|artifact| (artifact.path.clone(), artifact.fingerprint.to_string())).collect();
        let plan = self.compare(site, &old)?;
        let meant = Manifest::new(inputs, report, new);
        if plan.is_nothing(&old, &meant.files) {
            if self.before.as_ref() != Some(&meant) {
                replace(&self.folder.join(MANIFEST), &meant.to_bytes())?;
            }
            return Ok(Written { kept: plan.kept, ..Written::default() });
        }
        let mut files = old.clone();
        files.extend(meant.files.clone());
        let on_the_way = Manifest { complete: false, files, ..meant.clone() };
        replace(&self.folder.join(MANIFEST), &on_the_way.to_bytes())?;
        let blocking = blocking(&old, &meant.files);
        self.remove(blocking.iter().copied())?;
        self.make_folders(&plan.write)?;
        for rank in 0..=2 {
            let now: Vec<&&Artifact> = plan.write.iter().filter(|artifact| order(&artifact.path) == rank).collect();
            now.par_iter().try_for_each(|artifact| replace(&self.folder.join(&artifact.path), &artifact.bytes))?;
        }
        let gone = old.keys().filter(|path| !meant.files.contains_key(*path) && !blocking.contains(path));
        let removed = blocking.len() + self.remove(gone)?;
        replace(&self.folder.join(MANIFEST), &meant.to_bytes())?;
        let added = plan.write.iter().filter(|artifact| !old.contains_key(&artifact.path)).count();
        Ok(Written { added, changed: plan.write.len() - added, removed, kept: plan.kept })
    }

    /// Removes everything that is ours, and folders that are empty then. Gives how many files went.
    pub fn clean(self) -> Result<usize, Failure> {
        let Some(before) = &self.before else { return Ok(0) };
        let removed = self.remove(before.files.keys())?;
        remove_temporary(&self.folder);
        let manifest = self.folder.join(MANIFEST);
        fs::remove_file(&manifest).map_err(Failure::io(&manifest))?;
        // Fails when something of the author's is in it, which is as it should be.
        let _ = fs::remove_dir(&self.folder);
        Ok(removed)
    }

    fn compare<'s>(&self, site: &'s Site, old: &BTreeMap<String, String>) -> Result<Changes<'s>, Failure> {
        let states: Vec<(&Artifact, State)> =
            site.iter().collect::<Vec<_>>().into_par_iter().map(|artifact| (artifact, self.state(artifact, old))).collect();
        let mut changes = Changes { write: Vec::new(), kept: 0 };
        for (artifact, state) in states {
            match state {
                State::Same => changes.kept += 1,
                State::Write => changes.write.push(artifact),
                State::InTheWay => return Err(Failure::InTheWay(self.folder.join(&artifact.path))),
            }
        }
        Ok(changes)
    }

    fn state(&self, artifact: &Artifact, old: &BTreeMap<String, String>) -> State {
        let path = self.folder.join(&artifact.path);
        // Comparing the size first saves reading a file that has changed.
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error)
                if error.kind() == io::ErrorKind::NotADirectory && !folders_of(&artifact.path).any(|folder| old.contains_key(folder)) =>
            {
                return State::InTheWay;
            }
            Err(_) => return State::Write,
        };
        // A folder of ours becomes a file; what a person put there keeps it, and then the write says so.
        if metadata.is_dir() && lies_in(old, &artifact.path) {
            return State::Write;
        }
        let same = metadata.is_file()
            && metadata.len() == artifact.bytes.len() as u64
            && fs::read(&path).is_ok_and(|bytes| *bytes == *artifact.bytes);
        if same {
            State::Same
        } else if old.contains_key(&artifact.path) && !metadata.is_dir() {
            State::Write
        } else {
            State::InTheWay
        }
    }

    fn make_folders(&self, artifacts: &[&Artifact]) -> Result<(), Failure> {
        let folders: BTreeSet<&str> =
            artifacts.iter().filter_map(|artifact| artifact.path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        folders.into_iter().try_for_each(|folder| {
            let folder = self.folder.join(folder);
            fs::create_dir_all(&folder).map_err(Failure::io(&folder))
        })
    }

    fn remove<'p>(&self, paths: impl Iterator<Item = &'p String>) -> Result<usize, Failure> {
        let mut folders = BTreeSet::new();
        let mut removed = 0;
        for path in paths {
            let file = self.folder.join(path);
            match fs::remove_file(&file) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Failure::Io(file, error)),
            }
            folders.extend(folders_of(path).map(str::to_owned));
        }
        // Deepest first; a folder that still holds something stays.
        for folder in folders.iter().rev() {
            let _ = fs::remove_dir(self.folder.join(folder));
        }
        Ok(removed)
    }
}

struct Changes<'s> {
    write: Vec<&'s Artifact>,
    kept: usize,
}

impl Changes<'_> {
    fn is_nothing(&self, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> bool {
        self.write.is_empty() && old.keys().all(|path| new.contains_key(path))
    }
}

enum State {
    Same,
    Write,
    InTheWay,
}

/// Files that are to go and stand where a folder of the new site has to be, or lie in a folder where a file has to be: they go first.
fn blocking<'p>(old: &'p BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeSet<&'p String> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    gone.filter(|path| lies_in(new, path) || folders_of(path).any(|folder| new.contains_key(folder))).collect()
}

/// `a/b/c` → `a`, `a/b`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether any of the files lies in the folder.
fn lies_in(files: &BTreeMap<String, String>, folder: &str) -> bool {
    let first = format!("{folder}/");
    files.range(first.clone()..).next().is_some_and(|(path, _)| path.starts_with(&first))
}

/// Files that others refer to come before those that refer to them; the search manifest points at shards and comes last.
fn order(path: &str) -> u8 {
    match path {
        path if path.starts_with("assets/search/") && path.ends_with("/m.js") => 2,
        path if path.ends_with(".html") || !path.contains('/') => 1,
        _ => 0,
    }
}

/// The path without links, as far as it exists: an output folder need not be there yet.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let standing = whole.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    match standing.map(|(folder, found)| (whole.strip_prefix(folder), found)) {
        Some((Ok(rest), found)) if rest.as_os_str().is_empty() => found,
        Some((Ok(rest), found)) => found.join(rest),
        _ => whole,
    }
}

/// Whether nothing is in the folder, save what a build left that was killed before it had written its manifest.
fn is_empty(folder: &Path) -> Result<bool, Failure> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.flatten().all(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(Failure::Io(folder.to_owned(), error)),
    }
}

/// Puts a file in place in one step: readers see the old one or the new one, never a part.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut file = builder().tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(Failure::io(path))
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // Temporary files are private by default; these become pages that a web server reads.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

fn remove_temporary(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => remove_temporary(&entry.path()),
            Ok(_) if entry.file_name().to_string_lossy().starts_with(TEMPORARY) => {
                // It is only litter: a build is not stopped for it.
                let _ = fs::remove_file(entry.path());
            }
            _ => {}
        }
    }
}
