use std::sync::Arc;

use crate::config::Config;

use super::{Bank, Claim, Page, Slot, Source, Term};

/// Everything its authors wrote, understood file by file and not yet held against each other.
#[derive(Clone, Debug)]
pub struct Book {
    /// `book.toml`.
    pub config: Arc<Config>,
    /// Markdown files in the order of their paths.
    pub pages: Vec<Arc<Page>>,
    /// Banks in the order of their paths.
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
}

/// A file that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// From `content/`, with `/`; also its address.
    pub path: String,
    /// Of its bytes.
    pub fingerprint: crate::diag::Fingerprint,
}
