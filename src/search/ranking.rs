use rustc_hash::FxHashMap;

use super::query::{LONGEST, Query, Slot};
use super::reader::{Broken, Reader, Row};

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many documents match.
    pub total: usize,
    /// The best of them, the best first.
    pub hits: Vec<Hit>,
    /// Whether even the best answers less than half of what was asked.
    pub weak: bool,
    /// Misspelt words and what they were taken for.
    pub fixed: Vec<(String, String)>,
}

/// A document that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its number in the index.
    pub document: u32,
    /// How well it answers; only to be compared within one result.
    pub score: i64,
    /// What is shown of it.
    pub row: Row,
}

/// A document's score so far, and which words it answers.
#[derive(Clone, Copy, Default)]
struct Tally {
    score: i64,
    mask: u32,
}

/// Most hits that are put into their final order by looking at their texts.
const CLOSER: usize = 20;

impl Reader<'_> {
    /// Finds what answers `query` best: as many as asked for, at most twenty.
    pub fn find(&mut self, query: &str, limit: usize) -> Result<Found, Broken> {
        let query = Query::read(query, self)?;
        let tallies = sum(&query, self)?;
        let need = need(&query.slots);
        let asked: Vec<usize> = (0..query.slots.len()).filter(|at| !query.slots[*at].stop).collect();
        let (mut kept, weak) = judge(&query.slots, tallies, need);
        kept.sort_unstable_by_key(|(document, tally)| (std::cmp::Reverse(tally.score), *document));
        let mut total = kept.len();
        if let [only] = asked[..] {
            for (list, _) in query.lists(only, self)? {
                total = total.max(if list.more.is_some() { list.count as usize } else { 0 });
            }
        }
        let mut hits = Vec::new();
        for (document, tally) in kept.into_iter().take(CLOSER) {
            hits.push(Hit { document, score: tally.score, row: self.row(document)? });
        }
        look_closer(&mut hits, &query.slots, need, self);
        hits.truncate(limit);
        Ok(Found { total, hits, weak, fixed: query.fixed })
    }
}

/// The words that an answer should have, as bits.
fn need(slots: &[Slot]) -> u32 {
    slots.iter().enumerate().fold(0, |need, (at, slot)| if slot.stop { need } else { need | 1 << at })
}

fn sum(query: &Query, index: &mut Reader<'_>) -> Result<FxHashMap<u32, Tally>, Broken> {
    let mut all: FxHashMap<u32, Tally> = FxHashMap::default();
    for (number, slot) in query.slots.iter().enumerate() {
        let mut best: FxHashMap<u32, i64> = FxHashMap::default();
        for (list, matching) in query.lists(number, index)? {
            for (document, impact) in &list.postings {
                let value = i64::from(slot.idf * matching * impact);
                let so_far = best.entry(*document).or_default();
                *so_far = value.max(*so_far);
            }
        }
        for (document, value) in best {
            let tally = all.entry(document).or_default();
            tally.score += value;
            tally.mask |= 1 << number;
        }
    }
    Ok(all)
}

/// Keeps the documents that answer enough of the query, and lowers those that answer a part, by at most a quarter: a long question
/// has words that the best answer does not need.
fn judge(slots: &[Slot], tallies: FxHashMap<u32, Tally>, need: u32) -> (Vec<(u32, Tally)>, bool) {
    let many = need.count_ones();
    let full = tallies.values().filter(|tally| tally.mask & need == need).count();
    if many < 2 || full > if many < 3 { 9 } else { 19 } {
        return (tallies.into_iter().filter(|(_, tally)| tally.mask & need == need).collect(), false);
    }
    let weight =
        |mask: u32| slots.iter().enumerate().filter(|(at, _)| mask & 1 << at != 0).map(|(_, slot)| i64::from(slot.idf)).sum::<i64>();
    let whole = weight(need).max(1);
    let part = |tally: &Tally| 256 * weight(tally.mask & need) / whole;
    let most = tallies.values().map(part).max().unwrap_or(0);
    let least = most / 5;
    let kept = tallies.into_iter().filter(|(_, tally)| part(tally) > least);
    let lowered = kept.map(|(document, tally)| (document, Tally { score: tally.score * (768 + part(&tally)) / 1024, ..tally }));
    (lowered.collect(), most < 160)
}

/// Puts those first whose title answers all, in the very words, and those where words stand side by side as they were asked. A page has
/// at most two sections among them.
fn look_closer(hits: &mut Vec<Hit>, slots: &[Slot], need: u32, index: &Reader<'_>) {
    let mut tokens = index.tokens();
    let mut answers = |text: &str| {
        let mut bits = Vec::new();
        tokens.each(text, |words| {
            words.each(|word| bits.push(slots.iter().enumerate().fold(0u32, |bits, (at, slot)| bits | slot.answers(word) << at)));
        });
        bits
    };
    if !slots.is_empty() {
        for hit in hits.iter_mut() {
            let (title, text) = (answers(&hit.row.title), answers(&hit.row.text));
            hit.score = hit.score * gain(&title, &text, slots.len(), need) / 64;
        }
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.document));
    }
    let mut pages: FxHashMap<String, u32> = FxHashMap::default();
    hits.retain(|hit| {
        let page = hit.row.url.split('#').next().unwrap_or_default();
        let sections = pages.entry(page.to_owned()).or_default();
        *sections += u32::from(hit.row.kind == "section");
        hit.row.kind != "section" || *sections <= 2
    });
}

/// By how much a document rises, of 64. The bits of each word of its texts: which words of the query it answers, and which it is.
fn gain(title: &[u32], text: &[u32], slots: usize, need: u32) -> i64 {
    let covered = title.iter().fold(0, |covered, bits| covered | bits);
    let matched = title.iter().filter(|bits| **bits != 0).count() as i64;
    let follows = |of: &[u32], at: usize| of.windows(2).any(|pair| pair[0] & 1 << at != 0 && pair[1] & 1 << (at + 1) != 0);
    let pairs: i64 = (0..slots.saturating_sub(1)).map(|at| i64::from(follows(title, at) || follows(text, at))).sum();
    let mut gain = 64 + 12 * i64::from((covered >> LONGEST).count_ones()) / slots as i64;
    if pairs > 0 {
        gain += 16 * pairs / (slots as i64 - 1);
    }
    if need & !covered == 0 {
        gain += 24 * matched / title.len() as i64;
    }
    gain
}
