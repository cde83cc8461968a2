use std::ops::Range;

/// Words that were meant as a link and are none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NearLink {
    /// Where they stand in the text.
    pub(super) range: Range<usize>,
    /// Why they are none.
    pub(super) message: String,
    /// What to write.
    pub(super) help: String,
}

/// No link is longer, so that a text full of brackets is read in good time.
const LONGEST: usize = 400;

/// Finds `[words](an address.md)` and `[words][label]` in a text that the parser left as it is. What may well be meant as text is passed.
pub(super) fn near_links(text: &str) -> impl Iterator<Item = NearLink> {
    text.match_indices(']').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let close = match rest.as_bytes().first()? {
            b'(' => b')',
            b'[' => b']',
            _ => return None,
        };
        let end = rest.bytes().take(LONGEST).position(|byte| byte == close)?;
        let start = text.as_bytes()[at.saturating_sub(LONGEST)..at].iter().rev().position(|byte| *byte == b'[').map(|back| at - back);
        let inside = &rest[1..end];
        let (message, help) = match (close, start) {
            (b')', _) => spaced(inside)?,
            (_, start) => unlabelled(&text[..start? - 1], &text[start?..at], inside)?,
        };
        Some(NearLink { range: start.map_or(at, |start| start - 1)..at + end + 2, message, help })
    })
}

/// An address with blanks, if it is one: it names a file, or a scheme.
fn spaced(address: &str) -> Option<(String, String)> {
    // A title may follow it.
    let address = address.split('"').next().unwrap_or_default().trim();
    let path = address.split('#').next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let scheme = ["mailto", "tel"].into_iter().find(|scheme| address.split_whitespace().next() == Some(scheme));
    let help = match scheme {
        Some(scheme) => format!("write `{scheme}:{}`", address[scheme.len()..].trim_start()),
        None if address.contains(char::is_whitespace) && (is_file || address.contains("://")) => {
            format!("write `<{address}>` between the parentheses")
        }
        None => return None,
    };
    Some((format!("a link cannot lead to `{address}`: there is a blank in it"), help))
}

/// A label that no line of the text gives an address, if it reads like one: not `a[0][1]`, and no mark in brackets such as `[@id]`.
fn unlabelled(before: &str, words: &str, label: &str) -> Option<(String, String)> {
    let begins_word = |text: &str| text.starts_with(char::is_alphanumeric);
    let is_label = begins_word(words) && begins_word(label) && label.contains(char::is_alphabetic);
    if !is_label || before.ends_with(char::is_alphanumeric) || before.ends_with(']') {
        return None;
    }
    Some((
        format!("no line of this text says where `[{label}]` leads"),
        format!("add a line `[{label}]: …` with the address, or write `[{words}](…)`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        near_links(text).map(|link| &text[link.range]).collect()
    }

    #[test]
    fn what_was_meant_as_a_link() {
        assert_eq!(found("See [guide](first talk.md) now"), ["[guide](first talk.md)"]);
        assert_eq!(
            found("[a](b c.md#d) [us](mailto me@x) [x](https://y.org/a b)"),
            ["[a](b c.md#d)", "[us](mailto me@x)", "[x](https://y.org/a b)"]
        );
        assert_eq!(found("](first talk.md) [x][nolabel]"), ["](first talk.md)", "[x][nolabel]"]);
    }

    #[test]
    fn what_was_meant_as_text() {
        for text in [
            "as she said [sic](in her words)",
            "[@a][@b] [^1][^2]",
            "a[0][i] [1][2] [x][1]",
            "[ ](a) [a] (b c.md) [a]",
            "]( ](",
            "[a](e.g. this)",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
