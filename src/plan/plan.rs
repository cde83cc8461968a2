use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::diag::SourceId;
use crate::model::{Book, Link, Piece, Prose, Target};

use super::card::Card;
use super::catalogue::Catalogue;
use super::headers::Headers;
use super::nav::Nav;
use super::view::SiteView;
use super::words::Words;
use super::{Job, JobKind, Routes, escape, frame, route, variable};

/// What the site will consist of. Every view can be asked for, in any order and on any thread.
///
/// All but the book follows from the faces of its files ([`crate::model::Page::face`]), and is shared between plans.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Every file to be made, in the order of the addresses.
    pub jobs: Arc<[Job]>,
    /// Every address.
    pub routes: Arc<Routes>,
    /// What is the same on every page.
    pub site: Arc<SiteView>,
    /// Card images, in the order of their addresses.
    pub cards: Arc<[Card]>,
    pub(super) card_places: Arc<FxHashMap<String, usize>>,
    /// The book.
    pub book: Arc<Book>,
    /// The theme's words.
    pub(super) words: Arc<Value>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) nav: Arc<Nav>,
    pub(super) headers: Arc<Headers>,
    pub(super) slot_labels: Arc<FxHashMap<String, String>>,
    pub(super) pictures: Arc<FxHashMap<String, (u32, u32)>>,
}

impl Plan {
    /// The same plan for a book all of whose files have the faces that they had.
    pub fn for_book(self, book: &Arc<Book>) -> Plan {
        Plan { book: Arc::clone(book), ..self }
    }

    pub(super) fn words(&self) -> Words<'_> {
        Words(&self.words)
    }

    /// The value of a variable; empty if there is none, which was reported.
    pub fn variable(&self, name: &str) -> &str {
        self.book.config.vars.get(name).map_or("", String::as_str)
    }

    /// Plain text of the book with its variables filled in.
    pub fn fill(&self, text: &str) -> String {
        if text.contains('{') { variable::fill(text, &self.book.config.vars) } else { text.to_owned() }
    }

    /// The words of a text alone, on one line.
    pub fn plain(&self, prose: &Prose) -> String {
        let plain = prose.plain(|name| self.variable(name).to_owned());
        if plain.contains('\n') { plain.split_whitespace().collect::<Vec<_>>().join(" ") } else { plain }
    }

    /// The words of a question as one would read them in a list: blanks by their labels.
    pub fn headline(&self, prose: &Prose) -> String {
        let mut words = String::new();
        for piece in &prose.pieces {
            match piece {
                Piece::Text(text) | Piece::Code(text) => words.push_str(text),
                Piece::Variable(name) => words.push_str(self.variable(name)),
                Piece::Slot(name) => words.extend(["[", &self.slot_label(name), "]"]),
                Piece::SoftBreak => words.push(' '),
                Piece::Markup(markup) if markup.ends_with('\n') => words.push(' '),
                _ => {}
            }
        }
        words.truncate(words.trim_end().len());
        words
    }

    /// Headline and address of the question with this id.
    pub fn question_named(&self, id: &str) -> Option<(String, String)> {
        let question = self.catalogue.question(&self.book, self.catalogue.number_of(id)?).0;
        Some((self.headline(&question.ask), route::question_page(&question.id)))
    }

    /// What a blank is called; its name with spaces, if nobody said.
    pub(super) fn slot_label(&self, name: &str) -> String {
        self.slot_labels.get(name).cloned().unwrap_or_else(|| name.replace('_', " "))
    }

    /// Whether a claim or a work has this id.
    pub fn is_citation(&self, id: &str) -> bool {
        self.catalogue.claim(id).is_some() || self.catalogue.work(id).is_some()
    }

    /// Width and height of a picture of the book, so that the page does not jump when it comes.
    pub(super) fn picture_size(&self, link: &Link) -> Option<(u32, u32)> {
        match &link.target {
            Target::File { path, .. } => self.pictures.get(path).copied(),
            _ => None,
        }
    }

    /// `text` with what means something in markup escaped.
    pub fn escape(text: &str) -> String {
        escape::html(text)
    }

    /// Whether the Markdown page of this number stands at its address. Of two that want one address only the first does.
    pub fn stands(&self, number: usize) -> bool {
        let address = &self.nav.entries[number].address;
        let job = self.jobs.binary_search_by(|job| (*job.address).cmp(address.as_str()));
        job.is_ok_and(|at| self.jobs[at].kind == JobKind::Page(number))
    }

    /// The file that a page was made from; none for a page that no file stands behind.
    pub fn source(&self, job: &Job) -> Option<SourceId> {
        match job.kind {
            JobKind::Page(number) | JobKind::PrintSection(number) => Some(self.book.pages[number].source),
            JobKind::Bank { bank, .. } | JobKind::PrintBank(bank) => Some(self.book.banks[bank].source),
            JobKind::Question(number) => Some(self.catalogue.question(&self.book, number).1.source),
            _ => None,
        }
    }

    /// Title, language and direction of the page, bank or question at an address that an alias leads to.
    pub fn target(&self, address: &str) -> (String, String, &'static str) {
        let own = self.nav.at(address);
        let language = own.and_then(|entry| match entry.checked_sub(self.book.pages.len()) {
            None => self.book.pages[entry].language.as_ref(),
            Some(bank) => self.book.banks[bank].language.as_ref(),
        });
        let language = language.map_or(&self.book.config.book.language, |tag| &tag.value).clone();
        let title = match (own, route::question_at(address).and_then(|id| self.catalogue.number_of(id))) {
            (Some(entry), _) => self.entry_title(entry),
            (None, Some(number)) => self.headline(&self.catalogue.question(&self.book, number).0.ask),
            (None, None) => self.book.config.book.title.value.clone(),
        };
        let direction = frame::direction(&language);
        (title, language, direction)
    }
}
