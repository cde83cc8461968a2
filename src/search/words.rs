use super::key::Key;

/// Words in the order of their text, as [`Tokens`](super::tokens::Tokens) give them, folded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Words<'a> {
    /// Short ones, as nearly all are: at most [`BATCH`].
    Short(&'a [Key]),
    /// One that is longer.
    Long(&'a str),
}

/// How many words are given at once, at most.
pub(crate) const BATCH: usize = 32;

impl Words<'_> {
    /// Calls `take` with each of them.
    pub(crate) fn each(self, mut take: impl FnMut(&str)) {
        match self {
            Words::Short(keys) => keys.iter().for_each(|key| key.with(&mut take)),
            Words::Long(word) => take(word),
        }
    }
}
