//! Each format in: bytes to records, with the place of every value. Spans point into the text as it was decoded.

mod anki;
mod csv;
mod gift;
mod input;
mod json;
mod markdown;
mod moodle;
mod names;
#[cfg(feature = "spreadsheets")]
mod sheet;
mod table;
mod trivia;
mod values;
mod xml;

pub use input::{Input, Mapping, Reading, read};
