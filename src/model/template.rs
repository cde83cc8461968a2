use crate::diag::{Span, Spanned};

use super::{Prose, Slot};

/// A message to fill in.
#[derive(Clone, Debug)]
pub struct Template {
    /// The id of a channel declared in `book.toml`.
    pub channel: Option<Spanned<String>>,
    /// How long the message may be, in the channel's unit.
    pub limit: Option<Limit>,
    /// When to use it.
    pub when: Option<Prose>,
    /// The subject line.
    pub subject: Option<Message>,
    /// The message: the body up to the first heading.
    pub message: Message,
    /// What to do.
    pub dos: Vec<Prose>,
    /// What not to do.
    pub donts: Vec<Prose>,
    /// Slots of this template alone; those of the book stand in a `slots:` file.
    pub slots: Vec<Slot>,
}

/// How long a message may be.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Beyond this it gets long.
    pub soft: Option<u32>,
    /// Beyond this it is too long.
    pub hard: Option<Spanned<u32>>,
}

/// A text to be copied, as plain text with blanks; line ends as they are written.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// In reading order.
    pub pieces: Vec<MessagePiece>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// A part of a [`Message`].
#[derive(Clone, Debug)]
pub enum MessagePiece {
    /// Words.
    Text(String),
    /// A `{{ name }}` of the book.
    Variable(Spanned<String>),
    /// A blank.
    Slot(Spanned<String>),
}

impl Message {
    /// The message with each slot replaced by `slot` and each variable by `variable`.
    pub fn fill(&self, slot: impl Fn(&str) -> String, variable: impl Fn(&str) -> String) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                MessagePiece::Text(text) => text.clone(),
                MessagePiece::Variable(name) => variable(name),
                MessagePiece::Slot(name) => slot(name),
            })
            .collect()
    }

    /// The names of its slots, in the order of their use, repeats included.
    pub fn slots(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.pieces.iter().filter_map(|piece| match piece {
            MessagePiece::Slot(name) => Some(name),
            _ => None,
        })
    }
}
