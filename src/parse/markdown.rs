//! Markdown as events with byte ranges. The only file that names pulldown-cmark; its event types are used as they are.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_cmark::{Options, Parser};

pub use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

/// An event and the bytes of the text it stands for.
pub type Ranged<'a> = (Event<'a>, Range<usize>);

/// The events of a CommonMark text with tables, footnotes, definition lists, task lists, strikethrough, heading attributes
/// and callouts. `None` if the parser panicked, as its offsets have done on tiny odd input (pulldown-cmark issue 1129).
pub fn events(text: &str) -> Option<Vec<Ranged<'_>>> {
    let parse = || {
        // As many as prose hardly has: room for a few too many costs less than a copy of them all.
        let mut events = Vec::with_capacity(text.len() / 24 + 4);
        events.extend(parser(text).into_offset_iter().map(|(event, range)| (addressed(event), range)));
        events
    };
    catch_unwind(AssertUnwindSafe(parse)).ok()
}

/// Where the definitions that references name stand, `[name]: address`, in the order of the text. `None` as with [`events`].
pub fn definitions(text: &str) -> Option<Vec<Range<usize>>> {
    let parse = || parser(text).reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    let mut found: Vec<Range<usize>> = catch_unwind(AssertUnwindSafe(parse)).ok()?;
    found.sort_by_key(|span| span.start);
    Some(found)
}

fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    Parser::new_ext(text, options)
}

/// `<name@example.edu>` with the address that it stands for, which the parser leaves to whoever writes it.
fn addressed(mut event: Event<'_>) -> Event<'_> {
    if let Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) = &mut event {
        *dest_url = format!("mailto:{dest_url}").into();
    }
    event
}
