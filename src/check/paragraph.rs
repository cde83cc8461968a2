use crate::model::{Piece, Prose};

/// A paragraph, list item, table row or heading of a text, as its words.
#[derive(Debug, Default)]
pub(super) struct Paragraph<'p> {
    /// The words; a variable is `n`, a slot is `name`, code is left out.
    pub(super) words: String,
    pub(super) kind: ParagraphKind,
    /// Whether something is cited in it, or in a footnote that it mentions.
    pub(super) cited: bool,
    /// The author's texts in it, each with where in `words` it begins.
    pub(super) texts: Vec<(usize, &'p str)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    /// A paragraph or list item.
    #[default]
    Text,
    Heading,
    /// A table row.
    Row,
    /// A paragraph of a callout.
    Callout,
}

/// The paragraphs of a text in reading order, then those of its footnotes; what stands in its blocks not included.
pub(super) fn paragraphs(prose: &Prose) -> Vec<Paragraph<'_>> {
    let mut reader = Reader { prose, found: Vec::new(), open: Paragraph::default(), in_table: false, in_callout: false };
    reader.read(&prose.pieces);
    for (_, pieces) in &prose.footnotes {
        reader.read(pieces);
    }
    reader.found
}

struct Reader<'p> {
    prose: &'p Prose,
    found: Vec<Paragraph<'p>>,
    open: Paragraph<'p>,
    in_table: bool,
    in_callout: bool,
}

impl<'p> Reader<'p> {
    fn read(&mut self, pieces: &'p [Piece]) {
        for piece in pieces {
            self.piece(piece);
        }
        self.close();
    }

    fn piece(&mut self, piece: &'p Piece) {
        match piece {
            Piece::Text(text) => {
                self.open.texts.push((self.open.words.len(), text));
                self.open.words.push_str(text);
            }
            Piece::Code(_) => self.open.words.push('\u{fffc}'),
            Piece::SoftBreak => self.open.words.push(' '),
            Piece::Markup(markup) => self.markup(markup),
            Piece::HeadingStart { .. } => {
                self.close();
                self.open.kind = ParagraphKind::Heading;
            }
            Piece::HeadingEnd(_) | Piece::Block(_) => self.close(),
            Piece::CalloutStart(_) | Piece::CalloutEnd => {
                self.in_callout = matches!(piece, Piece::CalloutStart(_));
                self.close();
            }
            Piece::Variable(_) => self.open.words.push('n'),
            Piece::Slot(_) => self.open.words.push_str("name"),
            Piece::Citation(_) => self.open.cited = true,
            Piece::Footnote(at) => {
                let cites = |(_, pieces): &(String, Vec<Piece>)| pieces.iter().any(|piece| matches!(piece, Piece::Citation(_)));
                self.open.cited |= self.prose.footnotes.get(*at).is_some_and(cites);
            }
            Piece::LinkStart(_) | Piece::LinkEnd | Piece::Image(_) => {}
        }
    }

    fn markup(&mut self, markup: &str) {
        for tag in markup.split('<').skip(1) {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or_default();
            match name {
                "p" | "/p" | "li" | "/li" | "tr" | "/tr" | "dt" | "/dt" | "dd" | "/dd" | "pre" | "/pre" | "blockquote" | "/blockquote" => {
                    self.close();
                }
                "table" => self.in_table = true,
                "/table" => {
                    self.in_table = false;
                    self.close();
                }
                "br" | "/td" | "/th" => self.open.words.push(' '),
                _ => {}
            }
        }
    }

    fn close(&mut self) {
        let kind = match (self.in_table, self.in_callout) {
            (true, _) => ParagraphKind::Row,
            (_, true) => ParagraphKind::Callout,
            _ => ParagraphKind::Text,
        };
        let done = std::mem::replace(&mut self.open, Paragraph { kind, ..Paragraph::default() });
        if !done.words.trim().is_empty() {
            self.found.push(done);
        }
    }
}
