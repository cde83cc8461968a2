use std::collections::BTreeMap;

use crate::config::Facet;
use crate::diag::{Code, Diagnostic, Report, Span, Spanned, nearest};
use crate::model::{
    Block, Circle, Comparison, Coverage, Data, Door, MinutePart, MinutePlan, Prose, Query, Row, Stage, Step, TOOLS, read_tool,
};
use crate::parse::{Fields, Node, Text, Value, parse_yaml, wrong_type};

use super::prose::Holes;
use super::{Context, tags};

/// Blocks that prepbook itself understands.
const BUILT_IN: &[&str] = &["questions", "template", "checklist", "steps", "compare", "minutes", "stages", "circles", "doors", "coverage"];

/// Whether a fenced block with this first word of its info string is a block of ours, whatever the theme.
pub fn is_block(word: &str) -> bool {
    BUILT_IN.contains(&word) || TOOLS.iter().any(|tool| tool.name == word)
}

/// The block that a fenced block with this first word of its info string and this body is, if it is one. A word that is
/// nearly the name of a block is reported.
pub(super) fn lower(word: &str, body: &Text, span: Span, context: &mut Context<'_>) -> Option<Block> {
    let is_custom = context.grammar.blocks.iter().any(|name| name == word);
    if !is_block(word) && !is_custom {
        report_near_miss(word, span, context);
        return None;
    }
    let errors = context.report.counts().errors;
    let empty = Node { value: Value::Null, span: span.at_start() };
    let node = parse_yaml(body, context.report).unwrap_or(empty);
    if context.report.counts().errors > errors {
        return None;
    }
    match word {
        "questions" => questions(&node, context),
        "template" => reference(&node, "template", context).map(Block::Template),
        "checklist" => reference(&node, "checklist", context).map(Block::Checklist),
        "steps" => Some(Block::Steps(items(&node, "steps", context).iter().filter_map(|item| step(item, context)).collect())),
        "compare" => Some(Block::Compare(comparison(&node, context))),
        "minutes" => minute_plan(&node, context).map(Block::Minutes),
        "stages" => Some(Block::Stages(items(&node, "stages", context).iter().filter_map(|item| stage(item, context)).collect())),
        "circles" => Some(Block::Circles(items(&node, "circles", context).iter().filter_map(|item| circle(item, context)).collect())),
        "doors" => Some(Block::Doors(items(&node, "doors", context).iter().filter_map(|item| door(item, context)).collect())),
        "coverage" => coverage(&node, context).map(Block::Coverage),
        name => Some(custom(name, &node, span, context)),
    }
}

fn report_near_miss(word: &str, span: Span, context: &mut Context<'_>) {
    let names = BUILT_IN.iter().copied().chain(TOOLS.iter().map(|tool| tool.name));
    // Short words are languages more often than misspelt blocks.
    if let Some(near) = nearest(word, names.chain(context.grammar.blocks.iter().map(String::as_str))).filter(|_| word.len() > 4) {
        context.report.add(
            Diagnostic::new(Code::UnknownBlock, span.at_start(), format!("`{word}` is not a block, so it is shown as code"))
                .help(format!("did you mean `{near}`?")),
        );
    }
}

/// The items of a block that is a list, or a mapping that holds the list under the block's own name.
fn items<'n>(node: &'n Node, name: &'static str, context: &mut Context<'_>) -> &'n [Node] {
    match &node.value {
        Value::Sequence(items) => items,
        Value::Mapping(_) => match Fields::new(node, name, context.report) {
            Some(mut fields) => {
                let items = fields.list(name, context.report);
                fields.finish([], context.report);
                items
            }
            None => &[],
        },
        _ => {
            context.report.add(wrong_type(node, &format!("a list of {name}")));
            &[]
        }
    }
}

fn reference(node: &Node, noun: &'static str, context: &mut Context<'_>) -> Option<Spanned<String>> {
    if let Some(text) = node.text() {
        return Some(Spanned::new(text.value.to_string(), text.span));
    }
    let mut fields = Fields::new(node, noun, context.report)?;
    fields.require("id", context.report);
    let id = fields.string("id", context.report);
    fields.finish([], context.report);
    id
}

fn questions(node: &Node, context: &mut Context<'_>) -> Option<Block> {
    if let Value::Sequence(ids) = &node.value {
        let ids = ids.iter().filter_map(Node::text).map(|text| Spanned::new(text.value.to_string(), text.span)).collect();
        return Some(Block::Questions { title: None, query: Query { ids, ..Query::default() }, list: false });
    }
    let mut fields = Fields::new(node, "questions block", context.report)?;
    let title = fields.string("title", context.report).map(|title| title.value);
    let show = fields.choice("show", &[("cards", false), ("list", true)], context.report);
    let query = query(fields, context.grammar.facets, context.report);
    Some(Block::Questions { title, query, list: show.is_some_and(|show| show.value) })
}

/// Reads what is left of a mapping as a query over questions.
pub(super) fn query(mut fields: Fields<'_>, facets: &[Facet], report: &mut Report) -> Query {
    use crate::model::{Format, Lookup, Risk};
    let mut query = Query { ids: fields.strings("ids", report), ..Query::default() };
    query.limit = fields.number("limit", 1..=1000, report).map(|limit| limit.value as usize);
    query.keywords = fields.strings("tag", report).into_iter().map(|word| word.value).collect();
    query.risk = words(&mut fields, "risk", &[("safe", Risk::Safe), ("careful", Risk::Careful), ("avoid", Risk::Avoid)], report);
    query.lookup = words(&mut fields, "lookup", &[("no", Lookup::No), ("partly", Lookup::Partly), ("yes", Lookup::Yes)], report);
    let formats = [("spoken", Format::Spoken), ("written", Format::Written), ("both", Format::Both)];
    query.format = words(&mut fields, "format", &formats, report);
    for (index, facet) in facets.iter().enumerate() {
        let values = fields.strings(&facet.id, report);
        let found: Vec<_> = values.iter().filter_map(|value| tags::value(index as u16, facet, value, report)).collect();
        if !found.is_empty() {
            query.facets.push(found);
        }
    }
    fields.finish([], report);
    query
}

fn words<T: Copy>(fields: &mut Fields<'_>, key: &str, choices: &[(&str, T)], report: &mut Report) -> Vec<T> {
    let mut chosen = Vec::new();
    for word in fields.strings(key, report) {
        match choices.iter().find(|(name, _)| *name == word.value) {
            Some((_, value)) => chosen.push(*value),
            None => report.add(
                Diagnostic::new(Code::BadValue, word.span, format!("`{key}` is `{}`", word.value))
                    .label(format!("expected {}", choices.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")))
                    .did_you_mean(nearest(&word, choices.iter().map(|(name, _)| *name)), ""),
            ),
        }
    }
    chosen
}

fn prose(fields: &mut Fields<'_>, key: &str, context: &mut Context<'_>) -> Option<Prose> {
    let text = fields.text(key, context.report)?;
    Some(context.prose(&text, Holes::Plain))
}

fn string(fields: &mut Fields<'_>, key: &str, context: &mut Context<'_>) -> Option<String> {
    fields.string(key, context.report).map(|text| text.value)
}

fn step(node: &Node, context: &mut Context<'_>) -> Option<Step> {
    if let Some(text) = node.text() {
        return Some(Step { title: None, text: context.prose(text, Holes::Plain) });
    }
    let mut fields = Fields::new(node, "step", context.report)?;
    fields.require("text", context.report);
    let step = Step { title: prose(&mut fields, "title", context), text: prose(&mut fields, "text", context).unwrap_or_default() };
    fields.finish([], context.report);
    Some(step)
}

fn comparison(node: &Node, context: &mut Context<'_>) -> Comparison {
    let (title, nodes): (Option<String>, &[Node]) = match &node.value {
        Value::Mapping(_) => match Fields::new(node, "compare block", context.report) {
            Some(mut fields) => {
                let title = string(&mut fields, "title", context);
                fields.require("rows", context.report);
                let rows = fields.list("rows", context.report);
                fields.finish([], context.report);
                (title, rows)
            }
            None => (None, &[]),
        },
        _ => (None, items(node, "compare", context)),
    };
    let rows = nodes.iter().filter_map(|node| row(node, context)).collect();
    Comparison { title, rows }
}

fn row(node: &Node, context: &mut Context<'_>) -> Option<Row> {
    let mut fields = Fields::new(node, "row of a compare block", context.report)?;
    let row =
        Row { good: prose(&mut fields, "do", context), bad: prose(&mut fields, "dont", context), why: prose(&mut fields, "why", context) };
    if row.good.is_none() && row.bad.is_none() {
        fields.require("do", context.report);
    }
    fields.finish([], context.report);
    Some(row)
}

fn minute_plan(node: &Node, context: &mut Context<'_>) -> Option<MinutePlan> {
    let mut fields = Fields::new(node, "minutes block", context.report)?;
    let title = string(&mut fields, "title", context);
    let seconds = fields.choice("unit", &[("minutes", false), ("seconds", true)], context.report).is_some_and(|unit| unit.value);
    fields.require("parts", context.report);
    let parts = fields.list("parts", context.report).iter().filter_map(|node| minute_part(node, context)).collect();
    fields.finish([], context.report);
    Some(MinutePlan { title, seconds, parts })
}

fn minute_part(node: &Node, context: &mut Context<'_>) -> Option<MinutePart> {
    let mut fields = Fields::new(node, "part", context.report)?;
    fields.require("label", context.report);
    fields.require("value", context.report);
    let label = string(&mut fields, "label", context);
    let value = fields.text("value", context.report).and_then(|text| {
        let value = text.parse::<f64>().ok().filter(|value| (0.1..=10_000.0).contains(value));
        if value.is_none() {
            context.report.add(
                Diagnostic::new(Code::BadValue, text.span, format!("`value` is `{}`", text.value))
                    .label("expected a number above 0, such as `1.5`"),
            );
        }
        value
    });
    let about = prose(&mut fields, "about", context);
    fields.finish([], context.report);
    Some(MinutePart { label: label?, value: value?, about })
}

fn link(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Option<crate::model::Link> {
    let address = fields.string("link", context.report)?;
    Some(context.link(&address, "", address.span))
}

fn stage(node: &Node, context: &mut Context<'_>) -> Option<Stage> {
    let mut fields = Fields::new(node, "stage", context.report)?;
    fields.require("label", context.report);
    // The id is for the author's own reference; the drawing does not need it.
    fields.node("id");
    let label = string(&mut fields, "label", context);
    let stage = Stage {
        label: label.unwrap_or_default(),
        text: prose(&mut fields, "text", context),
        link: link(&mut fields, context),
        time: string(&mut fields, "time", context),
    };
    fields.finish([], context.report);
    Some(stage)
}

fn circle(node: &Node, context: &mut Context<'_>) -> Option<Circle> {
    let mut fields = Fields::new(node, "circle", context.report)?;
    fields.require("label", context.report);
    let circle = Circle { label: string(&mut fields, "label", context).unwrap_or_default(), text: prose(&mut fields, "text", context) };
    fields.finish([], context.report);
    Some(circle)
}

fn door(node: &Node, context: &mut Context<'_>) -> Option<Door> {
    let mut fields = Fields::new(node, "door", context.report)?;
    fields.require("label", context.report);
    fields.require("link", context.report);
    let label = string(&mut fields, "label", context);
    let text = prose(&mut fields, "text", context);
    let link = link(&mut fields, context);
    fields.finish([], context.report);
    Some(Door { label: label?, text, link: link? })
}

fn coverage(node: &Node, context: &mut Context<'_>) -> Option<Coverage> {
    let facets = context.grammar.facets;
    let mut fields = Fields::new(node, "coverage block", context.report)?;
    fields.require("facets", context.report);
    let named = fields.strings("facets", context.report);
    let indices = named.iter().filter_map(|id| tags::facet(id, facets, context.report)).collect();
    let mut minimum = BTreeMap::new();
    if let Some(mut least) = fields.node("minimum").and_then(|node| Fields::new(node, "minimum", context.report)) {
        for entry in least.rest() {
            let id = Spanned::new(entry.key.clone(), entry.key_span);
            let Some(index) = tags::facet(&id, facets, context.report) else { continue };
            match entry.node.text().and_then(|text| text.parse::<u32>().ok()) {
                Some(number) => {
                    minimum.insert(index, number);
                }
                None => context.report.add(wrong_type(&entry.node, "a whole number")),
            }
        }
    }
    fields.finish([], context.report);
    Some(Coverage { facets: indices, minimum })
}

fn custom(name: &str, node: &Node, span: Span, context: &mut Context<'_>) -> Block {
    let facets = context.grammar.facets;
    let body = read_tool(name, node, span, facets, context.report);
    let mut queries = BTreeMap::new();
    for entry in body.queries {
        if let Some(fields) = Fields::new(&entry.node, "query", context.report) {
            queries.insert(entry.key.clone(), query(fields, facets, context.report));
        }
    }
    Block::Custom { name: name.to_owned(), data: Data::from(node), queries, facets: body.facets }
}
