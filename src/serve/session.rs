use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use crate::pipeline::{Build, Planned};
use crate::site::Artifact;

use super::event::{Event, errors};
use super::live::Live;

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
    site: Option<Arc<Live>>,
    /// Which copied files changed from one generation to the next, newest last.
    history: VecDeque<(u64, BTreeSet<String>)>,
    /// The page of the file that was edited last, and since which generation.
    edited: Option<(u64, String)>,
}

/// What is shown at one moment; a handler takes it and lets go of the lock before it writes.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) generation: u64,
    pub(super) build: Option<Arc<Build>>,
    pub(super) site: Option<Arc<Live>>,
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
    /// Shows a book: its site if it has no errors so far, else what is wrong with it on top of the last good site. Gives the site
    /// that is shown now because of it; none if the book has errors.
    pub(super) fn publish(&self, planned: Planned) -> Option<Arc<Live>> {
        let build = planned.outlook();
        let mut state = self.lock();
        let sound = !build.report.has_errors();
        let same = state.site.as_ref().is_some_and(|site| site.is_same(&planned));
        let live = (sound && !same).then(|| {
            let before = state.site.as_ref().and_then(|site| site.sound().or_else(|| Some(Arc::clone(site))));
            Arc::new(Live::new(planned, before))
        });
        state.show(build, live.clone());
        let shown = live.or_else(|| state.site.clone().filter(|_| sound && same));
        drop(state);
        self.changed.notify_all();
        shown
    }

    /// The search index of a site is there.
    pub(super) fn complete(&self, live: &Live, index: Vec<Artifact>) {
        let state = self.lock();
        live.add_index(index);
        drop(state);
        self.changed.notify_all();
    }

    /// All pages of a site were drawn, and `build` says how that went. If one of them cannot be drawn, the last good site is back.
    pub(super) fn judge(&self, live: &Arc<Live>, build: Build) {
        let mut state = self.lock();
        if state.site.as_ref().is_none_or(|site| !Arc::ptr_eq(site, live)) {
            return;
        }
        if build.report.has_errors() {
            state.site = live.sound();
        } else {
            live.confirm();
        }
        // A book that was broken since then has a newer report.
        if state.build.as_ref().is_some_and(|shown| !shown.report.has_errors()) {
            state.show(build, None);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Whether this is the site that is shown.
    pub(super) fn shows(&self, live: &Arc<Live>) -> bool {
        self.lock().site.as_ref().is_some_and(|site| Arc::ptr_eq(site, live))
    }

    /// What is shown as soon as its search index is there too: a result never leads to a page that is older than itself.
    pub(super) fn whole(&self) -> Shown {
        let waited = self
            .changed
            .wait_timeout_while(self.lock(), INDEX, |state| state.site.as_ref().map_or(state.build.is_none(), |site| !site.is_whole()));
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
    fn show(&mut self, build: Build, live: Option<Arc<Live>>) {
        let same_report = self.build.as_ref().is_some_and(|before| before.report == build.report);
        let shown = live.as_ref().or(self.site.as_ref());
        let edited = self.build.as_deref().zip(shown).and_then(|(before, live)| edited(before, &build, live));
        self.build = Some(Arc::new(build));
        if live.is_none() && same_report {
            return;
        }
        let changed = live.as_ref().map(|live| live.changed_files(self.site.as_deref())).unwrap_or_default();
        self.site = live.or(self.site.take());
        self.generation += 1;
        self.edited = edited.map(|page| (self.generation, page)).or(self.edited.take());
        self.history.push_back((self.generation, changed));
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
        let edited = self.edited.as_ref().filter(|(generation, _)| *generation > since).map(|(_, page)| page.clone());
        Event { since, generation: self.generation, changed, edited, errors: self.build.as_deref().and_then(errors) }
    }
}

/// The page of the file that was saved last of those that are new or have another text.
fn edited(before: &Build, after: &Build, live: &Live) -> Option<String> {
    let changed = after.sources.since(&before.sources).max_by_key(|source| source.modified)?;
    live.planned().made_from(&changed.path).map(str::to_owned)
}
