//! Each format out: records to bytes.

mod anki;
mod csv;
mod export;
mod gift;
mod json;
mod markdown;
mod moodle;
mod text;
#[cfg(feature = "spreadsheets")]
mod xlsx;

pub(super) use anki::GUID;
pub use export::{Export, ExportBank, write};
