use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::diag::SourceMap;

use super::{Book, Kind, Piece};

/// The anchors of a file.
pub type Names<'b> = BTreeSet<Cow<'b, str>>;

/// What a link may lead to: every file of the book by its path from `content/` (NFC), and the anchors in it.
#[derive(Clone, Debug, Default)]
pub struct Anchors<'b> {
    files: FxHashMap<Cow<'b, str>, Names<'b>>,
}

impl<'b> Anchors<'b> {
    /// Collects them. `sources` says which file a record stands in, because records carry no path.
    pub fn new(book: &'b Book, sources: &'b SourceMap) -> Anchors<'b> {
        let mut anchors = Anchors::default();
        for page in &book.pages {
            let here = anchors.file(&page.path);
            here.extend(page.headings.iter().map(|heading| Cow::from(&heading.id)));
            // Elsewhere, no text holds HTML of its author's.
            if book.config.build.unsafe_html {
                here.extend(page.body.all_pieces().flat_map(raw_anchors).map(Cow::from));
            }
            if let Kind::Checklist(list) = &page.kind {
                here.extend(list.groups.iter().filter_map(|group| group.id.as_ref()).map(Cow::from));
                here.extend(list.groups.iter().flat_map(|group| &group.items).map(|item| Cow::from(&item.id)));
            }
        }
        for bank in &book.banks {
            anchors.file(&bank.path).extend(bank.questions.iter().map(|question| Cow::from(&question.id.value)));
        }
        for asset in &book.assets {
            anchors.file(&asset.path);
        }
        let works = book.sources.iter().map(|source| &source.id);
        let claims = book.claims.iter().map(|claim| &claim.id);
        let terms = book.glossary.iter().map(|term| &term.id);
        for id in works.chain(claims).chain(terms) {
            if let Some(path) = sources.get(id.span.source).and_then(|source| source.path.strip_prefix("content/")) {
                anchors.file(path).insert(Cow::from(&id.value));
            }
        }
        anchors
    }

    fn file(&mut self, path: &'b str) -> &mut Names<'b> {
        self.files.entry(nfc(path)).or_default()
    }

    /// The anchors of the file at `path` (from `content/`), if it is published. Files of slots are not.
    pub fn of(&self, path: &str) -> Option<&Names<'b>> {
        match self.files.get(path) {
            Some(anchors) => Some(anchors),
            None => self.files.get(&*nfc(path)),
        }
    }

    /// Every path in order, for "did you mean".
    pub fn paths(&self) -> impl Iterator<Item = &str> + Clone {
        let mut paths: Vec<&str> = self.files.keys().map(|path| &**path).collect();
        paths.sort_unstable();
        paths.into_iter()
    }
}

/// A path in the form in which all paths are compared: an editor and a disk may compose letters differently.
pub fn nfc(path: &str) -> Cow<'_, str> {
    if path.is_ascii() { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) }
}

/// The anchors in raw HTML, which is markup only where `book.toml` says so: `<a name="x">`, `<span id="x">`.
fn raw_anchors(piece: &Piece) -> Vec<String> {
    let Piece::Markup(Cow::Owned(html)) = piece else { return Vec::new() };
    let mut anchors = Vec::new();
    for attribute in [" id=", " name="] {
        for (at, _) in html.match_indices(attribute) {
            let value = &html[at + attribute.len()..];
            let anchor = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
                _ => value.split([' ', '>', '/']).next(),
            };
            anchors.extend(anchor.map(str::to_owned));
        }
    }
    anchors
}
