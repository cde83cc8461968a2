use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::view::NavView;
use super::{route, url};

/// The links of the header, made once for all pages of a folder on which the same ones are marked.
#[derive(Debug, Default)]
pub(super) struct Headers(Mutex<FxHashMap<Look, Arc<[NavView]>>>);

/// The folder, and which links are marked.
type Look = (String, Vec<bool>);

impl Headers {
    /// The links for the page at `from` with these marks, as `make` makes them.
    pub(super) fn of(&self, from: &str, marks: Vec<bool>, make: impl Fn(&[bool]) -> Arc<[NavView]>) -> Arc<[NavView]> {
        // From these two, addresses are not relative.
        let folder = if matches!(from, route::NOT_FOUND | route::ANYWHERE) { from } else { url::folder(from) };
        // A panic of another thread leaves a map that is whole: an entry is put into it in one step.
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry((folder.to_owned(), marks)).or_insert_with_key(|(_, marks)| make(marks)))
    }
}
