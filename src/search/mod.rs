//! Takes: groups of documents and facets, whatever they were made from. Gives: a sharded index as artifacts, and a reader of it.
//! May use: site and diag's fingerprints; `collect` and `offline` alone also know model and plan. Nothing else of prepbook: this folder could be lifted out.

mod analysis;
mod block;
mod collect;
mod column;
mod document;
mod entries;
mod envelope;
mod fold;
mod guess;
mod key;
mod language;
mod letter_runs;
mod lexicon;
mod manifest;
mod offline;
mod packing;
mod postings;
mod query;
mod ranking;
mod reader;
mod run;
mod shard;
mod synonym;
mod tally;
mod tokens;
mod value_sets;
mod words;
mod writer;

pub use collect::{Collection, Item, collect};
pub use document::{Card, Document, Facet, FacetValue, Field, Group, Kind, Options};
pub use fold::fold;
pub use guess::slips;
pub use offline::{WORKER, worker};
pub use ranking::{Found, Hit};
pub use reader::{Broken, Reader, Row};
pub use run::Run;
pub use tokens::{Apostrophe, Tokens};
pub use writer::{Remember, Writer, folder_name};
