use std::cmp::Reverse;

use crate::model::{Book, FacetTag, Risk};

use super::catalogue::Catalogue;

/// How many near questions a question's page shows.
const SHOWN: usize = 5;
/// How far to look in the question's own bank, and in the list of each of its values, on either side.
const REACH: usize = 12;

/// What it counts to stand in one bank: about as much as a value that 16 questions have.
const SAME_BANK: u64 = 200;

/// The questions most like this one, the nearest first: by bank and by the values they share, a rare value counting more than
/// a common one, and one of the first facet, which says what a question is about, twice; then the closest in the book. Looks
/// at neighbours in each list only, never at all questions: the work per question does not grow with the book.
pub(super) fn near(book: &Book, catalogue: &Catalogue, number: u32) -> Vec<u32> {
    let (question, bank) = catalogue.question(book, number);
    let first = number - catalogue.index_in_bank(number) as u32;
    let in_bank = first..first + bank.questions.len() as u32;
    let reach = REACH as u32;
    let mut candidates: Vec<u32> = (number.saturating_sub(reach).max(first)..(number + reach + 1).min(in_bank.end)).collect();
    candidates.retain(|other| catalogue.question(book, *other).0.risk != Risk::Avoid);
    for tag in catalogue.tags(number) {
        let list = catalogue.exact(*tag);
        let at = list.partition_point(|other| *other < number);
        candidates.extend_from_slice(&list[at.saturating_sub(REACH)..(at + REACH + 1).min(list.len())]);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let better = question.better.as_ref().and_then(|better| catalogue.number_of(better));
    candidates.retain(|other| *other != number && Some(*other) != better);
    let weights = weights(book, catalogue, number);
    let score = |other: u32| likeness(&weights, catalogue.tags(other)) + if in_bank.contains(&other) { SAME_BANK } else { 0 };
    let mut scored: Vec<_> = candidates.into_iter().map(|other| (Reverse(score(other)), other.abs_diff(number), other)).collect();
    if scored.len() > SHOWN {
        scored.select_nth_unstable(SHOWN);
        scored.truncate(SHOWN);
    }
    scored.sort_unstable();
    scored.into_iter().map(|(.., other)| other).collect()
}

/// What it counts to share each value of a question, in the order of the facets.
fn weights(book: &Book, catalogue: &Catalogue, number: u32) -> Vec<(FacetTag, u64)> {
    let facets = &book.config.facets;
    let telling = catalogue.tags(number).iter().filter(|tag| facets[usize::from(tag.facet)].any_index() != Some(tag.value));
    let weigh = |tag: &FacetTag| {
        let common = u64::from(catalogue.exact(*tag).len().max(1).ilog2());
        (*tag, (if tag.facet == 0 { 2000 } else { 1000 }) / (1 + common))
    };
    telling.map(weigh).collect()
}

/// The sum for the values that are among `others`; both are in the order of the facets.
fn likeness(weights: &[(FacetTag, u64)], others: &[FacetTag]) -> u64 {
    let mut others = others.iter().peekable();
    let mut sum = 0;
    for (tag, weight) in weights {
        while others.next_if(|other| *other < tag).is_some() {}
        if others.peek() == Some(&tag) {
            sum += weight;
        }
    }
    sum
}
