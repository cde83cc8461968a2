use crate::config::{Config, Facet};
use crate::diag::Fingerprint;

/// What a book allows in its files: all that lowering one of them needs to know of the others.
#[derive(Clone, Copy, Debug)]
pub struct Grammar<'a> {
    /// The facets by which items are sorted.
    pub facets: &'a [Facet],
    /// Names of the blocks that the theme adds.
    pub blocks: &'a [String],
    /// Whether HTML may stand in Markdown.
    pub unsafe_html: bool,
}

impl<'a> Grammar<'a> {
    /// That of a book with these settings.
    pub fn new(config: &'a Config, blocks: &'a [String]) -> Grammar<'a> {
        Grammar { facets: &config.facets, blocks, unsafe_html: config.build.unsafe_html }
    }

    /// A fingerprint of all of it but the places in `book.toml`, of which a lowered file says nothing.
    pub fn fingerprint(&self) -> Fingerprint {
        let facets = self.facets.iter().map(|facet| {
            let values = facet.values.iter().map(|value| (value.id.as_str(), &value.label, &value.about));
            let any = facet.any.as_ref().map(|any| any.as_str());
            (facet.id.as_str(), &facet.label, facet.many, any, values.collect::<Vec<_>>())
        });
        Fingerprint::of_value(&(facets.collect::<Vec<_>>(), self.blocks, self.unsafe_html))
    }
}
