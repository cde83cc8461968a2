use std::collections::HashMap;
use std::ops::Range;

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::Piece;

/// The footnotes of a text under way.
#[derive(Default)]
pub(super) struct Footnotes {
    /// The [`folded`] labels in the order in which they are first mentioned.
    order: Vec<String>,
    /// The texts by their folded labels, each with its label as it was written.
    texts: HashMap<String, (String, Vec<Piece>, Span)>,
    /// The pieces outside the footnote that is open, and its label.
    open: Option<(Vec<Piece>, String, Span)>,
}

impl Footnotes {
    /// The place of the footnote with this label in the order of their first mention.
    pub(super) fn mention(&mut self, label: &str) -> usize {
        let label = folded(label);
        self.order.iter().position(|known| *known == label).unwrap_or_else(|| {
            self.order.push(label);
            self.order.len() - 1
        })
    }

    /// Opens the footnote that is written at `span`: what comes is its own, and no longer of `pieces`.
    pub(super) fn open(&mut self, label: &str, pieces: &mut Vec<Piece>, span: Span) {
        self.open = Some((std::mem::take(pieces), label.to_owned(), span));
    }

    /// Closes it: `pieces` goes on where it was.
    pub(super) fn close(&mut self, pieces: &mut Vec<Piece>) {
        if let Some((outside, label, span)) = self.open.take() {
            let inside = std::mem::replace(pieces, outside);
            self.texts.entry(folded(&label)).or_insert((label, inside, span));
        }
    }

    /// Those that are mentioned, in the order of their first mention; the others are reported.
    pub(super) fn finish(mut self, report: &mut Report) -> Vec<(String, Vec<Piece>)> {
        let mentioned = self.order.iter().filter_map(|label| self.texts.remove(label)).map(|(label, pieces, _)| (label, pieces)).collect();
        let mut unused: Vec<_> = self.texts.into_values().collect();
        unused.sort_by(|a, b| a.0.cmp(&b.0));
        for (label, _, span) in unused {
            report.add(
                Diagnostic::new(Code::Footnote, span, format!("nothing refers to the footnote `{label}`"))
                    .help(format!("write `[^{label}]` where it belongs, or remove it")),
            );
        }
        mentioned
    }
}

/// A label as the parser compares labels: whatever the case of its letters.
fn folded(label: &str) -> String {
    label.to_uppercase()
}

/// Mentions of footnotes that the parser left as text, because the file has no such footnote.
pub(super) fn unwritten(words: &str) -> Vec<Range<usize>> {
    let mentions = words.match_indices("[^").filter_map(|(at, _)| {
        let label = words[at + 2..].split(']').next().filter(|label| words[at + 2 + label.len()..].starts_with(']'))?;
        let fits = !label.is_empty() && label.len() <= 64 && !label.contains(|c: char| c.is_whitespace() || c == '[');
        fits.then(|| at..at + 3 + label.len())
    });
    mentions.collect()
}
