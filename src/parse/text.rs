use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::diag::{SourceId, Span};

use super::Slice;

/// A text that was cut out of a file, perhaps with its indentation or escapes removed, that still knows where each of
/// its bytes came from. Markdown inside a YAML block scalar reports its faults through this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text as its reader sees it.
    pub value: Slice,
    /// Where it stands as a whole.
    pub span: Span,
    /// From byte `.0` of the value on, the file runs in step from byte `.1` on; sorted. None: in step from the span's start.
    steps: Option<Arc<[(u32, u32)]>>,
}

impl Text {
    /// A text that stands in the file exactly as it is.
    pub fn verbatim(value: impl Into<Slice>, span: Span) -> Text {
        Text { value: value.into(), span, steps: None }
    }

    /// A text put together from pieces of the file: `steps` pairs a byte of the value with the byte of the file (absolute)
    /// where it came from, at each point from which both run in step; sorted by the first. No steps: the value stands there as it is.
    pub fn pieced(value: impl Into<Slice>, span: Span, steps: Vec<(u32, u32)>) -> Text {
        let steps = (!steps.is_empty()).then(|| steps.into());
        Text { value: value.into(), span, steps }
    }

    fn steps(&self) -> &[(u32, u32)] {
        self.steps.as_deref().unwrap_or_default()
    }

    /// The byte of the file that the byte `offset` of the value came from.
    pub fn origin(&self, offset: usize) -> usize {
        let offset = offset as u32;
        let at = match self.steps().partition_point(|(from, _)| *from <= offset) {
            0 => self.span.start + offset,
            n => {
                let (from, to) = self.steps()[n - 1];
                to + (offset - from)
            }
        };
        at.min(self.span.end) as usize
    }

    /// The place in the file of a range of the value.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let start = self.origin(range.start);
        // The end is found from the last byte inside, so that a range up to a line's end does not reach into the next line's indentation.
        let end = if range.end > range.start { self.origin(range.end - 1) + 1 } else { start };
        Span::new(self.span.source, start..end.max(start).min(self.span.end as usize).max(start))
    }

    /// The file it stands in.
    pub fn source(&self) -> SourceId {
        self.span.source
    }

    /// A part of this text, with its places.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let inside = |(from, _): &&(u32, u32)| (range.start + 1..range.end).contains(&(*from as usize));
        let mut steps: Vec<(u32, u32)> = self.steps().iter().filter(inside).map(|(from, to)| (from - range.start as u32, *to)).collect();
        // Without any, it runs in step from the start of its span on.
        if !steps.is_empty() {
            steps.insert(0, (0, self.origin(range.start) as u32));
        }
        Text::pieced(self.value.part(range.clone()), self.span_of(range), steps)
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.value
    }
}
