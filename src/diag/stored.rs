use serde::{Deserialize, Serialize};

use super::{Code, Diagnostic, Note, Place, Report, Severity, SourceId, SourceMap, Span};

/// A report as it is kept between two runs: files by path, places by bytes, so that it can be shown again without
/// building again, in any format.
#[derive(Serialize, Deserialize)]
struct Stored {
    code: String,
    warning: bool,
    message: String,
    path: Option<String>,
    bytes: Option<(u32, u32)>,
    label: Option<String>,
    help: Option<String>,
    notes: Vec<(String, u32, u32, String)>,
}

impl Report {
    /// The report as a value to keep.
    pub fn store(&self, sources: &SourceMap) -> serde_json::Value {
        let path = |span: &Span| sources.get(span.source).map(|source| source.path.clone()).unwrap_or_default();
        let store = |diagnostic: &Diagnostic| Stored {
            code: diagnostic.code.slug().to_owned(),
            warning: diagnostic.severity == Severity::Warning,
            message: diagnostic.message.clone(),
            path: match &diagnostic.place {
                Place::Span(span) => Some(path(span)),
                Place::File(path) => Some(path.clone()),
                Place::Book => None,
            },
            bytes: match &diagnostic.place {
                Place::Span(span) => Some((span.start, span.end)),
                _ => None,
            },
            label: diagnostic.label.clone(),
            help: diagnostic.help.clone(),
            notes: diagnostic.notes.iter().map(|note| (path(&note.span), note.span.start, note.span.end, note.message.clone())).collect(),
        };
        serde_json::to_value(self.iter().map(store).collect::<Vec<_>>()).unwrap_or_default()
    }

    /// The report that was kept; `None` if the value is not one, or from a version with other codes.
    pub fn recall(value: &serde_json::Value) -> Option<Report> {
        let mut report = Report::default();
        for stored in Vec::<Stored>::deserialize(value).ok()? {
            let place = match (stored.path, stored.bytes) {
                (Some(path), Some((start, end))) => Place::Span(Span { source: SourceId::of(&path), start, end }),
                (Some(path), None) => Place::File(path),
                (None, _) => Place::Book,
            };
            let note = |(path, start, end, message): (String, u32, u32, String)| Note {
                span: Span { source: SourceId::of(&path), start, end },
                message,
            };
            report.add(Diagnostic {
                code: Code::from_slug(&stored.code)?,
                severity: if stored.warning { Severity::Warning } else { Severity::Error },
                message: stored.message,
                place,
                label: stored.label,
                help: stored.help,
                notes: stored.notes.into_iter().map(note).collect(),
            });
        }
        Some(report)
    }
}
