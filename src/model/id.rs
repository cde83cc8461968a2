use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest id, in bytes.
const MAX_ID: usize = 64;

/// Whether `id` can be one: letters, digits, `-`, `_` and `.` of any script, lower and upper case, at most 64 bytes, not beginning with `.` or `_`.
pub fn valid_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_ID
        && !id.starts_with(['.', '_'])
        && id.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | '.'))
}

/// The words of a heading as its anchor, as forges make them, so that a link works there and in an editor too: lower case, white
/// space to `-`, every other sign but `-` and `_` left out; letters of any script stay.
pub fn anchor(words: &str) -> String {
    let kept = |c: char| match c {
        c if c.is_whitespace() => Some('-'),
        c if c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_') => Some(c),
        _ => None,
    };
    let words = words.trim();
    let mut anchor = String::with_capacity(words.len());
    if words.is_ascii() {
        anchor.extend(words.chars().map(|c| c.to_ascii_lowercase()).filter_map(kept));
    } else {
        anchor.extend(words.nfc().flat_map(char::to_lowercase).filter_map(kept));
    }
    anchor
}

/// `words` as an id: lower case, runs of anything but letters and digits to one `-`; letters of any script stay.
pub fn slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for c in words.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_combining_mark(c) {
            slug.push(c);
        } else if matches!(c, '\'' | '’') {
            // "don't" is one word.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
