//! Builds a book in memory (or from a folder) and tells what was found wrong in it.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses some of it")]

use prepbook::cache::{Cache, Examined};
use prepbook::check::apply_rules;
use prepbook::diag::format::{Format, Options, render};
use prepbook::diag::{Report, SourceMap};
use prepbook::load::{Disk, Memory};
use prepbook::pipeline::{Build, Settings, build, examine, prepare, understand};
use serde_json::Value;

/// What books have that say nothing else.
pub const BOOK: &str = r#"[book]
title = "Talks"

[facets.stage]
label = "Stage"
values = [{ id = "open", label = "Opening" }, { id = "middle", label = "Middle" }, { id = "close", label = "Closing" }]

[facets.role]
label = "Who you meet"
many = true
any = "any"
values = [{ id = "any", label = "Anyone" }, { id = "peer", label = "A peer" }, { id = "director", label = "A director" }]

[channels.email]
label = "E-mail"

[vars]
minutes = 20

[check]
summary = "ignore"
orphan-page = "ignore"
"#;

/// One problem, as `--format json` gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub path: String,
    pub line: u64,
    pub column: u64,
    pub code: String,
    pub severity: String,
    pub message: String,
    pub help: String,
}

impl Found {
    /// `code path:line:column`, as short as it can be said.
    pub fn at(&self) -> String {
        match self.line {
            0 => format!("{} {}", self.code, self.path),
            line => format!("{} {}:{line}:{}", self.code, self.path, self.column),
        }
    }
}

/// A book in memory; without a `book.toml` of its own it has [`BOOK`].
pub fn memory<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Memory {
    let mut disk = Memory::default();
    disk.write("book.toml", BOOK);
    files.into_iter().for_each(|(path, text)| disk.write(path, text));
    disk
}

/// Everything that is said of a book in memory before its pages are drawn.
pub fn inspect<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Found> {
    let (report, sources) = examined(&memory(files));
    found(&report, &sources)
}

/// The same, each as `code path:line:column`.
pub fn places<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    inspect(files).iter().map(Found::at).collect()
}

/// The report of a book, with the files it points into.
pub fn report_of(disk: &dyn Disk, settings: &Settings) -> (Report, SourceMap) {
    let build = built(disk, settings);
    (build.report, build.sources)
}

/// Everything that comes of a book.
pub fn built(disk: &dyn Disk, settings: &Settings) -> Build {
    let mut cache = Cache::default();
    let prepared = prepare(disk, settings, &mut cache);
    build(prepared, settings, &mut cache)
}

/// The report of a book as far as it can be told without drawing a page: quicker, for tests that try many books.
pub fn examined(disk: &dyn Disk) -> (Report, SourceMap) {
    let (settings, mut cache) = (Settings::default(), Cache::default());
    let understood = understand(prepare(disk, &settings, &mut cache), &cache);
    let sources = understood.sources.clone();
    let Examined { book, mut report, .. } = examine(understood, &settings, &cache);
    apply_rules(&book.config, &sources, &mut report);
    report.sort(&sources);
    (report, sources)
}

/// A report as the machine-readable format gives it.
pub fn found(report: &Report, sources: &SourceMap) -> Vec<Found> {
    let text = render(report, sources, Format::Json, Options::default());
    text.lines()
        .map(|line| {
            let object: Value = serde_json::from_str(line).expect("each line is a JSON object");
            let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
            let number = |key: &str| object[key].as_u64().unwrap_or_default();
            Found {
                path: text("path"),
                line: number("line"),
                column: number("column"),
                code: text("code"),
                severity: text("severity"),
                message: text("message"),
                help: text("help"),
            }
        })
        .collect()
}
