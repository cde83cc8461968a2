use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;

use super::{Bank, Claim, Page, Slot, Source, Status, Term};

/// Everything its authors wrote, understood file by file and not yet held against each other.
#[derive(Clone, Debug)]
pub struct Book {
    /// `book.toml`.
    pub config: Arc<Config>,
    /// Markdown files in the order of their paths.
    pub pages: Vec<Arc<Page>>,
    /// Banks in the order in which readers meet them, which is that of their questions in lists and results.
    pub banks: Vec<Arc<Bank>>,
    /// Shared slots.
    pub slots: Vec<Slot>,
    /// Works.
    pub sources: Vec<Source>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Words.
    pub glossary: Vec<Term>,
    /// Everything else under `content/`, in the order of the paths.
    pub assets: Vec<Asset>,
    /// What is written and not published, so that a reference to it can be told from a slip.
    pub hidden: Hidden,
}

impl Book {
    /// A book in which nothing is written yet.
    pub fn new(config: Arc<Config>) -> Book {
        Book {
            config,
            pages: Vec::new(),
            banks: Vec::new(),
            slots: Vec::new(),
            sources: Vec::new(),
            claims: Vec::new(),
            glossary: Vec::new(),
            assets: Vec::new(),
            hidden: Hidden::default(),
        }
    }
}

/// What is left out of a [`Book`].
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// Drafts among the Markdown files, by path from `content/`.
    pub pages: BTreeSet<String>,
    /// Questions that are drafts or off, by id.
    pub questions: BTreeMap<String, Status>,
}

/// A file that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// From `content/`, with `/`; also its address.
    pub path: String,
    /// Of its bytes.
    pub fingerprint: crate::diag::Fingerprint,
}
