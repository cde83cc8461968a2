use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use xxhash_rust::xxh3::xxh3_64;

use super::control::{blanked, is_control, may_have_controls};
use super::{Fingerprint, LineIndex};

/// Names a file for as long as its path stays: derived from the path, so that what was remembered of a file in an
/// earlier build still points at it in the next one, whatever was added beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u64);

impl SourceId {
    /// The id of the file at `path` (from the book's root, with `/`).
    pub fn of(path: &str) -> SourceId {
        SourceId(xxh3_64(path.as_bytes()))
    }
}

/// A text file of the book, as it was read.
#[derive(Debug)]
pub struct Source {
    /// See [`SourceId`].
    pub id: SourceId,
    /// From the book's root, with `/`.
    pub path: String,
    /// The text, without a byte order mark, line ends as they are.
    pub text: Arc<String>,
    /// Of the text, as it was read.
    pub fingerprint: Fingerprint,
    /// When the file was last changed, if that is known.
    pub modified: Option<SystemTime>,
    /// Where blanks stand in the place of control characters, and which those were.
    pub controls: Vec<(u32, char)>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A file with this path (from the book's root, with `/`) and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        let (path, text) = (path.into(), Arc::new(text.into()));
        Source {
            id: SourceId::of(&path),
            fingerprint: Fingerprint::of(text.as_bytes()),
            path,
            text,
            modified: None,
            controls: Vec::new(),
            lines: OnceLock::new(),
        }
    }

    /// With a blank in the place of every control character, which neither HTML nor XML may hold.
    pub fn without_controls(self) -> Source {
        if !may_have_controls(&self.text) {
            return self;
        }
        let controls = self.text.char_indices().filter(|(_, c)| is_control(*c)).map(|(at, c)| (at as u32, c)).collect();
        Source { text: Arc::new(blanked(&self.text)), controls, ..self }
    }

    /// Where its lines begin, counted on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// Every text file that a report may point into. A copy shares what it holds until one of the two is added to.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    maps: Arc<Maps>,
}

#[derive(Clone, Debug, Default)]
struct Maps {
    by_path: BTreeMap<String, Arc<Source>>,
    by_id: rustc_hash::FxHashMap<SourceId, Arc<Source>>,
}

impl SourceMap {
    /// Adds a file, in the place of one with the same path.
    pub fn insert(&mut self, source: Arc<Source>) {
        let maps = Arc::make_mut(&mut self.maps);
        maps.by_id.insert(source.id, Arc::clone(&source));
        maps.by_path.insert(source.path.clone(), source);
    }

    /// Leaves out the file at this path, if it is there.
    pub fn remove(&mut self, path: &str) {
        if self.maps.by_path.contains_key(path) {
            let maps = Arc::make_mut(&mut self.maps);
            maps.by_path.remove(path);
            maps.by_id.remove(&SourceId::of(path));
        }
    }

    /// The file with this id.
    pub fn get(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.maps.by_id.get(&id)
    }

    /// The file at this path from the book's root.
    pub fn at(&self, path: &str) -> Option<&Arc<Source>> {
        self.maps.by_path.get(path)
    }

    /// The files that are new in this map, or have another text than in `before`, in the order of their paths.
    pub fn since<'s>(&'s self, before: &'s SourceMap) -> impl Iterator<Item = &'s Arc<Source>> {
        let same = Arc::ptr_eq(&self.maps, &before.maps);
        let is_new = |source: &&Arc<Source>| before.at(&source.path).is_none_or(|old| old.fingerprint != source.fingerprint);
        self.iter().take(if same { 0 } else { usize::MAX }).filter(is_new)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.maps.by_path.values()
    }
}
