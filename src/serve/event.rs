use std::collections::BTreeSet;

use serde::Serialize;

use crate::diag::format::{Format, Options, render};
use crate::pipeline::Build;

/// Word to an open page: what is shown is another generation now.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Event {
    /// The one that was asked from. A tab that is behind it has missed more than this says.
    pub(super) since: u64,
    /// The present one.
    pub(super) generation: u64,
    /// Copied files that came, went or changed since the generation that the page asked from; none if that is too long ago to tell.
    /// Pages are not among them: an open page fetches itself and sees.
    pub(super) changed: Option<BTreeSet<String>>,
    /// The page of the file that was edited last, as far as a page was made from it.
    pub(super) edited: Option<String>,
    /// While the book is broken, the report as HTML.
    pub(super) errors: Option<String>,
}

impl Event {
    /// The message of an event stream (HTML standard, section 9.2).
    pub(super) fn message(&self) -> String {
        // Plain data with text keys always serialises; JSON has no line ends outside of strings, and inside they are escaped.
        format!("id: {}\ndata: {}\n\n", self.generation, serde_json::to_string(self).unwrap_or_default())
    }
}

/// The report of a broken book as HTML.
pub(super) fn errors(build: &Build) -> Option<String> {
    build.report.has_errors().then(|| render(&build.report, &build.sources, Format::Html, Options::default()))
}
