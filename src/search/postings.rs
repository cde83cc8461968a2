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
    pub(crate) best: Vec<u8>,
    /// The others, encoded; empty if there are none.
    pub(crate) others: Vec<u8>,
}

impl Postings {
    /// Joins what was read in runs of documents. The order of the runs is that of the documents.
    pub(crate) fn new(runs: Vec<Analysis>, options: &Options) -> Postings {
        let averages = average_lengths(&runs);
        let mut words = Lexicon::default();
        let mut stems = Lexicon::default();
        let mut stem_of = Vec::new();
        let mut renumbered = Vec::with_capacity(runs.len());
        for run in &runs {
            let global: Vec<u32> = run.stems.words().map(|stem| stems.intern(stem).0).collect();
            for (word, stem) in run.words.words().zip(&run.stem_of) {
                if words.intern(word).1 {
                    stem_of.push(global[*stem as usize]);
                }
            }
            renumbered.push(global);
        }
        let mut first = 0;
        let starts: Vec<u32> = runs
            .iter()
            .map(|run| {
                first += run.ends.len() as u32;
                first - run.ends.len() as u32
            })
            .collect();
        let weighed: Vec<Vec<(u32, u32)>> = runs
            .par_iter()
            .zip(&renumbered)
            .zip(&starts)
            .map(|((run, global), start)| weigh(run, global, *start, &averages, options))
            .collect();
        drop(runs);
        let lists = encode(&scatter(weighed, stems.len()));
        let mut words: Vec<Word> = words
            .words()
            .zip(stem_of)
            .filter(|(_, stem)| lists[*stem as usize].count > 0)
            .map(|(letters, stem)| Word { letters: letters.to_owned(), stem })
            .collect();
        words.sort_unstable_by(|a, b| a.letters.cmp(&b.letters));
        Postings { words, lists }
    }
}

/// Of each field, over the documents that have it.
fn average_lengths(runs: &[Analysis]) -> [f32; 8] {
    let mut sums = [(0u64, 0u64); 8];
    for lengths in runs.iter().flat_map(|run| &run.lengths) {
        for (sum, length) in sums.iter_mut().zip(lengths) {
            sum.0 += u64::from(*length);
            sum.1 += u64::from(*length > 0);
        }
    }
    sums.map(|(words, documents)| words as f32 / documents.max(1) as f32)
}

/// BM25F, saturated here once so that the client only adds integers. Only the four basic operations on `f32` are used:
/// every machine comes to the same bits.
fn weigh(run: &Analysis, global: &[u32], start: u32, averages: &[f32; 8], options: &Options) -> Vec<(u32, u32)> {
    let mut weighed = Vec::with_capacity(run.entries.len());
    let mut from = 0;
    for (document, (end, lengths)) in run.ends.iter().zip(&run.lengths).enumerate() {
        let kind = options.kinds.get(usize::from(run.kinds[document])).map_or(1.0, |kind| kind.weight);
        let mut weights = [0f32; 8];
        for (at, field) in options.fields.iter().take(8).enumerate() {
            let length = f32::from(lengths[at]) / averages[at].max(1.0);
            weights[at] = kind * field.weight / (1.0 - field.dilution + field.dilution * length);
        }
        for entry in &run.entries[from..*end as usize] {
            let mut counts = entry.counts;
            let mut sum = 0f32;
            for weight in weights {
                if counts == 0 {
                    break;
                }
                sum += weight * (counts & 15) as f32;
                counts >>= 4;
            }
            let steps = (1u32 << IMPACT_BITS) as f32;
            let impact = (sum / (options.saturation + sum) * steps).min(steps - 1.0) as u32;
            weighed.push((global[entry.stem as usize], (start + document as u32) << IMPACT_BITS | impact));
        }
        from = *end as usize;
    }
    weighed
}

/// Brings the postings of each stem together, in the order of the documents.
fn scatter(runs: Vec<Vec<(u32, u32)>>, stems: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; stems + 1];
    for (stem, _) in runs.iter().flatten() {
        starts[*stem as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut postings = vec![0u32; starts[stems] as usize];
    for run in runs {
        for (stem, posting) in run {
            let at = &mut next[stem as usize];
            postings[*at as usize] = posting;
            *at += 1;
        }
    }
    (starts, postings)
}

fn encode((starts, postings): &(Vec<u32>, Vec<u32>)) -> Vec<List> {
    starts.par_windows(2).with_min_len(256).map(|ends| list(&postings[ends[0] as usize..ends[1] as usize])).collect()
}

fn list(postings: &[u32]) -> List {
    let mut list = List { count: postings.len(), best: Vec::with_capacity(postings.len().min(LONG) * 2 + 4), others: Vec::new() };
    varint(postings.len() as u32, &mut list.best);
    if postings.len() <= LONG {
        deltas(postings.iter().copied(), &mut list.best);
        return list;
    }
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
    let (best, others): (Vec<u32>, Vec<u32>) = postings.iter().partition(|posting| is_best(**posting));
    deltas(best.into_iter(), &mut list.best);
    list.others.reserve(others.len() * 2);
    deltas(others.into_iter(), &mut list.others);
    list
}

fn deltas(postings: impl Iterator<Item = u32>, bytes: &mut Vec<u8>) {
    let mut last = 0;
    for posting in postings {
        let document = posting >> IMPACT_BITS;
        varint((document - last) << IMPACT_BITS | (posting & ((1 << IMPACT_BITS) - 1)), bytes);
        last = document;
    }
}
