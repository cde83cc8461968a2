use std::collections::BTreeSet;

use crate::diag::{Fingerprint, Place, Report, SourceMap};
use crate::plan::Layout;

/// What follows from the faces of all files.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Where everything stands.
    pub layout: Layout,
    /// What the rules that need the whole book say.
    pub report: Report,
    /// The files that the report points into, by path, as they were then.
    about: Vec<(String, Option<Fingerprint>)>,
}

impl Whole {
    /// What was found in files that were as they are in `sources`.
    pub fn new(layout: Layout, report: Report, sources: &SourceMap) -> Whole {
        let places = report.iter().filter_map(|problem| match &problem.place {
            Place::Span(span) => Some(*span),
            _ => None,
        });
        let notes = report.iter().flat_map(|problem| problem.notes.iter().map(|note| note.span));
        let paths: BTreeSet<&str> = places.chain(notes).filter_map(|span| Some(sources.get(span.source)?.path.as_str())).collect();
        let about = paths.into_iter().map(|path| (path.to_owned(), fingerprint(sources, path))).collect();
        Whole { layout, report, about }
    }

    /// Whether the report still points to the right places: none of the files that it points into has changed.
    pub fn holds(&self, sources: &SourceMap) -> bool {
        self.about.iter().all(|(path, before)| fingerprint(sources, path) == *before)
    }
}

fn fingerprint(sources: &SourceMap, path: &str) -> Option<Fingerprint> {
    sources.at(path).map(|source| source.fingerprint)
}
