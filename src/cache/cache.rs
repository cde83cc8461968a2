use crate::diag::{Diagnostic, Fingerprint, Report, SourceId};
use crate::load::Files;
use crate::model::lower::Lowered;
use crate::site::Artifact;
use crate::theme::Theme;

use super::{Memo, Work};

/// What one build leaves for the next one in the same process.
#[derive(Debug, Default)]
pub struct Cache {
    /// The files as they were read.
    pub files: Option<Files>,
    /// The theme, with the report of its loading.
    pub theme: Memo<(), (std::sync::Arc<Theme>, Report)>,
    /// What each file means, with what is wrong with it.
    pub lowered: Memo<SourceId, (Lowered, Report)>,
    /// Each page by its path, made from a view.
    pub pages: Memo<String, Result<Artifact, Box<Diagnostic>>>,
    /// Each card image by its path, which changes with what is on it.
    pub cards: Memo<String, Option<Artifact>>,
    /// Each bank in other formats, by its path.
    pub downloads: Memo<String, Vec<Artifact>>,
    forgetful: bool,
}

impl Cache {
    /// A cache for a process that builds once: it keeps nothing, and whoever asks first is spared the fingerprints.
    pub fn forgetful() -> Cache {
        Cache { forgetful: true, ..Cache::default() }
    }

    /// Whether there will be a next time.
    pub fn remembers(&self) -> bool {
        !self.forgetful
    }

    /// Ends a round and says how much was done anew. `pages` is kept whole when the round did not come to rendering.
    pub fn end_round(&mut self, rendered: bool) -> Work {
        self.theme.end_round();
        if rendered {
            self.cards.end_round();
            self.downloads.end_round();
        }
        Work { lowered: self.lowered.end_round(), rendered: if rendered { self.pages.end_round() } else { 0 } }
    }

    /// The fingerprint of something that is remembered by more than one input.
    pub fn key(inputs: &[&[u8]]) -> Fingerprint {
        Fingerprint::of_all(inputs.iter().copied())
    }
}
