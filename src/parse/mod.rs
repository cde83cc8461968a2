//! Takes: one source at a time. Gives: its syntax with absolute spans, and what is wrong with it; never fails as a whole.
//! May use: diag.

mod fields;
mod node;
mod text;

pub use fields::{Fields, wrong_type};
pub use node::{Entry, Node, Scalar, Value};
pub use text::Text;
