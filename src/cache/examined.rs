use std::sync::Arc;

use crate::diag::{Fingerprint, Report};
use crate::model::Book;
use crate::plan::Layout;

/// A book that was held against itself, in which everything has an address, before it has a theme.
#[derive(Clone, Debug)]
pub struct Examined {
    /// Its meaning.
    pub book: Arc<Book>,
    /// Where everything stands.
    pub layout: Layout,
    /// A fingerprint of all that the layout follows from, where there will be a next time.
    pub faces: Option<Fingerprint>,
    /// What is wrong with it.
    pub report: Report,
}
