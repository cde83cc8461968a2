//! Takes: one source at a time. Gives: its syntax with absolute spans, and what is wrong with it; never fails as a whole.
//! May use: diag.

mod control;
mod fields;
mod front_matter;
pub mod markdown;
mod node;
pub mod scan;
mod slice;
mod slip;
mod text;
mod toml;
mod yaml;

pub use control::report_controls;
pub use fields::{Fields, wrong_type};
pub use front_matter::{FrontMatter, split};
pub use node::{Entry, Node, Scalar, Value};
pub use slice::Slice;
pub use text::Text;
pub use toml::parse_toml;
pub use yaml::parse_yaml;
