//! Takes: syntax. Gives: the book as its author means it; every author-written value keeps its place.
//! May use: diag, parse, config, load.

mod anchors;
mod bank;
mod block;
mod book;
mod checklist;
mod face;
mod guide;
mod id;
mod link;
pub mod lower;
mod prose;
mod question;
mod query;
mod reading_order;
mod shape;
mod slot;
mod source;
mod tags;
mod template;
mod walk;
mod tool;

pub use anchors::{Anchors, Names, nfc};
pub use bank::Bank;
pub use block::{Block, Circle, Comparison, Coverage, Data, Door, MinutePart, MinutePlan, Row, Stage, Step};
pub use book::{Asset, Book, Hidden};
pub use checklist::{Checklist, Group, Item};
pub use guide::{Heading, Kind, Page, Review};
pub use id::{anchor, slug, valid_id};
pub use link::{Link, Target};
pub use prose::{Callout, Image, Piece, Prose};
pub use query::Query;
pub use question::{Format, Lookup, Question, Risk, Status};
pub use reading_order::{ReadingOrder, ReadingPlace};
pub use slot::{Slot, SlotType};
pub use source::{Claim, Confidence, Source, Term};
pub use tags::{FacetTag, Tags};
pub use template::{Limit, Message, MessagePiece, Template};
pub use tool::{TOOLS, Tool, ToolBody, read_tool};
