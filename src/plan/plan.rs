use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Report, SourceId};
use crate::load::AssetFile;
use crate::model::{Book, FacetTag, Kind, Link, Piece, Prose, Target};
use crate::theme::Theme;

use super::card::{Card, Cards};
use super::catalogue::Catalogue;
use super::nav::Nav;
use super::view::SiteView;
use super::words::Words;
use super::{Job, JobKind, Routes, escape, frame, picture, route, site_view, variable};

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// What its authors wrote, without what is not to be published.
    pub book: &'a Arc<Book>,
    /// What it will look like.
    pub theme: &'a Theme,
    /// The files that are copied, by path from `content/`: pages say how large their pictures are.
    pub assets: &'a BTreeMap<String, Arc<AssetFile>>,
}

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
    words: Arc<Value>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) nav: Arc<Nav>,
    slot_labels: Arc<FxHashMap<String, String>>,
    pictures: Arc<FxHashMap<String, (u32, u32)>>,
}

/// Plans the whole site. Reports addresses that cannot be given out and links to addresses of the site that are not there;
/// what cannot have an address is left out of the plan.
pub fn plan(inputs: &Inputs<'_>, report: &mut Report) -> Plan {
    let book = Arc::clone(inputs.book);
    let catalogue = Catalogue::new(&book);
    let routes = Routes::new(&book, &catalogue, report);
    let nav = Nav::new(&book, &routes);
    let site = site_view::site_view(&book, inputs.theme, &routes);
    let jobs = jobs(&book, &catalogue, &routes, inputs.theme);
    let pictures = inputs.assets.iter().filter_map(|(path, file)| Some((path.clone(), picture::size(&file.bytes)?))).collect();
    let mut plan = Plan {
        jobs: jobs.into(),
        routes: Arc::new(routes),
        site: Arc::new(site),
        cards: Arc::default(),
        card_places: Arc::default(),
        slot_labels: Arc::new(slot_labels(&book)),
        words: Arc::clone(&inputs.theme.words),
        catalogue: Arc::new(catalogue),
        nav: Arc::new(nav),
        pictures: Arc::new(pictures),
        book,
    };
    let Cards { cards, by_place } = Cards::new(&plan);
    (plan.cards, plan.card_places) = (cards.into(), Arc::new(by_place));
    report_dead_addresses(&plan, report);
    plan
}

fn jobs(book: &Book, catalogue: &Catalogue, routes: &Routes, theme: &Theme) -> Vec<Job> {
    let mut jobs = Vec::with_capacity(catalogue.len() + book.pages.len() + 64);
    let at = |path: &str| routes.page(path).unwrap_or_default();
    for (number, page) in book.pages.iter().enumerate() {
        jobs.push(Job::new(at(&page.path), JobKind::Page(number)));
        if route::prints_section(book, &page.path) {
            jobs.push(Job::new(route::print_page(&at(&page.path)), JobKind::PrintSection(number)));
        }
    }
    for (bank, questions) in book.banks.iter().enumerate() {
        let first = at(&questions.path);
        for number in 1..=route::pages_of(questions.questions.len()) {
            jobs.push(Job::new(route::numbered(&first, number), JobKind::Bank { bank, number }));
        }
        if route::prints_bank(questions) {
            jobs.push(Job::new(route::print_page(&first), JobKind::PrintBank(bank)));
        }
    }
    for number in 0..catalogue.len() as u32 {
        jobs.push(Job::new(route::question_page(&catalogue.question(book, number).0.id), JobKind::Question(number)));
    }
    add_generated(&mut jobs, book, catalogue);
    jobs.extend(routes.redirects().iter().map(|(old, to)| Job::new(old.clone(), JobKind::Redirect(to.clone()))));
    jobs.extend(book.assets.iter().map(|asset| Job::new(at(&asset.path), JobKind::Asset(asset.path.clone()))));
    jobs.extend(theme.assets.iter().enumerate().map(|(number, asset)| Job::new(asset.path.clone(), JobKind::ThemeAsset(number))));
    // Of two that want one address, which was reported, the first one has it.
    jobs.sort_by(|a, b| a.address.cmp(&b.address));
    jobs.dedup_by(|b, a| a.address == b.address);
    jobs.retain(|job| routes.has(&job.address) || matches!(job.kind, JobKind::ThemeAsset(_)));
    jobs
}

/// The pages that no file stands behind.
fn add_generated(jobs: &mut Vec<Job>, book: &Book, catalogue: &Catalogue) {
    if !book.pages.iter().any(|page| page.path == "index.md") {
        jobs.push(Job::new(route::HOME, JobKind::Home));
    }
    for (facet_number, facet) in book.config.facets.iter().enumerate() {
        for (value_number, value) in facet.values.iter().enumerate() {
            let tag = FacetTag { facet: facet_number as u16, value: value_number as u16 };
            for number in 1..=route::pages_of(catalogue.matching(tag).all.len()) {
                let kind = JobKind::Facet { facet: tag.facet, value: tag.value, number };
                jobs.push(Job::new(route::facet_page(&facet.id, &value.id, number), kind));
            }
        }
    }
    for number in 1..=route::pages_of(route::indexed(book, catalogue)) {
        jobs.push(Job::new(route::index_page(number), JobKind::Index(number)));
    }
    jobs.push(Job::new(route::SEARCH, JobKind::Search));
    jobs.push(Job::new(route::NOT_FOUND, JobKind::NotFound));
    if !book.glossary.is_empty() {
        jobs.push(Job::new(route::GLOSSARY, JobKind::Glossary));
    }
    if route::shows_sources(book) {
        jobs.push(Job::new(route::SOURCES, JobKind::Sources));
    }
}

fn slot_labels(book: &Book) -> FxHashMap<String, String> {
    let own = book.pages.iter().flat_map(|page| match &page.kind {
        Kind::Template(template) => template.slots.as_slice(),
        _ => &[],
    });
    own.chain(&book.slots).map(|slot| (slot.id.value.clone(), slot.label.clone())).collect()
}

/// Links written with a leading slash name addresses of the site, which only the plan knows.
fn report_dead_addresses(plan: &Plan, report: &mut Report) {
    let in_prose = plan.book.prose().flat_map(|prose| {
        let in_blocks = prose.blocks.iter().flat_map(|block| block.value.links());
        prose.links().chain(in_blocks)
    });
    for link in in_prose.chain(plan.book.pages.iter().flat_map(|page| &page.related)) {
        let Target::Site { path, .. } = &link.target else { continue };
        if plan.routes.resolve("", link).is_none() {
            let near = crate::diag::nearest(path, plan.jobs.iter().map(|job| job.address.as_str()));
            let problem = Diagnostic::new(Code::DeadLink, link.span, format!("the site has no page at `/{path}`"));
            let near = near.map(|near| format!("/{near}"));
            report.add(problem.did_you_mean(near.as_deref(), "link to the file of the book instead: `../guides/pitch.md`"));
        }
    }
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
        if text.contains("{{") { variable::fill(text, &self.book.config.vars) } else { text.to_owned() }
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
        let job = self.jobs.binary_search_by(|job| job.address.cmp(address));
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
            (Some(entry), _) => self.fill(&self.nav.entries[entry].title),
            (None, Some(number)) => self.headline(&self.catalogue.question(&self.book, number).0.ask),
            (None, None) => self.book.config.book.title.value.clone(),
        };
        let direction = frame::direction(&language);
        (title, language, direction)
    }
}
