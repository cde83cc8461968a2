use crate::diag::Spanned;

/// A way to send a message, declared under `[channels.<id>]`.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The word in templates.
    pub id: Spanned<String>,
    /// What readers call it.
    pub label: String,
    /// What its limits count.
    pub unit: Unit,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Words: runs of anything but white space.
    #[default]
    Words,
    /// Characters as people count them (Unicode scalar values).
    Characters,
}

impl Unit {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Words => "words",
            Unit::Characters => "characters",
        }
    }

    /// How many of it are in `text`.
    pub fn count(self, text: &str) -> usize {
        match self {
            Unit::Words => text.split_whitespace().count(),
            Unit::Characters => text.chars().count(),
        }
    }
}
