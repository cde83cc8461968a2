use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::model::{Anchors, Book};

/// What stands behind the addresses that a link with a leading slash may name, as far as they have anchors. Whether there is
/// such an address is for `plan` to say, which gives them out.
pub(super) struct SiteAnchors<'b> {
    pages: FxHashMap<String, &'b BTreeSet<String>>,
    glossary: BTreeSet<String>,
    sources: BTreeSet<String>,
}

impl<'b> SiteAnchors<'b> {
    pub(super) fn new(book: &Book, anchors: &'b Anchors) -> SiteAnchors<'b> {
        let html = |path: &str| format!("{}.html", path.rsplit_once('.').map_or(path, |(stem, _)| stem));
        let works = book.sources.iter().map(|source| source.id.value.clone());
        SiteAnchors {
            pages: book.pages.iter().filter_map(|page| Some((html(&page.path), anchors.of(&page.path)?))).collect(),
            glossary: book.glossary.iter().map(|term| term.id.value.clone()).collect(),
            sources: works.chain(book.claims.iter().map(|claim| claim.id.value.clone())).collect(),
        }
    }

    /// The anchors at an address (without the leading slash), if they are known.
    pub(super) fn of(&self, address: &str) -> Option<&BTreeSet<String>> {
        match address {
            "glossary.html" => Some(&self.glossary),
            "sources.html" => Some(&self.sources),
            "" => self.pages.get("index.html").copied(),
            address => self.pages.get(address).copied(),
        }
    }
}
