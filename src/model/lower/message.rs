use std::ops::Range;

use crate::model::{Message, MessagePiece};
use crate::parse::Text;
use crate::parse::markdown::{Event, Ranged, Tag, TagEnd};

use super::Context;
use super::embedded::{Embedded, find};

impl Context<'_> {
    /// A line of text with blanks: a subject.
    pub(super) fn line(&mut self, text: &Text) -> Message {
        let mut message = Message { span: Some(text.span), ..Message::default() };
        push(&mut message, &text.value, |range| text.span_of(range), |_| false);
        message
    }

    /// The message of a template: what these events say, as plain text with the line ends of the file.
    pub(super) fn message(&mut self, text: &Text, events: &[Ranged<'_>]) -> Message {
        let mut message = Message::default();
        let Some(start) = events.first().map(|(_, range)| range.start) else { return message };
        let end = events.iter().map(|(_, range)| range.end).max().unwrap_or(start);
        let end = start + text.value[start..end].trim_end().len();
        message.span = Some(text.span_of(start..end));
        let plain = Plain::of(text, events);
        let escaped = |at: usize| {
            plain.origin(at).checked_sub(1).is_some_and(|before| {
                text.value.as_bytes()[before] == b'\\'
                    && !(at > 0 && plain.origin(at - 1) == before && plain.words.as_bytes()[at - 1] == b'\\')
            })
        };
        let span_of = |range: Range<usize>| text.span_of(plain.origin(range.start)..plain.origin(range.end - 1) + 1);
        push(&mut message, &plain.words, span_of, escaped);
        message
    }
}

fn push(message: &mut Message, words: &str, span_of: impl Fn(Range<usize>) -> crate::diag::Span, escaped: impl Fn(usize) -> bool) {
    let mut at = 0;
    let text = |range: Range<usize>, pieces: &mut Vec<MessagePiece>| {
        if !range.is_empty() {
            pieces.push(MessagePiece::Text(words[range].to_owned()));
        }
    };
    for (range, embedded) in find(words, true, span_of, escaped) {
        let piece = match embedded {
            Embedded::Variable(name) => MessagePiece::Variable(name),
            Embedded::Slot(name) => MessagePiece::Slot(name),
            Embedded::Citation(_) => continue,
        };
        text(at..range.start, &mut message.pieces);
        at = range.end;
        message.pieces.push(piece);
    }
    text(at..words.len(), &mut message.pieces);
}

/// Markdown as the words of a letter: paragraphs apart by an empty line, list items by a hyphen or number, nothing emphasised.
struct Plain {
    words: String,
    steps: Vec<(usize, usize)>,
}

impl Plain {
    fn of(text: &Text, events: &[Ranged<'_>]) -> Plain {
        let mut plain = Plain { words: String::new(), steps: Vec::new() };
        let mut lists: Vec<Option<u64>> = Vec::new();
        for (event, range) in events {
            match event {
                Event::Text(words) | Event::Code(words) => {
                    // Code stands between backticks, which are not part of it.
                    let inside = text.value[range.clone()].find(&**words).unwrap_or(0);
                    plain.steps.push((plain.words.len(), range.start + inside));
                    plain.words.push_str(words);
                }
                Event::SoftBreak | Event::HardBreak => plain.words.push('\n'),
                Event::Start(Tag::Paragraph) if lists.is_empty() => plain.blank_line(),
                Event::Start(Tag::List(first)) => {
                    if lists.is_empty() {
                        plain.blank_line();
                    }
                    lists.push(*first);
                }
                Event::End(TagEnd::List(_)) => {
                    lists.pop();
                }
                Event::Start(Tag::Item) => {
                    plain.new_line();
                    match lists.last_mut() {
                        Some(Some(number)) => {
                            plain.words.push_str(&format!("{number}. "));
                            *number += 1;
                        }
                        _ => plain.words.push_str("- "),
                    }
                }
                _ => {}
            }
        }
        plain
    }

    fn new_line(&mut self) {
        if !self.words.is_empty() && !self.words.ends_with('\n') {
            self.words.push('\n');
        }
    }

    fn blank_line(&mut self) {
        self.new_line();
        if !self.words.is_empty() {
            self.words.push('\n');
        }
    }

    fn origin(&self, at: usize) -> usize {
        match self.steps.partition_point(|(from, _)| *from <= at) {
            0 => 0,
            n => self.steps[n - 1].1 + (at - self.steps[n - 1].0),
        }
    }
}
