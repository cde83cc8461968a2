use rustc_hash::FxHashMap;

use crate::model::{Anchors, Book, Names};

/// What stands behind the addresses that a link with a leading slash may name, as far as they have anchors. Whether there is
/// such an address is for `plan` to say, which gives them out.
pub(super) struct SiteAnchors<'b> {
    pages: FxHashMap<String, &'b Names<'b>>,
    glossary: Names<'b>,
    sources: Names<'b>,
}

impl<'b> SiteAnchors<'b> {
    pub(super) fn new(book: &'b Book, anchors: &'b Anchors<'b>) -> SiteAnchors<'b> {
        let html = |path: &str| format!("{}.html", path.rsplit_once('.').map_or(path, |(stem, _)| stem));
        let works = book.sources.iter().map(|source| &source.id);
        SiteAnchors {
            pages: book.pages.iter().filter_map(|page| Some((html(&page.path), anchors.of(&page.path)?))).collect(),
            glossary: book.glossary.iter().map(|term| term.id.as_str().into()).collect(),
            sources: works.chain(book.claims.iter().map(|claim| &claim.id)).map(|id| id.as_str().into()).collect(),
        }
    }

    /// The anchors at an address (without the leading slash), if they are known.
    pub(super) fn of(&self, address: &str) -> Option<&Names<'b>> {
        match address {
            "glossary.html" => Some(&self.glossary),
            "sources.html" => Some(&self.sources),
            "" => self.pages.get("index.html").copied(),
            address => self.pages.get(address).copied(),
        }
    }
}

/// What a link should say whose author copied the address `wanted` out of the browser: a question's bank, as `written` from the link's file,
/// or one of the pages that no file becomes.
pub(super) fn address_meant(book: &Book, wanted: &str, written: impl Fn(&str) -> String) -> Option<String> {
    let parts: Vec<&str> = wanted.strip_suffix(".html")?.split('/').collect();
    let is_there = match parts[..] {
        ["q", id] => {
            let bank = book.banks.iter().find(|bank| bank.questions.iter().any(|question| *question.id == *id))?;
            return Some(format!("{}#{id}", written(&bank.path)));
        }
        ["by", facet, value] => book.config.facets.iter().any(|known| *known.id == *facet && known.value_index(value).is_some()),
        ["search" | "index-all"] => true,
        ["glossary"] => !book.glossary.is_empty(),
        ["sources"] => !book.sources.is_empty() || !book.claims.is_empty(),
        _ => false,
    };
    is_there.then(|| format!("/{wanted}"))
}
