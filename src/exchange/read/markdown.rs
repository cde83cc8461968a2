use std::ops::Range;

use crate::diag::{Place, Source, Span};
use crate::exchange::{Draft, Record, html};
use crate::parse::markdown::{Event, HeadingLevel, Ranged, Tag, TagEnd, events};

use super::input::Context;

/// Reads a Markdown list: items are questions, items below them follow-ups, headings are facet values or free words, and
/// `<details>` hold answers.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let body = body(&source.text);
    let Some(events) = events(&source.text[body.clone()]) else {
        context.wrong(
            Place::File(context.path.to_owned()),
            "this Markdown cannot be read: a fault in the parser",
            "change the text a little",
        );
        return Draft::default();
    };
    let mut reader = Reader { source, base: body.start, headings: Vec::new(), draft: Draft::default(), context };
    let mut at = 0;
    while at < events.len() {
        at = reader.block(&events, at);
    }
    reader.draft
}

/// The text after front matter, if there is any.
fn body(text: &str) -> Range<usize> {
    let Some(rest) = text.strip_prefix("---\n") else { return 0..text.len() };
    rest.find("\n---\n").map_or(0..text.len(), |end| end + 9..text.len())
}

struct Reader<'s, 'c, 'i> {
    source: &'s Source,
    base: usize,
    /// Open headings below the title: level and words.
    headings: Vec<(HeadingLevel, String)>,
    draft: Draft,
    context: &'c mut Context<'i>,
}

impl Reader<'_, '_, '_> {
    /// Reads what begins at `at`; gives where it ends.
    fn block(&mut self, events: &[Ranged<'_>], at: usize) -> usize {
        let end = end_of(events, at);
        let (event, range) = &events[at];
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.heading(*level, &events[at..end], range.clone()),
            Event::Start(Tag::List(_)) => self.list(&events[at..end]),
            Event::Start(Tag::Paragraph) if self.is_summary() => self.draft.summary = Some(self.raw(range.clone())),
            Event::Start(Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_)) => {
                let what = match event {
                    Event::Start(Tag::CodeBlock(_)) => "a code block outside of a list",
                    Event::Start(Tag::Table(_)) => "a table",
                    _ => "a paragraph outside of a list",
                };
                let span = self.span(range.start..range.start + self.source.text[self.base..][range.clone()].trim_end().len());
                self.context.lost(span, what);
            }
            _ => {}
        }
        end
    }

    /// Whether the next paragraph says what the list is about.
    fn is_summary(&self) -> bool {
        self.draft.title.is_some() && self.draft.summary.is_none() && self.draft.records.is_empty() && self.headings.is_empty()
    }

    fn heading(&mut self, level: HeadingLevel, events: &[Ranged<'_>], range: Range<usize>) {
        let words = words(events);
        if level == HeadingLevel::H1 && self.draft.title.is_none() && self.draft.records.is_empty() {
            self.draft.title = Some(words);
            return;
        }
        if words.trim_end().ends_with(['?', '？', '؟']) {
            let span = self.span(range);
            self.context.lost(span, "a question that is a heading: only items of lists are read");
        }
        self.headings.retain(|(open, _)| *open < level);
        self.headings.push((level, words));
    }

    fn list(&mut self, events: &[Ranged<'_>]) {
        let mut at = 1;
        while at + 1 < events.len() {
            let end = end_of(events, at);
            if let (Event::Start(Tag::Item), range) = &events[at] {
                self.question(&events[at..end], range.clone());
            }
            at = end;
        }
    }

    fn question(&mut self, events: &[Ranged<'_>], range: Range<usize>) {
        let item = self.item(events, &range);
        let place: Place = self.span(range.start..range.start + self.source.text[self.base..][range.clone()].trim_end().len()).into();
        if item.only_link || item.text.is_empty() {
            let what = if item.only_link { "an item that is only a link" } else { "an item without words" };
            return self.context.lost(place, what);
        }
        let mut record = Record::new(place.clone());
        if let Some(id) = &item.id {
            record.set("id", [id.clone()], place.clone());
        }
        record.set("ask", [self.context.literal(&item.text)], place.clone());
        let follow_ups: Vec<String> = item.below.iter().map(|text| self.context.literal(text)).collect();
        if !follow_ups.is_empty() {
            record.set("follow_ups", follow_ups, place.clone());
        }
        if !item.answers.is_empty() {
            record.set("answer", [item.answers.join("\n\n")], place.clone());
        }
        for (_, words) in &self.headings {
            self.context.file_under(&mut record, words, &place);
        }
        self.draft.records.push(record);
    }

    fn item(&mut self, events: &[Ranged<'_>], range: &Range<usize>) -> Item {
        let mut item = Item::default();
        // What is not the question itself, from the item's start.
        let mut apart: Vec<Range<usize>> = Vec::new();
        let mut at = 1;
        while at + 1 < events.len() {
            let end = if matches!(events[at].0, Event::Start(Tag::List(_))) { end_of(events, at) } else { at + 1 };
            if let (Event::Start(Tag::List(_)), list) = &events[at] {
                apart.push(list.clone());
                self.below(&events[at..end], &mut item.below);
            }
            at = end;
        }
        let text = &self.source.text[self.base..];
        let (whole, mut kept, mut from) = (range.clone(), String::new(), range.start);
        for list in &apart {
            kept.push_str(&text[from..list.start.max(from)]);
            kept.push('\n');
            from = list.end.max(from);
        }
        kept.push_str(&text[from..whole.end.max(from)]);
        let text = dedented(without_marker(&kept));
        let (text, answers) = html::take_details(&text);
        let (text, id) = take_id(&text);
        item.only_link = is_link(&text);
        (item.text, item.answers, item.id) = (text.trim().to_owned(), answers, id);
        item
    }

    /// The items of a list below a question, however deep, one after the other.
    fn below(&mut self, events: &[Ranged<'_>], found: &mut Vec<String>) {
        let mut at = 1;
        while at + 1 < events.len() {
            let end = end_of(events, at);
            if let (Event::Start(Tag::Item), range) = &events[at] {
                let inner = self.item(&events[at..end], range);
                if !inner.text.is_empty() {
                    found.push(inner.text);
                }
                found.extend(inner.below);
                if !inner.answers.is_empty() {
                    let span = self.span(range.clone());
                    self.context.lost(span, "the answer to a follow-up question");
                }
            }
            at = end;
        }
    }

    fn raw(&self, range: Range<usize>) -> String {
        self.source.text[self.base..][range].trim().to_owned()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source.id, self.base + range.start..self.base + range.end)
    }
}

/// An item of a list.
#[derive(Default)]
struct Item {
    text: String,
    only_link: bool,
    below: Vec<String>,
    answers: Vec<String>,
    id: Option<String>,
}

/// After the event that ends what begins at `at`.
fn end_of(events: &[Ranged<'_>], at: usize) -> usize {
    let mut depth = 0;
    for (offset, (event, _)) in events[at..].iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return at + offset + 1;
        }
    }
    events.len()
}

fn words(events: &[Ranged<'_>]) -> String {
    let mut words = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(TagEnd::Image) => {}
            _ => {}
        }
    }
    words.trim().to_owned()
}

/// An item without its `- `, `12. ` or `- [ ] `.
fn without_marker(item: &str) -> &str {
    let item = item.trim_start();
    let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let item = item[digits..].strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(item);
    let trimmed = item.trim_start_matches(' ');
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|box_| trimmed.strip_prefix(box_)).unwrap_or(item)
}

/// The lines with the indentation of the second one and the following taken off, as far as they have it in common.
fn dedented(text: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(depth).min().unwrap_or(0);
    let mut lines = text.lines();
    let mut dedented = lines.next().unwrap_or_default().trim().to_owned();
    for line in lines {
        dedented.push('\n');
        dedented.push_str(line.get(common.min(depth(line))..).unwrap_or_default().trim_end());
    }
    while dedented.contains("\n\n\n") {
        dedented = dedented.replace("\n\n\n", "\n\n");
    }
    dedented.trim().to_owned()
}

/// The id in a comment `<!-- id: wrong-belief -->`, as our own export writes it.
fn take_id(text: &str) -> (String, Option<String>) {
    let Some((before, rest)) = text.split_once("<!-- id: ") else { return (text.to_owned(), None) };
    let Some((id, after)) = rest.split_once(" -->") else { return (text.to_owned(), None) };
    (format!("{}{after}", before.trim_end()).trim().to_owned(), Some(id.to_owned()))
}

/// Whether a text is one link within the page or to another file: a line of a table of contents.
fn is_link(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix('[') else { return false };
    rest.split_once("](").is_some_and(|(_, rest)| rest.find(')').is_some_and(|end| end + 1 == rest.len()))
}
