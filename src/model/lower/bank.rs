use std::sync::Arc;

use crate::config;
use crate::diag::{Code, Diagnostic, Source, Spanned};
use crate::model::{Bank, Status};
use crate::parse::{Entry, Fields, Node, Value, wrong_type};

use super::page::{aliases, check_id};
use super::prose::Holes;
use super::question::{self, OWN_KEYS};
use super::{Context, dates};

/// Understands a file of questions.
pub(super) fn lower(source: &Source, node: &Arc<Node>, context: &mut Context<'_>) -> Option<Bank> {
    let mut fields = Fields::new(node, "bank", context.report)?;
    let path = context.path.to_owned();
    let stem = path.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned();
    let nowhere = node.span.at_start();
    let id = fields.string("id", context.report).and_then(|id| check_id(id, context));
    let mut bank = Bank {
        id: id.unwrap_or_else(|| Spanned::new(stem.clone(), nowhere)),
        title: fields.string("title", context.report).unwrap_or_else(|| Spanned::new(stem, nowhere)),
        summary: fields.text("summary", context.report).map(|text| context.prose(&text, Holes::Plain)),
        order: fields.number("order", -1_000_000..=1_000_000, context.report).map(|order| order.value),
        language: config::language(&mut fields, context.report),
        aliases: aliases(&mut fields, context),
        card: fields.flag("card", context.report).unwrap_or(false),
        review: dates::review(&mut fields, context.report),
        path,
        source: source.id,
        questions: Vec::new(),
        syntax: Arc::clone(node),
    };
    let defaults = defaults(&mut fields, context);
    let nodes = fields.list("questions", context.report);
    fields.finish([], context.report);
    for node in nodes {
        match &node.value {
            Value::Mapping(_) => bank.questions.extend(question::lower(node, &defaults, context).map(Arc::new)),
            _ => context.report.add(wrong_type(node, "a question with `id` and `ask`").help("write `- id: …` and below it `ask: …`")),
        }
    }
    let entry = node.get("questions");
    // What is no list was reported as such.
    let is_list = entry.is_none_or(|entry| matches!(entry.node.value, Value::Sequence(_) | Value::Null));
    if let Some((message, help)) = nothing(nodes, &bank).filter(|_| is_list) {
        let place = entry.map_or(nowhere, |entry| entry.key_span);
        context.report.add(Diagnostic::new(Code::EmptyFile, place, message).help(help));
    }
    Some(bank)
}

/// Why the page of a bank would be empty, and what to do.
fn nothing(nodes: &[Node], bank: &Bank) -> Option<(&'static str, &'static str)> {
    if nodes.is_empty() {
        return Some(("this bank has no questions", "write `- id: …` and below it `ask: …`, or remove the file"));
    }
    let off = !bank.questions.is_empty() && bank.questions.iter().all(|question| question.status == Status::Off);
    off.then_some(("every question of this bank is off", "take `status: off` away from some, or give the file a name that begins with `_`"))
}

fn defaults(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Vec<Entry> {
    let Some(mut defaults) = fields.node("defaults").and_then(|node| Fields::new(node, "defaults", context.report)) else {
        return Vec::new();
    };
    let mut entries: Vec<Entry> = defaults.rest().cloned().collect();
    entries.retain(|entry| {
        let own = OWN_KEYS.contains(&entry.key.as_str());
        if own {
            context.report.add(
                Diagnostic::new(
                    Code::UnknownKey,
                    entry.key_span,
                    format!("`{}` cannot have a default: it is each question's own", entry.key),
                )
                .help("write it into the questions"),
            );
        }
        !own
    });
    entries
}
