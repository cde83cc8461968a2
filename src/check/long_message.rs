use std::collections::HashMap;

use crate::config::Unit;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Book, Kind, Slot, SlotType, Template};

use super::run::Input;

/// Letters of an English word with its space, to guess how many words fit into a slot's `max`.
const LETTERS_PER_WORD: u32 = 6;

/// Messages that are over their hard limit when every slot is filled by its example.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let shared: HashMap<&str, &Slot> = book.slots.iter().map(|slot| (slot.id.as_str(), slot)).collect();
    for page in &book.pages {
        if let Kind::Template(template) = &page.kind {
            check_template(template, &shared, book, report);
        }
    }
}

fn check_template(template: &Template, shared: &HashMap<&str, &Slot>, book: &Book, report: &mut Report) {
    let Some(hard) = template.limit.and_then(|limit| limit.hard) else { return };
    let channel = template.channel.as_ref().and_then(|id| book.config.channels.iter().find(|channel| *channel.id == **id));
    let unit = channel.map(|channel| channel.unit).unwrap_or_default();
    let slot = |name: &str| template.slots.iter().find(|slot| *slot.id == name).or_else(|| shared.get(name).copied());
    let variable = |name: &str| book.config.vars.get(name).cloned().unwrap_or_default();
    let message = template.message.fill(|name| slot(name).map_or(name.to_owned(), example), variable);
    let length = unit.count(&message);
    if length <= hard.value as usize {
        return;
    }
    let longest = unit.count(&template.message.fill(|name| slot(name).map_or(name.to_owned(), |slot| longest(slot, unit)), variable));
    let most = if longest > length { format!("; with every slot filled to its `max` it has up to {longest}") } else { String::new() };
    report.add(
        Diagnostic::new(Code::LongMessage, hard.span, format!("with its examples the message has {length} {}", unit.name()))
            .label(format!("the limit is {}", hard.value))
            .help(format!("cut at least {}{most}", amount(length - hard.value as usize, unit))),
    );
}

fn amount(number: usize, unit: Unit) -> String {
    let name = unit.name();
    format!("{number} {}", if number == 1 { name.trim_end_matches('s') } else { name })
}

fn example(slot: &Slot) -> String {
    let given = slot.example.as_ref().or(slot.default.as_ref()).or(slot.options.first());
    given.cloned().unwrap_or_else(|| slot.label.clone())
}

fn longest(slot: &Slot, unit: Unit) -> String {
    let option = slot.options.iter().max_by_key(|option| unit.count(option)).filter(|_| slot.kind == SlotType::Choice);
    match (option, slot.max) {
        (Some(option), _) => option.clone(),
        (None, Some(max)) if unit == Unit::Characters => "x".repeat(max as usize),
        (None, Some(max)) => vec!["word"; (max / LETTERS_PER_WORD).max(1) as usize].join(" "),
        (None, None) => example(slot),
    }
}
