use std::fmt::Write as _;

use rayon::prelude::*;

use super::envelope::Envelope;
use super::packing::{base64, digit, json, shared, varint};
use super::postings::{Postings, Word};
use super::tokens::is_dense;

/// A run of words of the index with their postings.
struct Shard<'a> {
    words: &'a [Word],
    /// Where it begins: the shortest beginning that the word before does not have.
    from: String,
}

/// Files in the order of what they hold, with where each begins.
pub(crate) struct Range {
    /// The first of each file, as short as can be.
    pub(crate) from: Vec<String>,
    /// The files.
    pub(crate) files: Vec<Envelope>,
}

/// Raw size of a term shard.
const SHARD: usize = 8000;
/// Raw size up to which the vocabularies of neighbouring letters share a file.
const VOCABULARY: usize = 3000;

/// Cuts the words and their postings into files. `others` names the file of a stem's other postings, if it has one. A stem
/// whose words lie in two shards has its postings in both.
pub(crate) fn shards(postings: &Postings, others: &(impl Fn(u32) -> Option<String> + Sync)) -> Range {
    let cut = cut(postings);
    let files = cut.par_iter().map(|shard| Envelope::new('t', term_json(shard, postings, others))).collect();
    Range { from: cut.into_iter().map(|shard| shard.from).collect(), files }
}

fn cut(postings: &Postings) -> Vec<Shard<'_>> {
    let words = &postings.words;
    let mut shards = Vec::new();
    let mut held = vec![0u32; postings.lists.len()];
    let (mut first, mut size) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        if size >= SHARD {
            shards.push(Shard { words: &words[first..at], from: beginning(words, first) });
            (first, size) = (at, 0);
        }
        size += word.letters.len() / 2 + 2;
        let number = shards.len() as u32 + 1;
        if held[word.stem as usize] != number {
            held[word.stem as usize] = number;
            size += postings.lists[word.stem as usize].best.len() * 4 / 3;
        }
    }
    if first < words.len() {
        shards.push(Shard { words: &words[first..], from: beginning(words, first) });
    }
    shards
}

fn beginning(words: &[Word], first: usize) -> String {
    if first == 0 {
        return String::new();
    }
    let (_, parted) = shared(&words[first - 1].letters, &words[first].letters);
    let rest = &words[first].letters[parted..];
    let next = rest.chars().next().map_or(0, char::len_utf8);
    words[first].letters[..parted + next].to_owned()
}

/// `[words, lengths, postings, others]`. A word is one digit of base 36, how many letters it shares with the one before,
/// and its other letters; `-2` after it says that its stem is that of the second stem before. `lengths` and `postings` are
/// base 64; `others` is `stem:file:count`.
fn term_json(shard: &Shard<'_>, postings: &Postings, others: &impl Fn(u32) -> Option<String>) -> String {
    let mut local: rustc_hash::FxHashMap<u32, u32> = rustc_hash::FxHashMap::default();
    let (mut words, mut lengths, mut body, mut more) = (String::new(), Vec::new(), Vec::new(), String::new());
    let mut last = "";
    for word in shard.words {
        if !words.is_empty() {
            words.push('|');
        }
        let (count, parted) = shared(last, &word.letters);
        words.push(digit(count));
        words.push_str(&word.letters[parted..]);
        last = &word.letters;
        let next = local.len() as u32;
        if let Some(earlier) = local.get(&word.stem) {
            let _ = write!(words, "-{}", next - earlier);
            continue;
        }
        local.insert(word.stem, next);
        let list = &postings.lists[word.stem as usize];
        varint(list.best.len() as u32, &mut lengths);
        body.extend_from_slice(&list.best);
        if let Some(file) = others(word.stem) {
            let _ = write!(more, "{}{next}:{file}", if more.is_empty() { "" } else { "," });
        }
    }
    let mut out = String::with_capacity(words.len() + body.len() * 4 / 3 + 64);
    out.push('[');
    json(&words, &mut out);
    for bytes in [&lengths, &body] {
        out.push_str(",\"");
        base64(bytes, &mut out);
        out.push('"');
    }
    let _ = write!(out, ",\"{more}\"]");
    out
}

/// What a misspelt word may have meant: by first letter, every word of three letters or more and how common it is (one
/// character, the logarithm of its number of documents).
pub(crate) fn vocabulary(postings: &Postings) -> Range {
    let mut range = Range { from: Vec::new(), files: Vec::new() };
    let mut text = String::new();
    let (mut last, mut letter) = ("", None);
    for word in &postings.words {
        let letters = &word.letters;
        if !is_spelt(letters) {
            continue;
        }
        let first = letters.chars().next();
        if first != letter {
            if text.len() > VOCABULARY {
                range.push(&mut text);
            }
            if text.is_empty() {
                range.from.extend(first.map(String::from));
            }
            (last, letter) = ("", first);
        }
        let (count, parted) = shared(last, letters);
        text.push(digit(count));
        text.push_str(&letters[parted..]);
        let common = postings.lists[word.stem as usize].count.max(1).ilog2().min(12);
        text.push(char::from(b'#' + common as u8));
        last = letters;
    }
    if !text.is_empty() {
        range.push(&mut text);
    }
    range
}

/// Whether it is of three letters or more and nothing else, so that somebody may misspell it.
fn is_spelt(word: &str) -> bool {
    if word.is_ascii() {
        return word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    }
    word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() && !is_dense(c))
}

impl Range {
    fn push(&mut self, text: &mut String) {
        let mut out = String::with_capacity(text.len() + 2);
        json(text, &mut out);
        self.files.push(Envelope::new('v', out));
        text.clear();
    }
}
