use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::guess::{Guess, Guesses};
use super::reader::{Broken, List, Reader};
use super::tokens::is_dense;

/// How well a way to read a word matches it, of 64: the word itself …
const EXACT: u32 = 64;
/// … a phrase of the book's synonyms …
const SYNONYM: u32 = 32;
/// … another form of it.
const INFLECTED: u32 = 46;
/// Lists that match less are not loaded whole.
const WHOLE: u32 = 30;
/// Words of a query that are looked at.
pub(crate) const LONGEST: usize = 16;

/// A word of a query with everything that answers it.
pub(crate) struct Slot {
    pub(crate) word: String,
    pub(crate) stop: bool,
    typing: bool,
    pub(crate) idf: u32,
    /// Shard, word in it, match.
    ways: Vec<(usize, usize, u32)>,
    /// Lists that stand in no shard.
    made: Vec<(Rc<List>, u32)>,
    /// The word itself, or what it may have meant.
    very: FxHashSet<String>,
    forms: FxHashSet<String>,
    start: Option<String>,
}

/// Another way to say a part of a query.
struct Span {
    at: usize,
    length: usize,
    shard: usize,
    word: usize,
    count: u32,
    matching: u32,
}

/// A query, understood.
pub(crate) struct Query {
    pub(crate) slots: Vec<Slot>,
    spans: Vec<Span>,
    /// Misspelt words and what they were taken for.
    pub(crate) fixed: Vec<(String, String)>,
}

impl Slot {
    fn new(word: String, stop: bool, typing: bool) -> Slot {
        let (ways, made, very) = (Vec::new(), Vec::new(), FxHashSet::from_iter([word.clone()]));
        Slot { word, stop, typing, idf: 1, ways, made, very, forms: FxHashSet::default(), start: None }
    }

    /// Whether a word of a text answers it: of two bits, the lower one; the upper one too if it is the very word
    /// that was asked for or that it was taken for.
    pub(crate) fn answers(&self, word: &str) -> u32 {
        if self.very.contains(word) {
            1 << LONGEST | 1
        } else {
            u32::from(self.forms.contains(word) || self.start.as_deref().is_some_and(|start| word.starts_with(start)))
        }
    }

    fn best(&self) -> u32 {
        self.ways.iter().map(|way| way.2).chain(self.made.iter().map(|way| way.1)).max().unwrap_or(0)
    }

    fn has_lists(&self) -> bool {
        !self.ways.is_empty() || !self.made.is_empty()
    }
}

impl Query {
    /// Reads `text` against the index.
    pub(crate) fn read(text: &str, index: &mut Reader<'_>) -> Result<Query, Broken> {
        let mut words = index.tokens().all(text);
        if words.len() > LONGEST {
            // What a long question is about comes last.
            words.retain(|word| !index.manifest.stop_words.contains(word));
            words.truncate(LONGEST);
        }
        let typing = text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c));
        let last = words.len().saturating_sub(1);
        // By itself, or together with a word beside it.
        let is_stop = |at: usize| {
            let spans = [at..at + 1, at..at + 2, at.saturating_sub(1)..at + 1];
            spans.into_iter().filter_map(|span| words.get(span)).any(|words| index.manifest.stop_words.contains(&words.concat()))
        };
        let stops: Vec<bool> = (0..words.len()).map(is_stop).collect();
        let all_stop = stops.iter().all(|stop| *stop);
        let slots = words.iter().zip(stops).enumerate();
        let slots = slots.map(|(at, (word, stop))| Slot::new(word.clone(), stop && !all_stop, typing && at == last));
        let mut query = Query { slots: slots.collect(), spans: Vec::new(), fixed: Vec::new() };
        for at in 0..query.slots.len() {
            query.expand(at, index)?;
        }
        query.find_spans(&words, index)?;
        for at in 0..query.slots.len() {
            let slot = &query.slots[at];
            let covered = query.spans.iter().any(|span| (span.at..span.at + span.length).contains(&at));
            if !slot.stop && slot.word.chars().count() > 5 && slot.best() < 40 && !covered {
                query.split(at, index)?;
            }
        }
        for span in &query.spans {
            for slot in &mut query.slots[span.at..span.at + span.length] {
                if !slot.has_lists() {
                    slot.idf = idf(span.count, index.manifest.documents);
                }
            }
        }
        Ok(query)
    }

    /// The lists that answer the slot at `number`, with their match.
    pub(crate) fn lists(&self, number: usize, index: &mut Reader<'_>) -> Result<Vec<(Rc<List>, u32)>, Broken> {
        let slot = &self.slots[number];
        let several = self.slots.iter().filter(|slot| !slot.stop).count() > 1;
        let mut lists = slot.made.clone();
        for (shard, word, matching) in &slot.ways {
            lists.push((index.list(*shard, *word, several && !slot.stop && *matching >= WHOLE)?, *matching));
        }
        for span in self.spans.iter().filter(|span| (span.at..span.at + span.length).contains(&number)) {
            lists.push((index.list(span.shard, span.word, several)?, span.matching));
        }
        Ok(lists)
    }

    fn add(&mut self, slot: usize, shard: usize, word: usize, matching: u32, index: &mut Reader<'_>) -> Result<u32, Broken> {
        let from = index.shard(shard)?;
        let slot = &mut self.slots[slot];
        match slot.ways.iter_mut().find(|way| way.0 == shard && from.stems[way.1] == from.stems[word]) {
            Some(way) => way.2 = way.2.max(matching),
            None => slot.ways.push((shard, word, matching)),
        }
        if matching >= INFLECTED {
            let same = from.stems.iter().enumerate().filter(|(_, stem)| **stem == from.stems[word]);
            slot.forms.extend(same.map(|(at, _)| from.words[at].clone()));
        } else {
            slot.forms.insert(from.words[word].clone());
        }
        Ok(index.list(shard, word, false)?.count)
    }

    fn expand(&mut self, at: usize, index: &mut Reader<'_>) -> Result<(), Broken> {
        let word = self.slots[at].word.clone();
        let own_at = index.shard_of(&word);
        let own = index.shard(own_at)?;
        let exact = own.find(&word);
        let mut count = match exact {
            Some(place) => self.add(at, own_at, place, EXACT, index)?,
            None => 0,
        };
        let mut seen = 0;
        if (self.slots[at].typing && word.chars().count() > 1) || word.contains(is_dense) {
            seen = self.expand_beginning(at, &word, exact.is_some(), index)?;
            self.slots[at].start = Some(word.clone());
        }
        if exact.is_none() {
            count = self.inflections(at, &word, own_at, index)?;
            // A small word is what it is, also where no text has it: `heck` is not a slip for `neck`.
            if count == 0 && seen < 20 && !index.manifest.stop_words.contains(&word) {
                count = self.guess(at, &word, seen, index)?;
            }
        }
        let documents = index.manifest.documents;
        let slot = &mut self.slots[at];
        slot.idf = idf((if count > 0 { count } else { seen }).min(documents), documents);
        if slot.stop {
            slot.idf = slot.idf.div_ceil(4);
        }
        Ok(())
    }

    /// Words that begin with the slot's. Gives how many documents they are in.
    fn expand_beginning(&mut self, at: usize, word: &str, exact: bool, index: &mut Reader<'_>) -> Result<u32, Broken> {
        let first = index.shard_of(word);
        let last = index.shard_of(&format!("{word}\u{ffff}")).min(first + 2);
        let length = word.chars().count() as u32;
        let mut seen = 0;
        for number in first..=last {
            let shard = index.shard(number)?;
            let from = shard.place(word);
            for (place, other) in shard.words.iter().enumerate().skip(from).take(200).take_while(|(_, other)| other.starts_with(word)) {
                if other != word {
                    let matching = if exact { 22 } else { 19 + 38 * length / other.chars().count() as u32 };
                    seen += self.add(at, number, place, matching, index)?;
                }
            }
        }
        Ok(seen)
    }

    /// Words that can be forms of the slot's; the more letters they share, the better they match.
    fn inflections(&mut self, at: usize, word: &str, own: usize, index: &mut Reader<'_>) -> Result<u32, Broken> {
        let length = word.chars().count();
        let stub: String = word.chars().take(length.saturating_sub(7).max(3)).collect();
        let mut found = Vec::new();
        for number in [Some(own), own.checked_sub(1)].into_iter().flatten() {
            let shard = index.shard(number)?;
            let first = shard.place(&stub);
            for (place, other) in shard.words.iter().enumerate().skip(first).take_while(|(_, other)| other.starts_with(&stub)) {
                let same = related(word, other, &index.manifest.endings);
                if same > 0 {
                    found.push((number, place, same));
                }
            }
            if first > 0 {
                break;
            }
        }
        let most = found.iter().map(|form| form.2).max().unwrap_or(0);
        let mut count = 0;
        for (number, place, same) in found {
            let matching = INFLECTED.saturating_sub(6 * (most - same) as u32).max(16);
            let documents = self.add(at, number, place, matching, index)?;
            if same == most {
                count = count.max(documents);
            }
        }
        Ok(count)
    }

    /// What a word that the index does not have may have meant.
    fn guess(&mut self, at: usize, word: &str, seen: u32, index: &mut Reader<'_>) -> Result<u32, Broken> {
        let found = guesses(word, self.slots[at].typing, seen > 2, index)?;
        let Some(best) = found.first() else { return Ok(0) };
        let (least, top) = (best.cost, if seen > 2 { 30_u32 } else { 54 });
        // Of a word that a match does not need nothing is said: it may well be right, and no text has it.
        if seen < 3 && !self.slots[at].stop {
            self.fixed.push((word.to_owned(), best.word.clone()));
        }
        let mut count = 0;
        for guess in &found {
            self.slots[at].very.insert(guess.word.clone());
            let number = index.shard_of(&guess.word);
            if let Some(place) = index.shard(number)?.find(&guess.word) {
                // A dearer guess can be the likelier one, where its word is much commoner.
                let matching = top.saturating_sub(5 * guess.cost.saturating_sub(least)).max(4);
                count += self.add(at, number, place, matching, index)?;
            }
        }
        Ok(count)
    }

    fn find_spans(&mut self, words: &[String], index: &mut Reader<'_>) -> Result<(), Broken> {
        for (at, length, word) in phrases(words, index) {
            let number = index.shard_of(&word);
            let Some(place) = index.shard(number)?.find(&word) else { continue };
            let group = word.strip_prefix('=').and_then(|group| group.parse::<usize>().ok());
            let matching = if group.is_some() { SYNONYM } else { EXACT };
            let count = index.list(number, place, false)?.count;
            self.spans.push(Span { at, length, shard: number, word: place, count, matching });
            match group.and_then(|group| index.manifest.synonyms.get(group)) {
                Some(phrases) => {
                    let single = phrases.iter().filter(|phrase| phrase.len() == 1).map(|phrase| phrase[0].clone());
                    self.slots[at].forms.extend(single);
                }
                None => {
                    self.slots[at].forms.insert(word);
                }
            }
        }
        self.spans.sort_by(|a, b| (a.at, a.length).cmp(&(b.at, b.length)).then(b.count.cmp(&a.count)));
        Ok(())
    }

    /// Cuts a word that nothing is like into two that there are.
    fn split(&mut self, at: usize, index: &mut Reader<'_>) -> Result<(), Broken> {
        let word = self.slots[at].word.clone();
        let cuts: Vec<usize> = word.char_indices().map(|(cut, _)| cut).collect();
        for cut in cuts.iter().rev().skip(2).take_while(|cut| word[..**cut].chars().count() >= 3) {
            let (a, b) = word.split_at(*cut);
            if !known(a, index)? || !known(b, index)? {
                continue;
            }
            let (from, to) = (index.shard_of(a), index.shard_of(b));
            let (Some(x), Some(y)) = (index.shard(from)?.find(a), index.shard(to)?.find(b)) else { continue };
            let both = meet(&*index.list(from, x, true)?, &*index.list(to, y, true)?);
            if both.count == 0 {
                continue;
            }
            let slot = &mut self.slots[at];
            slot.idf = idf(both.count, index.manifest.documents);
            slot.made.push((Rc::new(both), SYNONYM));
            slot.forms.extend([a.to_owned(), b.to_owned()]);
            self.fixed.push((word.clone(), format!("{a} {b}")));
            return Ok(());
        }
        Ok(())
    }
}

fn known(word: &str, index: &mut Reader<'_>) -> Result<bool, Broken> {
    let Some(at) = index.initial(word) else { return Ok(false) };
    Ok(index.vocabulary(at)?.iter().any(|(other, _)| other == word))
}

/// The documents of both lists.
fn meet(a: &List, b: &List) -> List {
    let impacts: rustc_hash::FxHashMap<u32, u32> = a.postings.iter().copied().collect();
    let mut postings: Vec<(u32, u32)> = Vec::new();
    for (document, impact) in &b.postings {
        if let Some(other) = impacts.get(document) {
            postings.push((*document, *impact.min(other)));
        }
    }
    postings.sort_unstable();
    List { count: postings.len() as u32, postings, more: None }
}

fn guesses(word: &str, typing: bool, only_near: bool, index: &mut Reader<'_>) -> Result<Vec<Guess>, Broken> {
    let length = word.chars().count();
    if !(3..=40).contains(&length) || word.contains(is_dense) {
        return Ok(Vec::new());
    }
    let mut guesses = Guesses::new(word, typing);
    let mine = index.initial(word);
    if let Some(mine) = mine {
        guesses.scan(&index.vocabulary(mine)?);
    }
    // Few slip on the first letter, and every other letter is another file: look there only where nothing likely begins alike, and
    // where something one edit away does, only at what a finger beside the key, or a letter too many, would have made of it.
    if !only_near && !guesses.likely() {
        let others: BTreeSet<usize> = if guesses.close() {
            guesses.starts().filter_map(|letter| index.initial(letter.encode_utf8(&mut [0; 4]))).collect()
        } else {
            (0..index.vocabularies()).collect()
        };
        for other in others.into_iter().filter(|other| Some(*other) != mine) {
            guesses.scan(&index.vocabulary(other)?);
        }
    }
    Ok(guesses.best())
}

/// Other ways to say a part of the query: from which word, how many, and the word of the index.
fn phrases(words: &[String], index: &Reader<'_>) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let endings = &index.manifest.endings;
    for (number, group) in index.manifest.synonyms.iter().enumerate() {
        let mut done = FxHashSet::default();
        for phrase in group.iter().filter(|phrase| phrase.len() <= words.len()) {
            for at in 0..=words.len() - phrase.len() {
                let fits = phrase.iter().zip(&words[at..]).all(|(a, b)| related(a, b, endings) > 0);
                if fits && done.insert((at, phrase.len())) {
                    found.push((at, phrase.len(), super::synonym::Synonyms::word(number)));
                }
            }
        }
    }
    let near: FxHashSet<usize> = words.iter().map(|word| index.shard_of(word)).collect();
    for (at, pair) in words.windows(2).enumerate() {
        let joined = pair.concat();
        if joined.chars().count() > 5 && near.contains(&index.shard_of(&joined)) {
            found.push((at, 2, joined));
        }
    }
    found
}

/// How many letters two words share, if they can be forms of one; else 0.
fn related(a: &str, b: &str, endings: &[String]) -> usize {
    if a == b {
        return a.chars().count();
    }
    let parts: Vec<(usize, usize)> = a
        .char_indices()
        .zip(b.char_indices())
        .take_while(|((_, x), (_, y))| x == y)
        .map(|((at, x), (bt, _))| (at + x.len_utf8(), bt + x.len_utf8()))
        .collect();
    let is_ending = |rest: &str| endings.iter().any(|ending| ending == rest);
    // "planning" and "planned" part after a doubled letter, "studies" and "study" before the y
    for same in (parts.len().saturating_sub(2).max(3)..=parts.len()).rev() {
        let (at, bt) = parts[same - 1];
        if is_ending(&a[at..]) && is_ending(&b[bt..]) {
            return same;
        }
    }
    0
}

/// What a word is worth that so many documents have. The power keeps one rare word from outweighing the rest of a long question;
/// `tests/relevance/` says how much.
fn idf(count: u32, documents: u32) -> u32 {
    let (count, documents) = (f64::from(count), f64::from(documents));
    (64.0 * (1.0 + (documents - count + 0.5) / (count + 0.5)).ln().powf(0.8)).round().max(1.0) as u32
}
