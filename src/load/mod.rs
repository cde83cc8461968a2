//! Takes: a book's folder. Gives: every file of it, read once. The only reader of content from the disk.
//! May use: diag, config.

mod disk;
mod files;
mod folder;
mod foreign;
mod glance;
mod held_back;
mod mark;
mod memory;

pub use disk::{Disk, Listed, Stamp};
pub use files::{AssetFile, Files, MAX_FILE, decode, is_text, load, with_line_ends};
pub use folder::Folder;
pub use foreign::foreign;
pub use glance::Glance;
pub use mark::Mark;
pub use memory::Memory;
