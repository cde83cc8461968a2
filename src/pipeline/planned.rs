use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::cache::{Cache, Work};
use crate::check;
use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report, SourceId, SourceMap};
use crate::feed;
use crate::load::AssetFile;
use crate::plan::view::SiteView;
use crate::plan::{self, Job, JobKind, Plan, Sheet};
use crate::render::{self, Cards, Renderer};
use crate::search;
use crate::site::{Artifact, Listing, Shelf, Site};
use crate::theme::{self, Theme};

use super::Build;

/// A book that was held against itself, in which everything has an address: any file of its site can be made, in any order
/// and on any thread.
pub struct Planned {
    pub(super) plan: Plan,
    pub(super) theme: Arc<Theme>,
    pub(super) renderer: Option<Arc<Renderer>>,
    pub(super) cards: Cards,
    /// What every page depends on beside its sheet.
    pub(super) look: Fingerprint,
    /// All that the book is before it has a theme.
    pub(super) content: Fingerprint,
    pub(super) assets: BTreeMap<String, Arc<AssetFile>>,
    pub(super) sources: SourceMap,
    /// What is wrong with the book, as far as can be told before its pages are drawn.
    pub(super) report: Report,
    pub(super) lowered: usize,
    pub(super) inputs: String,
    /// Feeds, and banks in other formats, once somebody has asked for one.
    pub(super) feeds: OnceLock<BTreeMap<String, Artifact>>,
}

impl Planned {
    /// What is wrong with the book, as far as can be told before its pages are drawn.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// A fingerprint of everything the site is made from: when it is the same, so is the site.
    pub fn inputs(&self) -> &str {
        &self.inputs
    }

    /// The file behind the page at an address, from the book's root, if it has one.
    pub fn origin(&self, address: &str) -> Option<&str> {
        let at = self.plan.jobs.binary_search_by(|job| (*job.address).cmp(address)).ok()?;
        Some(&self.sources.get(self.plan.source(&self.plan.jobs[at])?)?.path)
    }

    /// The address of the first page that was made from the file at `path`, from the book's root.
    pub fn made_from(&self, path: &str) -> Option<&str> {
        let source = self.sources.at(path)?.id;
        self.plan.jobs.iter().find(|job| self.plan.source(job) == Some(source)).map(|job| &*job.address)
    }

    /// The files that are copied as they are, by their addresses.
    pub fn copied(&self) -> impl Iterator<Item = (&str, Fingerprint)> {
        self.plan.jobs.iter().filter_map(|job| match &job.kind {
            JobKind::Asset(path) => Some((&*job.address, self.assets.get(path)?.fingerprint)),
            _ => None,
        })
    }

    /// What is known of the book before its site is made: the report, and no site.
    pub fn outlook(&self) -> Build {
        Build {
            site: None,
            report: self.report.clone(),
            sources: self.sources.clone(),
            book: Arc::clone(&self.plan.book),
            work: Work { lowered: self.lowered, ..Work::default() },
        }
    }

    /// Makes every file of the site and puts it on the shelf, in no order. The files are of use if the report of the build that it
    /// gives, which has no site itself, is without errors.
    pub fn make(&self, cache: &mut Cache, shelf: &dyn Shelf) -> Build {
        let mut build = self.outlook();
        let listing = build.book.config.search.offline.then(|| Listing::new(shelf));
        let through: &dyn Shelf = listing.as_ref().map_or(shelf, |listing| listing);
        self.draw(cache, through, &mut build.report);
        build.work.rendered = cache.end_drawing(self.renderer.is_some());
        if !build.report.has_errors() {
            index(&self.plan, &self.theme, cache, &mut build.report, &|file| through.put(file));
            build.work.read = cache.runs.end_round();
            if let Some(listing) = &listing {
                shelf.put(search::worker(&listing.files(), &self.plan.site.key));
            }
        }
        check::apply_rules(&build.book.config, &build.sources, &mut build.report);
        build.report.sort(&build.sources);
        build
    }

    /// The file at `path`, save those of the search index; none if the site has none there. Fails if a template cannot draw it.
    pub fn file(&self, path: &str) -> Option<Result<Artifact, Box<Diagnostic>>> {
        let plan = &self.plan;
        if let Ok(at) = plan.jobs.binary_search_by(|job| (*job.address).cmp(path)) {
            let renderer = self.renderer.as_ref()?;
            let draw = |sheet: &Sheet, source| renderer.page(sheet, &self.cards, source);
            return render::file(plan, renderer, &self.theme, &self.assets, &draw, &plan.jobs[at]).transpose();
        }
        if let Some(card) = plan.cards.iter().find(|card| card.address == path) {
            return feed::Artist::new().draw(card).map(Ok);
        }
        if path == search::WORKER {
            return self.worker().map(Ok);
        }
        let copy = path.ends_with(".md").then(|| feed::markdown_copy(plan, &self.sources, path)).flatten();
        copy.or_else(|| feed::may_be_feed(path).then(|| self.feeds().get(path).cloned()).flatten()).map(Ok)
    }

    fn feeds(&self) -> &BTreeMap<String, Artifact> {
        self.feeds.get_or_init(|| {
            let shelf = Mutex::new(Site::default());
            feed::feeds(&self.plan).into_iter().for_each(|artifact| shelf.put(artifact));
            downloads(&self.plan, &self.sources, &Cache::forgetful(), &shelf);
            let site = shelf.into_inner().unwrap_or_else(PoisonError::into_inner);
            site.iter().map(|artifact| (artifact.path.clone(), artifact.clone())).collect()
        })
    }

    /// The service worker knows every file of the site, so all are made for it.
    fn worker(&self) -> Option<Artifact> {
        if !self.plan.book.config.search.offline {
            return None;
        }
        let shelf = Mutex::new(Site::default());
        self.make(&mut Cache::forgetful(), &shelf);
        shelf.into_inner().unwrap_or_else(PoisonError::into_inner).get(search::WORKER).cloned()
    }

    /// Draws every page only to see whether that can be done, for as long as somebody is `still` interested; none if it was called
    /// off. What could be drawn once is not drawn again. `found` is what making the search index found.
    pub fn verify(&self, cache: &mut Cache, found: Report, still: &(dyn Fn() -> bool + Sync)) -> Option<Build> {
        let mut build = self.outlook();
        build.report.append(found);
        if let Some(renderer) = &self.renderer {
            let key = Cache::key(&[self.content.as_bytes(), self.drawn_with().as_bytes()]);
            let problems = cache.undrawable.get_if((), key, Option::is_some, || self.undrawable(renderer, cache, still));
            cache.undrawable.end_round();
            render::add_each_once(problems?, &mut build.report);
            build.work.rendered = cache.verified.end_round();
        }
        check::apply_rules(&build.book.config, &build.sources, &mut build.report);
        build.report.sort(&build.sources);
        Some(build)
    }

    /// What is wrong with pages that cannot be drawn; none if it was called off.
    fn undrawable(&self, renderer: &Renderer, cache: &Cache, still: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let page = |job: &Job| {
            let sheet = self.plan.sheet(job).filter(|_| still())?;
            let source = self.plan.source(job);
            let key = self.page_key(&sheet, source);
            cache
                .verified
                .get(sheet.view.url.clone(), key, || renderer.page(&sheet, &self.cards, source).map(|_| ()))
                .err()
                .map(|problem| *problem)
        };
        let problems = self.plan.jobs.par_iter().filter_map(page).collect();
        still().then_some(problems)
    }

    /// What it takes of a theme to draw pages: templates, words and the site's own texts. What a style or a script holds shows only
    /// in the name of its file, and no page can be drawn or not because of that.
    fn drawn_with(&self) -> Fingerprint {
        let mut site = SiteView::clone(&self.plan.site);
        let features = site.feature_scripts.values_mut().flatten();
        site.styles
            .iter_mut()
            .chain(&mut site.scripts)
            .chain(features)
            .chain([&mut site.icon])
            .for_each(|path| *path = theme::unhashed(path));
        // Plain data with text keys always serialises.
        let site = serde_json::to_vec(&site).unwrap_or_default();
        Cache::key(&[self.theme.templates_fingerprint().as_bytes(), &site])
    }

    /// Makes all but the search index.
    fn draw(&self, cache: &Cache, shelf: &dyn Shelf, report: &mut Report) {
        let Some(renderer) = &self.renderer else { return };
        let page = |sheet: &Sheet, source| {
            let key = || self.page_key(sheet, source);
            cache.recall(&cache.pages, sheet.view.url.clone(), key, || renderer.page(sheet, &self.cards, source))
        };
        render::render(&self.plan, renderer, &self.theme, &self.assets, &page, shelf, report);
        let (plan, sources) = (&self.plan, &self.sources);
        feed::feeds(plan).into_iter().chain(cards(plan, cache)).for_each(|artifact| shelf.put(artifact));
        feed::markdown_copies(plan, sources).for_each(|artifact| shelf.put(artifact));
        downloads(plan, sources, cache, shelf);
    }

    /// What a page is made from: what it shows, how it looks, and the file that a report about it names.
    fn page_key(&self, sheet: &Sheet, source: Option<SourceId>) -> Fingerprint {
        let cards: Vec<Fingerprint> = sheet.cards.iter().map(|place| self.cards.fingerprint(*place)).collect();
        let (own, source) = (sheet.fingerprint(), format!("{source:?}"));
        let parts = [own.as_bytes(), self.look.as_bytes(), source.as_bytes()];
        Fingerprint::of_all(parts.into_iter().chain(cards.iter().map(|card| card.as_bytes() as &[u8])))
    }

    /// The files of the search index. One that is larger than the book allows is reported.
    pub fn index(&self, cache: &mut Cache, report: &mut Report) -> Vec<Artifact> {
        let words = self.theme.words.to_string();
        let key = || Cache::key(&[self.content.as_bytes(), words.as_bytes()]);
        let make = || {
            let (files, mut found) = (Mutex::new(Vec::new()), Report::default());
            let put = |file| files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
            index(&self.plan, &self.theme, cache, &mut found, &put);
            (files.into_inner().unwrap_or_else(PoisonError::into_inner), found)
        };
        let (files, found) = cache.recall(&cache.index, (), key, make);
        cache.runs.end_round();
        cache.index.end_round();
        report.append(found);
        files
    }
}

/// Makes the search index and gives each file to `put`. One that is larger than the book allows is reported.
fn index(plan: &Plan, theme: &Theme, cache: &Cache, report: &mut Report, put: &(dyn Fn(Artifact) + Sync)) {
    let word = |path: &str| {
        let found = path.split('.').try_fold(&*theme.words, |words, part| words.get(part));
        found.and_then(|word| word.as_str()).unwrap_or(path).to_owned()
    };
    let found = search::collect(plan, &word);
    let remember = |name, key, make: &dyn Fn() -> search::Run| cache.runs.get(name, key, make);
    let writer = search::Writer {
        documents: &|item| found.documents(item),
        facets: &found.facets,
        options: &found.options,
        put,
        remember: if cache.remembers() { Some(&remember) } else { None },
    };
    let bytes = writer.write(found.groups());
    if let Some(budget) = plan.book.config.search.budget_kb.filter(|budget| bytes > budget * 1000) {
        report.add(
            Diagnostic::new(
                Code::SearchBudget,
                Place::File("book.toml".into()),
                format!("the search index has {} kB, and `budget-kb` allows {budget}", bytes.div_ceil(1000)),
            )
            .help("raise `budget-kb` under `[search]`, or publish less"),
        );
    }
}

/// The card images. Drawing one takes longer than a page, and they seldom change.
fn cards(plan: &Plan, cache: &Cache) -> Vec<Artifact> {
    let artist = feed::Artist::new();
    let draw = |card: &plan::Card| cache.cards.get(card.address.clone(), Fingerprint::of(card.address.as_bytes()), || artist.draw(card));
    plan.cards.par_iter().filter_map(draw).collect()
}

/// The banks in other formats; one without questions has none. Of two banks with one id, which was reported, the first one has the files.
fn downloads(plan: &Plan, sources: &SourceMap, cache: &Cache, shelf: &dyn Shelf) {
    let mut seen = BTreeSet::new();
    let banks = plan.book.banks.iter().filter(|bank| !bank.questions.is_empty());
    let banks: Vec<_> = banks.filter(|bank| seen.insert(bank.id.value.as_str())).collect();
    let toml = sources.at("book.toml").map(|source| source.fingerprint);
    banks.par_iter().for_each(|bank| {
        let files = [toml.as_ref(), sources.get(bank.source).map(|source| &source.fingerprint)];
        let key = || {
            let leads = feed::leads(plan, bank);
            let ids = bank.questions.iter().map(|question| question.id.as_bytes());
            let files = files.into_iter().flatten().map(Fingerprint::as_bytes);
            Fingerprint::of_all(ids.chain(files).chain(leads.iter().map(String::as_bytes)))
        };
        let made = cache.recall(&cache.downloads, bank.path.clone(), key, || feed::downloads(plan, sources, bank));
        made.into_iter().for_each(|artifact| shelf.put(artifact));
    });
}
