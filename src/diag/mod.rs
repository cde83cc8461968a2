//! Takes: what any stage found wrong. Gives: one report, and its text in every format.
//! May use: nothing else of this crate.

mod code;
mod control;
mod diagnostic;
mod fingerprint;
pub mod format;
mod line_index;
mod report;
mod source;
mod stored;
mod span;
mod suggestion;

pub use code::{Code, Severity};
pub use control::{blanked, is_control};
pub use diagnostic::{Diagnostic, Note, Place};
pub use fingerprint::Fingerprint;
pub use line_index::{LineIndex, Position};
pub use report::{Counts, Report};
pub use source::{Source, SourceId, SourceMap};
pub use span::{Span, Spanned};
pub use suggestion::nearest;
