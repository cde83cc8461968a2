use crate::diag::{Source, Span};

use super::visible::visible;

/// How many characters of a line are shown before the first one meant, and from it on.
const BEFORE: usize = 50;
const FROM: usize = 90;

/// The line that a problem is on, cut to what fits a screen, with what is meant on it. Only the first line of a long span
/// is shown: that is where the reader has to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// From 1.
    pub(super) line: usize,
    /// From 1, in characters, in the whole line.
    pub(super) column: usize,
    /// What stands before, with `…` at its start if the line was cut.
    pub(super) before: String,
    /// What is meant; may be empty.
    pub(super) meant: String,
    /// What stands after, with `…` at its end if the line was cut.
    pub(super) after: String,
}

impl Excerpt {
    /// Cuts it out of the file; a span that lies elsewhere is shown at the file's end.
    pub(super) fn new(source: &Source, span: Span) -> Excerpt {
        let text = &*source.text;
        let start = floor(text, span.range().start);
        let end = floor(text, span.range().end).max(start);
        let position = source.lines().position(text, start);
        let first = source.lines().start_of(position.line).unwrap_or(0);
        // Cut before looking for the line's end: the line may be 30 MB long.
        let line = &text[start..];
        let window = line.char_indices().nth(FROM + 1).map_or(line.len(), |(at, _)| at);
        let rest = line[..window].split('\n').next().unwrap_or_default();
        let rest = if rest.len() < window { rest.strip_suffix('\r').unwrap_or(rest) } else { rest };
        let meant = end.saturating_sub(start).min(rest.len());
        let (meant, after) = rest.split_at(meant);
        Excerpt {
            line: position.line,
            column: position.column,
            before: cut_front(&text[first..start]),
            meant: cut_back(meant, FROM),
            after: cut_back(after, FROM.saturating_sub(meant.chars().count())),
        }
    }

    /// The line as it is shown.
    pub(super) fn text(&self) -> String {
        [self.before.as_str(), &self.meant, &self.after].concat()
    }
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn cut_front(text: &str) -> String {
    match text.char_indices().rev().nth(BEFORE) {
        Some((at, c)) => format!("…{}", visible(&text[at + c.len_utf8()..])),
        None => visible(text).into_owned(),
    }
}

fn cut_back(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", visible(&text[..at])),
        None => visible(text).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, range: std::ops::Range<usize>) -> Excerpt {
        let source = Source::new("a.yaml", text);
        Excerpt::new(&source, Span::new(source.id, range))
    }

    #[test]
    fn shows_the_first_line_of_a_span() {
        let found = excerpt("one\r\ntwo\r\nthree\r\n", 5..12);
        assert_eq!((found.line, found.column, found.text().as_str(), found.meant.as_str()), (2, 1, "two", "two"));
        let at_end = excerpt("one\n", 4..4);
        assert_eq!((at_end.line, at_end.column, at_end.text().as_str()), (2, 1, ""));
    }

    #[test]
    fn cuts_a_long_line_around_what_is_meant() {
        let text = format!("{}fault{}", "ä".repeat(500_000), "ö".repeat(500_000));
        let found = excerpt(&text, 1_000_000..1_000_005);
        assert_eq!(found.meant, "fault");
        assert_eq!(found.column, 500_001);
        assert_eq!(found.before.chars().count(), BEFORE + 1);
        assert!(found.before.starts_with('…') && found.after.ends_with('…'));
        assert!(found.text().chars().count() < 160, "{}", found.text());
    }

    #[test]
    fn makes_control_characters_visible() {
        assert_eq!(excerpt("a\u{1b}[31m\u{202e}b", 0..1).text(), "a␛[31m\u{fffd}b");
    }
}
