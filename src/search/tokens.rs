use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::fold;

/// What an apostrophe within a word does: `don't` is one word in English, `l'homme` are two in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apostrophe {
    /// It is left out: `dont`.
    Joins,
    /// It ends the word: `l`, `homme`.
    Parts,
}

/// Cuts text into the words that are indexed and searched for.
///
/// A word is a run of letters, digits and marks. Scripts written without spaces give overlapping pairs of characters, on
/// both sides, so that no dictionary is needed. `c++`, `c#` and `f#` stay whole.
#[derive(Debug)]
pub struct Tokens {
    apostrophe: Apostrophe,
    word: String,
}

/// Ends a word.
const GAP: u8 = 0;
const APOSTROPHE: u8 = 1;
/// A letter or a digit.
const LETTER: u8 = 2;

/// What each ASCII byte is.
static ASCII: [u8; 128] = ascii_table();

const fn ascii_table() -> [u8; 128] {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'\'' => APOSTROPHE,
            letter if letter.is_ascii_alphanumeric() => LETTER,
            _ => GAP,
        };
        byte += 1;
    }
    table
}

impl Tokens {
    /// A tokeniser for a language of this habit.
    pub fn new(apostrophe: Apostrophe) -> Tokens {
        Tokens { apostrophe, word: String::with_capacity(64) }
    }

    /// Calls `each` with every word of `text`, folded, in its order.
    pub fn each(&mut self, text: &str, mut each: impl FnMut(&str)) {
        if text.is_ascii() {
            return self.each_ascii(text, &mut each);
        }
        // No word reaches over white space, so a few curly quotes do not cost the whole text its short way.
        for piece in text.split_ascii_whitespace() {
            match piece.is_ascii() {
                true => self.each_ascii(piece, &mut each),
                false => self.each_folded(&fold(piece), &mut each),
            }
        }
    }

    /// All words of `text`.
    pub fn all(&mut self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        self.each(text, |word| words.push(word.to_owned()));
        words
    }

    fn each_ascii(&mut self, text: &str, each: &mut impl FnMut(&str)) {
        self.word.clear();
        // Where the run of letters and digits begins that is read, and how far that is.
        let (mut start, mut at) = (0, 0);
        while let Some(byte) = text.as_bytes().get(at) {
            let kind = ASCII[usize::from(byte & 127)];
            if at == start && self.word.is_empty() {
                let plain = match kind {
                    GAP => Some(at),
                    LETTER => plain_word(text.as_bytes(), at),
                    _ => None,
                };
                if let Some(end) = plain {
                    if end > at {
                        each(&text[at..end]);
                    }
                    at = end + 1;
                    start = at;
                    continue;
                }
            }
            if kind != LETTER && at >= start {
                start = at + 1 + self.run(text, start..at, each);
                if kind == GAP || self.apostrophe == Apostrophe::Parts {
                    self.end(each);
                }
            }
            at += 1;
        }
        if start < text.len() {
            self.run(text, start..text.len(), each);
        }
        self.end(each);
    }

    /// Takes a run of letters and digits. Gives how many bytes behind the next one belong to the word too.
    fn run(&mut self, text: &str, run: Range<usize>, each: &mut impl FnMut(&str)) -> usize {
        if run.is_empty() {
            return 0;
        }
        let from = self.word.len();
        self.word.push_str(&text[run.clone()]);
        self.word[from..].make_ascii_lowercase();
        self.sign(text.as_bytes(), run.end - 1, each).saturating_sub(1)
    }

    fn each_folded(&mut self, text: &str, each: &mut impl FnMut(&str)) {
        self.word.clear();
        let mut dense: Option<char> = None;
        let mut paired = false;
        for (at, c) in text.char_indices() {
            if is_dense(c) {
                self.end(each);
                let mut pair = [0; 8];
                if let Some(before) = dense {
                    let first = before.encode_utf8(&mut pair).len();
                    let whole = first + c.encode_utf8(&mut pair[first..]).len();
                    each(std::str::from_utf8(&pair[..whole]).unwrap_or_default());
                    paired = true;
                } else {
                    paired = false;
                }
                dense = Some(c);
                continue;
            }
            if is_apostrophe(c) && self.apostrophe == Apostrophe::Joins {
                continue;
            }
            end_dense(&mut dense, paired, each);
            if !is_apostrophe(c) && (c.is_alphanumeric() || is_combining_mark(c)) {
                self.word.push(c);
                self.sign(text.as_bytes(), at, each);
            } else {
                self.end(each);
            }
        }
        end_dense(&mut dense, paired, each);
        self.end(each);
    }

    /// Where the word so far is `c`, `f` or `j` and a sign follows that belongs to it, takes the sign and ends the word;
    /// gives how many bytes it took. In the folded text the sign's bytes are passed over again, where they only end a word.
    fn sign(&mut self, text: &[u8], at: usize, each: &mut impl FnMut(&str)) -> usize {
        let [b'c' | b'f' | b'j'] = self.word.as_bytes()[..] else { return 0 };
        let mut rest = &text[at + 1..];
        while let (Apostrophe::Joins, Some(length)) = (self.apostrophe, apostrophe_length(rest)) {
            rest = &rest[length..];
        }
        let sign = match rest {
            [b'+', b'+', ..] => "++",
            [b'#', ..] => "#",
            _ => return 0,
        };
        self.word.push_str(sign);
        self.end(each);
        text.len() - at - 1 - rest.len() + sign.len()
    }

    fn end(&mut self, each: &mut impl FnMut(&str)) {
        if !self.word.is_empty() {
            each(&self.word);
            self.word.clear();
        }
    }
}

fn end_dense(dense: &mut Option<char>, paired: bool, each: &mut impl FnMut(&str)) {
    if let Some(single) = dense.take()
        && !paired
    {
        each(single.encode_utf8(&mut [0; 4]));
    }
}

/// Where the word ends that begins at `at`, if it is two small letters or more with a gap behind them, as nearly every word is.
fn plain_word(text: &[u8], at: usize) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let mut end = at;
    let letters = loop {
        let eight = u64::from_le_bytes(*text.get(end..)?.first_chunk()?);
        // The high bit of each byte, which no ASCII has: set from `a` on, and beyond `z`.
        let small = (eight + EACH * (128 - u64::from(b'a'))) & !(eight + EACH * (127 - u64::from(b'z')));
        let others = !small & (EACH << 7);
        if others != 0 {
            break others.trailing_zeros() as usize / 8;
        }
        end += 8;
    };
    end += letters;
    (end > at + 1 && ASCII[usize::from(text[end] & 127)] == GAP).then_some(end)
}

/// How long the apostrophe is that `text` begins with.
fn apostrophe_length(text: &[u8]) -> Option<usize> {
    ["'", "\u{2019}", "\u{2bc}"].into_iter().map(str::as_bytes).find(|sign| text.starts_with(sign)).map(<[u8]>::len)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// Characters of scripts that are written without spaces, and Hangul, whose particles hang on the word.
pub(crate) fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
        && (c.is_alphanumeric() || is_combining_mark(c))
}
