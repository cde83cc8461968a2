use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::Facet;
use super::envelope::Envelope;
use super::packing::{json, number};
use super::value_sets::ValueSets;

/// The values of one facet over all documents: `[label, [[value, label]], [sets], column]`.
///
/// The distinct sets of values are numbered, the commonest first, and the column has one character per document (two from
/// the 5,000th set on): the counts of a facet for any list of hits are one pass over it. `runs` has the values of all facets.
pub(crate) fn column(at: u16, facet: &Facet, runs: &[Arc<ValueSets>]) -> Envelope {
    let mut numbers: FxHashMap<Vec<u16>, u32> = FxHashMap::default();
    let mut sets: Vec<(Vec<u16>, u32)> = Vec::new();
    let mut of_document = Vec::with_capacity(runs.iter().map(|run| run.numbered.len()).sum());
    for run in runs {
        let mut number = |set: Vec<u16>| {
            *numbers.entry(set).or_insert_with_key(|set| {
                sets.push((set.clone(), 0));
                sets.len() as u32 - 1
            })
        };
        let numbered: Vec<u32> = run.of(at).map(&mut number).collect();
        for set in &run.numbered {
            let number = numbered[*set as usize];
            sets[number as usize].1 += 1;
            of_document.push(number);
        }
    }
    let mut order: Vec<u32> = (0..sets.len() as u32).collect();
    order.sort_by_key(|number| (std::cmp::Reverse(sets[*number as usize].1), *number));
    let mut place = vec![0u32; sets.len()];
    for (at, number) in order.iter().enumerate() {
        place[*number as usize] = at as u32;
    }
    let mut text = String::with_capacity(of_document.len() + 16);
    for number in of_document {
        character(place[number as usize], &mut text);
    }
    Envelope::new('f', column_json(facet, order.iter().map(|number| sets[*number as usize].0.as_slice()), &text))
}

/// Sets that have a character of their own.
pub(crate) const SINGLE: u32 = 5000;
/// The character of the first set.
pub(crate) const FIRST: u32 = 35;

fn character(place: u32, text: &mut String) {
    if place >= SINGLE {
        text.extend(char::from_u32(FIRST + SINGLE + place / SINGLE));
    }
    text.extend(char::from_u32(FIRST + place % SINGLE));
}

fn column_json<'s>(facet: &Facet, sets: impl Iterator<Item = &'s [u16]>, text: &str) -> String {
    let mut out = String::from("[");
    json(&facet.label, &mut out);
    out.push_str(",[");
    for (at, value) in facet.values.iter().enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        json(&value.id, &mut out);
        out.push(',');
        json(&value.label, &mut out);
        out.push(']');
    }
    out.push_str("],[");
    for (at, set) in sets.enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        for (place, value) in set.iter().enumerate() {
            out.push_str(if place == 0 { "" } else { "," });
            number(*value, &mut out);
        }
        out.push(']');
    }
    out.push_str("],");
    json(text, &mut out);
    out.push(']');
    out
}
