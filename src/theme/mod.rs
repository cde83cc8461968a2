//! Takes: the book's settings and the files under `themes/<name>/`. Gives: one [`Theme`], laid over the embedded default.
//! May use: diag, config.

mod bundle;
mod brand;
mod colour;
mod manifest;
mod script;
mod theme;
mod words;

pub use bundle::{Asset, unhashed};
pub use colour::Colour;
pub use script::compact;
pub use theme::{Compact, Theme};
