use std::sync::{Mutex, PoisonError};

use super::{Artifact, Site};

/// Takes finished files as they are made, from any thread. A shelf in memory keeps them; one on disk writes them down and
/// forgets their bytes, so that a large site need never be in memory as a whole.
pub trait Shelf: Sync {
    /// Takes a file. What cannot be kept is said when the shelf is asked for all of them.
    fn put(&self, artifact: Artifact);
}

/// Keeps nothing: for who only wants to know whether every file can be made.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Shelf for Nowhere {
    fn put(&self, _: Artifact) {}
}

impl Shelf for Mutex<Site> {
    fn put(&self, artifact: Artifact) {
        // A poisoned lock means that another thread panicked between two files; the map is still a map.
        let second = self.lock().unwrap_or_else(PoisonError::into_inner).add(artifact);
        // `plan` gives out each address once; should two stages want one all the same, the first has it.
        debug_assert!(second.is_ok(), "two files for one address: {:?}", second.err().map(|artifact| artifact.path));
    }
}
