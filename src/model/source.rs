use jiff::civil::Date;

use crate::diag::{Span, Spanned};

use super::Prose;

/// A work that claims rest on.
#[derive(Clone, Debug)]
pub struct Source {
    /// Cited as `[@id]`.
    pub id: Spanned<String>,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it appeared.
    pub year: Option<String>,
    /// Where it is.
    pub url: Option<Spanned<String>>,
    /// When somebody last looked.
    pub checked_on: Option<Date>,
    /// What to know about it.
    pub note: Option<Prose>,
    /// The whole entry.
    pub span: Span,
}

/// What is said, and how sure one can be.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Cited as `[@id]`.
    pub id: Spanned<String>,
    /// What is claimed.
    pub text: Prose,
    /// The honest words for it in public.
    pub wording: Option<Prose>,
    /// How sure one can be.
    pub confidence: Option<Confidence>,
    /// Ids of sources.
    pub sources: Vec<Spanned<String>>,
    /// When somebody last looked.
    pub checked_on: Option<Date>,
    /// The whole entry.
    pub span: Span,
}

/// How sure one can be of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Well supported.
    High,
    /// Some support.
    Medium,
    /// Little support.
    Low,
    /// Sources disagree.
    Contested,
}

/// A word and what it means.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its anchor on the glossary page.
    pub id: Spanned<String>,
    /// The word.
    pub term: String,
    /// What it means.
    pub meaning: Prose,
    /// Other words for it.
    pub also: Vec<String>,
    /// The whole entry.
    pub span: Span,
}

impl Confidence {
    /// Every degree with its word in files.
    pub const ALL: &'static [(&'static str, Confidence)] =
        &[("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low), ("contested", Confidence::Contested)];

    /// The word in files.
    pub fn name(self) -> &'static str {
        Confidence::ALL.iter().find(|(_, degree)| *degree == self).map_or("", |(name, _)| name)
    }
}
