use std::borrow::Cow;
use std::sync::Arc;

use crate::parse::scan;
use crate::plan::{PART_MARK, ROOT_MARK};

use super::furniture::Pieces;

/// What was drawn before the page, or the card, that it stands on.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) blocks: Vec<Vec<u8>>,
    pub(super) cards: Vec<Arc<[u8]>>,
    pub(super) furniture: Pieces,
    /// The text of the page.
    pub(super) body: Cow<'a, [u8]>,
    /// The headings of the page as links.
    pub(super) outline: Vec<u8>,
    /// The way to the root of the page.
    pub(super) root: &'a str,
}

impl Parts<'_> {
    /// Puts each part where it is marked. A block holds only blocks that were drawn before it, and the text of a page only blocks and
    /// cards.
    pub(super) fn fill<'t>(&self, html: impl Into<Cow<'t, [u8]>>) -> Cow<'t, [u8]> {
        let html = html.into();
        let Some(first) = find(&html, PART_MARK) else { return html };
        let parts = self.blocks.iter().chain(&*self.furniture).chain([&self.outline; 2]).map(Vec::len);
        let parts: usize = parts.chain(self.cards.iter().map(|card| card.len())).sum();
        let mut filled = Vec::with_capacity(html.len() + self.body.len() + parts);
        filled.extend_from_slice(&html[..first]);
        // Behind the first mark every second piece stands between two.
        for (at, piece) in split(&html[first..], PART_MARK).skip(1).enumerate() {
            match piece {
                _ if at % 2 == 1 => filled.extend_from_slice(piece),
                b"b" => filled.extend_from_slice(&self.body),
                b"o" => filled.extend_from_slice(&self.outline),
                [b'c', number @ ..] => self.push_card(&mut filled, number),
                [b'f', number @ ..] => filled.extend_from_slice(numbered(&self.furniture, number).map_or(&[], Vec::as_slice)),
                number => filled.extend_from_slice(numbered(&self.blocks, number).map_or(&[], Vec::as_slice)),
            }
        }
        Cow::Owned(filled)
    }

    fn push_card(&self, html: &mut Vec<u8>, number: &[u8]) {
        let Some(card) = numbered(&self.cards, number) else { return };
        for (at, piece) in split(card, ROOT_MARK).enumerate() {
            if at > 0 {
                html.extend_from_slice(self.root.as_bytes());
            }
            html.extend_from_slice(piece);
        }
    }
}

/// The part whose number is written so.
fn numbered<'p, T>(parts: &'p [T], number: &[u8]) -> Option<&'p T> {
    parts.get(str::from_utf8(number).ok()?.parse::<usize>().ok()?)
}

/// The pieces of a text between its marks.
fn split(text: &[u8], mark: char) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = find(text, mark);
        rest = end.map(|end| &text[end + mark.len_utf8()..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Where the first of these marks stands.
fn find(text: &[u8], mark: char) -> Option<usize> {
    let mut bytes = [0; 4];
    let mark = mark.encode_utf8(&mut bytes).as_bytes();
    let mut from = 0;
    // The first byte of a mark begins few other characters.
    while let Some(at) = scan::first(&text[from..], |byte| byte == 0xef) {
        from += at;
        if text[from..].starts_with(mark) {
            return Some(from);
        }
        from += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_among_their_like() {
        let text = format!("a\u{ff01}{ROOT_MARK}b{PART_MARK}{PART_MARK}\u{feff}c{ROOT_MARK}");
        for mark in [PART_MARK, ROOT_MARK] {
            assert_eq!(split(text.as_bytes(), mark).collect::<Vec<_>>(), text.split(mark).map(str::as_bytes).collect::<Vec<_>>());
        }
        assert_eq!(split(b"", PART_MARK).collect::<Vec<_>>(), [b""]);
    }
}
