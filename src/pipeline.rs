//! The only file that knows the order of the stages.

use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Cache, Work};
use crate::config::{self, Config, base_url};
use crate::diag::{Code, Diagnostic, Place, Report, Source, SourceMap, Span, Spanned};
use crate::load::{self, Disk, Files};
use crate::model::lower::{self, Lowered};
use crate::model::{Asset, Book};
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

/// A book that was read, with all that is known to be wrong with it so far.
pub struct Understood {
    /// Its files.
    pub sources: SourceMap,
    /// Its meaning.
    pub book: Arc<Book>,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// Its assets.
    pub files: Files,
    /// What is wrong with it.
    pub report: Report,
}

/// Reads the book and holds its parts against each other. A folder without `book.toml` gives a report and no book.
pub fn understand(disk: &dyn Disk, settings: &Settings, cache: &mut Cache) -> Result<Understood, (Report, SourceMap)> {
    let mut report = Report::default();
    let Some(toml) = read_toml(disk, &mut report) else { return Err((report, SourceMap::default())) };
    let mut config = config::read(&toml, &mut report);
    override_base_url(&mut config, settings, &toml, &mut report);
    let config_key = toml.fingerprint;
    let files = load::load(disk, Arc::clone(&toml), &config, cache.files.as_ref(), &mut report);
    let (theme, theme_report) = load_theme(&config, &files, &toml, cache);
    report.append(theme_report);
    let blocks: Vec<String> = theme.blocks().map(str::to_owned).collect();
    let block_names = blocks.join(" ");
    let sources: Vec<&Arc<Source>> = files.sources.iter().filter(|source| source.path != "book.toml").collect();
    let lowered: Vec<(Lowered, Report)> = sources
        .par_iter()
        .map(|source| {
            let key = Cache::key(&[source.fingerprint.as_bytes(), config_key.as_bytes(), block_names.as_bytes()]);
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
    let book = Arc::new(lower::assemble(Arc::new(config), meanings, assets, settings.drafts));
    cache.files = Some(files.clone());
    Ok(Understood { sources: files.sources.clone(), book, theme, files, report })
}

fn read_toml(disk: &dyn Disk, report: &mut Report) -> Option<Arc<Source>> {
    let bytes = match disk.read("book.toml") {
        Ok(bytes) => bytes,
        Err(error) => {
            report.add(
                Diagnostic::new(Code::Unreadable, Place::File("book.toml".into()), format!("`book.toml` cannot be read: {error}"))
                    .help("run `prepbook init` to start a book here, or go to the folder of one"),
            );
            return None;
        }
    };
    match load::decode("book.toml", bytes) {
        Ok(source) => Some(Arc::new(source)),
        Err(problem) => {
            report.add(*problem);
            None
        }
    }
}

fn override_base_url(config: &mut Config, settings: &Settings, toml: &Source, report: &mut Report) {
    if let Some(url) = &settings.base_url {
        config.site.base_url = base_url(Spanned::new(url.clone(), Span::new(toml.id, 0..0)), report);
    }
}

fn load_theme(config: &Config, files: &Files, toml: &Source, cache: &Cache) -> (Arc<Theme>, Report) {
    let overrides = files.theme.iter().flat_map(|(path, file)| [path.as_bytes(), file.fingerprint.as_bytes()]);
    let key = crate::diag::Fingerprint::of_all(overrides.chain([toml.fingerprint.as_bytes()]));
    cache.theme.get((), key, || {
        let mut report = Report::default();
        let overrides = files.theme.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.bytes))).collect();
        (Arc::new(Theme::load(config, overrides, &mut report)), report)
    })
}

/// Ends a round of the cache that came no further than [`understand`].
pub fn end_round(cache: &mut Cache) -> Work {
    cache.end_round(false)
}
