use crate::model::{Book, FacetTag, Question, Risk};

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
    let mut candidates: Vec<u32> = Vec::new();
    let index = catalogue.index_in_bank(number);
    let first = number - index as u32;
    let (from, to) = (index.saturating_sub(REACH), (index + REACH + 1).min(bank.questions.len()));
    candidates.extend((from..to).map(|at| first + at as u32));
    for tag in question.tags.iter() {
        let list = catalogue.exact(tag);
        let at = list.partition_point(|other| *other < number);
        candidates.extend_from_slice(&list[at.saturating_sub(REACH)..(at + REACH + 1).min(list.len())]);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let weights = weights(book, catalogue, question);
    let better = question.better.as_ref().map(|better| better.value.as_str());
    let mut scored: Vec<(u64, u32)> = candidates
        .into_iter()
        .filter(|other| *other != number)
        .filter_map(|other| {
            let (found, its_bank) = catalogue.question(book, other);
            let fit = found.risk != Risk::Avoid && Some(found.id.value.as_str()) != better;
            let same_bank = if std::ptr::eq(bank, its_bank) { SAME_BANK } else { 0 };
            fit.then(|| (likeness(&weights, found) + same_bank, other))
        })
        .collect();
    scored.sort_unstable_by_key(|(score, other)| (std::cmp::Reverse(*score), other.abs_diff(number), *other));
    scored.into_iter().take(SHOWN).map(|(_, other)| other).collect()
}

/// What it counts to share each value of a question.
fn weights(book: &Book, catalogue: &Catalogue, question: &Question) -> Vec<(FacetTag, u64)> {
    let facets = &book.config.facets;
    let telling = question.tags.iter().filter(|tag| facets[usize::from(tag.facet)].any_index() != Some(tag.value));
    let weigh = |tag: FacetTag| {
        let common = u64::from(catalogue.exact(tag).len().max(1).ilog2());
        (tag, (if tag.facet == 0 { 2000 } else { 1000 }) / (1 + common))
    };
    telling.map(weigh).collect()
}

fn likeness(weights: &[(FacetTag, u64)], other: &Question) -> u64 {
    weights.iter().filter(|(tag, _)| other.tags.has(*tag)).map(|(_, weight)| weight).sum()
}
