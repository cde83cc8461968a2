use std::hash::Hash;
use std::sync::Arc;

use crate::check::Part;
use crate::diag::{Diagnostic, Fingerprint, Report, SourceId};
use crate::load::Files;
use crate::model::lower::Lowered;
use crate::plan::Plan;
use crate::render::{Renderer, Templates};
use crate::search;
use crate::site::Artifact;
use crate::theme::Theme;

use super::{Examined, Memo, Whole};

/// What one build leaves for the next one in the same process.
#[derive(Debug, Default)]
pub struct Cache {
    /// The files as they were read.
    pub files: Option<Files>,
    /// The theme, with the report of its loading.
    pub theme: Memo<(), (Arc<Theme>, Report)>,
    /// The theme's scripts as they are published, by what was written.
    pub scripts: Memo<Fingerprint, String>,
    /// The theme's templates, compiled, with what is wrong with them.
    pub templates: Memo<(), (Option<Arc<Templates>>, Report)>,
    /// The same, ready to draw the pages of a site.
    pub renderer: Memo<(), Option<Arc<Renderer>>>,
    /// What follows from everything but the theme.
    pub examined: Memo<(), Examined>,
    /// What each file means, with what is wrong with it.
    pub lowered: Memo<SourceId, (Lowered, Report)>,
    /// What anything but a page itself can see of it.
    pub faces: Memo<SourceId, Option<Fingerprint>>,
    /// What follows from the faces of all files.
    pub whole: Memo<(), Whole>,
    /// The same in its theme.
    pub plan: Memo<(), Plan>,
    /// What the rules for a part of the book say of it.
    pub checked: Memo<Part, Report>,
    /// Each page by its path, made from a view.
    pub pages: Memo<String, Result<Artifact, Box<Diagnostic>>>,
    /// Whether a page can be drawn, by its path.
    pub verified: Memo<String, Result<(), Box<Diagnostic>>>,
    /// What is wrong with the pages that cannot be drawn; none if not all were tried.
    pub undrawable: Memo<(), Option<Vec<Diagnostic>>>,
    /// Each card image by its path, which changes with what is on it.
    pub cards: Memo<String, Option<Artifact>>,
    /// Each bank in other formats, by its path.
    pub downloads: Memo<String, Vec<Artifact>>,
    /// What was read of the book for the search index, run by run.
    pub runs: Memo<String, search::Run>,
    /// The files of the search index, with what was found while they were made.
    pub index: Memo<(), (Vec<Artifact>, Report)>,
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

    /// What `memo` remembers under `name`, or else what `make` gives. Without a next time nothing is kept, and `key`, a fingerprint of
    /// what it is made from, is not asked for.
    pub fn recall<K: Eq + Hash, V: Clone>(
        &self,
        memo: &Memo<K, V>,
        name: K,
        key: impl FnOnce() -> Fingerprint,
        make: impl FnOnce() -> V,
    ) -> V {
        if self.forgetful { make() } else { memo.get(name, key(), make) }
    }

    /// Ends a round of understanding files. Gives how many were understood anew.
    pub fn end_reading(&mut self) -> usize {
        self.theme.end_round();
        self.scripts.end_round();
        self.examined.end_round();
        self.checked.end_round();
        self.faces.end_round();
        self.whole.end_round();
        self.plan.end_round();
        self.templates.end_round();
        self.renderer.end_round();
        self.lowered.end_round()
    }

    /// Ends a round of drawing, which is kept whole when it did not come to drawing. Gives how many pages were drawn anew.
    pub fn end_drawing(&mut self, drawn: bool) -> usize {
        if !drawn {
            return 0;
        }
        self.cards.end_round();
        self.downloads.end_round();
        self.pages.end_round()
    }

    /// The fingerprint of something that is remembered by more than one input.
    pub fn key(inputs: &[&[u8]]) -> Fingerprint {
        Fingerprint::of_all(inputs.iter().copied())
    }
}
