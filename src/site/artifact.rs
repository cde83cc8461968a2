use std::sync::Arc;

use crate::diag::Fingerprint;

/// One file of the finished site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// From the output folder, with `/`: `guides/pitch.html`.
    pub path: String,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
    /// Of the bytes.
    pub fingerprint: Fingerprint,
}

impl Artifact {
    /// A file with this path (from the output folder, with `/`) and content.
    pub fn new(path: impl Into<String>, bytes: impl Into<Arc<Vec<u8>>>) -> Artifact {
        let bytes = bytes.into();
        Artifact { path: path.into(), fingerprint: Fingerprint::of(&bytes), bytes }
    }
}
