//! Syntax to meaning, one file at a time: a file is lowered without a look at any other, so that the result can be
//! remembered by the file's bytes alone. What needs two files is `check`'s.

mod bank;
mod block;
mod book;
mod checklist;
mod context;
mod dates;
mod embedded;
mod file;
mod footnotes;
mod grammar;
mod html;
mod link;
mod message;
mod near_callout;
mod near_link;
mod open_code;
mod page;
mod pending;
mod prose;
mod question;
mod records;
mod run;
mod tags;

pub use block::is_block;
pub use book::assemble;
use context::Context;
pub use file::{Lowered, lower};
pub use grammar::Grammar;
pub use link::place;
pub use records::Records;
