use crate::model::{Book, Question, Risk};

use super::catalogue::Catalogue;

/// How many near questions a question's page shows.
const SHOWN: usize = 5;
/// How far to look in the question's own bank, and in the list of each of its values, on either side.
const REACH: usize = 12;

/// The questions most like this one, the nearest first: by the values they share, a rare value counting more than a common
/// one, then by bank, then in the order of the book. Looks at neighbours in each list only, never at all questions: the work
/// per question does not grow with the book.
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
    let better = question.better.as_ref().map(|better| better.value.as_str());
    let mut scored: Vec<(u64, u32)> = candidates
        .into_iter()
        .filter(|other| *other != number)
        .filter_map(|other| {
            let (found, its_bank) = catalogue.question(book, other);
            let fit = found.risk != Risk::Avoid && Some(found.id.value.as_str()) != better;
            let same_bank = u64::from(std::ptr::eq(bank, its_bank));
            fit.then(|| (likeness(book, catalogue, question, found) * 2 + same_bank, other))
        })
        .collect();
    scored.sort_unstable_by_key(|(score, other)| (std::cmp::Reverse(*score), *other));
    scored.into_iter().take(SHOWN).map(|(_, other)| other).collect()
}

fn likeness(book: &Book, catalogue: &Catalogue, one: &Question, other: &Question) -> u64 {
    let facets = &book.config.facets;
    let shared = one.tags.iter().filter(|tag| other.tags.has(*tag));
    shared
        .filter(|tag| facets[usize::from(tag.facet)].any_index() != Some(tag.value))
        .map(|tag| 1000 / (1 + u64::from(catalogue.exact(tag).len().ilog2())))
        .sum()
}
