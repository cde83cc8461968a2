use std::hash::Hash;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::diag::Fingerprint;

/// Results by name, each with the fingerprint of what it was made from. One round of a build asks for what it needs;
/// what a round did not ask for is forgotten at its end, unless it asked for nothing: then it had no need to come this far.
#[derive(Debug)]
pub struct Memo<K, V> {
    before: FxHashMap<K, (Fingerprint, V)>,
    now: Mutex<FxHashMap<K, (Fingerprint, V)>>,
    made: AtomicUsize,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Memo { before: FxHashMap::default(), now: Mutex::default(), made: AtomicUsize::new(0) }
    }
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// The result called `name`, made from what `fingerprint` stands for: remembered, or else made now.
    pub fn get(&self, name: K, fingerprint: Fingerprint, make: impl FnOnce() -> V) -> V {
        let value = match self.before.get(&name) {
            Some((same, value)) if *same == fingerprint => value.clone(),
            _ => {
                self.made.fetch_add(1, Ordering::Relaxed);
                make()
            }
        };
        self.keep(name, fingerprint, value)
    }

    /// The same, for a result that may have become wrong in other ways too: one that does not `hold` is made anew.
    pub fn get_if(&self, name: K, fingerprint: Fingerprint, holds: impl FnOnce(&V) -> bool, make: impl FnOnce() -> V) -> V {
        match self.before.get(&name) {
            Some((same, value)) if *same == fingerprint && !holds(value) => {
                let value = make();
                self.made.fetch_add(1, Ordering::Relaxed);
                self.keep(name, fingerprint, value)
            }
            _ => self.get(name, fingerprint, make),
        }
    }

    fn keep(&self, name: K, fingerprint: Fingerprint, value: V) -> V {
        // A poisoned lock means that another thread panicked while it inserted; the map is still a map.
        let mut now = self.now.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        now.insert(name, (fingerprint, value.clone()));
        value
    }

    /// Ends a round: forgets what it did not ask for. Gives how many results were made anew in it.
    pub fn end_round(&mut self) -> usize {
        let now = self.now.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !now.is_empty() {
            self.before = std::mem::take(now);
        }
        self.made.swap(0, Ordering::Relaxed)
    }
}
