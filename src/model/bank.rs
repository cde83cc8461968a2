use std::sync::Arc;

use crate::diag::{SourceId, Spanned};
use crate::parse::Node;

use super::{Prose, Question, Review};

/// A file of questions.
#[derive(Clone, Debug)]
pub struct Bank {
    /// From `content/`, with `/`: `questions/path.yaml`.
    pub path: String,
    /// The file.
    pub source: SourceId,
    /// Its file name without the ending, unless it says otherwise.
    pub id: Spanned<String>,
    /// What it is called.
    pub title: Spanned<String>,
    /// What it is about, in a sentence.
    pub summary: Option<Prose>,
    /// Its place among its neighbours.
    pub order: Option<i64>,
    /// Language tag, where it differs from the book's.
    pub language: Option<Spanned<String>>,
    /// Former addresses, as site paths.
    pub aliases: Vec<Spanned<String>>,
    /// Whether it has a card image of its own.
    pub card: bool,
    /// When it was changed and reviewed.
    pub review: Review,
    /// In the order of the file; drafts and those that are off are left out unless asked for.
    pub questions: Vec<Arc<Question>>,
    /// The file as it is written, for those who put it into other formats.
    pub syntax: Arc<Node>,
}

impl Bank {
    /// The facet of the search that tells banks apart. No facet of a book can be called so.
    pub const FACET: &str = "_bank";

    /// Its value of [`Bank::FACET`]: its path without ending.
    pub fn stem(&self) -> &str {
        self.path.rsplit_once('.').map_or(self.path.as_str(), |(stem, _)| stem)
    }
}
