use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::diag::Fingerprint;
use crate::pipeline::Planned;
use crate::site::Artifact;

use super::session::SEARCH;

/// The site of one moment, each file of which is made when somebody asks for it: after a change nothing is drawn but the page
/// that is looked at. Its bytes are those that a build writes.
pub(super) struct Live {
    planned: Planned,
    /// What was asked for so far.
    made: Mutex<FxHashMap<String, Artifact>>,
    /// The search index, as soon as it is there.
    index: OnceLock<FxHashMap<String, Artifact>>,
    /// The last site of which every page could be drawn, until that is known of this one.
    sound: Mutex<Option<Arc<Live>>>,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").field("made", &lock(&self.made).len()).field("whole", &self.is_whole()).finish()
    }
}

impl Live {
    /// The site of `planned`, which took the place of `sound`.
    pub(super) fn new(planned: Planned, sound: Option<Arc<Live>>) -> Live {
        Live { planned, made: Mutex::default(), index: OnceLock::new(), sound: Mutex::new(sound) }
    }

    /// What it is made from.
    pub(super) fn planned(&self) -> &Planned {
        &self.planned
    }

    /// The file at this path. A page that a template cannot draw is shown as it last could be.
    pub(super) fn get(&self, path: &str) -> Option<Artifact> {
        if path.starts_with(SEARCH) {
            return self.index.get()?.get(path).cloned();
        }
        if let Some(known) = lock(&self.made).get(path) {
            return Some(known.clone());
        }
        match self.planned.file(path)? {
            Ok(artifact) => {
                lock(&self.made).insert(path.to_owned(), artifact.clone());
                Some(artifact)
            }
            Err(_) => self.sound()?.get(path),
        }
    }

    /// The search index has come.
    pub(super) fn add_index(&self, files: Vec<Artifact>) {
        // Whoever makes it for a second time makes the same.
        let _ = self.index.set(files.into_iter().map(|file| (file.path.clone(), file)).collect());
    }

    /// Whether the search index is there.
    pub(super) fn is_whole(&self) -> bool {
        self.index.get().is_some()
    }

    /// Every page can be drawn: what was shown before is no longer needed.
    pub(super) fn confirm(&self) {
        *lock(&self.sound) = None;
    }

    /// The last site of which every page could be drawn; none if that is this one.
    pub(super) fn sound(&self) -> Option<Arc<Live>> {
        lock(&self.sound).clone()
    }

    /// Whether it is made from the same files as another one, and so the same.
    pub(super) fn is_same(&self, other: &Planned) -> bool {
        self.planned.inputs() == other.inputs()
    }

    /// Copied files that came, went, or have other bytes since `before`. Pages are not among them: an open page sees for itself
    /// whether it changed.
    pub(super) fn changed_files(&self, before: Option<&Live>) -> BTreeSet<String> {
        let new: BTreeMap<&str, Fingerprint> = self.planned.copied().collect();
        let old: BTreeMap<&str, Fingerprint> = before.map(|live| live.planned.copied().collect()).unwrap_or_default();
        let differs = |(path, fingerprint): &(&&str, &Fingerprint)| old.get(**path) != Some(*fingerprint);
        let changed = new.iter().filter(differs).map(|(path, _)| *path);
        changed.chain(old.keys().copied().filter(|path| !new.contains_key(path))).map(str::to_owned).collect()
    }
}

/// A panic of another thread leaves a map that is whole: a file is put into it in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
