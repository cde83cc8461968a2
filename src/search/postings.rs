use std::sync::Arc;

use rayon::prelude::*;

use super::analysis::Analysis;
use super::document::Options;
use super::lexicon::Lexicon;
use super::packing::varint;

/// Steps of a posting's impact, how well a document answers a word: four bits.
pub(crate) const IMPACT_BITS: u32 = 4;
/// A word in more documents than this keeps only its best ones at hand …
pub(crate) const LONG: usize = 1024;
/// … namely so many; the others lie in a file of their own, loaded where a query has a second word or asks for counts.
pub(crate) const BEST: usize = 256;

/// The inverted index: words, and for each stem the documents that hold it.
pub(crate) struct Postings {
    /// Every word.
    pub(crate) words: Vec<Word>,
    /// By stem: its documents, encoded.
    pub(crate) lists: Vec<List>,
}

/// A word as it stands in texts.
pub(crate) struct Word {
    /// Its letters, folded.
    pub(crate) letters: String,
    /// Its stem.
    pub(crate) stem: u32,
}

/// The documents of a stem.
#[derive(Default)]
pub(crate) struct List {
    /// How many.
    pub(crate) count: usize,
    /// Count and best documents, encoded.
    pub(crate) best: Box<[u8]>,
    /// The others, encoded; empty if there are none.
    pub(crate) others: Box<[u8]>,
}

impl Postings {
    /// Joins what was read in runs of documents. The order of the runs is that of the documents.
    pub(crate) fn new(runs: Vec<Arc<Analysis>>, options: &Options) -> Postings {
        let own = runs.clone();
        let (mut words, (renumbered, lists)) = rayon::join(
            move || words(own),
            || {
                let mut stems = Lexicon::default();
                let renumber = |run: &Arc<Analysis>| run.stems.words().map(|stem| stems.intern(stem).0).collect();
                let renumbered: Vec<Vec<u32>> = runs.iter().map(renumber).collect();
                let lists = encode(&scatter(runs, &renumbered, stems.len(), options));
                (renumbered, lists)
            },
        );
        for (word, run) in &mut words {
            word.stem = renumbered[*run][word.stem as usize];
        }
        let words = words.into_iter().map(|(word, _)| word).filter(|word| lists[word.stem as usize].count > 0).collect();
        Postings { words, lists }
    }
}

/// Every word in alphabetical order, with its stem as the first run with that word numbers it, and the number of that run.
fn words(runs: Vec<Arc<Analysis>>) -> Vec<(Word, usize)> {
    let mut seen = Lexicon::default();
    let mut words = Vec::new();
    for (number, run) in runs.into_iter().enumerate() {
        for (word, stem) in run.words.words().zip(&run.stem_of) {
            if seen.intern(word).1 {
                words.push((beginning(word), Word { letters: word.to_owned(), stem: *stem }, number));
            }
        }
    }
    words.sort_unstable_by(|(first, a, _), (second, b, _)| first.cmp(second).then_with(|| a.letters.cmp(&b.letters)));
    words.into_iter().map(|(_, word, run)| (word, run)).collect()
}

/// The first eight bytes of a word as a number: most words are put in order by that alone.
fn beginning(word: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, byte)| *to = byte);
    u64::from_be_bytes(bytes)
}

/// Of each field, over the documents that have it.
fn average_lengths(runs: &[Arc<Analysis>]) -> [f32; 8] {
    let mut sums = [(0u64, 0u64); 8];
    for lengths in runs.iter().flat_map(|run| &run.lengths) {
        for (sum, length) in sums.iter_mut().zip(lengths) {
            sum.0 += u64::from(*length);
            sum.1 += u64::from(*length > 0);
        }
    }
    sums.map(|(words, documents)| words as f32 / documents.max(1) as f32)
}

/// What a word counts in each field of a document.
fn field_weights(kind: u16, lengths: &[u16; 8], averages: &[f32; 8], options: &Options) -> [f32; 8] {
    let kind = options.kinds.get(usize::from(kind)).map_or(1.0, |kind| kind.weight);
    let mut weights = [0f32; 8];
    for (at, field) in options.fields.iter().take(8).enumerate() {
        let length = f32::from(lengths[at]) / averages[at].max(1.0);
        weights[at] = kind * field.weight / (1.0 - field.dilution + field.dilution * length);
    }
    weights
}

/// How well a document answers a word that it has so often in each field: BM25F, saturated here once so that the client only adds
/// integers. Only the four basic operations on `f32` are used: every machine comes to the same bits.
fn impact(mut counts: u32, weights: &[f32; 8], saturation: f32) -> u32 {
    let mut sum = 0f32;
    while counts != 0 {
        let field = counts.trailing_zeros() / 4;
        sum += weights[field as usize] * (counts >> (4 * field) & 15) as f32;
        counts &= !(15 << (4 * field));
    }
    let steps = (1u32 << IMPACT_BITS) as f32;
    (sum / (saturation + sum) * steps).min(steps - 1.0) as u32
}

/// The impacts of one document's words: those in a single field, as most are, are worked out once for each field and count.
struct Impacts {
    weights: [f32; 8],
    saturation: f32,
    /// By field and count; too large where it was not asked for yet.
    known: [u8; 128],
}

impl Impacts {
    fn new(weights: [f32; 8], saturation: f32) -> Impacts {
        Impacts { weights, saturation, known: [u8::MAX; 128] }
    }

    fn of(&mut self, counts: u32) -> u32 {
        let field = counts.trailing_zeros() / 4;
        let count = counts.checked_shr(4 * field).unwrap_or(0);
        if count > 15 {
            return impact(counts, &self.weights, self.saturation);
        }
        let known = &mut self.known[(field << 4 | count) as usize & 127];
        if *known == u8::MAX {
            *known = impact(counts, &self.weights, self.saturation) as u8;
        }
        u32::from(*known)
    }
}

/// Brings the postings of each stem together, in the order of the documents: where each stem's begin, and all of them.
fn scatter(runs: Vec<Arc<Analysis>>, renumbered: &[Vec<u32>], stems: usize, options: &Options) -> (Vec<u32>, Vec<u32>) {
    let averages = average_lengths(&runs);
    let mut starts = vec![0u32; stems + 1];
    for (run, global) in runs.iter().zip(renumbered) {
        for (stem, holders) in run.holders.iter().enumerate() {
            starts[global[stem] as usize + 1] += holders;
        }
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut postings = vec![0u32; starts[stems] as usize];
    let mut number = 0u32;
    for (run, global) in runs.into_iter().zip(renumbered) {
        // Where those of the run's stems go: they lie together in each list.
        let mut places: Vec<u32> = global.iter().map(|stem| next[*stem as usize]).collect();
        for (holders, stem) in run.holders.iter().zip(global) {
            next[*stem as usize] += holders;
        }
        let mut from = 0;
        for (document, end) in run.ends.iter().enumerate() {
            let weights = field_weights(run.kinds[document], &run.lengths[document], &averages, options);
            let mut impacts = Impacts::new(weights, options.saturation);
            for entry in run.entries.between(from, *end as usize) {
                let at = &mut places[entry.stem as usize];
                postings[*at as usize] = number << IMPACT_BITS | impacts.of(entry.counts);
                *at += 1;
            }
            from = *end as usize;
            number += 1;
        }
    }
    (starts, postings)
}

fn encode((starts, postings): &(Vec<u32>, Vec<u32>)) -> Vec<List> {
    starts.par_windows(2).with_min_len(256).map(|ends| list(&postings[ends[0] as usize..ends[1] as usize])).collect()
}

fn list(postings: &[u32]) -> List {
    let mut list = List { count: postings.len(), ..List::default() };
    let mut bytes = Vec::with_capacity(postings.len() * 2 + 4);
    varint(postings.len() as u32, &mut bytes);
    if postings.len() <= LONG {
        deltas(postings.iter().copied(), &mut bytes);
        list.best = bytes.into();
        return list;
    }
    let (best, others): (Vec<u32>, Vec<u32>) = part_best(postings);
    deltas(best.into_iter(), &mut bytes);
    list.best = bytes.as_slice().into();
    bytes.clear();
    deltas(others.into_iter(), &mut bytes);
    list.others = bytes.into();
    list
}

/// The [`BEST`] of a long list, and the others.
fn part_best(postings: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let impact = |posting: u32| posting & ((1 << IMPACT_BITS) - 1);
    let mut counts = [0usize; 1 << IMPACT_BITS];
    for posting in postings {
        counts[impact(*posting) as usize] += 1;
    }
    // The lowest impact that still has room among the best; of those that have just it, the first ones of the book.
    let (mut least, mut above) = (counts.len() - 1, 0);
    while above + counts[least] < BEST {
        above += counts[least];
        least -= 1;
    }
    let mut room = BEST - above;
    let mut is_best = |posting: u32| match (impact(posting) as usize).cmp(&least) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => {
            let fits = room > 0;
            room -= usize::from(fits);
            fits
        }
    };
    postings.iter().partition(|posting| is_best(**posting))
}

fn deltas(postings: impl Iterator<Item = u32>, bytes: &mut Vec<u8>) {
    let mut last = 0;
    for posting in postings {
        let document = posting >> IMPACT_BITS;
        varint((document - last) << IMPACT_BITS | (posting & ((1 << IMPACT_BITS) - 1)), bytes);
        last = document;
    }
}
