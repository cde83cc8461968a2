//! Takes: fingerprints of what a result was made from. Gives: the result, if it was made before.
//! May use: every stage's types; imported by pipeline.rs alone. Without it the program is slower and otherwise the same.

mod cache;
mod examined;
mod memo;
mod whole;
mod work;

pub use cache::Cache;
pub use examined::Examined;
pub use memo::Memo;
pub use whole::Whole;
pub use work::Work;
