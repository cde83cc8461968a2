use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Place, nearest};
use crate::exchange::{Field, Record, Shape};
use crate::model::{slug, valid_id};

use super::input::Context;

/// Puts every value into the words that YAML has for it, and reports those that have none.
pub(super) fn check(records: &mut [Record], context: &mut Context<'_>) {
    let mut first: BTreeMap<String, Place> = BTreeMap::new();
    for record in records.iter_mut() {
        for field in context.fields.clone() {
            check_field(record, field, context);
        }
        let is_known = || record.one("id").is_some_and(|id| context.input.known.contains(id));
        if record.one("ask").is_none() && (record.cells.contains_key("ask") || !is_known()) {
            let problem = Diagnostic::new(Code::MissingKey, record.place.clone(), "this entry has no question");
            context.report.add(problem.label("expected a text for `ask`").help("write the question, or remove the row"));
        }
        let Some(id) = record.one("id").map(str::to_owned) else { continue };
        match first.get(&id) {
            Some(place) => {
                let problem = Diagnostic::new(Code::DuplicateId, record.place_of("id"), format!("`{id}` is the id of two questions"));
                let problem = problem.help("give one of them another id, or leave its cell empty");
                context.report.add(match place {
                    Place::Span(span) => problem.note(*span, "the first one"),
                    Place::File(name) => problem.label(format!("the first one is at {name}")),
                    Place::Book => problem,
                });
            }
            None => {
                first.insert(id, record.place_of("id"));
            }
        }
    }
}

fn check_field(record: &mut Record, field: Field<'_>, context: &mut Context<'_>) {
    let Some(cell) = record.cells.get_mut(field.key) else { return };
    let place = cell.place.clone();
    if cell.values.len() > 1 && !field.shape.many() {
        let problem =
            Diagnostic::new(Code::WrongType, place.clone(), format!("`{}` has {} values and may have one", field.key, cell.values.len()));
        context.report.add(problem.help("keep one of them"));
    }
    for value in &mut cell.values {
        // Word processors end lines with signs of their own, which some readers of YAML take for line ends and others do not.
        if value.contains(SEPARATORS) {
            *value = value.replace(SEPARATORS, "\n");
        }
        if let Some(control) = value.chars().find(|c| is_control(*c)) {
            context.lost(place.clone(), format_args!("the control character U+{:04X}", u32::from(control)));
            value.retain(|c| !is_control(c));
        }
        match word(value, field.shape) {
            Ok(found) => *value = found,
            Err(problem) => {
                let Problem { code, expected, near, help } = problem;
                let message = format!("`{}` is not a value of `{}`", shown(value), field.key);
                context.report.add(Diagnostic::new(code, place.clone(), message).label(expected).did_you_mean(near.as_deref(), help));
            }
        }
    }
}

/// The line separator and the paragraph separator of Unicode.
const SEPARATORS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// Whether it is a sign that no text has.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

struct Problem {
    code: Code,
    expected: String,
    near: Option<String>,
    help: String,
}

fn problem(code: Code, expected: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { code, expected: expected.into(), near: None, help: help.into() }
}

/// The value as YAML has it.
fn word(text: &str, shape: Shape<'_>) -> Result<String, Problem> {
    let text = text.trim();
    match shape {
        Shape::Text | Shape::Texts | Shape::Words => Ok(text.to_owned()),
        Shape::Id if valid_id(text) => Ok(text.to_owned()),
        Shape::Id => Err(Problem {
            near: Some(slug(text)).filter(|id| valid_id(id)),
            ..problem(Code::BadId, "expected letters, digits, `-`, `_` and `.`", "")
        }),
        Shape::Choice(words) => words.iter().find(|word| word.eq_ignore_ascii_case(text)).map(|word| (*word).to_owned()).ok_or_else(|| {
            let expected = format!("expected one of {}", listed(words.iter().copied()));
            Problem { near: nearest(text, words.iter().copied()).map(str::to_owned), ..problem(Code::BadValue, expected, "") }
        }),
        Shape::Number => {
            // A spreadsheet counts in floating point.
            let number = text.strip_suffix(".0").unwrap_or(text).parse::<u8>().ok().filter(|number| (1..=120).contains(number));
            number.map(|number| number.to_string()).ok_or_else(|| problem(Code::BadValue, "expected a whole number from 1 to 120", ""))
        }
        Shape::Date => {
            // A moment is of its day.
            let text = text.split([' ', 'T']).next().unwrap_or_default();
            let date = (text.len() == 10).then(|| text.parse::<jiff::civil::Date>().ok()).flatten();
            let expected = "expected a day such as `2026-11-23`";
            date.map(|date| date.to_string()).ok_or_else(|| problem(Code::BadValue, expected, "write the year first: 3/4 is March to some"))
        }
        Shape::Facet(facet) => facet.value_named(text).map(str::to_owned).ok_or_else(|| {
            let words = || facet.values.iter().flat_map(|value| [value.id.as_str(), value.label.as_str()]);
            let help = format!(
                "use one of {}; declare it in book.toml; or keep the column as free words with `--map \"…=tags\"`",
                listed(facet.values.iter().map(|value| value.id.as_str()))
            );
            let near = nearest(text, words()).map(str::to_owned);
            Problem { near, ..problem(Code::UnknownValue, format!("not declared in `[facets.{}]`", *facet.id), help) }
        }),
    }
}

pub(super) fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
