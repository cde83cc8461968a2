//! The only file that knows the order of the stages.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Cache, Work};
use crate::check;
use crate::config::{self, Config, base_url};
use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report, Source, SourceId, SourceMap, Span, Spanned};
use crate::feed;
use crate::load::{self, Disk, Files};
use crate::model::lower::{self, Lowered};
use crate::model::{Asset, Book};
use crate::plan::{self, Job, Plan, Routes, Sheet};
use crate::render::{self, Renderer};
use crate::search;
use crate::site::{Artifact, Site};
use crate::theme::Theme;

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
pub struct Prepared {
    config: Arc<Config>,
    toml: Arc<Source>,
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
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What is wrong with it.
    pub report: Report,
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Build {
    /// The site; none when the book has errors.
    pub site: Option<Arc<Site>>,
    /// All that is wrong with the book, in the order of its files.
    pub report: Report,
    /// What the report points into.
    pub sources: SourceMap,
    /// The book, as far as it could be understood.
    pub book: Arc<Book>,
    /// The file behind each page that has one: address to path from the book's root.
    pub origins: Arc<BTreeMap<String, String>>,
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
    Prepared { config: Arc::new(config), toml, files, theme, report, settings: settings.clone() }
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

    /// What the report points into.
    pub fn sources(&self) -> &SourceMap {
        &self.files.sources
    }

    /// A fingerprint of everything the site is made from: when it is the same, so is the site.
    pub fn inputs(&self) -> String {
        let settings = format!("{} {} {:?}", env!("CARGO_PKG_VERSION"), env!("PREPBOOK_CODE"), self.settings);
        let texts = self.files.sources.iter().flat_map(|source| [source.path.as_bytes(), source.fingerprint.as_bytes()]);
        let assets = self.files.assets.iter().flat_map(|(path, asset)| [path.as_bytes(), asset.fingerprint.as_bytes()]);
        let rest = [self.theme.fingerprint.as_bytes(), settings.as_bytes()];
        Fingerprint::of_all(texts.chain(assets).chain(rest)).to_string()
    }
}

/// Understands every file, each by itself.
pub fn understand(prepared: Prepared, cache: &mut Cache) -> Understood {
    let Prepared { config, toml, files, theme, mut report, settings } = prepared;
    let blocks: Vec<String> = theme.blocks().map(str::to_owned).collect();
    let block_names = blocks.join(" ");
    let sources: Vec<&Arc<Source>> = files.sources.iter().filter(|source| source.path != "book.toml").collect();
    let lowered: Vec<(Lowered, Report)> = sources
        .par_iter()
        .map(|source| {
            let key = Cache::key(&[source.fingerprint.as_bytes(), toml.fingerprint.as_bytes(), block_names.as_bytes()]);
            cache.lowered.get(source.id, key, || {
                let mut report = Report::default();
                (lower::lower(source, &config, &blocks, &mut report), report)
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
    Understood { sources: files.sources.clone(), files, book, theme, report }
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
    cache.theme.get((), key, || {
        let mut report = Report::default();
        let overrides = files.theme.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.bytes))).collect();
        (Arc::new(Theme::load(config, overrides, &mut report)), report)
    })
}

/// Holds the parts of the book against each other and gives out every address.
pub fn examine(understood: &mut Understood, settings: &Settings) -> Plan {
    let options = check::Options { as_of: settings.as_of };
    check::run(&understood.book, &understood.files, options, &mut understood.report);
    let inputs = plan::Inputs { book: &understood.book, theme: &understood.theme, assets: &understood.files.assets };
    plan::plan(&inputs, &mut understood.report)
}

/// The addresses of an understood book; clashes go unreported here.
pub fn routes(understood: &Understood) -> Routes {
    let inputs = plan::Inputs { book: &understood.book, theme: &understood.theme, assets: &understood.files.assets };
    plan::plan(&inputs, &mut Report::default()).routes
}

/// A book whose pages are drawn and whose search index is not made yet.
pub struct Drawn {
    build: Build,
    plan: Plan,
    theme: Arc<Theme>,
}

/// Builds the whole site in memory. Warm or cold, the result is the same.
pub fn build(prepared: Prepared, settings: &Settings, cache: &mut Cache) -> Build {
    draw(prepared, settings, cache).finish()
}

/// Builds all but the search index, which takes longest and is asked for least.
pub fn draw(prepared: Prepared, settings: &Settings, cache: &mut Cache) -> Drawn {
    let mut understood = understand(prepared, cache);
    let plan = examine(&mut understood, settings);
    let Understood { mut sources, files, book, theme, mut report } = understood;
    let renderer = Renderer::new(&theme, &plan.site, &mut report);
    render::theme_sources(&theme).into_iter().for_each(|source| sources.insert(source));
    let mut site = Site::default();
    if let Some(renderer) = &renderer {
        let look = look(&theme, &plan);
        let page = |sheet: &Sheet, source| match cache.remembers() {
            // Without a next time there is no use in a fingerprint.
            false => renderer.page(sheet, source),
            true => cache.pages.get(sheet.view.url.clone(), page_key(sheet, source, look), || renderer.page(sheet, source)),
        };
        let pages = render::render(&plan, renderer, &theme, &files.assets, &page, &mut report);
        let machines = feed::feeds(&plan).into_iter().chain(feed::markdown_copies(&plan, &sources)).chain(cards(&plan, cache));
        let downloads = downloads(&plan, &sources, cache);
        pages.into_iter().chain(machines).chain(downloads).for_each(|artifact| add(&mut site, artifact));
    }
    check::apply_rules(&book.config, &sources, &mut report);
    report.sort(&sources);
    let origins = Arc::new(origins(&plan, &sources));
    let site = (!report.has_errors()).then(|| Arc::new(site));
    let work = cache.end_round(renderer.is_some());
    Drawn { build: Build { site, report, sources, book, origins, work }, plan, theme }
}

impl Drawn {
    /// The site without its search index.
    pub fn build(&self) -> &Build {
        &self.build
    }

    /// Adds the search index. A book with errors has no site and needs none.
    pub fn finish(self) -> Build {
        let Drawn { mut build, plan, theme } = self;
        let Some(site) = build.site.take() else { return build };
        let mut site = Arc::unwrap_or_clone(site);
        index(&plan, &theme, &mut build.report).into_iter().for_each(|artifact| add(&mut site, artifact));
        if build.book.config.search.offline {
            let worker = search::worker(&site, &plan.site.key);
            add(&mut site, worker);
        }
        check::apply_rules(&build.book.config, &build.sources, &mut build.report);
        build.report.sort(&build.sources);
        build.site = (!build.report.has_errors()).then(|| Arc::new(site));
        build
    }
}

/// What a page is made from: what it shows, how it looks, and the file that a report about it names.
fn page_key(sheet: &Sheet, source: Option<SourceId>, look: Fingerprint) -> Fingerprint {
    Cache::key(&[sheet.fingerprint().as_bytes(), look.as_bytes(), format!("{source:?}").as_bytes()])
}

/// The search index. One that is larger than the book allows is reported.
pub fn index(plan: &Plan, theme: &Theme, report: &mut Report) -> Vec<Artifact> {
    let word = |path: &str| {
        let found = path.split('.').try_fold(&theme.words, |words, part| words.get(part));
        found.and_then(|word| word.as_str()).unwrap_or(path).to_owned()
    };
    let search::Collection { documents, facets, options } = search::collect(&plan.book, &plan.routes, &word);
    let written = search::write(&documents, &facets, &options);
    if let Some(budget) = plan.book.config.search.budget_kb.filter(|budget| written.bytes > budget * 1000) {
        report.add(
            Diagnostic::new(
                Code::SearchBudget,
                Place::File("book.toml".into()),
                format!("the search index has {} kB, and `budget-kb` allows {budget}", written.bytes.div_ceil(1000)),
            )
            .help("raise `budget-kb` under `[search]`, or publish less"),
        );
    }
    written.files
}

/// The card images. Drawing one takes longer than a page, and they seldom change.
fn cards(plan: &Plan, cache: &Cache) -> Vec<Artifact> {
    let artist = feed::Artist::new();
    let draw = |card: &plan::Card| cache.cards.get(card.address.clone(), Fingerprint::of(card.address.as_bytes()), || artist.draw(card));
    plan.cards.par_iter().filter_map(draw).collect()
}

/// The banks in other formats. Of two banks with one id, which was reported, the first one has the files.
fn downloads(plan: &Plan, sources: &SourceMap, cache: &Cache) -> Vec<Artifact> {
    let mut seen = std::collections::BTreeSet::new();
    let banks: Vec<_> = plan.book.banks.iter().filter(|bank| seen.insert(bank.id.value.as_str())).collect();
    let toml = sources.at("book.toml").map(|source| source.fingerprint);
    let made = banks.par_iter().flat_map_iter(|bank| {
        let ids = bank.questions.iter().map(|question| question.id.as_bytes());
        let files = [toml.as_ref(), sources.get(bank.source).map(|source| &source.fingerprint)];
        let key = Fingerprint::of_all(ids.chain(files.into_iter().flatten().map(Fingerprint::as_bytes)));
        cache.downloads.get(bank.path.clone(), key, || feed::downloads(plan, sources, bank))
    });
    made.collect()
}

/// What every page depends on beside its sheet.
fn look(theme: &Theme, plan: &Plan) -> Fingerprint {
    // Plain data with text keys always serialises.
    Fingerprint::of_all([theme.fingerprint.as_bytes(), &serde_json::to_vec(&plan.site).unwrap_or_default()])
}

/// `plan` gives out each address once; should two stages want one all the same, the first has it.
fn add(site: &mut Site, artifact: Artifact) {
    let second = site.add(artifact);
    debug_assert!(second.is_ok(), "two files for one address: {:?}", second.err().map(|artifact| artifact.path));
}

fn origins(plan: &Plan, sources: &SourceMap) -> BTreeMap<String, String> {
    let origin = |job: &Job| Some((job.address.clone(), sources.get(plan.source(job)?)?.path.clone()));
    plan.jobs.iter().filter_map(origin).collect()
}
