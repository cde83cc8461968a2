use std::collections::BTreeSet;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Report, Severity, SourceMap};
use crate::load::is_text;

const TOML: &str = "book.toml";

/// What may be said only because another file could not be read: that what it holds is missing, or that nothing leads to a page.
const CONSEQUENCES: [Code; 11] = [
    Code::UnknownId,
    Code::DeadLink,
    Code::DeadAnchor,
    Code::UnknownCitation,
    Code::UnknownSlot,
    Code::NoBetter,
    Code::EmptyQuery,
    Code::UnusedSlot,
    Code::OrphanPage,
    Code::OrphanAsset,
    Code::Coverage,
];

/// What may be said only because the front matter or a block of a page could not be read: the page is there, and its kind, its id, its
/// slots and what it shows and leads to are unknown.
const OF_A_PAGE: [Code; 8] = [
    Code::UnknownId,
    Code::DuplicateId,
    Code::DeadAnchor,
    Code::EmptyQuery,
    Code::UnknownSlot,
    Code::UnusedSlot,
    Code::OrphanPage,
    Code::OrphanAsset,
];

/// What may be said of such a page itself only because of that.
const WITHIN_A_PAGE: [Code; 2] = [Code::Summary, Code::ReadingLevel];

/// Holds back what may follow from a file that cannot be read until it can: one missing quotation mark in a file of sources makes an
/// error of every citation. Of a book whose `book.toml` cannot be read nothing else is said at all. The file itself stays an error, so
/// no site is written meanwhile.
pub(super) fn hold_back(config: &Config, sources: &SourceMap, report: &mut Report) {
    // What the author has made a warning keeps no site from being written, so it may hide nothing either.
    let is_error_in = |problem: &Diagnostic, is_meant: &dyn Fn(&str) -> bool| {
        problem.severity == Severity::Error && problem.place.path(sources).is_some_and(is_meant)
    };
    let of_toml = |problem: &Diagnostic| is_error_in(problem, &|path| path == TOML) && is_unread_toml(problem, config, sources);
    if report.iter().any(of_toml) {
        return report.configure(|problem| of_toml(problem).then_some(problem.severity));
    }
    let a_file = report.iter().any(|problem| is_error_in(problem, &|path| is_unread(problem, path)));
    let is_cause = |problem: &&Diagnostic| is_error_in(problem, &|path| is_half_read(problem, path));
    let pages: BTreeSet<String> =
        report.iter().filter(is_cause).filter_map(|problem| problem.place.path(sources)).map(str::to_owned).collect();
    if a_file || !pages.is_empty() {
        report.configure(|problem| {
            let follows = a_file && CONSEQUENCES.contains(&problem.code)
                || !pages.is_empty() && OF_A_PAGE.contains(&problem.code)
                || WITHIN_A_PAGE.contains(&problem.code) && problem.place.path(sources).is_some_and(|path| pages.contains(path));
            (!follows).then_some(problem.severity)
        });
    }
}

/// Whether nothing is known of `book.toml`. Of one with a letter or two in another encoding, all the rest is.
fn is_unread_toml(problem: &Diagnostic, config: &Config, sources: &SourceMap) -> bool {
    match problem.code {
        Code::Unreadable | Code::NotUtf8 => config.book.title.value.is_empty(),
        Code::MissingKey => sources.at(TOML).is_some_and(|toml| toml.text.trim().is_empty()),
        code => code == Code::TomlSyntax,
    }
}

/// Whether the file at `path`, in which the problem is, is missing from the book because of it.
fn is_unread(problem: &Diagnostic, path: &str) -> bool {
    match problem.code {
        Code::Unreadable | Code::NotUtf8 | Code::TooLarge => is_text(path),
        Code::YamlSyntax => is_text(path) && !path.ends_with(".md"),
        _ => false,
    }
}

/// Whether of the page at `path`, in which the problem is, the front matter or a block is missing because of it.
fn is_half_read(problem: &Diagnostic, path: &str) -> bool {
    path.ends_with(".md") && matches!(problem.code, Code::YamlSyntax | Code::OpenFrontMatter)
}
