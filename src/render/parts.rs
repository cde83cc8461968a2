use std::borrow::Cow;
use std::sync::Arc;

use crate::parse::scan;
use crate::plan::{PART_MARK, ROOT_MARK};

use super::furniture::Pieces;

/// What was drawn before the page, or the card, that it stands on.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) blocks: Vec<String>,
    pub(super) cards: Vec<Arc<str>>,
    pub(super) furniture: Pieces,
    /// The text of the page.
    pub(super) body: Cow<'a, str>,
    /// The headings of the page as links.
    pub(super) outline: String,
    /// The way to the root of the page.
    pub(super) root: &'a str,
}

impl Parts<'_> {
    /// Puts each part where it is marked. A block holds only blocks that were drawn before it, and the text of a page only blocks and
    /// cards.
    pub(super) fn fill<'t>(&self, html: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
        let html = html.into();
        let Some(first) = find(&html, PART_MARK) else { return html };
        let parts = self.blocks.iter().chain(&*self.furniture).chain([&self.outline; 2]).map(String::len);
        let parts: usize = parts.chain(self.cards.iter().map(|card| card.len())).sum();
        let mut filled = String::with_capacity(html.len() + self.body.len() + parts);
        filled.push_str(&html[..first]);
        // Behind the first mark every second piece stands between two.
        for (at, piece) in split(&html[first..], PART_MARK).skip(1).enumerate() {
            if at % 2 == 1 {
                filled.push_str(piece);
            } else if let Some(number) = piece.strip_prefix('c') {
                self.push_card(&mut filled, number);
            } else if let Some(number) = piece.strip_prefix('f') {
                filled.push_str(number.parse::<usize>().ok().and_then(|number| self.furniture.get(number)).map_or("", String::as_str));
            } else if piece == "o" {
                filled.push_str(&self.outline);
            } else if piece == "b" {
                filled.push_str(&self.body);
            } else if let Some(block) = piece.parse::<usize>().ok().and_then(|number| self.blocks.get(number)) {
                filled.push_str(block);
            }
        }
        Cow::Owned(filled)
    }

    fn push_card(&self, html: &mut String, number: &str) {
        let Some(card) = number.parse::<usize>().ok().and_then(|number| self.cards.get(number)) else { return };
        for (at, piece) in split(card, ROOT_MARK).enumerate() {
            if at > 0 {
                html.push_str(self.root);
            }
            html.push_str(piece);
        }
    }
}

/// The pieces of a text between its marks.
fn split(text: &str, mark: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = find(text, mark);
        rest = end.map(|end| &text[end + mark.len_utf8()..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Where the first of these marks stands.
fn find(text: &str, mark: char) -> Option<usize> {
    let mut from = 0;
    // The first byte of a mark begins few other characters.
    while let Some(at) = scan::first(&text.as_bytes()[from..], |byte| byte == 0xef) {
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
            assert_eq!(split(&text, mark).collect::<Vec<_>>(), text.split(mark).collect::<Vec<_>>());
        }
        assert_eq!(split("", PART_MARK).collect::<Vec<_>>(), [""]);
    }
}
