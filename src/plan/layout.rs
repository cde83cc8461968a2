use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Report};
use crate::load::AssetFile;
use crate::model::{Book, FacetTag, Kind, Target};
use crate::theme::Theme;

use super::card::Cards;
use super::catalogue::Catalogue;
use super::nav::Nav;
use super::{Job, JobKind, Plan, Routes, picture, route, site_view};

/// A plan that lacks what its theme adds, so that another style asks for no other plan.
#[derive(Clone, Debug)]
pub struct Layout(Plan);

/// Plans the whole site. `assets` are the files that are copied, by path from `content/`: pages say how large their pictures are.
/// Reports addresses that cannot be given out and links to addresses of the site that are not there; what cannot have an address
/// is left out.
pub fn lay_out(book: &Arc<Book>, assets: &BTreeMap<String, Arc<AssetFile>>, report: &mut Report) -> Layout {
    let book = Arc::clone(book);
    let catalogue = Catalogue::new(&book);
    let routes = Routes::new(&book, &catalogue, report);
    let nav = Nav::new(&book, &routes);
    let jobs = jobs(&book, &catalogue, &routes);
    let pictures = assets.iter().filter_map(|(path, file)| Some((path.clone(), picture::size(&file.bytes)?))).collect();
    let mut plan = Plan {
        jobs: jobs.into(),
        routes: Arc::new(routes),
        site: Arc::default(),
        cards: Arc::default(),
        card_places: Arc::default(),
        slot_labels: Arc::new(slot_labels(&book)),
        words: Arc::default(),
        catalogue: Arc::new(catalogue),
        nav: Arc::new(nav),
        headers: Arc::default(),
        pictures: Arc::new(pictures),
        book,
    };
    let Cards { cards, by_place } = Cards::new(&plan);
    (plan.cards, plan.card_places) = (cards.into(), Arc::new(by_place));
    report_dead_addresses(&plan, report);
    Layout(plan)
}

impl Layout {
    /// Every address; a theme gives out none.
    pub fn routes(self) -> Arc<Routes> {
        self.0.routes
    }

    /// The plan of the site in this theme.
    pub fn dress(&self, theme: &Theme) -> Plan {
        let Layout(plan) = self;
        let mut jobs = Vec::with_capacity(plan.jobs.len() + theme.assets.len());
        let mut rest = &plan.jobs[..];
        // Of two that want one address, which was reported, the book's file has it.
        for (number, asset) in theme.assets.iter().enumerate() {
            let at = rest.partition_point(|job| *job.address < *asset.path);
            jobs.extend_from_slice(&rest[..at]);
            rest = &rest[at..];
            if rest.first().is_none_or(|job| *job.address != *asset.path) {
                jobs.push(Job::new(asset.path.as_str(), JobKind::ThemeAsset(number)));
            }
        }
        jobs.extend_from_slice(rest);
        let site = Arc::new(site_view::site_view(&plan.book, theme, &plan.routes));
        Plan { jobs: jobs.into(), site, words: Arc::clone(&theme.words), ..plan.clone() }
    }
}

/// Of two that want one address, which was reported, the first one has it.
fn in_order(jobs: &mut Vec<Job>) {
    jobs.sort_by(|a, b| a.address.cmp(&b.address));
    jobs.dedup_by(|b, a| a.address == b.address);
}

fn jobs(book: &Book, catalogue: &Catalogue, routes: &Routes) -> Vec<Job> {
    let mut jobs = Vec::with_capacity(catalogue.len() + book.pages.len() + 64);
    let at = |path: &str| routes.page(path).unwrap_or_default();
    for (number, page) in book.pages.iter().enumerate() {
        jobs.push(Job::new(at(&page.path), JobKind::Page(number)));
        if route::prints_section(book, &page.path) {
            jobs.push(Job::new(route::print_page(at(&page.path)), JobKind::PrintSection(number)));
        }
    }
    for (bank, questions) in book.banks.iter().enumerate() {
        let first = at(&questions.path);
        for number in 1..=route::pages_of(questions.questions.len()) {
            jobs.push(Job::new(route::numbered(first, number), JobKind::Bank { bank, number }));
        }
        if route::prints_bank(questions) {
            jobs.push(Job::new(route::print_page(first), JobKind::PrintBank(bank)));
        }
    }
    for number in 0..catalogue.len() as u32 {
        jobs.push(Job::new(route::question_page(&catalogue.question(book, number).0.id), JobKind::Question(number)));
    }
    add_generated(&mut jobs, book, catalogue);
    jobs.extend(routes.redirects().iter().map(|(old, to)| Job::new(old.as_str(), JobKind::Redirect(to.clone()))));
    jobs.extend(book.assets.iter().map(|asset| Job::new(at(&asset.path), JobKind::Asset(asset.path.clone()))));
    in_order(&mut jobs);
    jobs.retain(|job| routes.has(&job.address));
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
            let near = crate::diag::nearest(path, plan.jobs.iter().map(|job| &*job.address)).map(|near| format!("/{near}"));
            let help = match path.as_str() {
                route::GLOSSARY => "remove the link: the book has no file with `glossary:`",
                route::SOURCES => "remove the link: the book has no file with `sources:` or `claims:`",
                _ => "link to a file of the book by its path from this one, or remove the link",
            };
            let problem = Diagnostic::new(Code::DeadLink, link.span, format!("the site has no page at `/{path}`"));
            report.add(problem.did_you_mean(near.as_deref(), help));
        }
    }
}
