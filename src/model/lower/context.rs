use crate::config::Config;
use crate::diag::Report;

/// What lowering a file may know beside its text, and where it says what is wrong.
pub(super) struct Context<'a> {
    /// The book's settings.
    pub(super) config: &'a Config,
    /// The file's path from `content/`: links are relative to it.
    pub(super) path: &'a str,
    /// Names of the blocks that the theme adds.
    pub(super) theme_blocks: &'a [String],
    /// What is wrong with the file.
    pub(super) report: &'a mut Report,
}
