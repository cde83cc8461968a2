use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::diag::{Code, Diagnostic, Report, Spanned, nearest};
use crate::model::{Kind, Page, Piece, Prose, Risk, Slot, Template};

use super::run::Input;

/// Slots that are used and not declared, and slots that are declared and never used. What a question to avoid says is shown
/// as it stands, so its blanks need no declaration.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let shared: BTreeSet<&str> = book.slots.iter().map(|slot| slot.id.as_str()).collect();
    let mut used = FxHashSet::default();
    for question in book.banks.iter().flat_map(|bank| &bank.questions) {
        for slot in question.prose().flat_map(slots_of) {
            used.insert(slot.as_str());
            if question.risk != Risk::Avoid {
                declared(slot, &shared, "declare it in a file with `slots:`", report);
            }
        }
    }
    for page in &book.pages {
        if let Kind::Template(template) = &page.kind {
            check_template(page, template, &shared, &mut used, report);
        }
    }
    book.slots.iter().filter(|slot| !used.contains(slot.id.as_str())).for_each(|slot| unused(slot, "no message and no question", report));
}

fn check_template<'b>(page: &'b Page, template: &'b Template, shared: &BTreeSet<&str>, used: &mut FxHashSet<&'b str>, report: &mut Report) {
    let own: BTreeSet<&str> = template.slots.iter().map(|slot| slot.id.as_str()).collect();
    let known: BTreeSet<&str> = own.union(shared).copied().collect();
    let messages = template.subject.iter().chain([&template.message]).flat_map(|message| message.slots());
    let mut here = FxHashSet::default();
    for slot in messages.chain(page.prose().flat_map(Prose::nested).flat_map(slots_of)) {
        here.insert(slot.as_str());
        declared(slot, &known, "declare it in a file with `slots:`, or under `slots` in this front matter", report);
    }
    template.slots.iter().filter(|slot| !here.contains(slot.id.as_str())).for_each(|slot| unused(slot, "nothing in this template", report));
    // A template's own slot stands before the book's of the same name, which it does not use then.
    used.extend(here.into_iter().filter(|slot| !own.contains(slot)));
}

fn slots_of(prose: &Prose) -> impl Iterator<Item = &Spanned<String>> {
    prose.holes().filter_map(|piece| match piece {
        Piece::Slot(name) => Some(&**name),
        _ => None,
    })
}

fn declared(slot: &Spanned<String>, known: &BTreeSet<&str>, otherwise: &str, report: &mut Report) {
    if !known.contains(slot.as_str()) {
        let problem = Diagnostic::new(Code::UnknownSlot, slot.span, format!("no slot is called `{}`", slot.value)).label("not declared");
        report.add(problem.did_you_mean(nearest(slot, known.iter().copied()), otherwise));
    }
}

fn unused(slot: &Slot, by: &str, report: &mut Report) {
    report.add(
        Diagnostic::new(Code::UnusedSlot, slot.id.span, format!("{by} uses the slot `{}`", slot.id.value))
            .label("declared and never used")
            .help(format!("use it as `{{{}}}`, or remove it", slot.id.value)),
    );
}
