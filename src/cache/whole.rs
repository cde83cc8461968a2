use crate::diag::{Fingerprint, Report};
use crate::plan::Layout;

/// What follows from the faces of all files.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Where everything stands.
    pub layout: Layout,
    /// What the rules that need the whole book say.
    pub report: Report,
    /// The files that the report points into, by path, as they were then: while none of these changes, it points to the right places.
    pub about: Vec<(String, Option<Fingerprint>)>,
}
