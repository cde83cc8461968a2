//! How a path becomes part of a URL. Written out here, because each set of characters is a decision: what a browser, a
//! forge and a file address all read alike is escaped.

/// `path` with every byte escaped that could mean something else in a URL; `/` stays.
pub fn encode(path: &str) -> String {
    let mut encoded = String::new();
    push(&mut encoded, path, &IN_PATH);
    encoded
}

/// `fragment` with every byte escaped that may not stand in one.
pub fn encode_fragment(fragment: &str) -> String {
    let mut encoded = String::new();
    push(&mut encoded, fragment, &IN_FRAGMENT);
    encoded
}

/// What may stand in a path as it is, and in a fragment, by byte.
static IN_PATH: [bool; 256] = plain(b"-._~/!$&'()*+,;=@");
static IN_FRAGMENT: [bool; 256] = plain(b"-._~!$&'()*+,;=:@/?");

const fn plain(signs: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
}

fn push(address: &mut String, text: &str, plain: &[bool; 256]) {
    if text.bytes().all(|byte| plain[usize::from(byte)]) {
        return address.push_str(text);
    }
    for byte in text.bytes() {
        if plain[usize::from(byte)] {
            address.push(char::from(byte));
        } else {
            address.push('%');
            for half in [byte >> 4, byte & 15] {
                address.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
}

/// The escaped address of the file `to` as seen from the file `from` (both from the root, with `/`). It always names a file.
pub fn relative(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or("", |at| &from[..=at]);
    let shared = shared_folders(folder, to);
    let up = folder[shared..].bytes().filter(|byte| *byte == b'/').count();
    let mut address = String::with_capacity(3 * up + to.len() - shared);
    (0..up).for_each(|_| address.push_str("../"));
    push(&mut address, &to[shared..], &IN_PATH);
    address
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
