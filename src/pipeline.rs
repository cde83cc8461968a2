//! The only file that knows the order of the stages. What a planned book gives is in `planned.rs`.

mod planned;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::cache::{Cache, Examined, Whole, Work};
use crate::check;
use crate::config::{self, Config, base_url};
use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report, Source, SourceId, SourceMap, Span, Spanned};
use crate::load::{self, Disk, Files};
use crate::model::lower::{self, Grammar, Lowered};
use crate::model::{Asset, Book, Page};
use crate::plan::{self, Plan, Routes};
use crate::render::{self, Cards, Renderer, Templates};
use crate::site::Site;
use crate::theme::{self, Theme};

pub use planned::Planned;

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
        // Its files besides what they make: one that cannot be read makes nothing, and has to be reported.
        let files = self.files.theme.iter().flat_map(|(path, file)| [path.as_bytes(), file.fingerprint.as_bytes()]);
        Fingerprint::of_all(parts.iter().map(Fingerprint::as_bytes).chain(files).chain([program.as_bytes()])).to_string()
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
    // A book without a name, so that the rest of it is still looked at; the error keeps it from being written.
    let nameless = || Source::new("book.toml", "[book]\ntitle = \"\"\n");
    let source = match disk.read("book.toml") {
        Ok(bytes) => load::decode("book.toml", bytes.clone()).unwrap_or_else(|problem| {
            report.add(*problem);
            // Of a file with a letter or two in another encoding, all the rest can be read.
            if load::Mark::guess(&bytes).is_some() { nameless() } else { Source::new("book.toml", String::from_utf8_lossy(&bytes)) }
        }),
        Err(error) => {
            report.add(
                Diagnostic::new(Code::Unreadable, Place::File("book.toml".into()), format!("`book.toml` cannot be read: {error}"))
                    .help("run `prepbook init` to start a book here, or go to the folder of one"),
            );
            nameless()
        }
    };
    Arc::new(source.without_controls())
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

/// What the theme makes of every page.
fn look(theme: &Theme, plan: &Plan) -> Fingerprint {
    // Plain data with text keys always serialises.
    Fingerprint::of_all([theme.fingerprint.as_bytes(), &serde_json::to_vec(&plan.site).unwrap_or_default()])
}
