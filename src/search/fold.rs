use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Makes a text comparable: lower case, compatibility forms resolved, accents of Latin and Greek letters dropped, and the
/// letters that have no decomposition written out. Other scripts keep their marks, which are letters there.
///
/// `search-core.js` does the same, step for step; `tests/search/tokens.tsv` holds both to it.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        };
    }
    let mut bare = false;
    let kept = text.nfkd().flat_map(char::to_lowercase).filter(|&c| {
        let mark = matches!(c, '\u{300}'..='\u{36f}');
        if !mark {
            bare = matches!(c, 'a'..='z' | '\u{df}'..='\u{24f}' | '\u{370}'..='\u{3ff}');
        }
        !(mark && bare)
    });
    let mut folded = String::with_capacity(text.len());
    for c in kept.collect::<String>().nfc() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            'ё' => folded.push('е'),
            other => folded.push(other),
        }
    }
    Cow::Owned(folded)
}
