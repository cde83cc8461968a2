//! Takes: a report and the sources it points into. Gives: its text, in one format per file.
//! May use: diag only. `full.rs` alone names annotate-snippets.

mod excerpt;
mod format;
mod full;
mod github;
mod html;
mod json;
mod locus;
mod sarif;
mod short;
mod visible;

pub use format::{Format, Options, render};
