//! Takes: a book and its files. Gives: only diagnostics: the rules that need more than one file, or more than one value, to be seen.
//! May use: diag, parse, config, load, model. One rule per file; `run.rs` has the list.

mod better;
mod citation;
mod closed_question;
mod config_path;
mod consequence;
mod coverage;
mod duplicate_id;
mod empty_query;
mod file_name;
mod heading_jump;
mod language;
mod link;
mod long_message;
mod long_question;
mod look_up;
mod missing_alt;
mod near_duplicate;
mod near_slot;
mod one_question;
mod orphan_asset;
mod orphan_page;
mod paragraph;
mod readability;
mod reading_level;
mod review_due;
mod rule;
mod run;
mod same_source;
mod similarity;
mod site_address;
mod slot;
mod summary;
mod uncited_number;
mod unknown_id;
mod variable;

pub use readability::Readability;
pub use rule::apply_rules;
pub use run::{Options, Part, Remember, parts, whole};
