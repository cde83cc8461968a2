//! Takes: artifacts. Gives: the whole site as one value, in memory, to be compared and served or written.
//! May use: diag.

mod artifact;
mod site;

pub use artifact::Artifact;
pub use site::Site;
