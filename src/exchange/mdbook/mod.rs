//! Takes: the folder of an mdBook. Gives: its chapters as guides of ours, and what could not be carried.
//! May use: diag, parse, config, load, model.

mod chapter;
mod include;
mod link;
mod read;
mod summary;

pub(super) use link::{Lead, is_elsewhere, relinked};
pub use read::{Guides, Taken, read};
