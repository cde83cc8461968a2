use std::ops::Range;

use crate::parse::markdown::{Event, LinkType, Tag, events};

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
pub(super) struct Found {
    /// Where the address itself stands.
    pub(super) address: Range<usize>,
    /// Where the link stands as a whole; none for the definition of a reference.
    pub(super) whole: Option<Range<usize>>,
    /// Where its words stand.
    pub(super) words: Range<usize>,
}

/// Every address of the text, in its order: of links and images, and of the definitions that references name.
pub(super) fn addresses(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut code: Vec<Range<usize>> = Vec::new();
    for (event, range) in events(text).unwrap_or_default() {
        match event {
            Event::Start(
                Tag::Link { link_type: LinkType::Inline, dest_url, .. } | Tag::Image { link_type: LinkType::Inline, dest_url, .. },
            ) => {
                let link = &text[range.clone()];
                // Addresses with escapes do not stand there as they are read, and stay as they are.
                let Some(at) = link.rfind(&*dest_url).filter(|_| !dest_url.is_empty()) else { continue };
                let first = link.find('[').map_or(0, |at| at + 1);
                let last = link[..at].rfind("](").unwrap_or(first);
                found.push(Found {
                    address: range.start + at..range.start + at + dest_url.len(),
                    words: range.start + first..range.start + last.max(first),
                    whole: Some(range),
                });
            }
            Event::Start(Tag::CodeBlock(_)) => code.push(range),
            _ => {}
        }
    }
    found.extend(definitions(text, &code));
    found.sort_by_key(|found| found.address.start);
    found
}

/// `[name]: address`, outside of code blocks.
fn definitions(text: &str, code: &[Range<usize>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let inside = code.iter().any(|code| code.contains(&start));
        let rest = line.trim_start_matches(' ');
        if inside || line.len() - rest.len() > 3 || !rest.starts_with('[') || rest.starts_with("[^") {
            continue;
        }
        let Some(colon) = rest.find("]:") else { continue };
        let after = &rest[colon + 2..];
        let address = after.trim_start().trim_start_matches('<');
        let length = address.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(address.len());
        let from = at - address.len();
        if length > 0 {
            found.push(Found { address: from..from + length, whole: None, words: 0..0 });
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
    fn no_path_climbs_out() {
        assert_eq!(join("src/a", "../b.md").as_deref(), Some("src/b.md"));
        assert_eq!(join("src", "../../b.md"), None);
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
        assert_eq!(relative("", "a.md"), "a.md");
    }
}
