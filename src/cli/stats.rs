use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use crate::cache::Cache;
use crate::config::Facet;
use crate::model::{Book, FacetTag, Risk};
use crate::pipeline::{self, Build, Settings};

use super::book;
use super::console::{Console, Exit, counted};

/// What a book holds, in numbers.
#[derive(Debug, Serialize)]
struct Stats {
    /// How many of each kind of thing.
    counts: BTreeMap<&'static str, usize>,
    /// Per facet, its values with their questions (those to avoid are left out).
    coverage: Vec<FacetCounts>,
    /// Size of the site by kind of file.
    bytes: BTreeMap<String, Size>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct FacetCounts {
    facet: String,
    values: Vec<ValueCount>,
}

#[derive(Debug, Serialize)]
struct ValueCount {
    value: String,
    /// Have the value themselves.
    exact: usize,
    /// Have it, or the facet's `any` value.
    matching: usize,
}

#[derive(Debug, Default, Serialize)]
struct Size {
    files: usize,
    bytes: usize,
}

/// Counts what is in the book and in its site.
pub(super) fn run(dir: Option<&Path>, json: bool, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let settings = Settings::default();
    let mut cache = Cache::forgetful();
    let prepared = pipeline::prepare(&folder, &settings, &mut cache);
    let build = pipeline::build(prepared, &settings, &mut cache);
    let stats = Stats::of(&build);
    let text = if json { serde_json::to_string(&stats).unwrap_or_default() + "\n" } else { stats.for_people() };
    let printed = console.print(text);
    if build.report.has_errors() {
        console.report(&build.report, &build.sources);
        return Exit::Content;
    }
    printed
}

impl Stats {
    fn of(build: &Build) -> Stats {
        let counts = build.report.counts();
        let mut bytes: BTreeMap<String, Size> = BTreeMap::new();
        for artifact in build.site.iter().flat_map(|site| site.iter()) {
            let name = artifact.path.rsplit('/').next().unwrap_or_default();
            let ending = name.rsplit_once('.').map_or("other", |(_, ending)| ending).to_owned();
            let size = bytes.entry(ending).or_default();
            size.files += 1;
            size.bytes += artifact.bytes.len();
        }
        let facets = build.book.config.facets.iter().enumerate();
        Stats {
            counts: things(&build.book),
            coverage: facets.map(|(index, facet)| coverage(&build.book, index as u16, facet)).collect(),
            bytes,
            errors: counts.errors,
            warnings: counts.warnings,
        }
    }

    fn for_people(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        for (name, count) in &self.counts {
            let _ = writeln!(text, "{count:8}  {name}");
        }
        for facet in &self.coverage {
            let _ = writeln!(text, "\n{}", facet.facet);
            for value in &facet.values {
                let hole = if value.matching == 0 { "  <- nothing yet" } else { "" };
                let _ = writeln!(text, "{:8}  {}{}{hole}", value.exact, value.value, more(value));
            }
        }
        let _ = writeln!(text, "\nsite");
        for (ending, size) in &self.bytes {
            let _ = writeln!(text, "{:8}  {ending} files, {} kB", size.files, size.bytes.div_ceil(1000));
        }
        let _ = writeln!(text, "\n{}, {}", counted(self.errors, "error"), counted(self.warnings, "warning"));
        text
    }
}

fn more(value: &ValueCount) -> String {
    if value.matching == value.exact { String::new() } else { format!(" ({} with those for any)", value.matching) }
}

fn things(book: &Book) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for page in &book.pages {
        *counts.entry(page.kind.name()).or_default() += 1;
    }
    let questions = || book.banks.iter().flat_map(|bank| &bank.questions);
    counts.insert("bank", book.banks.len());
    counts.insert("question", questions().filter(|question| question.risk != Risk::Avoid).count());
    counts.insert("question to avoid", questions().filter(|question| question.risk == Risk::Avoid).count());
    counts.insert("slot", book.slots.len());
    counts.insert("source", book.sources.len());
    counts.insert("claim", book.claims.len());
    counts.insert("term", book.glossary.len());
    counts.insert("asset", book.assets.len());
    counts
}

fn coverage(book: &Book, index: u16, facet: &Facet) -> FacetCounts {
    let questions = || book.banks.iter().flat_map(|bank| &bank.questions).filter(|question| question.risk != Risk::Avoid);
    let values = facet.values.iter().enumerate().map(|(value, declared)| {
        let tag = FacetTag { facet: index, value: value as u16 };
        ValueCount {
            value: declared.id.value.clone(),
            exact: questions().filter(|question| question.tags.has(tag)).count(),
            matching: questions().filter(|question| question.tags.matches(tag, facet)).count(),
        }
    });
    FacetCounts { facet: facet.id.value.clone(), values: values.collect() }
}
