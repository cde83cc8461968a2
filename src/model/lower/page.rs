use std::ops::Range;

use crate::config;
use crate::diag::{Code, Diagnostic, Source, SourceId, Span, Spanned};
use crate::model::{Checklist, Heading, Kind, Limit, Message, Page, Prose, Template, valid_id};
use crate::parse::markdown::{Event, HeadingLevel, Ranged, Tag};
use crate::parse::{Fields, FrontMatter, Node, Text, Value, parse_yaml, split, wrong_type};

use super::checklist::{self, close};
use super::html::Html;
use super::prose::{Builder, Holes, wordless_heading};
use super::{Context, dates, records, tags};

const KINDS: &[(&str, &str)] = &[("guide", "guide"), ("template", "template"), ("checklist", "checklist"), ("tool", "tool")];

/// Understands a Markdown file.
pub(super) fn lower(source: &Source, context: &mut Context<'_>) -> Page {
    let all = Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len()));
    let FrontMatter { yaml, body } = split(&all, context.report);
    let front = yaml.and_then(|range| parse_yaml(&all.slice(range), context.report));
    let text = all.slice(body.clone());
    let empty = Node { value: Value::Mapping(Vec::new()), span: all.span_of(0..0) };
    let mut page = blank_page(source.id, context.path, &text, body);
    let events = context.events(&text).unwrap_or_default();
    let mut events = events.as_slice();
    if let Some(title) = take_title(&mut events, &text, context) {
        page.title = title;
    }
    let node = front.as_ref().unwrap_or(&empty);
    match Fields::new(node, "page", context.report) {
        Some(mut fields) => {
            let kind = fields.choice("kind", KINDS, context.report).map_or("guide", |kind| kind.value);
            read_front_matter(&mut fields, &mut page, context);
            read_body(kind, &mut fields, &mut page, &text, events, context);
            fields.finish([], context.report);
        }
        None => read_text(&mut page, &text, events, Holes::Plain, context),
    }
    if source.text.trim().is_empty() {
        context.report.add(
            Diagnostic::new(Code::EmptyFile, all.span_of(0..0), "this file is empty")
                .help("write something, or remove it; names with `_` are not published"),
        );
    }
    page
}

fn blank_page(source: SourceId, path: &str, text: &Text, body: Range<usize>) -> Page {
    let path = path.to_owned();
    let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
    // An index page is named for its folder: every folder has one.
    let name = match (stem.as_str(), path.rsplit('/').nth(1)) {
        ("index", Some(folder)) => folder.to_owned(),
        _ => stem,
    };
    let nowhere = Span::new(source, 0..0);
    Page {
        path,
        source,
        id: Spanned::new(name.clone(), nowhere),
        kind: Kind::Guide,
        title: Spanned::new(name, text.span.at_start()),
        summary: None,
        order: None,
        keywords: Vec::new(),
        searches: Vec::new(),
        tags: Default::default(),
        related: Vec::new(),
        aliases: Vec::new(),
        draft: false,
        author: None,
        review: Default::default(),
        language: None,
        card: false,
        level: None,
        body: Prose::default(),
        headings: Vec::new(),
        markdown: body.start as u32..body.end as u32,
    }
}

/// Cuts a leading heading of the first level, which is never printed twice; `None` without one that has words.
fn take_title(events: &mut &[Ranged<'_>], text: &Text, context: &mut Context<'_>) -> Option<Spanned<String>> {
    let (Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range) = events.first()? else { return None };
    let (heading, rest) = events.split_at(close(events, 0));
    *events = rest;
    let mut words = String::new();
    for (event, range) in heading {
        match event {
            Event::Text(part) | Event::Code(part) => words.push_str(part),
            Event::InlineHtml(html) if context.html(html, text.span_of(range.clone())) == Html::Shown => words.push_str(html),
            Event::SoftBreak => words.push(' '),
            _ => {}
        }
    }
    let span = text.span_of(range.start..range.start + text.value[range.clone()].trim_end().len());
    if words.trim().is_empty() {
        context.report.add(wordless_heading(span));
        return None;
    }
    Some(Spanned::new(words, span))
}

fn read_front_matter(fields: &mut Fields<'_>, page: &mut Page, context: &mut Context<'_>) {
    if let Some(id) = fields.string("id", context.report).and_then(|id| check_id(id, context)) {
        page.id = id;
    }
    if let Some(title) = fields.string("title", context.report) {
        page.title = title;
    }
    page.summary = fields.text("summary", context.report).map(|text| context.prose(&text, Holes::Plain));
    page.order = fields.number("order", -1_000_000..=1_000_000, context.report).map(|order| order.value);
    page.keywords = fields.strings("tags", context.report);
    page.searches = fields.strings("searches", context.report);
    page.tags = tags::read(fields, context.grammar.facets, context.report);
    let related = fields.strings("related", context.report);
    page.related = related.iter().map(|path| context.link(path, "", path.span)).collect();
    page.aliases = aliases(fields, context);
    page.draft = fields.flag("draft", context.report).unwrap_or(false);
    page.author = fields.string("author", context.report).map(|author| author.value);
    page.review = dates::review(fields, context.report);
    page.language = config::language(fields, context.report);
    page.card = fields.flag("card", context.report).unwrap_or(false);
    page.level = fields.number("level", 1..=18, context.report);
}

/// Former addresses, as paths from the site's root.
pub(super) fn aliases(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Vec<Spanned<String>> {
    let given = fields.strings("aliases", context.report);
    let mut aliases = Vec::new();
    for alias in given {
        let path = alias.trim_start_matches('/');
        let whole = if path.ends_with('/') || path.is_empty() { format!("{path}index.html") } else { path.to_owned() };
        let bad = whole.split('/').any(|part| matches!(part, "" | "." | "..")) || whole.contains(['\\', '?', '#', ':']);
        if bad || !whole.ends_with(".html") {
            context.report.add(
                Diagnostic::new(Code::BadAddress, alias.span, format!("`{}` cannot be a former address", alias.value))
                    .label("expected a path from the site's root such as `old/page.html`"),
            );
        } else {
            aliases.push(Spanned::new(whole, alias.span));
        }
    }
    aliases
}

/// An id that can be one; any other is reported.
pub(super) fn check_id(id: Spanned<String>, context: &mut Context<'_>) -> Option<Spanned<String>> {
    if valid_id(&id) {
        return Some(id);
    }
    context.report.add(
        Diagnostic::new(Code::BadId, id.span, format!("`{}` cannot be an id", id.value))
            .label("expected letters, digits, `-`, `_` and `.`, at most 64 bytes, not beginning with `.` or `_`"),
    );
    None
}

fn read_body(kind: &str, fields: &mut Fields<'_>, page: &mut Page, text: &Text, events: &[Ranged<'_>], context: &mut Context<'_>) {
    match kind {
        "template" => {
            let heading = events.iter().position(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. }))).unwrap_or(events.len());
            let message = context.message(text, &events[..heading]);
            page.kind = Kind::Template(Box::new(template(fields, message, context)));
            read_text(page, text, &events[heading..], Holes::Slots, context);
        }
        "checklist" => {
            let parts = checklist::read(context, text, events);
            page.kind = Kind::Checklist(parts.checklist);
            (page.body, page.headings) = (parts.body, parts.headings);
            if matches!(&page.kind, Kind::Checklist(Checklist { groups }) if groups.is_empty()) {
                context.report.add(
                    Diagnostic::new(Code::EmptyFile, text.span.at_start(), "this checklist has no items").help("write items as `- [ ] …`"),
                );
            }
        }
        kind => {
            page.kind = if kind == "tool" { Kind::Tool } else { Kind::Guide };
            read_text(page, text, events, Holes::Plain, context);
        }
    }
}

fn read_text(page: &mut Page, text: &Text, events: &[Ranged<'_>], holes: Holes, context: &mut Context<'_>) {
    let mut builder = Builder::new(context, text, holes);
    builder.all(events);
    let (body, headings): (Prose, Vec<Heading>) = builder.finish();
    (page.body, page.headings) = (body, headings);
}

fn template(fields: &mut Fields<'_>, message: Message, context: &mut Context<'_>) -> Template {
    let slots = records::slots(fields, context);
    Template {
        channel: fields.string("channel", context.report),
        limit: limit(fields, context),
        when: fields.text("when", context.report).map(|text| context.prose(&text, Holes::Plain)),
        subject: fields.text("subject", context.report).map(|text| context.line(&text)),
        message,
        dos: fields.texts("do", context.report).iter().map(|text| context.prose(text, Holes::Plain)).collect(),
        donts: fields.texts("dont", context.report).iter().map(|text| context.prose(text, Holes::Plain)).collect(),
        slots,
    }
}

fn limit(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Option<Limit> {
    let node = fields.node("limit")?;
    if let Some(number) = node.text() {
        let help = format!("write `limit: {{ soft: …, hard: {} }}`", number.value);
        context.report.add(wrong_type(node, "a soft and a hard limit").help(help));
        return None;
    }
    let mut limit = Fields::new(node, "limit", context.report)?;
    let soft = limit.number("soft", 1..=100_000, context.report);
    let hard = limit.number("hard", 1..=100_000, context.report);
    limit.finish([], context.report);
    if let (Some(soft), Some(hard)) = (soft, hard)
        && soft.value > hard.value
    {
        context.report.add(
            Diagnostic::new(Code::BadValue, hard.span, format!("the hard limit {} is below the soft limit {}", hard.value, soft.value))
                .help("swap the two"),
        );
    }
    Some(Limit { soft: soft.map(|soft| soft.value as u32), hard: hard.map(|hard| hard.map(|number| number as u32)) })
}
