use std::borrow::Cow;

use crate::diag::{Span, Spanned};
use crate::parse::Slice;

use super::{Block, Link};

/// A Markdown text, safe and parsed, with holes for what only the whole book knows: the address behind a link, the value
/// of a variable, the words of a citation. Filled in by `plan` for the page it is shown on.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// In reading order.
    pub pieces: Vec<Piece>,
    /// Footnotes in the order of their first mention: label and text.
    pub footnotes: Vec<(String, Vec<Piece>)>,
    /// Blocks that stand in it, named by [`Piece::Block`].
    pub blocks: Vec<Spanned<Block>>,
    /// Where the holes are among the pieces: rules ask for them alone, and a page has a hundred times as many other pieces.
    holes: Box<[u32]>,
}

/// A part of a [`Prose`].
#[derive(Clone, Debug)]
pub enum Piece {
    /// Finished markup that carries no text of the author's: `<p>`, `</em>`.
    Markup(Cow<'static, str>),
    /// The author's words, to be escaped.
    Text(Slice),
    /// The author's words within code, to be escaped; never a variable, citation or slot.
    Code(Slice),
    /// A line end within a paragraph.
    SoftBreak,
    /// The start of a link; [`Piece::LinkEnd`] follows.
    LinkStart(Box<Link>),
    /// The end of a link.
    LinkEnd,
    /// An image.
    Image(Box<Image>),
    /// The start of a heading of this level (2 to 6) with its anchor.
    HeadingStart {
        /// 2 to 6; a page's own title is 1.
        level: u8,
        /// Unique in the page. Behind a thin pointer, so that no piece is larger than words are.
        id: Box<String>,
    },
    /// The end of a heading of this level.
    HeadingEnd(u8),
    /// The start of a callout.
    CalloutStart(Callout),
    /// The end of a callout.
    CalloutEnd,
    /// `{{ name }}`.
    Variable(Box<Spanned<String>>),
    /// `[@id]`.
    Citation(Box<Spanned<String>>),
    /// `{name}`, where slots mean something.
    Slot(Box<Spanned<String>>),
    /// The mention of a footnote, as an index into [`Prose::footnotes`].
    Footnote(usize),
    /// A block, as an index into [`Prose::blocks`].
    Block(usize),
}

/// The five kinds of callout that forges know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callout {
    /// Worth knowing.
    Note,
    /// Makes it easier.
    Tip,
    /// Should not be missed.
    Important,
    /// Can go wrong.
    Warning,
    /// Can do harm.
    Caution,
}

/// An image in a text.
#[derive(Clone, Debug)]
pub struct Image {
    /// Where it comes from.
    pub link: Link,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Where it stands.
    pub span: Span,
}

impl Callout {
    /// The word in class names and in the theme's word list: `note`.
    pub fn name(self) -> &'static str {
        match self {
            Callout::Note => "note",
            Callout::Tip => "tip",
            Callout::Important => "important",
            Callout::Warning => "warning",
            Callout::Caution => "caution",
        }
    }
}

impl Piece {
    /// Whether only the whole book knows what belongs here.
    fn is_hole(&self) -> bool {
        matches!(self, Piece::LinkStart(_) | Piece::Image(_) | Piece::Variable(_) | Piece::Citation(_) | Piece::Slot(_))
    }
}

impl Prose {
    /// A text of these parts.
    pub fn new(pieces: Vec<Piece>, footnotes: Vec<(String, Vec<Piece>)>, blocks: Vec<Spanned<Block>>) -> Prose {
        let holes = pieces.iter().zip(0..).filter(|(piece, _)| piece.is_hole()).map(|(_, at)| at).collect();
        Prose { pieces, footnotes, blocks, holes }
    }

    /// Its links, images, variables, citations and slots, and those of its footnotes.
    pub fn holes(&self) -> impl Iterator<Item = &Piece> {
        let in_footnotes = self.footnotes.iter().flat_map(|(_, pieces)| pieces).filter(|piece| piece.is_hole());
        self.holes.iter().filter_map(|at| self.pieces.get(*at as usize)).chain(in_footnotes)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The words alone; blocks of text are separated by a line end. Variables by `variable`, slots in braces, citations left out.
    pub fn plain(&self, variable: impl Fn(&str) -> String) -> String {
        let mut plain = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) | Piece::Code(text) => plain.push_str(text),
                Piece::Variable(name) => plain.push_str(&variable(name)),
                Piece::Slot(name) => plain.extend(["{", name, "}"]),
                Piece::SoftBreak => plain.push(' '),
                Piece::Markup(markup) if markup.starts_with("</") && markup.ends_with('\n') => plain.push('\n'),
                Piece::HeadingEnd(_) => plain.push('\n'),
                _ => {}
            }
        }
        plain.truncate(plain.trim_end().len());
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_piece_is_as_small_as_it_can_be() {
        // A large book has a million of them.
        assert_eq!(size_of::<Piece>(), 24);
    }
}
