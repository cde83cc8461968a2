use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use crate::pipeline::Build;
use crate::site::Site;

use super::event::{Event, errors};

/// How many generations back it is remembered what changed; a page that slept longer is loaded anew.
const HISTORY: usize = 200;

/// Where the search index lies.
pub(super) const SEARCH: &str = "assets/search/";
/// How long somebody who searches waits for the index; then the rest of the site answers.
const INDEX: Duration = Duration::from_secs(60);

/// What the preview shows now, and everybody who waits for it to change.
#[derive(Debug)]
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
    /// How many builds were shown, and which of them gave the site.
    number: u64,
    site_number: u64,
    /// Whether the site has its search index.
    whole: bool,
    /// What changed from one generation to the next, newest last.
    history: VecDeque<(u64, BTreeSet<String>)>,
    edited: Option<String>,
}

/// What is shown at one moment; a handler takes it and lets go of the lock before it writes.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) generation: u64,
    pub(super) build: Option<Arc<Build>>,
    pub(super) site: Option<Arc<Site>>,
}

impl Default for Session {
    /// Generations are counted from a number of this session alone, so that a page which outlived its server is seen to be old.
    /// It leaves room for a million generations, and stays a whole number in a script.
    fn default() -> Self {
        let first = (RandomState::new().build_hasher().finish() % (1 << 30)) << 20;
        Session { state: Mutex::new(State { generation: first, ..State::default() }), changed: Condvar::default() }
    }
}

impl Session {
    /// Shows a new build, whose search index may still be on its way: its site if it has one, else what is wrong with it on top of
    /// the last good site. Gives its number.
    pub fn publish(&self, build: Build) -> u64 {
        let mut state = self.lock();
        state.number += 1;
        let number = state.number;
        if build.site.is_some() {
            state.site_number = number;
            state.whole = false;
        }
        state.show(build);
        drop(state);
        self.changed.notify_all();
        number
    }

    /// The build with this number has its search index now, which is of use as long as its site is shown.
    pub fn complete(&self, number: u64, build: Build) {
        let mut state = self.lock();
        if state.site_number != number {
            return;
        }
        state.whole = true;
        if state.number == number {
            state.show(build);
        } else {
            // The book was broken since then, and the report of that stays.
            state.site = build.site.or(state.site.take());
        }
        drop(state);
        self.changed.notify_all();
    }

    /// What is shown as soon as its search index is there too: a result never leads to a page that is older than itself.
    pub(super) fn whole(&self) -> Shown {
        let waited =
            self.changed.wait_timeout_while(self.lock(), INDEX, |state| !state.whole && (state.site.is_some() || state.build.is_none()));
        drop(waited);
        self.shown()
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
    /// Begins a new generation if there is anything to see of it.
    fn show(&mut self, build: Build) {
        let build = Arc::new(build);
        let paths = build.site.as_ref().map(|site| changed_paths(self.site.as_deref(), site)).unwrap_or_default();
        let same_report = self.build.as_ref().is_some_and(|before| before.report == build.report);
        let same_site = build.site.is_some() && paths.is_empty() && self.site.is_some();
        let edited = self.build.as_deref().and_then(|before| edited(before, &build));
        self.build = Some(Arc::clone(&build));
        if let Some(site) = &build.site {
            self.site = Some(Arc::clone(site));
        }
        if same_site && same_report {
            return;
        }
        self.edited = edited;
        self.generation += 1;
        self.history.push_back((self.generation, paths));
        if self.history.len() > HISTORY {
            self.history.pop_front();
        }
    }

    fn event(&self, since: u64) -> Event {
        let remembered = self.history.front().is_some_and(|(first, _)| *first <= since + 1) && since <= self.generation;
        let changed = remembered.then(|| {
            let later = self.history.iter().filter(|(generation, _)| *generation > since);
            later.flat_map(|(_, paths)| paths.iter().cloned()).collect()
        });
        Event { since, generation: self.generation, changed, edited: self.edited.clone(), errors: self.build.as_deref().and_then(errors) }
    }
}

/// The page of the first file that is new or has another text.
fn edited(before: &Build, after: &Build) -> Option<String> {
    let mut changed =
        after.sources.iter().filter(|source| before.sources.at(&source.path).is_none_or(|old| old.fingerprint != source.fingerprint));
    let path = &changed.next()?.path;
    after.origins.iter().find(|(_, origin)| *origin == path).map(|(address, _)| address.clone())
}

/// Paths that came, went, or have other bytes. The search index comes later than the rest, and no open page depends on it.
fn changed_paths(before: Option<&Site>, after: &Site) -> BTreeSet<String> {
    let Some(before) = before else { return after.iter().map(|artifact| artifact.path.clone()).collect() };
    let new = after.iter().filter(|artifact| before.get(&artifact.path).is_none_or(|old| old.fingerprint != artifact.fingerprint));
    let gone = before.iter().filter(|artifact| after.get(&artifact.path).is_none());
    new.chain(gone).filter(|artifact| !artifact.path.starts_with(SEARCH)).map(|artifact| artifact.path.clone()).collect()
}
