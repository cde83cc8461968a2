//! Takes: other people's files, or the banks of a book. Gives: records for a bank, or the same questions in other formats.
//! May use: diag, parse, config, load, model.

mod bank_file;
mod cell;
mod encoding;
mod escape;
mod field;
mod format;
mod html;
mod labelled;
pub mod mdbook;
mod merge;
mod naming;
mod read;
mod record;
mod schema;
mod splice;
mod write;

pub use bank_file::{BankFile, new_bank};
pub use encoding::Encoding;
pub use field::{Field, Shape, fields};
pub use format::Format;
pub use merge::{Merged, merge};
pub use naming::{Ids, name};
pub use read::{Input, Mapping, Reading, read};
pub use record::{Cell, Draft, Record};
pub use schema::{KINDS as SCHEMA_KINDS, schema};
pub use write::{Export, ExportBank, write};
