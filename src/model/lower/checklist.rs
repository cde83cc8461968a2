use std::collections::HashSet;

use crate::diag::{Code, Diagnostic};
use crate::model::{Checklist, Group, Heading, Item, Prose, slug};
use crate::parse::Text;
use crate::parse::markdown::{Event, Ranged, Tag, TagEnd};

use super::Context;
use super::prose::{Builder, Holes};

/// The items of a checklist page and what else it says.
pub(super) struct Parts {
    pub(super) checklist: Checklist,
    pub(super) body: Prose,
    pub(super) headings: Vec<Heading>,
}

/// Takes task lists out of the events as items, grouped by the headings above them; a heading with no items under it stays in the body.
pub(super) fn read(context: &mut Context<'_>, text: &Text, events: &[Ranged<'_>]) -> Parts {
    report_boxes(context, text, events);
    let mut checklist = Checklist::default();
    let mut headings = Vec::new();
    let mut ids = HashSet::new();
    let mut rest: Vec<Ranged<'_>> = Vec::new();
    let mut heading: Option<std::ops::Range<usize>> = None;
    let mut at = 0;
    while at < events.len() {
        let end = close(events, at);
        let slice = &events[at..end];
        match &events[at].0 {
            Event::Start(Tag::Heading { .. }) => heading = Some(at..end),
            Event::Start(Tag::List(_)) if is_task_list(slice) => {
                let group = match heading.take() {
                    Some(range) => open_group(context, text, &events[range], &mut headings),
                    None => Group { title: None, id: None, items: Vec::new() },
                };
                checklist.groups.push(group);
                let items = items(context, text, slice, &mut ids);
                if let Some(group) = checklist.groups.last_mut() {
                    group.items = items;
                }
            }
            _ => {
                if let Some(range) = heading.take() {
                    rest.extend_from_slice(&events[range]);
                }
                rest.extend_from_slice(slice);
            }
        }
        at = end;
    }
    if let Some(range) = heading {
        rest.extend_from_slice(&events[range]);
    }
    let mut builder = Builder::new(context, text, Holes::Plain);
    builder.all(&rest);
    let (body, own) = builder.finish();
    headings.extend(own);
    Parts { checklist, body, headings }
}

fn open_group(context: &mut Context<'_>, text: &Text, events: &[Ranged<'_>], headings: &mut Vec<Heading>) -> Group {
    let mut builder = Builder::new(context, text, Holes::Plain);
    builder.all(events);
    let (_, found) = builder.finish();
    let heading = found.into_iter().next();
    let group = Group {
        title: heading.as_ref().map(|heading| heading.title.value.clone()),
        id: heading.as_ref().map(|heading| heading.id.clone()),
        items: Vec::new(),
    };
    headings.extend(heading);
    group
}

/// The index after the event that closes the one at `start`.
pub(super) fn close(events: &[Ranged<'_>], start: usize) -> usize {
    let mut depth = 0;
    for (offset, (event, _)) in events[start..].iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return start + offset + 1;
        }
    }
    events.len()
}

fn is_task_list(events: &[Ranged<'_>]) -> bool {
    events.iter().any(|(event, _)| matches!(event, Event::TaskListMarker(_)))
}

/// Reports items with what is nearly a box, and boxes with nothing beside them.
fn report_boxes(context: &mut Context<'_>, text: &Text, events: &[Ranged<'_>]) {
    for (at, (_, range)) in events.iter().enumerate().filter(|(_, (event, _))| matches!(event, Event::Start(Tag::Item))) {
        let line = text.value[range.clone()].lines().next().unwrap_or_default().trim_end();
        let span = text.span_of(range.start..range.start + line.len());
        let within = || events[at + 1..].iter().map(|(event, _)| event).filter(|event| !matches!(event, Event::Start(Tag::Paragraph)));
        if !matches!(within().next(), Some(Event::TaskListMarker(_))) {
            if let Some(mark) = near_box(line) {
                let problem = Diagnostic::new(Code::UnknownBlock, span, "this is not a box to tick, so it is shown as text");
                context.report.add(problem.help(format!("write it as `- [{mark}] …`")));
            }
        } else if matches!(within().nth(1), Some(Event::End(TagEnd::Item | TagEnd::Paragraph))) {
            let problem = Diagnostic::new(Code::MissingAlt, span, "this item has no words");
            context.report.add(problem.help("write what is to be done: `- [ ] Say thanks`"));
        }
    }
}

/// What would stand in the box that an item nearly begins with: `[]`, `[x ]`, `[ ]without a blank`.
fn near_box(line: &str) -> Option<&'static str> {
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit() || "-*+.)".contains(c)).trim_start();
    let (inside, rest) = words.strip_prefix('[')?.split_once(']')?;
    match inside.trim() {
        _ if rest.starts_with(['(', '[', ':']) => None,
        "" => Some(" "),
        "x" | "X" => Some("x"),
        _ => None,
    }
}

fn items(context: &mut Context<'_>, text: &Text, list: &[Ranged<'_>], ids: &mut HashSet<String>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 1;
    while at + 1 < list.len() {
        let end = close(list, at);
        if matches!(list[at].0, Event::Start(Tag::Item)) && end > at + 1 {
            items.push(item(context, text, &list[at + 1..end - 1], ids));
        }
        at = end;
    }
    items
}

fn item(context: &mut Context<'_>, text: &Text, events: &[Ranged<'_>], ids: &mut HashSet<String>) -> Item {
    let first = first_block(events);
    let inline: Vec<Ranged<'_>> = events[..first]
        .iter()
        .filter(|(event, _)| !matches!(event, Event::TaskListMarker(_) | Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
        .cloned()
        .collect();
    let mut builder = Builder::new(context, text, Holes::Plain);
    builder.all(&inline);
    let words = builder.finish().0;
    let reason = (first < events.len()).then(|| {
        let mut builder = Builder::new(context, text, Holes::Plain);
        builder.all(&events[first..]);
        builder.finish().0
    });
    let base = match slug(&words.plain(str::to_owned)) {
        slug if slug.is_empty() => "item".to_owned(),
        slug => slug.chars().take(40).collect::<String>().trim_end_matches('-').to_owned(),
    };
    let mut id = base.clone();
    let mut number = 2;
    while !ids.insert(id.clone()) {
        id = format!("{base}-{number}");
        number += 1;
    }
    Item { id, text: words, reason }
}

/// Where the first line of an item ends and what is nested in it begins.
fn first_block(events: &[Ranged<'_>]) -> usize {
    if matches!(events.first(), Some((Event::Start(Tag::Paragraph), _))) {
        return close(events, 0);
    }
    events
        .iter()
        .position(|(event, _)| matches!(event, Event::Start(Tag::Paragraph | Tag::List(_) | Tag::BlockQuote(_))))
        .unwrap_or(events.len())
}
