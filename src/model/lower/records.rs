use crate::diag::{Code, Diagnostic, Spanned};
use crate::model::{Claim, Confidence, Slot, SlotType, Source, Term, slug};
use crate::parse::{Fields, Node};

use super::page::check_id;
use super::prose::Holes;
use super::{Context, dates};

/// The records of one file.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Shared slots.
    pub slots: Vec<Slot>,
    /// Works.
    pub sources: Vec<Source>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Words.
    pub glossary: Vec<Term>,
}

/// Understands a file of slots, sources, claims and words.
pub(super) fn lower(node: &Node, context: &mut Context<'_>) -> Records {
    let mut records = Records::default();
    let Some(mut fields) = Fields::new(node, "file of records", context.report) else { return records };
    // What a colleague sees first in the file; readers see the records on pages that have titles of their own.
    fields.node("title");
    records.slots = slots(&mut fields, context);
    records.sources = fields.list("sources", context.report).iter().filter_map(|node| source(node, context)).collect();
    records.claims = fields.list("claims", context.report).iter().filter_map(|node| claim(node, context)).collect();
    records.glossary = fields.list("glossary", context.report).iter().filter_map(|node| term(node, context)).collect();
    fields.finish([], context.report);
    records
}

/// The slots under `slots`, of a file or of a template's front matter.
pub(super) fn slots(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Vec<Slot> {
    fields.list("slots", context.report).iter().filter_map(|node| slot(node, context)).collect()
}

fn string(fields: &mut Fields<'_>, key: &str, context: &mut Context<'_>) -> Option<String> {
    fields.string(key, context.report).map(|text| text.value)
}

fn id(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Option<Spanned<String>> {
    fields.require("id", context.report);
    fields.string("id", context.report).and_then(|id| check_id(id, context))
}

fn slot(node: &Node, context: &mut Context<'_>) -> Option<Slot> {
    let mut fields = Fields::new(node, "slot", context.report)?;
    let id = id(&mut fields, context);
    let kind = fields.choice("type", SlotType::ALL, context.report).map_or(SlotType::Text, |kind| kind.value);
    let label = string(&mut fields, "label", context);
    let filled = ["default", "example"].map(|key| (key, fields.string(key, context.report)));
    let [default, example] = filled.clone().map(|(_, text)| text.map(|text| text.value));
    let slot = Slot {
        label: label.unwrap_or_else(|| id.as_ref().map(|id| id.replace(['_', '-'], " ")).unwrap_or_default()),
        kind,
        required: fields.flag("required", context.report).unwrap_or(false),
        default,
        max: fields.number("max", 1..=100_000, context.report).map(|max| max.value as u32),
        example,
        help: string(&mut fields, "help", context),
        options: fields.strings("options", context.report).into_iter().map(|option| option.value).collect(),
        id: id?,
        span: node.span,
    };
    fields.finish([], context.report);
    if slot.kind == SlotType::Choice && slot.options.is_empty() {
        context.report.add(
            Diagnostic::new(Code::MissingKey, slot.id.span, format!("the slot `{}` is a choice without `options`", *slot.id))
                .help("list what to choose from under `options`"),
        );
    }
    filled.iter().for_each(|(key, text)| text.iter().for_each(|text| check_filled(&slot, key, text, context)));
    Some(slot)
}

/// What stands in a slot from the start, or as its example, has to fit it.
fn check_filled(slot: &Slot, key: &str, text: &Spanned<String>, context: &mut Context<'_>) {
    let is_long = |max: &u32| text.chars().count() > *max as usize;
    let fault = match (slot.kind, slot.max.filter(is_long)) {
        (SlotType::Choice, _) if slot.options.is_empty() || slot.options.contains(&text.value) => return,
        (SlotType::Choice, _) => "not one of its `options`".to_owned(),
        // Digits with a unit or a range do no harm.
        (SlotType::Number, _) if !text.contains(char::is_numeric) => "not a number".to_owned(),
        (_, Some(max)) if key == "default" => format!("longer than its `max`, {max} characters"),
        _ => return,
    };
    context.report.add(Diagnostic::new(Code::BadValue, text.span, format!("the `{key}` of the slot `{}` is {fault}", *slot.id)));
}

fn source(node: &Node, context: &mut Context<'_>) -> Option<Source> {
    let mut fields = Fields::new(node, "source", context.report)?;
    let id = id(&mut fields, context);
    fields.require("title", context.report);
    let title = string(&mut fields, "title", context);
    let url = fields.string("url", context.report).and_then(|url| context.web_address(url));
    let source = Source {
        title: title.unwrap_or_default(),
        author: string(&mut fields, "author", context),
        year: string(&mut fields, "year", context),
        checked_on: dates::date(&mut fields, "checked_on", context.report).map(|date| date.value),
        note: fields.text("note", context.report).map(|text| context.prose(&text, Holes::Plain)),
        url,
        id: id?,
        span: node.span,
    };
    fields.finish([], context.report);
    Some(source)
}

fn claim(node: &Node, context: &mut Context<'_>) -> Option<Claim> {
    let mut fields = Fields::new(node, "claim", context.report)?;
    let id = id(&mut fields, context);
    fields.require("text", context.report);
    let text = fields.text("text", context.report).map(|text| context.prose(&text, Holes::Plain));
    let claim = Claim {
        text: text.unwrap_or_default(),
        wording: fields.text("wording", context.report).map(|text| context.prose(&text, Holes::Plain)),
        confidence: fields.choice("confidence", Confidence::ALL, context.report).map(|degree| degree.value),
        sources: fields.strings("sources", context.report),
        checked_on: dates::date(&mut fields, "checked_on", context.report).map(|date| date.value),
        id: id?,
        span: node.span,
    };
    fields.finish([], context.report);
    Some(claim)
}

fn term(node: &Node, context: &mut Context<'_>) -> Option<Term> {
    let mut fields = Fields::new(node, "glossary term", context.report)?;
    fields.require("term", context.report);
    fields.require("meaning", context.report);
    let term = fields.string("term", context.report);
    let id = fields.string("id", context.report).and_then(|id| check_id(id, context));
    let meaning = fields.text("meaning", context.report).map(|text| context.prose(&text, Holes::Plain));
    let also = fields.strings("also", context.report).into_iter().map(|word| word.value).collect();
    fields.finish([], context.report);
    let term = term?;
    let id = id.unwrap_or_else(|| Spanned::new(slug(&term), term.span));
    Some(Term { id, term: term.value, meaning: meaning?, also, span: node.span })
}
