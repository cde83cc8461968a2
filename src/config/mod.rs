//! Takes: the text of `book.toml`. Gives: the settings of a book, every default filled in.
//! May use: diag, parse.

mod channel;
mod config;
mod facet;
mod lower;
mod rule;

pub use channel::{Channel, Unit};
pub use config::{BookSection, Build, Config, Html, NavLink, Search, Site};
pub use facet::{Facet, FacetValue};
pub use lower::{base_url, is_base_url, language, read};
pub use rule::Rule;
