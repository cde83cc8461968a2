//! Takes: a checked book and a theme. Gives: every address and every view of the site.
//! May use: diag, parse, config, load, model, check, theme.

pub mod view;
