use std::path::Path;

use jiff::civil::Date;

use crate::cache::Cache;
use crate::diag::format::Format;
use crate::pipeline::{self, Settings};
use crate::site::Nowhere;

use super::args::{Deny, ReportFormat};
use super::book;
use super::build::verdict;
use super::console::{Console, Exit, summary};

/// Reports everything that a build would report; the report is the result.
pub(super) fn run(
    dir: Option<&Path>,
    format: ReportFormat,
    as_of: Option<&str>,
    deny: Option<Deny>,
    drafts: bool,
    console: Console,
) -> Exit {
    let as_of = match as_of.map(|day| day.parse::<Date>()).transpose() {
        Ok(day) => day,
        Err(_) => return console.fail("`--as-of` is not a day", "write it as `2026-11-23`"),
    };
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let settings = Settings { drafts, as_of, ..Settings::default() };
    let mut cache = Cache::forgetful();
    let prepared = pipeline::prepare(&folder, &settings, &mut cache);
    let build = pipeline::plan(prepared, &settings, &mut cache).make(&mut cache, &Nowhere);
    let printed = console.print_report(&build.report, &build.sources, format.into());
    console.say(summary(&build.report));
    match printed {
        Exit::Fine if build.report.has_errors() => Exit::Content,
        Exit::Fine => verdict(build.report.counts().warnings, deny),
        other => other,
    }
}

impl From<ReportFormat> for Format {
    fn from(format: ReportFormat) -> Format {
        match format {
            ReportFormat::Full => Format::Full,
            ReportFormat::Short => Format::Short,
            ReportFormat::Json => Format::Json,
            ReportFormat::Sarif => Format::Sarif,
            ReportFormat::Github => Format::Github,
        }
    }
}
