//! How a path becomes part of a URL. Each set of characters is a decision: what a browser, a forge and a file address all read
//! alike is escaped.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::parse::scan;

/// What is escaped in both.
const BOTH: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');
const IN_PATH: &AsciiSet = &BOTH;
const IN_FRAGMENT: &AsciiSet = &BOTH.remove(b':').remove(b'?');

/// `path` with every byte escaped that could mean something else in a URL; `/` stays.
pub fn encode(path: &str) -> String {
    escaped(path, IN_PATH)
}

/// `fragment` with every byte escaped that may not stand in one.
pub fn encode_fragment(fragment: &str) -> String {
    escaped(fragment, IN_FRAGMENT)
}

fn escaped(text: &str, set: &'static AsciiSet) -> String {
    let mut url = String::with_capacity(text.len());
    push(&mut url, text, set);
    url
}

/// Adds `text` with every byte escaped that is in `set`. Nearly every text of a site stays as it is.
fn push(url: &mut String, text: &str, set: &'static AsciiSet) {
    match scan::first(text.as_bytes(), |byte| !is_plain(byte)) {
        None => url.push_str(text),
        Some(_) => url.extend(utf8_percent_encode(text, set)),
    }
}

/// Whether a byte is a letter, a digit, or one of `-./_`, which are never escaped.
fn is_plain(byte: u8) -> bool {
    let letter = (byte | b' ').is_ascii_lowercase();
    // `-`, `.` and `/` are followed by the digits.
    let digit_or_before = matches!(byte, b'-'..=b'9');
    letter | digit_or_before | (byte == b'_')
}

/// The escaped address of the file `to` as seen from the file `from` (both from the root, with `/`). It always names a file.
pub fn relative(from: &str, to: &str) -> String {
    let shared = folder_within(from, alike(from.as_bytes(), to.as_bytes())).len();
    let up = folders(&from.as_bytes()[shared..]);
    let rest = &to[shared..];
    let mut address = String::with_capacity(3 * up + rest.len());
    (0..up).for_each(|_| address.push_str("../"));
    push(&mut address, rest, IN_PATH);
    address
}

/// The folder of a file, with the `/` at its end; empty at the root.
pub(super) fn folder(file: &str) -> &str {
    folder_within(file, file.len())
}

/// The last folder that ends within so many bytes of a path.
fn folder_within(path: &str, bytes: usize) -> &str {
    &path[..path.as_bytes()[..bytes].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1)]
}

/// How many folders a path names. Counted in small numbers first, many bytes at once.
fn folders(path: &[u8]) -> usize {
    path.chunks(128).map(|some| usize::from(some.iter().map(|byte| u8::from(*byte == b'/')).sum::<u8>())).sum()
}

/// How many bytes two paths have in common from their beginning. Eight are compared at once: folders may have long names.
fn alike(a: &[u8], b: &[u8]) -> usize {
    let eights = a.as_chunks::<8>().0.iter().zip(b.as_chunks().0);
    let from = 8 * eights.take_while(|(a, b)| a == b).count();
    from + a[from..].iter().zip(&b[from..]).take_while(|(a, b)| a == b).count()
}

/// `""`, `"../"`, …: the way from the file `from` to the root.
pub fn root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_address_always_names_a_file() {
        assert_eq!(relative("index.html", "guides/index.html"), "guides/index.html");
        assert_eq!(relative("guides/a.html", "guides/a.html"), "a.html");
        assert_eq!(relative("guides/a.html", "index.html"), "../index.html");
        assert_eq!(relative("by/role/x.html", "by/stage/y.html"), "../stage/y.html");
        assert_eq!(relative("by/role/x.html", "q/y.html"), "../../q/y.html");
        assert_eq!(relative("ab/x.html", "ac/x.html"), "../ac/x.html");
        assert_eq!(relative("a/x.html", "a"), "../a");
    }

    #[test]
    fn what_means_something_in_a_url_is_escaped() {
        assert_eq!(relative("a.html", "b c#d?e%f\"g.html"), "b%20c%23d%3Fe%25f%22g.html");
        assert_eq!(encode("a:b/ü"), "a%3Ab/%C3%BC");
        assert_eq!(encode_fragment("ü \"<"), "%C3%BC%20%22%3C");
    }

    #[test]
    fn what_is_plain_is_escaped_nowhere() {
        for byte in (0..=u8::MAX).filter(|byte| is_plain(*byte)) {
            let text = char::from(byte).to_string();
            let escaped = |set| utf8_percent_encode(&text, set).to_string();
            assert_eq!([escaped(IN_PATH), escaped(IN_FRAGMENT)], [text.as_str(), text.as_str()]);
        }
    }

    #[test]
    fn a_path_of_many_folders_is_climbed_to_its_end() {
        let (from, to) = ("a/".repeat(200) + "x.html", "a/".repeat(3) + "b/y.html");
        assert_eq!(relative(&from, &to), "../".repeat(197) + "b/y.html");
        assert_eq!(relative(&to, &from), "../".to_owned() + &"a/".repeat(197) + "x.html");
    }

    #[test]
    fn folders_are_not_cut_within_a_character() {
        assert_eq!(relative("ä/x.html", "å/x.html"), "../%C3%A5/x.html");
    }
}
