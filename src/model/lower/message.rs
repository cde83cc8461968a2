use std::ops::Range;

use crate::diag::{Code, Diagnostic, Span};
use crate::model::{Message, MessagePiece, Target};
use crate::parse::Text;
use crate::parse::markdown::{Event, Ranged, Tag, TagEnd};

use super::Context;
use super::embedded::{Embedded, find};
use super::html::{Html, is_comment};

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
        let plain = Plain::of(text, events, self);
        let escaped = |at: usize| {
            plain.origin(at).checked_sub(1).is_some_and(|before| {
                text.value.as_bytes().get(before) == Some(&b'\\')
                    && !(at > 0 && plain.origin(at - 1) == before && plain.words.as_bytes()[at - 1] == b'\\')
            })
        };
        let span_of = |range: Range<usize>| text.span_of(plain.origin(range.start)..plain.origin(range.end - 1) + 1);
        push(&mut message, &plain.words, span_of, escaped);
        message
    }
}

fn push(message: &mut Message, words: &str, span_of: impl Fn(Range<usize>) -> Span, escaped: impl Fn(usize) -> bool) {
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

/// Markdown as the words of a letter: paragraphs apart by an empty line, list items by a hyphen or number, the cells of a row by a
/// bar, addresses in parentheses after the words that they are linked to, nothing emphasised.
#[derive(Default)]
struct Plain<'t> {
    markdown: &'t str,
    words: String,
    /// From byte `.0` of the words on, they are those of the Markdown from byte `.1` on.
    steps: Vec<(usize, usize)>,
    /// The open lists: the number of the next item of each, if they have numbers.
    lists: Vec<Option<u64>>,
    /// Whether nothing follows yet on the mark of an item or the start of a row.
    begun: bool,
    /// The address of the open link, its place, and where its words begin.
    link: Option<(String, Range<usize>, usize)>,
    html_block: bool,
}

impl<'t> Plain<'t> {
    fn of(text: &'t Text, events: &[Ranged<'_>], context: &mut Context<'_>) -> Plain<'t> {
        let mut plain = Plain { markdown: &text.value, ..Plain::default() };
        for (event, range) in events {
            match event {
                Event::Start(tag) => plain.start(tag, range, text, context),
                Event::End(TagEnd::Link) => plain.close_link(),
                Event::End(TagEnd::List(_)) => drop(plain.lists.pop()),
                Event::Text(words) | Event::Code(words) => plain.push(words, range),
                Event::Html(line) if plain.html_block && !is_comment(line) => plain.push(line, range),
                Event::InlineHtml(html) if context.html_in_message(html, text.span_of(range.clone())) == Html::Shown => {
                    plain.push(html, range)
                }
                Event::SoftBreak | Event::HardBreak => plain.words.push('\n'),
                Event::Rule => {
                    plain.block();
                    plain.push(text.value[range.clone()].trim_end(), range);
                }
                Event::TaskListMarker(_) => plain.words.extend([&text.value[range.clone()], " "]),
                Event::FootnoteReference(_) => plain.push(&text.value[range.clone()], range),
                _ => {}
            }
        }
        plain.words.truncate(plain.words.trim_end().len());
        plain
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, text: &Text, context: &mut Context<'_>) {
        match tag {
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) | Tag::DefinitionList => self.block(),
            Tag::HtmlBlock => {
                let html = text.value[range.clone()].trim_end();
                let first = html.lines().next().unwrap_or_default();
                let span = text.span_of(range.start..range.start + first.len());
                self.html_block = context.html_in_message(html, span) == Html::Shown;
                if self.html_block {
                    self.block();
                }
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                }
                self.lists.push(*first);
            }
            Tag::Item => self.open_item(),
            Tag::TableHead | Tag::TableRow | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.new_line();
                self.begun = true;
            }
            Tag::TableCell if !std::mem::take(&mut self.begun) => self.words.push_str(" | "),
            Tag::Link { dest_url, .. } => {
                let url = address(dest_url, text.span_of(range.clone()), context);
                self.link = url.map(|url| (url, range.clone(), self.words.len()));
            }
            _ => {}
        }
    }

    /// Begins a part of its own: after an empty line, in a list on another line, and first in an item beside its mark.
    fn block(&mut self) {
        if std::mem::take(&mut self.begun) {
            return;
        }
        self.new_line();
        if self.lists.is_empty() && !self.words.is_empty() {
            self.words.push('\n');
        }
    }

    fn open_item(&mut self) {
        if !self.begun {
            self.new_line();
        }
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.words.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.words.push_str("- "),
        }
        self.begun = true;
    }

    /// Says where a link leads, unless its words do.
    fn close_link(&mut self) {
        let Some((url, range, start)) = self.link.take() else { return };
        let without_scheme = url.split_once(':').map(|(_, rest)| rest.trim_start_matches('/'));
        if ![Some(url.as_str()), without_scheme].contains(&Some(&self.words[start..])) {
            self.words.push_str(" (");
            self.push(&url, &range);
            self.words.push(')');
        }
    }

    fn push(&mut self, words: &str, range: &Range<usize>) {
        self.begun = false;
        // Code stands between backticks, which are not part of it.
        let inside = self.markdown[range.clone()].find(words).unwrap_or_default();
        self.steps.push((self.words.len(), range.start + inside));
        self.words.push_str(words);
    }

    fn new_line(&mut self) {
        if !self.words.is_empty() && !self.words.ends_with('\n') {
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

/// The address that a letter can show for a link; whoever gets the letter has not the files of the book.
fn address(url: &str, span: Span, context: &mut Context<'_>) -> Option<String> {
    match context.link(url, "", span).target {
        Target::External(url) => Some(url),
        Target::Refused => None,
        _ => {
            context.report.add(
                Diagnostic::new(Code::DeadLink, span, "in a message this link leads nowhere")
                    .label("whoever gets the message has only its words")
                    .help("write a whole address, such as `https://…`, or leave the link out"),
            );
            None
        }
    }
}
