use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// How much is kept. Pages are drawn folder by folder, so what was drawn long ago is seldom asked for again.
const MOST: usize = 256;

/// What has been drawn for the pages of one site, by all that it depends on.
pub(super) struct Kept<K, T>(Mutex<FxHashMap<K, T>>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Kept<K, T> {
        Kept(Mutex::default())
    }
}

impl<K: Eq + Hash, T: Clone> Kept<K, T> {
    /// What was drawn for this. If nobody has drawn it yet, `draw` does, and it fails as that does.
    pub(super) fn get<E>(&self, of: K, draw: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(drawn) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&of) {
            return Ok(drawn.clone());
        }
        let drawn = draw()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(of, drawn.clone());
        Ok(drawn)
    }
}
