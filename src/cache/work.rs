/// How much was done anew in one build, so that tests can tell a remembered result from one made again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Files that were parsed and understood.
    pub lowered: usize,
    /// Pages that were rendered.
    pub rendered: usize,
    /// Runs of documents that were read for the search index.
    pub read: usize,
}
