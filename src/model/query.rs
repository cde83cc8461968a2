use crate::config::Facet;
use crate::diag::Spanned;

use super::{FacetTag, Format, Lookup, Question, Risk};

/// Which questions: OR within a facet, AND across, or a list of ids.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// These and no others, in this order, if any are named.
    pub ids: Vec<Spanned<String>>,
    /// Per facet, any of these values.
    pub facets: Vec<Vec<FacetTag>>,
    /// Any of these risks; without any, everything but `avoid`.
    pub risk: Vec<Risk>,
    /// Any of these.
    pub lookup: Vec<Lookup>,
    /// Any of these.
    pub format: Vec<Format>,
    /// Any of these free words.
    pub keywords: Vec<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Query {
    /// Whether a question (not named by id) fits. A value matches an item that has the facet's `any` value too.
    pub fn fits(&self, question: &Question, facets: &[Facet]) -> bool {
        let risk = if self.risk.is_empty() { question.risk != Risk::Avoid } else { self.risk.contains(&question.risk) };
        risk && (self.lookup.is_empty() || self.lookup.contains(&question.lookup))
            && (self.format.is_empty() || self.format.contains(&question.format) || question.format == Format::Both)
            && (self.keywords.is_empty() || question.keywords.iter().any(|word| self.keywords.contains(word)))
            && self.facets.iter().all(|any_of| any_of.iter().any(|tag| question.tags.matches(*tag, &facets[tag.facet as usize])))
    }

    /// Whether a fitting question has every asked value itself: those come before the ones that fit by `any`.
    pub fn exact(&self, question: &Question) -> bool {
        self.facets.iter().all(|any_of| any_of.iter().any(|tag| question.tags.has(*tag)))
    }
}
