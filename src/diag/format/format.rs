use crate::diag::{Report, SourceMap};

use super::{full, github, html, json, sarif, short};

/// How a report is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the line itself with a caret.
    #[default]
    Full,
    /// One line each: `path:line:column: severity[code]: message`.
    Short,
    /// One JSON object per line.
    Json,
    /// SARIF 2.1.0, which forges and editors read.
    Sarif,
    /// Commands that GitHub's runners turn into annotations.
    Github,
    /// For the overlay of the preview: what `full` says, as a fragment of HTML without script and style.
    Html,
}

/// What a format leaves to the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether `full` is coloured with ANSI escapes.
    pub color: bool,
}

impl Format {
    /// The formats that a command line offers, with their names.
    pub const NAMED: &'static [(&'static str, Format)] =
        &[("full", Format::Full), ("short", Format::Short), ("json", Format::Json), ("sarif", Format::Sarif), ("github", Format::Github)];

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::NAMED.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }
}

/// The whole report as text, problems in their present order. Cannot fail: a span outside its file, or in a file that
/// `sources` does not have, is shown as well as it can be.
pub fn render(report: &Report, sources: &SourceMap, format: Format, options: Options) -> String {
    match format {
        Format::Full => full::render(report, sources, options.color),
        Format::Short => short::render(report, sources),
        Format::Json => json::render(report, sources),
        Format::Sarif => sarif::render(report, sources),
        Format::Github => github::render(report, sources),
        Format::Html => html::render(report, sources),
    }
}
