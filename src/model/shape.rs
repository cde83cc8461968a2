use std::ops::RangeInclusive;

use crate::config::Facet;
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::parse::{Entry, Fields, Node, Text, Value, wrong_type};

/// What a value in the body of a tool must look like.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// A text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A number, halves allowed, within these bounds.
    Number(f64, f64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// The id of a facet.
    Facet,
    /// Facets with some of their values: `{ topic: [network] }`.
    Values,
    /// A question query; its keys are checked where queries are read.
    Query,
    /// A mapping with these keys.
    Map(&'static [Key]),
    /// A list of such values.
    List(&'static Shape),
}

/// A key of a mapping.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// Its name.
    pub(super) name: &'static str,
    /// Whether it must be there.
    pub(super) required: bool,
    /// What its value looks like.
    pub(super) shape: Shape,
}

impl Key {
    /// A key that must be there.
    pub(super) const fn must(name: &'static str, shape: Shape) -> Key {
        Key { name, required: true, shape }
    }

    /// A key that may be there.
    pub(super) const fn may(name: &'static str, shape: Shape) -> Key {
        Key { name, required: false, shape }
    }
}

/// Holds the mapping `node` against `keys`; reports what is missing, unknown or of another shape. `noun` names it in messages.
pub(super) fn check_keys(node: &Node, noun: &str, keys: &[Key], facets: &[Facet], report: &mut Report) {
    let Some(mut fields) = Fields::new(node, noun, report) else { return };
    for key in keys {
        if key.required {
            fields.require(key.name, report);
        }
        if let Some(entry) = fields.entry(key.name) {
            check_value(entry, &entry.node, &key.shape, facets, report);
        }
    }
    fields.finish([], report);
}

fn check_value(entry: &Entry, node: &Node, shape: &Shape, facets: &[Facet], report: &mut Report) {
    let key = entry.key.as_str();
    match shape {
        Shape::Text => drop(text(node, &format!("text for `{key}`"), report)),
        Shape::Flag => word(node, key, &["true", "false"], report),
        Shape::Whole(least, most) => whole(node, key, *least..=*most, report),
        Shape::Number(least, most) => number(node, key, *least..=*most, report),
        Shape::Word(words) => word(node, key, words, report),
        Shape::Facet => facet(node, facets, report),
        Shape::Values => values(node, key, facets, report),
        Shape::Query => {
            if !matches!(node.value, Value::Mapping(_)) {
                report.add(wrong_type(node, &format!("a query for `{key}`, such as `{{ limit: 5 }}`,")));
            }
        }
        Shape::Map(keys) => check_keys(node, key, keys, facets, report),
        Shape::List(inner) => match &node.value {
            Value::Sequence(items) => items.iter().for_each(|item| check_value(entry, item, inner, facets, report)),
            _ => report.add(wrong_type(node, &format!("a list for `{key}`"))),
        },
    }
}

fn text(node: &Node, expected: &str, report: &mut Report) -> Option<Text> {
    let text = node.text().cloned();
    if text.is_none() {
        report.add(wrong_type(node, expected));
    }
    text
}

fn word(node: &Node, key: &str, words: &[&str], report: &mut Report) {
    let all = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let Some(found) = text(node, &format!("one of {all} for `{key}`"), report) else { return };
    if !words.contains(&&*found.value) {
        report.add(
            Diagnostic::new(Code::BadValue, found.span, format!("`{key}` is `{}`", found.value))
                .label(format!("expected one of {all}"))
                .did_you_mean(nearest(&found, words.iter().copied()), ""),
        );
    }
}

fn whole(node: &Node, key: &str, range: RangeInclusive<i64>, report: &mut Report) {
    let fits = node.text().and_then(|text| text.parse::<i64>().ok()).is_some_and(|number| range.contains(&number));
    if !fits {
        bad_number(node, key, format!("a whole number from {} to {}", range.start(), range.end()), report);
    }
}

fn number(node: &Node, key: &str, range: RangeInclusive<f64>, report: &mut Report) {
    let fits = node.text().and_then(|text| text.parse::<f64>().ok()).is_some_and(|number| range.contains(&number));
    if !fits {
        bad_number(node, key, format!("a number from {} to {}", range.start(), range.end()), report);
    }
}

fn bad_number(node: &Node, key: &str, expected: String, report: &mut Report) {
    let found = node.text().map_or(node.shape().to_owned(), |text| format!("`{}`", text.value));
    report.add(Diagnostic::new(Code::BadValue, node.span, format!("`{key}` is {found}")).label(format!("expected {expected}")));
}

fn facet(node: &Node, facets: &[Facet], report: &mut Report) {
    let Some(name) = text(node, "the id of a facet", report) else { return };
    if !facets.iter().any(|facet| *facet.id == *name) {
        report.add(unknown_facet(&name, name.span, facets));
    }
}

fn unknown_facet(name: &str, span: crate::diag::Span, facets: &[Facet]) -> Diagnostic {
    let all = facets.iter().map(|facet| format!("`{}`", facet.id.value)).collect::<Vec<_>>().join(", ");
    Diagnostic::new(Code::BadValue, span, format!("`{name}` is not a facet of this book"))
        .label("unknown facet")
        .did_you_mean(nearest(name, facets.iter().map(|facet| facet.id.as_str())), format!("use one of {all}"))
}

fn values(node: &Node, key: &str, facets: &[Facet], report: &mut Report) {
    let Value::Mapping(entries) = &node.value else {
        report.add(wrong_type(node, &format!("facets with their values for `{key}`")));
        return;
    };
    for entry in entries {
        let Some(facet) = facets.iter().find(|facet| *facet.id == entry.key) else {
            report.add(unknown_facet(&entry.key, entry.key_span, facets));
            continue;
        };
        match &entry.node.value {
            Value::Sequence(items) => items.iter().for_each(|item| value(item, facet, report)),
            _ => report.add(wrong_type(&entry.node, &format!("a list of values of `{}`", entry.key))),
        }
    }
}

fn value(node: &Node, facet: &Facet, report: &mut Report) {
    let Some(id) = text(node, &format!("a value of `{}`", facet.id.value), report) else { return };
    if facet.value_index(&id).is_none() {
        report.add(
            Diagnostic::new(Code::UnknownValue, id.span, format!("`{}` is not a value of `{}`", id.value, facet.id.value))
                .label("unknown value")
                .did_you_mean(nearest(&id, facet.values.iter().map(|value| value.id.as_str())), ""),
        );
    }
}
