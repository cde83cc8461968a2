use std::ops::Range;

/// Up to so many bytes a word is its own key.
pub(crate) const SHORT: usize = 16;

/// A word of up to [`SHORT`] bytes, none of them U+0000, as two numbers: such words are told apart without a look at letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) [u64; 2]);

/// A one in each of eight bytes.
const EACH: u64 = 0x0101_0101_0101_0101;

impl Key {
    /// Of a word, if it is short enough.
    pub(crate) fn of(word: &str) -> Option<Key> {
        let mut letters = [0; SHORT];
        letters.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        Some(Key::from(u128::from_le_bytes(letters)))
    }

    /// Of a word of ASCII where it stands in a text, in small letters, if it is short enough. The range is not empty.
    #[inline]
    pub(crate) fn within(text: &[u8], word: Range<usize>) -> Option<Key> {
        let beyond = 8 * SHORT.checked_sub(word.len())?;
        // Nearly every word has so much text behind it that its length asks for no branch.
        let letters = match text.get(word.start..).and_then(<[u8]>::first_chunk) {
            Some(letters) => u128::from_le_bytes(*letters) & u128::MAX >> beyond,
            None => text[word].iter().rev().fold(0, |letters, letter| letters << 8 | u128::from(*letter)),
        };
        Some(Key(Key::from(letters).0.map(|eight| eight | between(eight, b'A', b'Z') >> 2)))
    }

    /// Calls `take` with the word.
    pub(crate) fn with<T>(self, take: impl FnOnce(&str) -> T) -> T {
        let letters = u128::from(self.0[1]) << 64 | u128::from(self.0[0]);
        let length = SHORT - letters.leading_zeros() as usize / 8;
        take(std::str::from_utf8(&letters.to_le_bytes()[..length]).unwrap_or_default())
    }
}

impl From<u128> for Key {
    fn from(letters: u128) -> Key {
        Key([letters as u64, (letters >> 64) as u64])
    }
}

/// The high bit of each byte that lies between two others, of eight bytes of ASCII.
fn between(eight: u64, first: u8, last: u8) -> u64 {
    (eight + EACH * u64::from(128 - first)) & !(eight + EACH * u64::from(127 - last)) & EACH << 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_back_wherever_it_stands() {
        let text = "Abcdefghijklmnopqz059 x";
        for start in 0..text.len() {
            for end in start + 1..=text.len() {
                let word = text[start..end].to_ascii_lowercase();
                let key = Key::within(text.as_bytes(), start..end);
                assert_eq!(key.is_some(), word.len() <= SHORT);
                assert_eq!(key, Key::of(&word), "{word}");
                assert!(key.is_none_or(|key| key.with(|letters| letters == word)), "{word}");
            }
        }
    }

    #[test]
    fn what_lies_between_is_marked() {
        for byte in 0..128 {
            let marked = between(u64::from_le_bytes([byte; 8]), b'a', b'z');
            assert_eq!(marked, if byte.is_ascii_lowercase() { EACH << 7 } else { 0 }, "{byte}");
        }
    }
}
