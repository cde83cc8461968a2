use std::ops::Range;

/// A run of text events, to find where in the Markdown a byte of their joined text stands.
pub(super) struct Run<'r> {
    /// Start in the joined text, start in the Markdown.
    parts: Vec<(usize, usize)>,
    markdown: &'r str,
    words: &'r str,
}

impl<'r> Run<'r> {
    /// The events' places in the Markdown, and their words as one text.
    pub(super) fn new(ranges: &[Range<usize>], words: &'r str, markdown: &'r str) -> Run<'r> {
        let mut parts = Vec::with_capacity(ranges.len());
        let mut at = 0;
        for (number, range) in ranges.iter().enumerate() {
            parts.push((at, range.start));
            // An entity is shorter as text than as Markdown; only a range that ends the run can be left open.
            let rest = &words[at.min(words.len())..];
            let verbatim = rest.starts_with(&markdown[range.clone()]);
            at += if verbatim || number + 1 == ranges.len() { range.len() } else { rest.chars().next().map_or(0, char::len_utf8) };
        }
        Run { parts, markdown, words }
    }

    /// The place in the Markdown of the byte at `at` of the words.
    pub(super) fn origin(&self, at: usize) -> usize {
        let (from, to) = self.parts[self.parts.partition_point(|(from, _)| *from <= at).max(1) - 1];
        (to + at - from).min(self.markdown.len().saturating_sub(1))
    }

    /// Whether the character at this byte was written after a backslash that is not itself a character of the text.
    pub(super) fn escaped(&self, at: usize) -> bool {
        let Some(before) = self.origin(at).checked_sub(1) else { return false };
        self.markdown.as_bytes()[before] == b'\\' && !(at > 0 && self.origin(at - 1) == before && self.words.as_bytes()[at - 1] == b'\\')
    }
}
