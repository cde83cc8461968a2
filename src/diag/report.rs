use rustc_hash::FxHashMap;

use super::{Code, Diagnostic, Place, Severity, SourceId, SourceMap};

/// All that was found wrong in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

/// How many problems of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They stop a build.
    pub errors: usize,
    /// They do not.
    pub warnings: usize,
}

impl Report {
    /// Adds a problem.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all of another report's problems.
    pub fn append(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Sets each problem's severity by `choose` and drops those for which it gives none.
    pub fn configure(&mut self, choose: impl Fn(&Diagnostic) -> Option<Severity>) {
        self.diagnostics.retain_mut(|diagnostic| match choose(diagnostic) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
    }

    /// Puts the problems into the order of files, places, codes and texts, and drops what is said twice.
    pub fn sort(&mut self, sources: &SourceMap) {
        fn path<'a>(place: &'a Place, sources: &'a SourceMap) -> (&'a str, u32) {
            let start = if let Place::Span(span) = place { span.start } else { 0 };
            (place.path(sources).unwrap_or_default(), start)
        }
        self.diagnostics.sort_by(|a, b| {
            path(&a.place, sources)
                .cmp(&path(&b.place, sources))
                .then_with(|| (a.code.slug(), &a.message).cmp(&(b.code.slug(), &b.message)))
        });
        self.diagnostics.dedup();
    }

    /// The problems of which there are more in their file than in `before`, wherever in it they stand: an edit moves all that follow it.
    pub fn since(&self, before: &Report) -> Report {
        let (now, before) = (self.kinds(), before.kinds());
        let is_new = |problem: &&Diagnostic| now.get(&kind(problem)) > before.get(&kind(problem));
        Report { diagnostics: self.iter().filter(is_new).cloned().collect() }
    }

    fn kinds(&self) -> FxHashMap<Kind<'_>, usize> {
        let mut counts = FxHashMap::default();
        self.iter().for_each(|problem| *counts.entry(kind(problem)).or_default() += 1);
        counts
    }

    /// The problems in their present order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// Those of one severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.severity == severity)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many there are of each severity.
    pub fn counts(&self) -> Counts {
        let errors = self.of(Severity::Error).count();
        Counts { errors, warnings: self.diagnostics.len() - errors }
    }

    /// Whether there is a problem that stops a build.
    pub fn has_errors(&self) -> bool {
        self.counts().errors > 0
    }
}

/// What a problem is, and in which file.
type Kind<'a> = (Severity, Code, &'a str, Option<SourceId>, Option<&'a str>);

fn kind(problem: &Diagnostic) -> Kind<'_> {
    let (source, path) = match &problem.place {
        Place::Span(span) => (Some(span.source), None),
        Place::File(path) => (None, Some(path.as_str())),
        Place::Book => (None, None),
    };
    (problem.severity, problem.code, &problem.message, source, path)
}
