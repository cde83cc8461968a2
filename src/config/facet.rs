use crate::diag::Spanned;

/// A property with a closed set of values, declared under `[facets.<id>]`.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The key in files and addresses.
    pub id: Spanned<String>,
    /// What readers call it.
    pub label: String,
    /// Whether an item may have several values.
    pub many: bool,
    /// The value that matches every value.
    pub any: Option<Spanned<String>>,
    /// In the author's order.
    pub values: Vec<FacetValue>,
}

/// A value of a [`Facet`].
#[derive(Clone, Debug)]
pub struct FacetValue {
    /// The word in files and addresses.
    pub id: Spanned<String>,
    /// What readers call it.
    pub label: String,
    /// A sentence about it.
    pub about: Option<String>,
}

impl Facet {
    /// The index of the value with this id.
    pub fn value_index(&self, id: &str) -> Option<u16> {
        self.values.iter().position(|value| *value.id == id).map(|at| at as u16)
    }

    /// The id of the value that `words` names, by id or label, in any case.
    pub fn value_named(&self, words: &str) -> Option<&str> {
        let words = words.trim();
        let exact = self.values.iter().find(|value| *value.id == *words);
        let lower = words.to_lowercase();
        let loose = || self.values.iter().find(|value| value.id.to_lowercase() == lower || value.label.to_lowercase() == lower);
        exact.or_else(loose).map(|value| value.id.as_str())
    }

    /// The index of the value that matches every value.
    pub fn any_index(&self) -> Option<u16> {
        self.any.as_ref().and_then(|any| self.value_index(any))
    }
}
