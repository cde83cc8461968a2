//! Takes: artifacts. Gives: the whole site as one value, in memory, to be compared and served or written; or a shelf that
//! takes each file as it is made.
//! May use: diag.

mod artifact;
mod listing;
mod shelf;
mod site;

pub use artifact::Artifact;
pub use listing::Listing;
pub use shelf::{Nowhere, Shelf};
pub use site::Site;
