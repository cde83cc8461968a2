use std::ops::Range;

use crate::diag::{Place, Source, Span};
use crate::exchange::{Draft, Record, html};
use crate::parse::markdown::{Event, HeadingLevel, Ranged, Tag, events};
use crate::parse::{FrontMatter, Node, Text, Value, parse_yaml, split};

use super::input::Context;

/// Reads a Markdown list: items are questions, items below them follow-ups, headings are facet values or free words, and
/// `<details>` hold answers. Lists in HTML are read as those in Markdown.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let all = Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len()));
    let FrontMatter { yaml, body } = split(&all, &mut context.report);
    let mut draft = Draft::default();
    if let Some(node) = yaml.and_then(|yaml| parse_yaml(&all.slice(yaml), &mut context.report)) {
        front_matter(&node, &mut draft, context);
    }
    let origin = Origin::Verbatim(Span::new(source.id, body.clone()));
    let mut reader = Reader { text: &source.text[body], origin, headings: Vec::new(), draft, context };
    reader.blocks();
    reader.close_headings(None);
    reader.draft
}

/// What a page says of itself: its title and summary are the bank's.
fn front_matter(node: &Node, draft: &mut Draft, context: &mut Context<'_>) {
    let Value::Mapping(entries) = &node.value else { return };
    for entry in entries {
        let text = entry.node.text().map(|text| text.trim().to_owned());
        match entry.key.as_str() {
            "title" => draft.title = text,
            "summary" | "description" => draft.summary = text,
            key => context.lost(entry.key_span, format_args!("`{key}` of the front matter")),
        }
    }
}

/// Deepest nesting that is read; a list in a list is two.
const MAX_DEPTH: usize = 64;

struct Reader<'s, 'c, 'i> {
    text: &'s str,
    origin: Origin,
    /// Open headings below the title.
    headings: Vec<Heading>,
    draft: Draft,
    context: &'c mut Context<'i>,
}

/// Where a text stands in the file.
#[derive(Clone, Copy)]
enum Origin {
    /// There, byte for byte.
    Verbatim(Span),
    /// Somewhere in there, written otherwise.
    Within(Span),
}

struct Heading {
    level: HeadingLevel,
    words: String,
    span: Span,
    /// Whether a question stands below it, or it was reported.
    told: bool,
}

impl Reader<'_, '_, '_> {
    fn blocks(&mut self) {
        let place = || Place::File(self.context.path.to_owned());
        let Some(events) = events(self.text) else {
            return self.context.wrong(place(), "this Markdown cannot be read: a fault in the parser", "change the text a little");
        };
        if depth(&events) > MAX_DEPTH {
            return self.context.wrong(
                place(),
                format!("a list is nested more than {MAX_DEPTH} levels deep"),
                "bring its items further out",
            );
        }
        let mut at = 0;
        while at < events.len() {
            let end = end_of(&events, at);
            self.block(&events[at..end]);
            at = end;
        }
    }

    fn block(&mut self, events: &[Ranged<'_>]) {
        let (event, range) = &events[0];
        let what = match event {
            Event::Start(Tag::Heading { level, .. }) => return self.heading(*level, events, range.clone()),
            Event::Start(Tag::List(_)) => return self.list(events),
            Event::Start(Tag::HtmlBlock) => match self.origin {
                Origin::Verbatim(_) => return self.html(range.clone()),
                // What was HTML already and still looks like it (`<!` without an end, `&lt;p&gt;`) would be so for ever.
                Origin::Within(_) => "text that only looks like HTML",
            },
            Event::Start(Tag::Paragraph) if self.is_summary() && !words(events).is_empty() => {
                self.draft.summary = Some(self.text[range.clone()].trim().to_owned());
                return;
            }
            Event::Start(Tag::CodeBlock(_)) => "a code block outside of a list",
            Event::Start(Tag::Table(_)) => "a table",
            Event::Start(Tag::DefinitionList) => "a list of definitions",
            Event::Start(Tag::FootnoteDefinition(_)) => "a footnote",
            Event::Start(_) => "a paragraph outside of a list",
            _ => return,
        };
        let span = self.span(range.clone());
        self.context.lost(span, what);
    }

    /// Whether the next paragraph says what the list is about.
    fn is_summary(&self) -> bool {
        self.draft.title.is_some() && self.draft.summary.is_none() && self.draft.records.is_empty() && self.headings.is_empty()
    }

    /// Reads a block of HTML as the Markdown it amounts to.
    fn html(&mut self, range: Range<usize>) {
        let (markdown, lost) = html::to_markdown(&self.text[range.clone()]);
        let span = self.span(range);
        for element in lost {
            self.context.lost(span, format_args!("`<{element}>`"));
        }
        let (headings, draft) = (std::mem::take(&mut self.headings), std::mem::take(&mut self.draft));
        let mut inner = Reader { text: &markdown, origin: Origin::Within(span), headings, draft, context: &mut *self.context };
        inner.blocks();
        (self.headings, self.draft) = (inner.headings, inner.draft);
    }

    fn heading(&mut self, level: HeadingLevel, events: &[Ranged<'_>], range: Range<usize>) {
        let (words, span) = (heading_words(events), self.span(range));
        if level == HeadingLevel::H1 && self.draft.records.is_empty() && self.headings.is_empty() {
            match &self.draft.title {
                None => self.draft.title = Some(words),
                Some(title) if *title == words => {}
                Some(_) => self.context.lost(span, "a second title"),
            }
            return;
        }
        let asks = words.ends_with(['?', '？', '؟']);
        if asks {
            self.context.lost(span, "a question that is a heading: only items of lists are read");
        }
        self.close_headings(Some(level));
        self.headings.push(Heading { level, words, span, told: asks });
    }

    /// Closes the headings that end where one of this level begins; all of them at the end.
    fn close_headings(&mut self, level: Option<HeadingLevel>) {
        let ends = |heading: &Heading| level.is_none_or(|level| heading.level >= level);
        for heading in self.headings.iter().filter(|heading| ends(heading) && !heading.told) {
            self.context.lost(heading.span, "a heading without questions below it");
        }
        self.headings.retain(|heading| !ends(heading));
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
        let place: Place = self.span(range).into();
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
        for heading in &mut self.headings {
            self.context.file_under(&mut record, &heading.words, &place);
            heading.told = true;
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
            if let (Event::Start(Tag::List(_)), list) = &events[at]
                && !ends_in_details(&self.text[range.start..list.start.max(range.start)])
            {
                apart.push(list.clone());
                self.below(&events[at..end], &mut item.below);
            }
            at = end;
        }
        let (mut kept, mut from) = (String::new(), range.start);
        for list in &apart {
            kept.push_str(&self.text[from..list.start.max(from)]);
            kept.push('\n');
            from = list.end.max(from);
        }
        kept.push_str(&self.text[from..range.end.max(from)]);
        let text = dedented(without_marker(&kept));
        // The id comes last: it is taken off first, and an item that has one is ours.
        let (text, id) = take_id(&text);
        let (text, answers) = html::take_details(&text, id.is_some());
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

    /// Where a part of the text stands in the file, without the white space that follows it.
    fn span(&self, range: Range<usize>) -> Span {
        match self.origin {
            Origin::Within(span) => span,
            Origin::Verbatim(span) => {
                let start = span.range().start + range.start;
                Span::new(span.source, start..start + self.text[range].trim_end().len())
            }
        }
    }
}

/// The deepest nesting of anything in anything.
fn depth(events: &[Ranged<'_>]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for (event, _) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
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
            _ => {}
        }
    }
    words.trim().to_owned()
}

/// The words of a heading without what leads to another place of the page (`[⬆](#top)`) and without a colon at its end.
fn heading_words(events: &[Ranged<'_>]) -> String {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < events.len() {
        if matches!(&events[at].0, Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with('#')) {
            at = end_of(events, at);
        } else {
            kept.push(events[at].clone());
            at += 1;
        }
    }
    let own = words(&kept);
    let words = if own.is_empty() { words(events) } else { own };
    words.trim_end_matches([':', '：']).trim_end().to_owned()
}

/// An item without its `- `, `12. ` or `- [ ] `.
fn without_marker(item: &str) -> &str {
    let item = item.trim_start();
    let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let item = item[digits..].strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(item);
    let trimmed = item.trim_start_matches(' ');
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|box_| trimmed.strip_prefix(box_)).unwrap_or(item)
}

/// Whether the end of a text lies in an answer that was not closed: a list there is a part of it.
fn ends_in_details(text: &str) -> bool {
    text.matches("<details").count() > text.matches("</details>").count()
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
    let Some((before, rest)) = text.rsplit_once("<!-- id: ") else { return (text.to_owned(), None) };
    let Some((id, after)) = rest.split_once(" -->") else { return (text.to_owned(), None) };
    (format!("{}{after}", before.trim_end()).trim().to_owned(), Some(id.to_owned()))
}

/// Whether a text is one link within the page or to another file: a line of a table of contents.
fn is_link(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix('[') else { return false };
    rest.split_once("](").is_some_and(|(_, rest)| rest.find(')').is_some_and(|end| end + 1 == rest.len()))
}
