use std::borrow::Cow;

/// A thing that can be found: a question, a section of a guide, a template.
#[derive(Clone, Debug, Default, Hash)]
pub struct Document<'a> {
    /// Index into [`Options::kinds`].
    pub kind: u16,
    /// Unique within its kind; a section has its page's.
    pub id: Cow<'a, str>,
    /// From the site's root, fragment included: `guides/pitch.html#timing`.
    pub url: String,
    /// What readers see first.
    pub title: Cow<'a, str>,
    /// What it is part of, in a word or two: its page, its bank.
    pub crumb: Cow<'a, str>,
    /// Plain texts by index into [`Options::fields`]; a field may stand several times.
    pub fields: Vec<(u8, Cow<'a, str>)>,
    /// Pairs of an index into the facets and an index into that facet's values.
    pub facets: Vec<(u16, u16)>,
    /// How long it takes.
    pub minutes: Option<u8>,
    /// What its card in a list says besides; none for what stands in no list of questions.
    pub card: Option<Card>,
}

/// What a card in a list needs that the rest of a document does not say. What goes without saying is empty.
#[derive(Clone, Debug, Default, Hash, PartialEq, Eq)]
pub struct Card {
    /// The question with its blanks as `{name}`, where it has any.
    pub ask: String,
    /// `careful avoid`.
    pub risk: &'static str,
    /// `partly yes`.
    pub lookup: &'static str,
    /// What to ask in its place.
    pub better: String,
    /// The address of that, from the site's root.
    pub better_url: String,
}

/// Documents that are made when they are read, and dropped then: their texts together are as large as the book. Those after
/// the first are parts of it, whose `body` is its own too.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a, T> {
    /// Language tag; each language has an index of its own.
    pub language: &'a str,
    /// How many documents there are: one, or one with its parts.
    pub size: u32,
    /// What they are made from.
    pub of: T,
}

/// A property to filter by.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The key in addresses.
    pub id: String,
    /// What readers call it.
    pub label: String,
    /// The value that matches every value.
    pub any: Option<u16>,
    /// In the order they are shown.
    pub values: Vec<FacetValue>,
}

/// A value of a [`Facet`].
#[derive(Clone, Debug)]
pub struct FacetValue {
    /// The word in addresses.
    pub id: String,
    /// What readers call it.
    pub label: String,
}

/// A part of a document, and how much a word in it counts.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name in `[search.weights]`.
    pub name: &'static str,
    /// How much a word in it counts.
    pub weight: f32,
    /// How much a long text dilutes that, 0 to 1 (the `b` of BM25F).
    pub dilution: f32,
    /// Whether stop words are indexed, for titles made of nothing else.
    pub stop_words: bool,
    /// Whether it is kept to be shown as an excerpt.
    pub shown: bool,
}

/// A kind of document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The word in result lists: `question`.
    pub name: &'static str,
    /// How much its documents count beside others that match as well.
    pub weight: f32,
}

/// How documents become an index.
#[derive(Clone, Debug)]
pub struct Options {
    /// Kinds of documents.
    pub kinds: Vec<Kind>,
    /// At most eight.
    pub fields: Vec<Field>,
    /// How soon more of the same word stops to count (the `k1` of BM25).
    pub saturation: f32,
    /// Groups of phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Phrases for what all of it is about: a match does not need their words.
    pub subject: Vec<String>,
    /// The folder of all indexes, from the site's root: `assets/search`.
    pub folder: String,
}

impl Options {
    /// The kind with this name.
    pub fn kind(&self, name: &str) -> Option<u16> {
        self.kinds.iter().position(|kind| kind.name == name).map(|at| at as u16)
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<u8> {
        self.fields.iter().position(|field| field.name == name).map(|at| at as u8)
    }
}

impl Default for Options {
    fn default() -> Options {
        let field = |name, weight, dilution, stop_words, shown| Field { name, weight, dilution, stop_words, shown };
        let kinds = [
            ("question", 0.9),
            ("guide", 1.3),
            ("section", 0.9),
            ("template", 0.9),
            ("checklist", 1.1),
            ("tool", 1.0),
            ("term", 0.5),
            ("source", 0.3),
        ];
        Options {
            kinds: kinds.map(|(name, weight)| Kind { name, weight }).to_vec(),
            fields: vec![
                field("title", 8.0, 0.2, true, false),
                field("page", 4.0, 0.5, false, false),
                field("tags", 7.0, 0.0, false, false),
                field("weak", 5.0, 0.5, true, true),
                field("lead", 2.0, 0.6, false, true),
                field("body", 0.4, 0.6, false, true),
                field("about", 0.8, 0.5, false, false),
                field("searches", 2.0, 0.2, false, false),
            ],
            saturation: 3.0,
            synonyms: Vec::new(),
            subject: Vec::new(),
            folder: "assets/search".to_owned(),
        }
    }
}
