use std::collections::BTreeSet;
use std::ops::Range;

use crate::parse::markdown::{Event, LinkType, Tag, definitions, events};

use super::chapter::apply;

/// `relative` as seen from `folder`, both from the root with `/`; none if it climbs out.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The way from `folder` to the file `to`, both from the root with `/`.
pub(super) fn relative(folder: &str, to: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(parts[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// An address in a Markdown text.
#[derive(Clone, Debug)]
struct Found {
    /// Where the address itself stands.
    address: Range<usize>,
    /// Where the link stands as a whole, or the definition of a reference with its line.
    whole: Range<usize>,
    /// Where its words stand; a definition has none.
    words: Range<usize>,
}

/// A link or image that names a definition: `[words][name]`, `[words][]` or `[words]`.
#[derive(Clone, Debug)]
struct Reference {
    /// The address that its definition gives.
    address: String,
    /// Where it stands.
    whole: Range<usize>,
    /// Where its words stand.
    words: Range<usize>,
}

/// Every address of the text, in its order: of links and images, and of the definitions that references name.
fn addresses(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (event, range) in events(text).unwrap_or_default() {
        if let Event::Start(
            Tag::Link { link_type: LinkType::Inline, dest_url, .. } | Tag::Image { link_type: LinkType::Inline, dest_url, .. },
        ) = event
        {
            let link = &text[range.clone()];
            // Addresses with escapes do not stand there as they are read, and stay as they are.
            let Some(at) = link.rfind(&*dest_url).filter(|_| !dest_url.is_empty()) else { continue };
            let first = link.find('[').map_or(0, |at| at + 1);
            let last = link[..at].rfind("](").unwrap_or(first);
            found.push(Found {
                address: range.start + at..range.start + at + dest_url.len(),
                words: range.start + first..range.start + last.max(first),
                whole: range,
            });
        }
    }
    found.extend(definitions(text).unwrap_or_default().into_iter().filter_map(|span| defined(text, span)));
    found.sort_by_key(|found| found.address.start);
    found
}

/// What becomes of an address in a text.
pub(in crate::exchange) enum Lead {
    /// It stays as it is.
    Stays,
    /// It is written so.
    To(String),
    /// It leads nowhere: of its link the words stay.
    Nowhere,
}

/// The text with each of its addresses as `lead` says.
pub(in crate::exchange) fn relinked(text: &str, mut lead: impl FnMut(&str) -> Lead) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut undefined = BTreeSet::new();
    for found in addresses(text) {
        let address = &text[found.address.clone()];
        match lead(address) {
            Lead::Stays => {}
            Lead::To(new) => edits.push((found.address, new)),
            Lead::Nowhere => {
                if found.words.is_empty() {
                    undefined.insert(address);
                }
                edits.push((found.whole, text[found.words].to_owned()));
            }
        }
    }
    // Without its definition a reference would be read as brackets.
    if !undefined.is_empty() {
        let words = references(text).into_iter().filter(|reference| undefined.contains(reference.address.as_str()));
        edits.extend(words.map(|reference| (reference.whole, text[reference.words].to_owned())));
    }
    apply(text, edits)
}

/// Whether an address leads out of the book.
pub(in crate::exchange) fn is_elsewhere(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    address.starts_with("//") || scheme.is_some_and(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
}

/// The address of a definition, `[name]: <address> "title"`.
fn defined(text: &str, span: Range<usize>) -> Option<Found> {
    let definition = &text[span.clone()];
    let after = &definition[definition.find("]:")? + 2..];
    let address = after.trim_start().trim_start_matches('<');
    let length = address.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(address.len());
    let from = span.end - address.len();
    let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
    // A span may hold the end of its line already.
    let end = if definition.ends_with('\n') { span.end } else { end };
    (length > 0).then_some(Found { address: from..from + length, whole: line..end, words: 0..0 })
}

/// Every link and image of the text that names a definition.
fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for (event, range) in events(text).unwrap_or_default() {
        let (Event::Start(Tag::Link { link_type, dest_url, .. }) | Event::Start(Tag::Image { link_type, dest_url, .. })) = event else {
            continue;
        };
        let link = &text[range.clone()];
        let last = match link_type {
            LinkType::Reference => link.rfind("]["),
            LinkType::Collapsed | LinkType::Shortcut => link.rfind(']'),
            _ => None,
        };
        if let (Some(first), Some(last)) = (link.find('['), last) {
            let words = range.start + first + 1..range.start + last.max(first + 1);
            // The parser leaves the empty brackets of `[words][]` out of the link.
            let end = range.end + if text[range.end..].starts_with("[]") { "[]".len() } else { 0 };
            found.push(Reference { address: dest_url.to_string(), whole: range.start..end, words });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_where_they_stand() {
        let text = "See [a `b`](x.md#y \"t\"), ![p](p.png) and [r][d].\n\n```\n[no](no.md)\n[e]: no.md\n```\n\n[d]: <ch1.html#z> \"t\"\n";
        let found: Vec<&str> = addresses(text).iter().map(|found| &text[found.address.clone()]).collect();
        assert_eq!(found, ["x.md#y", "p.png", "ch1.html#z"]);
        assert_eq!(&text[addresses(text)[0].words.clone()], "a `b`");
    }

    #[test]
    fn only_a_definition_is_taken_for_one() {
        let text = "[camel case][camel]: `<Aaa, Bbb>` and\n[so]: on.\n\n> [camel]: x.md\n";
        let found: Vec<&str> = addresses(text).iter().map(|found| &text[found.whole.clone()]).collect();
        assert_eq!(found, ["> [camel]: x.md\n"]);
    }

    #[test]
    fn references_are_found_with_their_words() {
        let text = "[`a`][x], [x][], ![x] and [y](z.md)\n\n[x]: x.md\n";
        let found = references(text).into_iter().map(|found| (&text[found.words], &text[found.whole], found.address));
        let at = |words, whole| (words, whole, "x.md".to_owned());
        assert_eq!(found.collect::<Vec<_>>(), [at("`a`", "[`a`][x]"), at("x", "[x][]"), at("x", "![x]")]);
    }

    #[test]
    fn no_path_climbs_out() {
        assert_eq!(join("src/a", "../b.md").as_deref(), Some("src/b.md"));
        assert_eq!(join("src", "../../b.md"), None);
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
        assert_eq!(relative("", "a.md"), "a.md");
    }
}
