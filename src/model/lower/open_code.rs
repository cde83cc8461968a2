use std::ops::Range;

use crate::parse::Text;

/// A code block whose end was not seen yet.
pub(super) struct OpenCode {
    /// What stands behind its fence, if it has one.
    pub(super) info: Option<String>,
    /// Its lines, each with its place in the text.
    pub(super) lines: Vec<(String, Range<usize>)>,
    /// Its own place.
    pub(super) range: Range<usize>,
}

impl OpenCode {
    /// The first word behind its fence: a language, or the name of a block.
    pub(super) fn word(&self) -> &str {
        self.info.as_deref().unwrap_or_default().split_whitespace().next().unwrap_or_default()
    }

    /// What stands in it, with the place of each of its lines in the `text`.
    pub(super) fn body(&self, text: &Text) -> Text {
        let mut value = String::new();
        let mut steps = Vec::new();
        for (line, range) in &self.lines {
            steps.push((value.len() as u32, text.origin(range.start) as u32));
            value.push_str(line);
        }
        let inside = match (self.lines.first(), self.lines.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => self.range.clone(),
        };
        Text::pieced(value, text.span_of(inside), steps)
    }
}
