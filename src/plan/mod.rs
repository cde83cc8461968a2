//! Takes: a checked book and a theme. Gives: every address and every view of the site.
//! May use: diag, parse, config, load, model, check, theme.

mod catalogue;
mod claim;
mod escape;
mod variable;
mod words;
pub mod route;
pub mod url;
pub mod view;

pub use route::{Address, Routes};
