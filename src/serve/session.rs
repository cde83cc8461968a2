use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use crate::diag::format::{Format, Options, render};
use crate::pipeline::Build;
use crate::site::Site;

use super::event::Event;

/// How many generations back it is remembered what changed; a page that slept longer is loaded anew.
const HISTORY: usize = 200;

/// What the preview shows now, and everybody who waits for it to change.
#[derive(Debug, Default)]
pub struct Session {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    generation: u64,
    build: Option<Arc<Build>>,
    /// The last good site.
    site: Option<Arc<Site>>,
    /// What went from one generation to the next, newest last.
    history: VecDeque<(u64, BTreeSet<String>)>,
}

/// What is shown at one moment; a handler takes it and lets go of the lock before it writes.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) generation: u64,
    pub(super) build: Option<Arc<Build>>,
    pub(super) site: Option<Arc<Site>>,
}

impl Session {
    /// Shows a new build: its site if it has one, else what is wrong with it on top of the last good site.
    pub fn publish(&self, build: Build) {
        let mut state = self.lock();
        let build = Arc::new(build);
        let paths = match (&state.site, &build.site) {
            (before, Some(site)) => changed_paths(before.as_deref(), site),
            _ => BTreeSet::new(),
        };
        let same_report = state.build.as_ref().is_some_and(|before| before.report == build.report);
        let same_site = build.site.is_some() && paths.is_empty() && state.site.is_some();
        state.build = Some(Arc::clone(&build));
        if let Some(site) = &build.site {
            state.site = Some(Arc::clone(site));
        }
        if same_site && same_report {
            return;
        }
        state.generation += 1;
        let generation = state.generation;
        state.history.push_back((generation, paths));
        if state.history.len() > HISTORY {
            state.history.pop_front();
        }
        drop(state);
        self.changed.notify_all();
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Shown {
        let state = self.lock();
        Shown { generation: state.generation, build: state.build.clone(), site: state.site.clone() }
    }

    /// Word of what happened since `generation`: at once if something did, else when something does; none if nothing did for `patience`.
    pub(super) fn wait(&self, generation: u64, patience: Duration) -> Option<Event> {
        let state = self.lock();
        let (state, _) = self
            .changed
            .wait_timeout_while(state, patience, |state| state.generation == generation)
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        (state.generation != generation).then(|| state.event(generation))
    }

    /// A panic of another thread while it held the lock leaves a state that is whole all the same: each field is replaced at once.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl State {
    fn event(&self, since: u64) -> Event {
        let remembered = self.history.front().is_some_and(|(first, _)| *first <= since + 1) && since <= self.generation;
        let changed = remembered.then(|| {
            let later = self.history.iter().filter(|(generation, _)| *generation > since);
            later.flat_map(|(_, paths)| paths.iter().cloned()).collect()
        });
        let broken = self.build.as_ref().filter(|build| build.site.is_none());
        Event {
            generation: self.generation,
            changed,
            errors: broken.map(|build| render(&build.report, &build.sources, Format::Html, Options::default())),
        }
    }
}

/// Paths that came, went, or have other bytes.
fn changed_paths(before: Option<&Site>, after: &Site) -> BTreeSet<String> {
    let Some(before) = before else { return after.iter().map(|artifact| artifact.path.clone()).collect() };
    let new = after.iter().filter(|artifact| before.get(&artifact.path).is_none_or(|old| old.fingerprint != artifact.fingerprint));
    let gone = before.iter().filter(|artifact| after.get(&artifact.path).is_none());
    new.chain(gone).map(|artifact| artifact.path.clone()).collect()
}
