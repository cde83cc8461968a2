use crate::diag::Span;

/// A link as its author wrote it.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// The words in quotes after the address, if any.
    pub title: Option<String>,
    /// Where the address stands.
    pub span: Span,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Out of the site: `https:`, `mailto:`, `tel:`.
    External(String),
    /// To a file of the book, by its path from `content/` with `/`, and a place in it.
    File {
        /// `guides/pitch.md`.
        path: String,
        /// `timing`.
        fragment: Option<String>,
    },
    /// To a place on the same page.
    Fragment(String),
    /// To an address of the site, from its root: `by/role/director.html` (written with a leading slash).
    Site {
        /// Without the leading slash.
        path: String,
        /// The place on it.
        fragment: Option<String>,
    },
    /// A scheme that is not allowed; reported when it was read, shown as plain text.
    Refused,
}
