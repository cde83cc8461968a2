use crate::diag::{Span, Spanned};

/// A blank that templates and questions use as `{name}`.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The name between the braces.
    pub id: Spanned<String>,
    /// What the field is called; the id with spaces if it says nothing.
    pub label: String,
    /// What goes in.
    pub kind: SlotType,
    /// Whether a message that uses it needs it.
    pub required: bool,
    /// What stands there first.
    pub default: Option<String>,
    /// Most characters.
    pub max: Option<u32>,
    /// A filled-in example.
    pub example: Option<String>,
    /// What to write, and in which form.
    pub help: Option<String>,
    /// What to choose from, for `choice`.
    pub options: Vec<String>,
    /// The whole entry.
    pub span: Span,
}

/// What goes into a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlotType {
    /// A few words.
    #[default]
    Text,
    /// A few sentences.
    Long,
    /// One of the options.
    Choice,
    /// A day.
    Date,
    /// A time of day with its zone.
    Time,
    /// An address on the web.
    Url,
    /// A telephone number.
    Phone,
    /// A number.
    Number,
    /// Several things.
    List,
}

impl SlotType {
    /// Every type with its word in files.
    pub const ALL: &'static [(&'static str, SlotType)] = &[
        ("text", SlotType::Text),
        ("long", SlotType::Long),
        ("choice", SlotType::Choice),
        ("date", SlotType::Date),
        ("time", SlotType::Time),
        ("url", SlotType::Url),
        ("phone", SlotType::Phone),
        ("number", SlotType::Number),
        ("list", SlotType::List),
    ];

    /// The word in files.
    pub fn name(self) -> &'static str {
        SlotType::ALL.iter().find(|(_, kind)| *kind == self).map_or("text", |(name, _)| name)
    }
}
