use crate::diag::{Place, Position, Source, SourceMap, Span};

/// A place as formats need it: which file, and from where to where people count.
#[derive(Clone, Debug)]
pub(super) struct Locus<'a> {
    /// From the book's root; none for the book as a whole.
    pub(super) path: Option<&'a str>,
    /// First character and the one after the last; none for a file as a whole.
    pub(super) range: Option<(Position, Position)>,
    /// The file's text and the span in it, where there is something to show.
    pub(super) shown: Option<(&'a Source, Span)>,
}

impl<'a> Locus<'a> {
    /// Finds a diagnostic's place.
    pub(super) fn of(place: &'a Place, sources: &'a SourceMap) -> Locus<'a> {
        match place {
            Place::Span(span) => Locus::of_span(*span, sources),
            Place::File(path) => Locus { path: Some(path), range: None, shown: None },
            Place::Book => Locus { path: None, range: None, shown: None },
        }
    }

    /// Finds a span's place.
    pub(super) fn of_span(span: Span, sources: &'a SourceMap) -> Locus<'a> {
        let Some(source) = sources.get(span.source) else { return Locus { path: None, range: None, shown: None } };
        let lines = source.lines();
        let start = lines.position(&source.text, span.range().start);
        let end = lines.position(&source.text, span.range().end).max(start);
        Locus { path: Some(&source.path), range: Some((start, end)), shown: Some((source, span)) }
    }

    /// `path:line:column`, or less where less is known; empty for the book as a whole.
    pub(super) fn name(&self) -> String {
        match (self.path, self.range) {
            (Some(path), Some((start, _))) => format!("{path}:{}:{}", start.line, start.column),
            (Some(path), None) => path.to_owned(),
            (None, _) => String::new(),
        }
    }
}
