use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::model::{Format, Lookup, Prose, Question, Risk, Status};
use crate::parse::{Entry, Fields, Node, Text, Value};

use super::page::{aliases, check_id};
use super::prose::Holes;
use super::{Context, dates, tags};

const RISKS: &[(&str, Risk)] = &[("safe", Risk::Safe), ("careful", Risk::Careful), ("avoid", Risk::Avoid)];
const LOOKUPS: &[(&str, Lookup)] = &[("no", Lookup::No), ("partly", Lookup::Partly), ("yes", Lookup::Yes)];
const FORMATS: &[(&str, Format)] = &[("spoken", Format::Spoken), ("written", Format::Written), ("both", Format::Both)];
const STATUSES: &[(&str, Status)] = &[("draft", Status::Draft), ("reviewed", Status::Reviewed), ("off", Status::Off)];

/// Keys that one question alone can have, so that a bank's defaults may not name them.
pub(super) const OWN_KEYS: &[&str] = &["id", "ask", "aliases"];

/// Understands one entry of a bank; `defaults` stand in for what it does not say. `None` if it has no id or no question.
pub(super) fn lower(node: &Node, defaults: &[Entry], context: &mut Context<'_>) -> Option<Question> {
    let merged = with_defaults(node, defaults);
    let mut fields = Fields::new(&merged, "question", context.report)?;
    fields.require("id", context.report);
    fields.require("ask", context.report);
    let id = fields.string("id", context.report).and_then(|id| check_id(id, context));
    let ask_text = fields.text("ask", context.report);
    let ask = ask_text.as_ref().map(|text| context.prose(text, Holes::Slots));
    let report = &mut *context.report;
    let risk = fields.choice("risk", RISKS, report).map_or(Risk::Safe, |risk| risk.value);
    let lookup = fields.choice("lookup", LOOKUPS, report).map_or(Lookup::No, |lookup| lookup.value);
    let format = fields.choice("format", FORMATS, report).map_or(Format::Both, |format| format.value);
    let status = fields.choice("status", STATUSES, report).map_or(Status::Reviewed, |status| status.value);
    let minutes = fields.number("minutes", 1..=120, report).map(|minutes| minutes.value as u8);
    let tags = tags::read(&mut fields, context.grammar.facets, report);
    let question = Question {
        id: id.clone().unwrap_or_else(|| crate::diag::Spanned::new(String::new(), node.span)),
        reveals: one(&mut fields, "reveals", Holes::Plain, context),
        listen_for: many(&mut fields, "listen_for", Holes::Plain, context),
        follow_ups: many(&mut fields, "follow_ups", Holes::Slots, context),
        weak_version: fields.text("weak_version", context.report),
        answer: one(&mut fields, "answer", Holes::Plain, context),
        examples: many(&mut fields, "examples", Holes::Plain, context),
        risk,
        lookup,
        format,
        minutes,
        better: fields.string("better", context.report),
        why_not: one(&mut fields, "why_not", Holes::Plain, context),
        sources: fields.strings("sources", context.report),
        look_up_at: many(&mut fields, "look_up_at", Holes::Plain, context),
        notes: one(&mut fields, "notes", Holes::Plain, context),
        status,
        tags,
        keywords: fields.strings("tags", context.report),
        searches: fields.strings("searches", context.report),
        aliases: aliases(&mut fields, context),
        review: dates::review(&mut fields, context.report),
        owner: fields.string("owner", context.report).map(|owner| owner.value),
        span: node.span,
        ask: ask.clone().unwrap_or_default(),
        ask_text: ask_text.clone().unwrap_or_else(|| Text::verbatim("", node.span.at_start())),
    };
    fields.finish([], context.report);
    if ask.as_ref().is_some_and(Prose::is_empty) {
        context.report.add(Diagnostic::new(Code::BadValue, question.ask_text.span, "`ask` is empty").label("expected a question"));
    }
    (id.is_some() && ask.is_some()).then_some(question)
}

fn with_defaults(node: &Node, defaults: &[Entry]) -> Node {
    let Value::Mapping(entries) = &node.value else { return node.clone() };
    let said: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let missing = defaults.iter().filter(|entry| !said.contains(entry.key.as_str()));
    Node { value: Value::Mapping(entries.iter().chain(missing).cloned().collect()), span: node.span }
}

fn one(fields: &mut Fields<'_>, key: &str, holes: Holes, context: &mut Context<'_>) -> Option<Prose> {
    let text = fields.text(key, context.report)?;
    Some(context.prose(&text, holes))
}

fn many(fields: &mut Fields<'_>, key: &str, holes: Holes, context: &mut Context<'_>) -> Vec<Prose> {
    let texts = fields.texts(key, context.report);
    texts.iter().map(|text| context.prose(text, holes)).collect()
}
