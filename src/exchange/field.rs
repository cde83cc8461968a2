use crate::config::{Config, Facet};

/// A key of a question, as every format sees it.
#[derive(Clone, Copy, Debug)]
pub struct Field<'c> {
    /// The key in YAML, and the header of its column.
    pub key: &'c str,
    /// What people call it, in English: a heading in formats that have one text for everything.
    pub label: &'c str,
    /// What it may hold.
    pub shape: Shape<'c>,
    /// What it is for, in a sentence.
    pub about: &'c str,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'c> {
    /// A word that others refer to.
    Id,
    /// A text.
    Text,
    /// Texts.
    Texts,
    /// Words.
    Words,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A whole number from 1 to 120.
    Number,
    /// A day.
    Date,
    /// A facet of the book.
    Facet(&'c Facet),
}

impl Shape<'_> {
    /// Whether there may be several.
    pub fn many(self) -> bool {
        match self {
            Shape::Texts | Shape::Words => true,
            Shape::Facet(facet) => facet.many,
            _ => false,
        }
    }

    /// Whether a value is a word, so that a comma separates two of them.
    pub fn is_word(self) -> bool {
        matches!(self, Shape::Words | Shape::Facet(_))
    }
}

const RISK: &[&str] = &["safe", "careful", "avoid"];
const LOOKUP: &[&str] = &["no", "partly", "yes"];
const FORMAT: &[&str] = &["spoken", "written", "both"];
const STATUS: &[&str] = &["draft", "reviewed", "off"];

const BEFORE: &[Field<'static>] = &[
    Field { key: "id", label: "Id", shape: Shape::Id, about: "Unique in the book, and never changes: it is the question's address." },
    Field { key: "ask", label: "Question", shape: Shape::Text, about: "The question; a {slot} is a blank to fill." },
];

const AFTER: &[Field<'static>] = &[
    Field { key: "reveals", label: "What the answer tells", shape: Shape::Text, about: "What the one who asks learns from the answer." },
    Field { key: "listen_for", label: "Listen for", shape: Shape::Texts, about: "What to listen for in the answer." },
    Field { key: "follow_ups", label: "Follow-up questions", shape: Shape::Texts, about: "What to ask next." },
    Field { key: "weak_version", label: "What people blurt out", shape: Shape::Text, about: "The clumsy version: found by search." },
    Field { key: "answer", label: "Answer", shape: Shape::Text, about: "A model answer." },
    Field { key: "examples", label: "Examples", shape: Shape::Texts, about: "Examples." },
    Field { key: "better", label: "Ask instead", shape: Shape::Id, about: "The id of the question to ask in its place." },
    Field { key: "why_not", label: "Why not", shape: Shape::Text, about: "Why it should not be asked." },
    Field { key: "risk", label: "Risk", shape: Shape::Choice(RISK), about: "How it may land." },
    Field { key: "lookup", label: "Look it up", shape: Shape::Choice(LOOKUP), about: "Whether the answer is online." },
    Field { key: "format", label: "Format", shape: Shape::Choice(FORMAT), about: "Where it works." },
    Field { key: "minutes", label: "Minutes", shape: Shape::Number, about: "How long the answer takes, with one follow-up." },
    Field { key: "tags", label: "Tags", shape: Shape::Words, about: "Free words." },
    Field { key: "searches", label: "Searches", shape: Shape::Texts, about: "What people type who need it: found by search." },
    Field { key: "sources", label: "Sources", shape: Shape::Words, about: "Ids of claims or sources." },
    Field { key: "look_up_at", label: "Look it up at", shape: Shape::Texts, about: "Where the answer can be found." },
    Field { key: "notes", label: "Notes", shape: Shape::Text, about: "For colleagues; never published." },
    Field { key: "status", label: "Status", shape: Shape::Choice(STATUS), about: "How far the editors are with it." },
    Field { key: "aliases", label: "Former addresses", shape: Shape::Words, about: "Former addresses, as paths from the site's root." },
    Field { key: "updated_on", label: "Updated on", shape: Shape::Date, about: "When it was last changed." },
    Field { key: "reviewed_on", label: "Reviewed on", shape: Shape::Date, about: "When it was last reviewed." },
    Field { key: "review_in", label: "Review in", shape: Shape::Text, about: "After what time it should be reviewed again: `12 months`." },
    Field { key: "owner", label: "Owner", shape: Shape::Text, about: "Who looks after it; never published." },
];

/// Keys that are for colleagues, or for the search alone, and not among what readers take away.
pub(super) const PRIVATE: &[&str] = &["notes", "owner", "searches", "status"];

/// Every key of a question of this book, facets after the question itself, in the order of columns.
pub fn fields(config: &Config) -> Vec<Field<'_>> {
    let mut fields: Vec<Field<'_>> = BEFORE.to_vec();
    for facet in &config.facets {
        fields.push(Field { key: facet.id.value.as_str(), label: &facet.label, shape: Shape::Facet(facet), about: "A facet of the book." });
    }
    fields.extend_from_slice(AFTER);
    fields
}
