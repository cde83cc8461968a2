use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diag::Fingerprint;

use super::{Artifact, Shelf};

/// Notes what goes by on its way to another shelf.
pub struct Listing<'s> {
    shelf: &'s dyn Shelf,
    files: Mutex<BTreeMap<String, Fingerprint>>,
}

impl<'s> Listing<'s> {
    /// Nothing went by yet.
    pub fn new(shelf: &'s dyn Shelf) -> Listing<'s> {
        Listing { shelf, files: Mutex::default() }
    }

    /// What went by, by its path.
    pub fn files(&self) -> MutexGuard<'_, BTreeMap<String, Fingerprint>> {
        // A poisoned lock means that another thread panicked between two files; the map is still a map.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for Listing<'_> {
    fn put(&self, artifact: Artifact) {
        self.files().insert(artifact.path.clone(), artifact.fingerprint);
        self.shelf.put(artifact);
    }
}
