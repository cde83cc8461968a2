use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::diag::Fingerprint;
use crate::site::{Artifact, Shelf};

use super::lock::Lock;
use super::output::{TEMPORARY, folders_of, is_empty, lies_in, remove_temporary};
use super::single::replace;
use super::{Failure, MANIFEST, Manifest, Written};

/// A site on its way into an output folder. Each file is written beside its place, or into a new folder that is moved there as a
/// whole, as soon as it is made, so that a large site is never in memory as a whole, and nothing of it can be seen until
/// [`Stage::commit`] puts every file in its place. A stage that is dropped leaves the folder as it was.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    before: Option<Manifest>,
    staged: Mutex<Staged>,
    number: AtomicUsize,
    /// Top-level folders by name: where the new ones wait as a whole, and none for those that stand there already.
    tops: Mutex<BTreeMap<String, Option<PathBuf>>>,
    /// Whether the folder was not there before.
    is_new: bool,
    /// Given back when nothing of this stage lies about any more.
    lock: Option<Lock>,
}

#[derive(Debug, Default)]
struct Staged {
    /// Every file of the site, in no order.
    files: Vec<(String, Fingerprint)>,
    /// Those that have other bytes now, and where they wait.
    waiting: BTreeMap<String, PathBuf>,
    /// Folders that were made for them.
    folders: BTreeSet<PathBuf>,
    /// How many wait in new folders, which are put in place as a whole.
    fresh: usize,
    /// The first thing that went wrong.
    failure: Option<Failure>,
}

impl Stage {
    /// Begins to fill `folder`, as soon as no other process writes there. Removes what a killed build left in it.
    pub(super) fn new(folder: PathBuf) -> Result<Stage, Failure> {
        let is_new = !folder.exists();
        let mut lock = Lock::take(&folder)?;
        // Another process may have written since the folder was looked at.
        let before = Manifest::read(&folder)?;
        if before.is_none() && !is_empty(&folder)? {
            return Err(Failure::Foreign(folder));
        }
        if lock.litter || before.as_ref().is_none_or(|manifest| !manifest.complete) {
            remove_temporary(&folder);
            lock.litter = false;
        }
        let lock = Some(lock);
        Ok(Stage { folder, before, staged: Mutex::default(), number: AtomicUsize::new(0), tops: Mutex::default(), is_new, lock })
    }

    /// Puts the site in place: only what changed, each file in one step. The order makes a killed build harmless: first the
    /// manifest of all that is ours before and after, then files whose names change with their content, then pages, then the
    /// search manifest, then what is no longer wanted goes, then the final manifest.
    pub fn commit(self, inputs: String, report: serde_json::Value) -> Result<Written, Failure> {
        let mut staged = std::mem::take(&mut *self.staged());
        if let Some(failure) = staged.failure.take() {
            *self.staged() = staged;
            return Err(failure);
        }
        let new = std::mem::take(&mut staged.files).into_iter().map(|(path, fingerprint)| (path, fingerprint.to_string())).collect();
        let done = self.put_in_place(&staged, Manifest::new(inputs, report, new));
        if done.is_err() {
            *self.staged() = staged;
        }
        done
    }

    fn put_in_place(&self, staged: &Staged, mut meant: Manifest) -> Result<Written, Failure> {
        let (old, waiting) = (self.old(), &staged.waiting);
        let manifest = self.folder.join(MANIFEST);
        let kept = meant.files.len() - waiting.len() - staged.fresh;
        if waiting.is_empty() && staged.fresh == 0 && old.keys().all(|path| meant.files.contains_key(path)) {
            if self.before.as_ref() != Some(&meant) {
                replace(&manifest, &meant.to_bytes())?;
            }
            return Ok(Written { kept, ..Written::default() });
        }
        // On the way, what goes is ours as well.
        let gone: Vec<&String> = old.keys().filter(|path| !meant.files.contains_key(*path)).collect();
        meant.files.extend(gone.iter().map(|path| ((*path).clone(), old[*path].clone())));
        meant.complete = false;
        replace(&manifest, &meant.to_bytes())?;
        gone.iter().for_each(|path| drop(meant.files.remove(*path)));
        meant.complete = true;
        let blocking = blocking(old, &meant.files);
        self.remove(blocking.iter().copied())?;
        for (name, from) in self.tops().iter() {
            if let Some(from) = from {
                place(from, &self.folder.join(name))?;
            }
        }
        for rank in 0..=2 {
            let now: Vec<(&String, &PathBuf)> = waiting.iter().filter(|(path, _)| order(path) == rank).collect();
            now.par_iter().try_for_each(|(path, from)| place(from, &self.folder.join(path)))?;
        }
        let removed = blocking.len() + self.remove(gone.into_iter().filter(|path| !blocking.contains(path)))?;
        replace(&manifest, &meant.to_bytes())?;
        let added = waiting.keys().filter(|path| !old.contains_key(*path)).count();
        Ok(Written { added: added + staged.fresh, changed: waiting.len() - added, removed, kept })
    }

    fn old(&self) -> &BTreeMap<String, String> {
        static NOTHING: BTreeMap<String, String> = BTreeMap::new();
        self.before.as_ref().map_or(&NOTHING, |manifest| &manifest.files)
    }

    /// A poisoned lock means that another thread panicked between two files; what is noted is still true.
    fn staged(&self) -> MutexGuard<'_, Staged> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tops(&self) -> MutexGuard<'_, BTreeMap<String, Option<PathBuf>>> {
        self.tops.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the top-level folder of this name waits, if it is a new one.
    fn top(&self, name: &str) -> Result<Option<PathBuf>, Failure> {
        let mut tops = self.tops();
        if let Some(known) = tops.get(name) {
            return Ok(known.clone());
        }
        let place = self.folder.join(name);
        let waits = match fs::symlink_metadata(&place) {
            Ok(_) => None,
            Err(_) => {
                let waits = self.folder.join(format!("{TEMPORARY}{}", self.number.fetch_add(1, Ordering::Relaxed)));
                fs::create_dir(&waits).map_err(Failure::io(&place))?;
                Some(waits)
            }
        };
        tops.insert(name.to_owned(), waits.clone());
        Ok(waits)
    }

    /// Writes a file where it waits for the others, unless it stands in its place already.
    fn stage(&self, artifact: &Artifact) -> Result<Staging, Failure> {
        if let Some((top, rest)) = artifact.path.split_once('/')
            && let Some(waits) = self.top(top)?
        {
            let path = waits.join(rest);
            let written = match fs::write(&path, &*artifact.bytes) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir_all(path.parent().unwrap_or(&waits)).and_then(|()| fs::write(&path, &*artifact.bytes))
                }
                done => done,
            };
            return written.map(|()| Staging::Fresh).map_err(|error| Failure::Io(self.folder.join(&artifact.path), error));
        }
        match self.state(artifact) {
            State::Same => Ok(Staging::Kept),
            State::InTheWay => Err(Failure::InTheWay(self.folder.join(&artifact.path))),
            State::Write => {
                let (waiting, mut file) = self.beside(&artifact.path)?;
                match file.write_all(&artifact.bytes) {
                    Ok(()) => Ok(Staging::Beside(waiting)),
                    Err(error) => {
                        // What was written of it is of no use, and there may be no room for it.
                        let _ = fs::remove_file(&waiting);
                        Err(Failure::Io(self.folder.join(&artifact.path), error))
                    }
                }
            }
        }
    }

    /// A new file beside the place of another; at the top of the output where a file of the last site stands in the way of its folder.
    fn beside(&self, path: &str) -> Result<(PathBuf, File), Failure> {
        let name = format!("{TEMPORARY}{}", self.number.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.join(path.rsplit_once('/').map_or("", |(folder, _)| folder));
        let open = |path: PathBuf| OpenOptions::new().write(true).create_new(true).open(&path).map(|file| (path, file));
        let first = match open(folder.join(&name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.make_folder(&folder).and_then(|()| open(folder.join(&name))),
            done => done,
        };
        first.or_else(|_| open(self.folder.join(&name))).map_err(Failure::io(&self.folder.join(path)))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> = folder.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        fs::create_dir_all(folder)?;
        self.staged().folders.extend(missing);
        Ok(())
    }

    fn state(&self, artifact: &Artifact) -> State {
        let old = self.old();
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

    fn remove<'p>(&self, paths: impl Iterator<Item = &'p String>) -> Result<usize, Failure> {
        super::output::remove(&self.folder, paths)
    }

    /// Takes back what waits, and the folders that were made for it. Gives whether nothing is left of it: it is only litter.
    fn undo(&self, staged: &Staged) -> bool {
        let mut clean = true;
        for waiting in staged.waiting.values() {
            clean &= fs::remove_file(waiting).is_ok() || !waiting.exists();
        }
        for folder in staged.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        for waits in self.tops().values().flatten() {
            clean &= fs::remove_dir_all(waits).is_ok() || !waits.exists();
        }
        clean
    }
}

impl Shelf for Stage {
    fn put(&self, artifact: Artifact) {
        let staging = self.stage(&artifact);
        let mut staged = self.staged();
        match staging {
            Ok(Staging::Kept) => {}
            Ok(Staging::Fresh) => staged.fresh += 1,
            Ok(Staging::Beside(waiting)) => {
                staged.waiting.insert(artifact.path.clone(), waiting);
            }
            Err(failure) => {
                staged.failure.get_or_insert(failure);
                return;
            }
        }
        staged.files.push((artifact.path, artifact.fingerprint));
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let staged = std::mem::take(&mut *self.staged());
        let clean = self.undo(&staged);
        if let Some(mut lock) = self.lock.take() {
            lock.litter = !clean;
        }
        if self.is_new {
            // Fails when the site stands in it, as it should.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// What became of a file that was staged.
enum Staging {
    /// It stands in its place already.
    Kept,
    /// It waits in a new folder.
    Fresh,
    /// It waits there.
    Beside(PathBuf),
}

enum State {
    Same,
    Write,
    InTheWay,
}

/// Moves a file to its place, whose folder may be new.
fn place(from: &Path, to: &Path) -> Result<(), Failure> {
    let moved = match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = to.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder).and_then(|()| fs::rename(from, to))
        }
        moved => moved,
    };
    moved.map_err(Failure::io(to))
}

/// Files that are to go and stand where a folder of the new site has to be, or lie in a folder where a file has to be: they go first.
fn blocking<'p>(old: &'p BTreeMap<String, String>, new: &BTreeMap<String, String>) -> BTreeSet<&'p String> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    gone.filter(|path| lies_in(new, path) || folders_of(path).any(|folder| new.contains_key(folder))).collect()
}

/// Files that others refer to come before those that refer to them; the search manifest points at shards and comes last.
fn order(path: &str) -> u8 {
    match path {
        path if path.starts_with("assets/search/") && path.ends_with("/m.js") => 2,
        path if path.ends_with(".html") || !path.contains('/') => 1,
        _ => 0,
    }
}
