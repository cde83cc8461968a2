use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::fold;
use super::key::Key;
use super::letter_runs::LetterRuns;
use super::words::{BATCH, Words};

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
    /// Short words that were read and not given yet, and how many.
    batch: [Key; BATCH],
    waiting: usize,
}

impl Tokens {
    /// A tokeniser for a language of this habit.
    pub fn new(apostrophe: Apostrophe) -> Tokens {
        Tokens { apostrophe, word: String::with_capacity(64), batch: [Key::default(); BATCH], waiting: 0 }
    }

    /// Calls `each` with all words of `text`, folded, in their order, several at a time.
    pub(crate) fn each(&mut self, text: &str, mut each: impl FnMut(Words<'_>)) {
        if text.is_ascii() {
            self.ascii(text, &mut each);
        } else {
            // No word reaches over white space, so a few curly quotes do not cost the whole text its short way.
            for piece in text.split_ascii_whitespace() {
                match piece.is_ascii() {
                    true => self.ascii(piece, &mut each),
                    false => self.folded(&fold(piece), &mut each),
                }
            }
        }
        self.give(&mut each);
    }

    /// All words of `text`.
    pub fn all(&mut self, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        self.each(text, |some| some.each(|word| words.push(word.to_owned())));
        words
    }

    fn ascii(&mut self, text: &str, each: &mut impl FnMut(Words<'_>)) {
        let bytes = text.as_bytes();
        // Up to where words were taken that are more than one run.
        let mut taken = 0;
        for Range { start, end } in LetterRuns::new(text) {
            if start < taken {
                continue;
            }
            if bytes.get(end) == Some(&b'\'') || is_odd(&bytes[start..end]) {
                taken = self.odd(text, start, each);
            } else if let Some(key) = Key::within(bytes, start..end) {
                self.short(key, each);
            } else {
                self.long(&text[start..end].to_ascii_lowercase(), each);
            }
        }
    }

    /// Takes the word that begins at `start` with its apostrophes and its sign. Gives where it ends.
    fn odd(&mut self, text: &str, start: usize, each: &mut impl FnMut(Words<'_>)) -> usize {
        let bytes = text.as_bytes();
        let mut at = start;
        self.word.clear();
        loop {
            let from = self.word.len();
            let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            self.word.push_str(&text[at..at + run]);
            self.word[from..].make_ascii_lowercase();
            at += run;
            let sign = if run > 0 { self.sign(bytes, at - 1, each) } else { 0 };
            if sign > 0 || bytes.get(at) != Some(&b'\'') || self.apostrophe == Apostrophe::Parts {
                self.end(each);
                return at + sign;
            }
            at += 1;
        }
    }

    fn folded(&mut self, text: &str, each: &mut impl FnMut(Words<'_>)) {
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
                    self.take(std::str::from_utf8(&pair[..whole]).unwrap_or_default(), each);
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
            self.end_dense(&mut dense, paired, each);
            if !is_apostrophe(c) && (c.is_alphanumeric() || is_combining_mark(c)) {
                self.word.push(c);
                self.sign(text.as_bytes(), at, each);
            } else {
                self.end(each);
            }
        }
        self.end_dense(&mut dense, paired, each);
        self.end(each);
    }

    /// Where the word so far is `c`, `f` or `j` and a sign follows that belongs to it, takes the sign and ends the word;
    /// gives how many bytes it took. In the folded text the sign's bytes are passed over again, where they only end a word.
    fn sign(&mut self, text: &[u8], at: usize, each: &mut impl FnMut(Words<'_>)) -> usize {
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

    /// Ends the word so far.
    fn end(&mut self, each: &mut impl FnMut(Words<'_>)) {
        let mut word = std::mem::take(&mut self.word);
        if !word.is_empty() {
            self.take(&word, each);
            word.clear();
        }
        self.word = word;
    }

    /// Ends a run of a script without spaces: a character by itself is a word.
    fn end_dense(&mut self, dense: &mut Option<char>, paired: bool, each: &mut impl FnMut(Words<'_>)) {
        if let Some(single) = dense.take()
            && !paired
        {
            self.take(single.encode_utf8(&mut [0; 4]), each);
        }
    }

    fn take(&mut self, word: &str, each: &mut impl FnMut(Words<'_>)) {
        match Key::of(word) {
            Some(key) => self.short(key, each),
            None => self.long(word, each),
        }
    }

    fn short(&mut self, word: Key, each: &mut impl FnMut(Words<'_>)) {
        self.batch[self.waiting] = word;
        self.waiting += 1;
        if self.waiting == BATCH {
            self.give(each);
        }
    }

    fn long(&mut self, word: &str, each: &mut impl FnMut(Words<'_>)) {
        self.give(each);
        each(Words::Long(word));
    }

    /// Gives the words that wait.
    fn give(&mut self, each: &mut impl FnMut(Words<'_>)) {
        each(Words::Short(&self.batch[..self.waiting]));
        self.waiting = 0;
    }
}

/// Whether a run of letters may be a word with a sign.
fn is_odd(run: &[u8]) -> bool {
    matches!(run, [b'c' | b'f' | b'j' | b'C' | b'F' | b'J'])
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
