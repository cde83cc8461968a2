use jiff::civil::Date;

use crate::diag::{SourceId, Spanned};

use super::{Checklist, Link, Prose, Tags, Template};

/// A Markdown file of the book. Guides, templates, checklists and tools share everything but their kind.
#[derive(Clone, Debug)]
pub struct Page {
    /// From `content/`, with `/`: `guides/pitch.md`.
    pub path: String,
    /// The file.
    pub source: SourceId,
    /// Unique within its kind.
    pub id: Spanned<String>,
    /// What it is, and what only that kind has.
    pub kind: Kind,
    /// From front matter, else the leading heading, else the file name.
    pub title: Spanned<String>,
    /// In a sentence.
    pub summary: Option<Prose>,
    /// Its place among its neighbours.
    pub order: Option<i64>,
    /// Free words.
    pub keywords: Vec<Spanned<String>>,
    /// What people who need it type; found by search.
    pub searches: Vec<Spanned<String>>,
    /// Its facets.
    pub tags: Tags,
    /// Pages to go to next.
    pub related: Vec<Link>,
    /// Former addresses, as site paths.
    pub aliases: Vec<Spanned<String>>,
    /// Published only with `--drafts`.
    pub draft: bool,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was changed and reviewed.
    pub review: Review,
    /// Language tag, where it differs from the book's.
    pub language: Option<Spanned<String>>,
    /// Whether it has a card image of its own.
    pub card: bool,
    /// The reading level (Flesch-Kincaid grade) it is meant for.
    pub level: Option<Spanned<i64>>,
    /// The text; for a template the guidance after the message, for a checklist what is not an item.
    pub body: Prose,
    /// The headings of the body in their order.
    pub headings: Vec<Heading>,
    /// The Markdown as it was written, without front matter, for the Markdown copy.
    pub markdown: std::ops::Range<u32>,
}

/// What a [`Page`] is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Prose.
    Guide,
    /// A message to fill in.
    Template(Box<Template>),
    /// Things to tick off.
    Checklist(Checklist),
    /// A page that holds a tool.
    Tool,
}

/// A heading of a page.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its words.
    pub title: Spanned<String>,
}

/// When something was changed and reviewed, and when it should be again.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// Last changed.
    pub updated_on: Option<Date>,
    /// Last reviewed.
    pub reviewed_on: Option<Spanned<Date>>,
    /// After how many months it should be reviewed again.
    pub review_in: Option<u32>,
}

impl Kind {
    /// The word in front matter and in result lists.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Guide => "guide",
            Kind::Template(_) => "template",
            Kind::Checklist(_) => "checklist",
            Kind::Tool => "tool",
        }
    }
}
