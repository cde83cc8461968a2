use std::sync::Arc;

/// One file of the site that is still to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// From the output's root: `guides/pitch.html`.
    pub address: Arc<str>,
    /// What it is.
    pub kind: JobKind,
}

/// Every kind of file that a book becomes, save feeds and search. Numbers are places in the book; pages of a list count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// The first page of a book that has no `index.md`.
    Home,
    /// A Markdown page.
    Page(usize),
    /// A page of a bank.
    Bank {
        /// Which.
        bank: usize,
        /// From 1.
        number: usize,
    },
    /// A question, numbered through all banks.
    Question(u32),
    /// A page of a facet value.
    Facet {
        /// Which facet.
        facet: u16,
        /// Which of its values.
        value: u16,
        /// From 1.
        number: usize,
    },
    /// A page of the full index.
    Index(usize),
    /// The search page.
    Search,
    /// The words.
    Glossary,
    /// Works and claims.
    Sources,
    /// What a host shows for an address that is not there.
    NotFound,
    /// All pages of the section whose landing page this is, to be printed.
    PrintSection(usize),
    /// A bank on one sheet.
    PrintBank(usize),
    /// A former address; where it leads now.
    Redirect(String),
    /// A file that is copied; its path from `content/`.
    Asset(String),
    /// A file of the theme, by its place among the theme's assets.
    ThemeAsset(usize),
}

impl Job {
    /// A file of this kind at this address.
    pub(super) fn new(address: impl Into<Arc<str>>, kind: JobKind) -> Job {
        Job { address: address.into(), kind }
    }

    /// Whether it is a page that readers are led to: it belongs into the site map.
    pub fn is_listed(&self) -> bool {
        match &self.kind {
            JobKind::Home | JobKind::Page(_) | JobKind::Question(_) | JobKind::Index(_) | JobKind::Glossary | JobKind::Sources => true,
            JobKind::Bank { .. } | JobKind::Facet { .. } => true,
            JobKind::Search | JobKind::NotFound | JobKind::PrintSection(_) | JobKind::PrintBank(_) => false,
            JobKind::Redirect(_) | JobKind::Asset(_) | JobKind::ThemeAsset(_) => false,
        }
    }
}
