use std::borrow::Cow;
use std::sync::Arc;

use crate::parse::scan;
use crate::plan::{PART_MARK, ROOT_MARK};

use super::furniture::Pieces;
use super::page::escape;
use super::rows::List;

/// What was drawn before the page, or the card, that it stands on.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) blocks: Vec<Vec<u8>>,
    pub(super) cards: Vec<Arc<[u8]>>,
    pub(super) furniture: Pieces,
    /// The texts of the page.
    pub(super) texts: &'a [String],
    /// What stands in the holes of a stencil.
    pub(super) words: Vec<&'a str>,
    /// The data of the page for search engines, which is not escaped.
    pub(super) json_ld: &'a str,
    /// The rows of each list.
    pub(super) lists: [Vec<u8>; List::ALL.len()],
    /// The way to the root of the page.
    pub(super) root: &'a str,
}

/// What a mark stands for.
#[derive(Clone, Copy)]
enum Part {
    Text(usize),
    List(usize),
    JsonLd,
    Word(usize),
    Card(usize),
    Furniture(usize),
    Block(usize),
    Nothing,
}

/// What was drawn once for all pages of one shape, cut at its marks.
pub(super) struct Stencil {
    text: Vec<u8>,
    /// How far the text goes, and what stands there.
    holes: Vec<(usize, Part)>,
}

impl Part {
    fn named(name: &[u8]) -> Part {
        let number = |digits| str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(usize::MAX);
        match name {
            b"j" => Part::JsonLd,
            [b'b', digits @ ..] => Part::Text(number(digits)),
            [b'w', digits @ ..] => Part::Word(number(digits)),
            [b'c', digits @ ..] => Part::Card(number(digits)),
            [b'l', digits @ ..] => Part::List(number(digits)),
            [b'f', digits @ ..] => Part::Furniture(number(digits)),
            digits => Part::Block(number(digits)),
        }
    }
}

impl Stencil {
    pub(super) fn new(html: &[u8]) -> Stencil {
        let (mut text, mut holes) = (Vec::with_capacity(html.len()), Vec::new());
        for (piece, part) in pieces(html) {
            text.extend_from_slice(piece);
            holes.push((text.len(), part));
        }
        Stencil { text, holes }
    }
}

impl Parts<'_> {
    /// Puts each part where it is marked. A block holds only blocks that were drawn before it.
    pub(super) fn fill<'t>(&self, html: impl Into<Cow<'t, [u8]>>) -> Cow<'t, [u8]> {
        let html = html.into();
        let Some(first) = find(&html, PART_MARK) else { return html };
        let mut filled = Vec::with_capacity(html.len() + self.len());
        filled.extend_from_slice(&html[..first]);
        for (text, part) in pieces(&html[first..]) {
            filled.extend_from_slice(text);
            self.push(part, &mut filled);
        }
        Cow::Owned(filled)
    }

    /// Adds what a stencil gives with these parts in its holes.
    pub(super) fn draw(&self, stencil: &Stencil, html: &mut Vec<u8>) {
        // Few words become longer when they are escaped.
        let parts: usize = stencil.holes.iter().map(|(_, part)| self.get(*part).len() + 4).sum();
        html.reserve(stencil.text.len() + parts + self.within());
        let mut from = 0;
        for (to, part) in &stencil.holes {
            html.extend_from_slice(&stencil.text[from..*to]);
            self.push(*part, html);
            from = *to;
        }
    }

    /// How long they are, about, where they stand on a page.
    fn len(&self) -> usize {
        let twice = &self.lists[List::Outline as usize];
        let parts = self.furniture.iter().chain(&self.lists).chain([twice]).map(Vec::len).sum::<usize>();
        parts + self.texts.iter().map(String::len).sum::<usize>() + self.within()
    }

    /// How long those are that stand in texts.
    fn within(&self) -> usize {
        self.blocks.iter().map(Vec::len).sum::<usize>() + self.cards.iter().map(|card| card.len()).sum::<usize>()
    }

    fn get(&self, part: Part) -> &[u8] {
        let found: Option<&[u8]> = match part {
            Part::Text(number) => self.texts.get(number).map(String::as_bytes),
            Part::List(number) => self.lists.get(number).map(Vec::as_slice),
            Part::JsonLd => Some(self.json_ld.as_bytes()),
            Part::Word(number) => self.words.get(number).map(|word| word.as_bytes()),
            Part::Card(number) => self.cards.get(number).map(|card| &**card),
            Part::Furniture(number) => self.furniture.get(number).map(Vec::as_slice),
            Part::Block(number) => self.blocks.get(number).map(Vec::as_slice),
            Part::Nothing => None,
        };
        found.unwrap_or_default()
    }

    fn push(&self, part: Part, html: &mut Vec<u8>) {
        match part {
            Part::Word(number) => push_word(self.words.get(number).copied().unwrap_or_default(), html),
            Part::JsonLd => pieces(self.get(part)).for_each(|(text, _)| html.extend_from_slice(text)),
            Part::Card(_) => self.push_card(self.get(part), html),
            Part::Text(_) => self.push_text(self.get(part), html),
            _ => html.extend_from_slice(self.get(part)),
        }
    }

    /// A text of the page has only blocks and cards in it.
    fn push_text(&self, text: &[u8], html: &mut Vec<u8>) {
        for (text, part) in pieces(text) {
            html.extend_from_slice(text);
            if let Part::Block(_) | Part::Card(_) = part {
                self.push(part, html);
            }
        }
    }

    fn push_card(&self, card: &[u8], html: &mut Vec<u8>) {
        for (at, piece) in split(card, ROOT_MARK).enumerate() {
            if at > 0 {
                html.extend_from_slice(self.root.as_bytes());
            }
            html.extend_from_slice(piece);
        }
    }
}

/// Adds a word as the engine prints it, without marks that an author has put into it.
fn push_word(word: &str, html: &mut Vec<u8>) {
    // To look for a mark takes longer than to see that there can be none.
    match word.is_ascii() {
        true => escape(word, html),
        false => word.split(PART_MARK).step_by(2).for_each(|text| escape(text, html)),
    }
}

/// What stands between marks, and what is marked behind it: every second piece is the name of a part.
fn pieces(html: &[u8]) -> impl Iterator<Item = (&[u8], Part)> {
    let mut pieces = split(html, PART_MARK);
    std::iter::from_fn(move || Some((pieces.next()?, pieces.next().map_or(Part::Nothing, Part::named))))
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
