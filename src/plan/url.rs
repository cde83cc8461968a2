//! How a path becomes part of a URL. Each set of characters is a decision: what a browser, a forge and a file address all read
//! alike is escaped.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

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
    utf8_percent_encode(path, IN_PATH).collect()
}

/// `fragment` with every byte escaped that may not stand in one.
pub fn encode_fragment(fragment: &str) -> String {
    utf8_percent_encode(fragment, IN_FRAGMENT).collect()
}

/// The escaped address of the file `to` as seen from the file `from` (both from the root, with `/`). It always names a file.
pub fn relative(from: &str, to: &str) -> String {
    let folder = folder(from);
    let shared = shared_folders(folder, to);
    let up = folder[shared..].bytes().filter(|byte| *byte == b'/').count();
    let mut address = String::with_capacity(3 * up + to.len() - shared);
    (0..up).for_each(|_| address.push_str("../"));
    address.extend(utf8_percent_encode(&to[shared..], IN_PATH));
    address
}

/// The folder of a file, with the `/` at its end; empty at the root.
pub(super) fn folder(file: &str) -> &str {
    &file[..file.bytes().rposition(|byte| byte == b'/').map_or(0, |at| at + 1)]
}

/// `""`, `"../"`, …: the way from the file `from` to the root.
pub fn root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// How many bytes of `folder` (ending in `/`, or empty) are whole folders that `to` lies in too.
fn shared_folders(folder: &str, to: &str) -> usize {
    let same = folder.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    folder.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1)
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
    fn folders_are_not_cut_within_a_character() {
        assert_eq!(relative("ä/x.html", "å/x.html"), "../%C3%A5/x.html");
    }
}
