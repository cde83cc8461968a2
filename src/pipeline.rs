//! The only file that knows the order of the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::cache::{Cache, Examined, Whole, Work};
use crate::check;
use crate::config::{self, Config, base_url};
use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report, Source, SourceId, SourceMap, Span, Spanned};
use crate::feed;
use crate::load::{self, AssetFile, Disk, Files};
use crate::model::lower::{self, Grammar, Lowered};
use crate::model::{Asset, Book, Page};
use crate::plan::view::SiteView;
use crate::plan::{self, Job, JobKind, Plan, Routes, Sheet};
use crate::render::{self, Cards, Renderer, Templates};
use crate::search;
use crate::site::{Artifact, Listing, Shelf, Site};
use crate::theme::{self, Theme};

/// What the command line says over `book.toml`.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Publish drafts too.
    pub drafts: bool,
    /// In the place of `site.base-url`.
    pub base_url: Option<String>,
    /// The day against which review dates are held; none: they are not.
    pub as_of: Option<jiff::civil::Date>,
}

/// A book whose files were read, and nothing more.
#[derive(Clone)]
pub struct Prepared {
    config: Arc<Config>,
    files: Files,
    theme: Arc<Theme>,
    report: Report,
    settings: Settings,
}

/// A book that was understood, with what is known to be wrong with it so far.
pub struct Understood {
    /// Its files as text.
    pub sources: SourceMap,
    /// Its files as they are.
    pub files: Files,
    /// Its meaning.
    pub book: Arc<Book>,
    /// A fingerprint of what it allows in its files: with it, a file means one thing.
    allowed: Fingerprint,
    /// What is wrong with it.
    pub report: Report,
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Build {
    /// The site in memory; none when the book has errors, or when its files went to another shelf.
    pub site: Option<Arc<Site>>,
    /// All that is wrong with the book, in the order of its files.
    pub report: Report,
    /// What the report points into.
    pub sources: SourceMap,
    /// The book, as far as it could be understood.
    pub book: Arc<Book>,
    /// How much was done anew.
    pub work: Work,
}

/// Reads every file of the book. Without a `book.toml` that can be read, the report says so and every default stands.
pub fn prepare(disk: &dyn Disk, settings: &Settings, cache: &mut Cache) -> Prepared {
    let mut report = Report::default();
    let toml = read_toml(disk, &mut report);
    let mut config = config::read(&toml, &mut report);
    if let Some(url) = &settings.base_url {
        config.site.base_url = base_url(Spanned::new(url.clone(), Span::new(toml.id, 0..0)), &mut report);
    }
    let files = load::load(disk, Arc::clone(&toml), &config, cache.files.as_ref(), &mut report);
    let (theme, theme_report) = load_theme(&config, &files, &toml, cache);
    report.append(theme_report);
    cache.files = Some(files.clone());
    Prepared { config: Arc::new(config), files, theme, report, settings: settings.clone() }
}

impl Prepared {
    /// The output folder that `book.toml` names, from the book's folder.
    pub fn build_dir(&self) -> &str {
        &self.config.build.build_dir
    }

    /// The settings of the book.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What its pages will be drawn with.
    pub fn theme(&self) -> Arc<Theme> {
        Arc::clone(&self.theme)
    }

    /// What the report points into.
    pub fn sources(&self) -> &SourceMap {
        &self.files.sources
    }

    /// A fingerprint of everything the site is made from: when it is the same, so is the site.
    pub fn inputs(&self) -> String {
        self.with_theme(self.content())
    }

    /// The same, where that of the content is known.
    fn with_theme(&self, content: Fingerprint) -> String {
        let program = concat!(env!("CARGO_PKG_VERSION"), " ", env!("PREPBOOK_CODE"));
        let parts = [content, self.theme.fingerprint];
        Fingerprint::of_all(parts.iter().map(Fingerprint::as_bytes).chain([program.as_bytes()])).to_string()
    }

    /// A fingerprint of all that the book is before it has a theme.
    fn content(&self) -> Fingerprint {
        let texts = self.files.sources.iter().flat_map(|source| [source.path.as_bytes(), source.fingerprint.as_bytes()]);
        let assets = self.files.assets.iter().flat_map(|(path, asset)| [path.as_bytes(), asset.fingerprint.as_bytes()]);
        let settings = format!("{:?}", self.settings);
        let blocks = self.theme.blocks().map(|block| block.as_bytes());
        Fingerprint::of_all(texts.chain(assets).chain(blocks).chain([settings.as_bytes()]))
    }
}

/// Understands every file, each by itself.
pub fn understand(prepared: Prepared, cache: &Cache) -> Understood {
    let Prepared { config, files, theme, mut report, settings } = prepared;
    let blocks: Vec<String> = theme.blocks().map(str::to_owned).collect();
    let grammar = Grammar::new(&config, &blocks);
    let allowed = grammar.fingerprint();
    let sources: Vec<&Arc<Source>> = files.sources.iter().filter(|source| source.path != "book.toml").collect();
    let lowered: Vec<(Lowered, Report)> = sources
        .par_iter()
        .map(|source| {
            let key = Cache::key(&[source.fingerprint.as_bytes(), allowed.as_bytes()]);
            cache.lowered.get(source.id, key, || {
                let mut report = Report::default();
                (lower::lower(source, grammar, &mut report), report)
            })
        })
        .collect();
    let mut meanings = Vec::with_capacity(lowered.len());
    for (meaning, problems) in lowered {
        report.append(problems);
        meanings.push(meaning);
    }
    let assets = files.assets.iter().map(|(path, asset)| Asset { path: path.clone(), fingerprint: asset.fingerprint }).collect();
    let book = Arc::new(lower::assemble(config, meanings, assets, settings.drafts));
    Understood { sources: files.sources.clone(), files, book, allowed, report }
}

fn read_toml(disk: &dyn Disk, report: &mut Report) -> Arc<Source> {
    let read = disk.read("book.toml").map_err(|error| {
        Box::new(
            Diagnostic::new(Code::Unreadable, Place::File("book.toml".into()), format!("`book.toml` cannot be read: {error}"))
                .help("run `prepbook init` to start a book here, or go to the folder of one"),
        )
    });
    match read.and_then(|bytes| load::decode("book.toml", bytes)) {
        Ok(source) => Arc::new(source),
        Err(problem) => {
            report.add(*problem);
            // A book without a name, so that everything else is still looked at; the error keeps it from being written.
            Arc::new(Source::new("book.toml", "[book]\ntitle = \"\"\n"))
        }
    }
}

fn load_theme(config: &Config, files: &Files, toml: &Source, cache: &Cache) -> (Arc<Theme>, Report) {
    let overrides = files.theme.iter().flat_map(|(path, file)| [path.as_bytes(), file.fingerprint.as_bytes()]);
    let key = Fingerprint::of_all(overrides.chain([toml.fingerprint.as_bytes()]));
    let script = |text: &str| {
        let fingerprint = || Fingerprint::of(text.as_bytes());
        cache.recall(&cache.scripts, fingerprint(), fingerprint, || theme::compact(text))
    };
    cache.theme.get((), key, || {
        let mut report = Report::default();
        let overrides = files.theme.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.bytes))).collect();
        (Arc::new(Theme::load(config, overrides, &script, &mut report)), report)
    })
}

/// Holds the parts of the book against each other and gives out every address.
pub fn examine(understood: Understood, settings: &Settings, cache: &Cache) -> Examined {
    let options = check::Options { as_of: settings.as_of };
    let remember = |part, make: &dyn Fn() -> Report| cache.recall(&cache.checked, part, || part_key(part, &understood, settings), make);
    let of_parts = check::parts(&understood.book, &understood.files, options, &remember);
    let faces = cache.remembers().then(|| faces(&understood, settings, cache));
    let make = || whole(&understood, options);
    let found = match faces {
        Some(faces) => cache.whole.get_if((), faces, |before| before.holds(&understood.sources), make),
        None => make(),
    };
    let Understood { book, mut report, .. } = understood;
    report.append(of_parts);
    report.append(found.report);
    Examined { book, layout: found.layout, faces, report }
}

/// The plan of the site in a theme.
pub fn dress(examined: &Examined, theme: &Theme, cache: &Cache) -> Plan {
    let make = || examined.layout.dress(theme);
    let plan = match examined.faces {
        Some(faces) => cache.plan.get((), Cache::key(&[faces.as_bytes(), theme.fingerprint.as_bytes()]), make),
        None => make(),
    };
    plan.for_book(&examined.book)
}

/// What no single file can show: the rules that need the whole book, and its plan without a theme, beside each other.
fn whole(understood: &Understood, options: check::Options) -> Whole {
    let (book, files) = (&understood.book, &understood.files);
    let lay_out = || {
        let mut report = Report::default();
        (plan::lay_out(book, &files.assets, &mut report), report)
    };
    let (mut report, (layout, clashes)) = rayon::join(|| check::whole(book, files, options), lay_out);
    report.append(clashes);
    Whole::new(layout, report, &understood.sources)
}

/// A fingerprint of all that the whole book is to its parts.
fn faces(understood: &Understood, settings: &Settings, cache: &Cache) -> Fingerprint {
    let pages: FxHashMap<SourceId, &Arc<Page>> = understood.book.pages.iter().map(|page| (page.source, page)).collect();
    let face = |source: &Arc<Source>| {
        let page = pages.get(&source.id)?;
        let key = Cache::key(&[source.fingerprint.as_bytes(), understood.allowed.as_bytes()]);
        cache.faces.get(source.id, key, || page.face(&source.text))
    };
    let sources: Vec<&Arc<Source>> = understood.sources.iter().collect();
    let faces: Vec<(&str, Fingerprint)> =
        sources.par_iter().map(|source| (source.path.as_str(), face(source).unwrap_or(source.fingerprint))).collect();
    let assets = understood.files.assets.iter().map(|(path, asset)| (path.as_str(), asset.fingerprint));
    let all: Vec<(&str, Fingerprint)> = faces.into_iter().chain(assets).collect();
    let settings = format!("{settings:?}");
    let parts = all.iter().flat_map(|(path, face)| [path.as_bytes(), face.as_bytes()]);
    Fingerprint::of_all(parts.chain([settings.as_bytes()]))
}

/// What the rules for a part of the book see of it.
fn part_key(part: check::Part, understood: &Understood, settings: &Settings) -> Fingerprint {
    let sources = &understood.sources;
    let of = |id| sources.get(id).map(|source| source.fingerprint);
    let files: Vec<Fingerprint> = match part {
        check::Part::File(id) => of(id).into_iter().collect(),
        check::Part::Questions => understood.book.banks.iter().filter_map(|bank| of(bank.source)).collect(),
    };
    let toml = sources.at("book.toml").map(|source| source.fingerprint);
    let options = format!("{} {:?}", settings.drafts, settings.as_of);
    Fingerprint::of_all(files.iter().chain(&toml).map(Fingerprint::as_bytes).chain([options.as_bytes()]))
}

/// The addresses of an understood book; clashes go unreported here.
pub fn routes(understood: &Understood) -> Arc<Routes> {
    plan::lay_out(&understood.book, &understood.files.assets, &mut Report::default()).routes()
}

/// A book that was held against itself, in which everything has an address: any file of its site can be made, in any order
/// and on any thread.
pub struct Planned {
    plan: Plan,
    theme: Arc<Theme>,
    renderer: Option<Arc<Renderer>>,
    cards: Cards,
    /// What every page depends on beside its sheet.
    look: Fingerprint,
    /// All that the book is before it has a theme.
    content: Fingerprint,
    assets: BTreeMap<String, Arc<AssetFile>>,
    sources: SourceMap,
    /// What is wrong with the book, as far as can be told before its pages are drawn.
    report: Report,
    lowered: usize,
    inputs: String,
    /// Feeds, and banks in other formats, once somebody has asked for one.
    feeds: OnceLock<BTreeMap<String, Artifact>>,
}

/// Builds the whole site in memory. Warm or cold, the result is the same.
pub fn build(prepared: Prepared, settings: &Settings, cache: &mut Cache) -> Build {
    let shelf = Mutex::new(Site::default());
    let build = plan(prepared, settings, cache).make(cache, &shelf);
    let site = shelf.into_inner().unwrap_or_else(PoisonError::into_inner);
    Build { site: (!build.report.has_errors()).then(|| Arc::new(site)), ..build }
}

/// Understands the book and decides what its site will consist of.
pub fn plan(mut prepared: Prepared, settings: &Settings, cache: &mut Cache) -> Planned {
    let content = prepared.content();
    let inputs = prepared.with_theme(content);
    let mut report = std::mem::take(&mut prepared.report);
    let make = || examine(understand(prepared.clone(), cache), settings, cache);
    let examined = cache.recall(&cache.examined, (), || content, make);
    let Prepared { files: Files { mut sources, assets, .. }, theme, .. } = prepared;
    let plan = dress(&examined, &theme, cache);
    report.append(examined.report);
    let look = look(&theme, &plan);
    let (templates, compiled) = cache.templates.get((), theme.templates_fingerprint(), || {
        let mut report = Report::default();
        (Templates::new(&theme, &mut report).map(Arc::new), report)
    });
    let renderer = cache.renderer.get((), look, || templates.map(|templates| Arc::new(Renderer::new(&templates, &theme, &plan.site))));
    report.append(compiled);
    render::theme_sources(&theme).into_iter().for_each(|source| sources.insert(source));
    check::apply_rules(&plan.book.config, &sources, &mut report);
    report.sort(&sources);
    let lowered = cache.end_reading();
    let cards = Cards::new(&plan);
    Planned { plan, theme, renderer, cards, look, content, assets, sources, report, lowered, inputs, feeds: OnceLock::new() }
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
        let list = Listing::new(shelf);
        self.draw(cache, &list, &mut build.report);
        build.work.rendered = cache.end_drawing(self.renderer.is_some());
        if !build.report.has_errors() {
            index(&self.plan, &self.theme, cache, &mut build.report, &|file| list.put(file));
            build.work.read = cache.runs.end_round();
            if build.book.config.search.offline {
                shelf.put(search::worker(&list.files(), &self.plan.site.key));
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

/// The banks in other formats. Of two banks with one id, which was reported, the first one has the files.
fn downloads(plan: &Plan, sources: &SourceMap, cache: &Cache, shelf: &dyn Shelf) {
    let mut seen = BTreeSet::new();
    let banks: Vec<_> = plan.book.banks.iter().filter(|bank| seen.insert(bank.id.value.as_str())).collect();
    let toml = sources.at("book.toml").map(|source| source.fingerprint);
    banks.par_iter().for_each(|bank| {
        let ids = bank.questions.iter().map(|question| question.id.as_bytes());
        let files = [toml.as_ref(), sources.get(bank.source).map(|source| &source.fingerprint)];
        let key = || Fingerprint::of_all(ids.chain(files.into_iter().flatten().map(Fingerprint::as_bytes)));
        let made = cache.recall(&cache.downloads, bank.path.clone(), key, || feed::downloads(plan, sources, bank));
        made.into_iter().for_each(|artifact| shelf.put(artifact));
    });
}

/// What the theme makes of every page.
fn look(theme: &Theme, plan: &Plan) -> Fingerprint {
    // Plain data with text keys always serialises.
    Fingerprint::of_all([theme.fingerprint.as_bytes(), &serde_json::to_vec(&plan.site).unwrap_or_default()])
}
