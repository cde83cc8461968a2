//! Takes: a checked book and a theme. Gives: every address and every view of the site.
//! May use: diag, parse, config, load, model, check, theme.

mod claim;
pub mod route;
pub mod url;
pub mod view;

pub use route::{Address, Routes};
