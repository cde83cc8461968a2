use std::collections::BTreeSet;

/// What may have changed in a book's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stir {
    /// Anything: files may have come, gone, or be others.
    Anything,
    /// Nothing but the content of these files, by their paths from the book's root, with `/`.
    Content(BTreeSet<String>),
}

impl Stir {
    /// What may have changed if both may have.
    pub(super) fn and(self, other: Stir) -> Stir {
        match (self, other) {
            (Stir::Content(mut files), Stir::Content(others)) => {
                files.extend(others);
                Stir::Content(files)
            }
            _ => Stir::Anything,
        }
    }
}
