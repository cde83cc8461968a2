use crate::diag::Report;

use super::Grammar;

/// What lowering a file may know beside its text, and where it says what is wrong.
pub(super) struct Context<'a> {
    /// What the book allows.
    pub(super) grammar: Grammar<'a>,
    /// The file's path from `content/`: links are relative to it.
    pub(super) path: &'a str,
    /// What is wrong with the file.
    pub(super) report: &'a mut Report,
}
