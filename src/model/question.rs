use crate::diag::{Span, Spanned};
use crate::parse::Text;

use super::{Prose, Review, Tags};

/// One question of a bank, as SPEC section 1 describes it.
#[derive(Clone, Debug)]
pub struct Question {
    /// Unique in the book; its address is `q/<id>.html`.
    pub id: Spanned<String>,
    /// The question; `{slots}` are blanks.
    pub ask: Prose,
    /// The same as it was written.
    pub ask_text: Text,
    /// What the answer tells.
    pub reveals: Option<Prose>,
    /// What to listen for.
    pub listen_for: Vec<Prose>,
    /// What to ask next.
    pub follow_ups: Vec<Prose>,
    /// What people blurt out; found by search.
    pub weak_version: Option<Text>,
    /// A model answer.
    pub answer: Option<Prose>,
    /// Examples.
    pub examples: Vec<Prose>,
    /// Safe, careful or avoid.
    pub risk: Risk,
    /// Whether the answer is online.
    pub lookup: Lookup,
    /// Spoken, written or both.
    pub format: Format,
    /// Expected length of the answer with one follow-up, in minutes.
    pub minutes: Option<u8>,
    /// The id of the question to ask in its place.
    pub better: Option<Spanned<String>>,
    /// Why it should not be asked.
    pub why_not: Option<Prose>,
    /// Ids of claims or sources.
    pub sources: Vec<Spanned<String>>,
    /// Where to look it up.
    pub look_up_at: Vec<Prose>,
    /// For colleagues; never published.
    pub notes: Option<Prose>,
    /// Draft, reviewed or off.
    pub status: Status,
    /// Its facets.
    pub tags: Tags,
    /// Free words.
    pub keywords: Vec<Spanned<String>>,
    /// What people who need it type; found by search.
    pub searches: Vec<Spanned<String>>,
    /// Former addresses, as site paths.
    pub aliases: Vec<Spanned<String>>,
    /// When it was changed and reviewed.
    pub review: Review,
    /// Who looks after it; never published.
    pub owner: Option<String>,
    /// The whole entry.
    pub span: Span,
}

/// How a question may land.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Risk {
    /// With anybody.
    #[default]
    Safe,
    /// Only with rapport, softened.
    Careful,
    /// Shown only with its better version.
    Avoid,
}

/// Whether the answer is online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lookup {
    /// Only a person can answer.
    #[default]
    No,
    /// Look it up, then ask the personal version.
    Partly,
    /// Look it up; do not ask.
    Yes,
}

/// Where a question works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// In a talk.
    Spoken,
    /// In a message.
    Written,
    /// In either.
    #[default]
    Both,
}

/// How far the editors are with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Published only with `--drafts`.
    Draft,
    /// Published.
    #[default]
    Reviewed,
    /// Kept in the file, never published.
    Off,
}

impl Risk {
    /// Every one.
    pub const ALL: [Risk; 3] = [Risk::Safe, Risk::Careful, Risk::Avoid];
    /// The facet of the search that tells them apart. No facet of a book can be called so.
    pub const FACET: &str = "_risk";

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Risk::Safe => "safe",
            Risk::Careful => "careful",
            Risk::Avoid => "avoid",
        }
    }
}

impl Lookup {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Lookup::No => "no",
            Lookup::Partly => "partly",
            Lookup::Yes => "yes",
        }
    }
}

impl Format {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Format::Spoken => "spoken",
            Format::Written => "written",
            Format::Both => "both",
        }
    }
}

impl Status {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Reviewed => "reviewed",
            Status::Off => "off",
        }
    }
}
