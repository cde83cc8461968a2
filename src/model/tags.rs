use crate::config::Facet;

/// The facet values of a question or page, as indices into the book's facets: small, because a book may have 100,000 questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<FacetTag>);

/// One value of one facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetTag {
    /// Index into the facets of the config.
    pub facet: u16,
    /// Index into the facet's values.
    pub value: u16,
}

impl Tags {
    /// Adds a value; said twice is said once. Kept in the order of the facets and their values.
    pub fn insert(&mut self, tag: FacetTag) {
        if let Err(at) = self.0.binary_search(&tag) {
            self.0.insert(at, tag);
        }
    }

    /// Whether it has this value itself (a facet's `any` value is not looked at).
    pub fn has(&self, tag: FacetTag) -> bool {
        self.0.binary_search(&tag).is_ok()
    }

    /// Whether it matches this value: has it, or has the facet's `any` value.
    pub fn matches(&self, tag: FacetTag, facet: &Facet) -> bool {
        self.has(tag) || facet.any_index().is_some_and(|any| self.has(FacetTag { facet: tag.facet, value: any }))
    }

    /// The values of one facet, in its order.
    pub fn of(&self, facet: u16) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().filter(move |tag| tag.facet == facet).map(|tag| tag.value)
    }

    /// All values, in the order of the facets.
    pub fn iter(&self) -> impl Iterator<Item = FacetTag> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is a value for this facet.
    pub fn has_facet(&self, facet: u16) -> bool {
        self.of(facet).next().is_some()
    }
}
