use include_dir::{Dir, include_dir};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The site cannot be trusted with it: nothing is written.
    Error,
    /// Worth mending; the build goes on.
    Warning,
}

/// One file per code: what it means, how to mend it, and a book that shows it (which a test builds).
static EXPLANATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/diag/codes");

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $slug:literal $severity:ident;)*) => {
        /// Every kind of problem that prepbook reports. The slug is stable: people write it into `[check]` and scripts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])* $name,)* }

        impl Code {
            /// All of them, in the order of the manual.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable name.
            pub fn slug(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }

            /// How much it matters unless `book.toml` says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// A file is not UTF-8 text.
    NotUtf8 "not-utf8" Error;
    /// A character that can neither be seen nor stand in a page.
    ControlCharacter "control-character" Warning;
    /// A file could not be read.
    Unreadable "unreadable" Error;
    /// A file, a name or a nesting is beyond the limits of SPEC section 1.
    TooLarge "too-large" Error;
    /// A link of the file system leads out of the book or round in a circle.
    OutsideBook "outside-book" Error;
    /// A file cannot have an address: reserved, too long, or not to be told from another's.
    BadAddress "bad-address" Error;
    /// Two things would be written to one address.
    AddressClash "address-clash" Error;
    /// A file that is not YAML.
    YamlSyntax "yaml-syntax" Error;
    /// A file that is not TOML.
    TomlSyntax "toml-syntax" Error;
    /// A key that stands twice in one mapping.
    DuplicateKey "duplicate-key" Error;
    /// Front matter that is not opened or never closed.
    OpenFrontMatter "open-front-matter" Error;
    /// A file that holds nothing, or a bank without a question.
    EmptyFile "empty-file" Warning;
    /// A text that goes on behind a ` #`, where YAML takes it for a comment.
    Comment "comment" Warning;
    /// A key that means nothing here.
    UnknownKey "unknown-key" Error;
    /// A key that must be there.
    MissingKey "missing-key" Error;
    /// A value of the wrong shape.
    WrongType "wrong-type" Error;
    /// A value of the right shape that is not allowed.
    BadValue "bad-value" Error;
    /// An id that cannot be one.
    BadId "bad-id" Error;
    /// An id used twice within its kind.
    DuplicateId "duplicate-id" Error;
    /// An id that nothing has.
    UnknownId "unknown-id" Error;
    /// A value that the facet does not declare.
    UnknownValue "unknown-value" Error;
    /// What is nearly a block, a callout or a box to tick.
    UnknownBlock "unknown-block" Warning;
    /// A link to a file that is not in the book, or one that is none.
    DeadLink "dead-link" Error;
    /// A link to a heading or an item that the file does not have.
    DeadAnchor "dead-anchor" Error;
    /// A link whose scheme could run a script.
    UnsafeLink "unsafe-link" Error;
    /// Raw HTML, which is shown as text.
    RawHtml "raw-html" Warning;
    /// A `{{ name }}` that is not in `[vars]`.
    UnknownVariable "unknown-variable" Error;
    /// A `[@id]` that is neither a claim nor a source.
    UnknownCitation "unknown-citation" Error;
    /// A `{slot}` that is not declared, or nearly one.
    UnknownSlot "unknown-slot" Error;
    /// A slot that is declared and never used.
    UnusedSlot "unused-slot" Warning;
    /// A footnote that is referred to and not written, or the other way round.
    Footnote "footnote" Warning;
    /// `risk: avoid` without a better question, or with one that is not fit to ask.
    NoBetter "no-better" Error;
    /// A query that finds nothing.
    EmptyQuery "empty-query" Error;
    /// An alias that is another's address, or given twice.
    AliasClash "alias-clash" Error;
    /// Two sources with one address.
    SameSource "same-source" Error;
    /// An image, link, heading or box without words.
    MissingAlt "missing-alt" Error;
    /// A heading that jumps over a level.
    HeadingJump "heading-jump" Warning;
    /// A page that no other page leads to.
    OrphanPage "orphan-page" Warning;
    /// An asset that nothing refers to.
    OrphanAsset "orphan-asset" Warning;
    /// A page without a summary, or with another page's.
    Summary "summary" Warning;
    /// A percentage without a citation.
    UncitedNumber "uncited-number" Warning;
    /// A message over its limit.
    LongMessage "long-message" Warning;
    /// A question that cannot be asked in one breath.
    LongQuestion "long-question" Warning;
    /// A question that is not exactly one question.
    OneQuestion "one-question" Warning;
    /// A question that asks for yes or no.
    ClosedQuestion "closed-question" Warning;
    /// A question whose answer is online, without saying where.
    LookUp "look-up" Warning;
    /// Two questions that are nearly the same.
    NearDuplicate "near-duplicate" Warning;
    /// A page that reads harder than it is meant to.
    ReadingLevel "reading-level" Warning;
    /// A facet value with too few questions.
    Coverage "coverage" Warning;
    /// A page or question whose review is overdue (`--as-of`).
    ReviewDue "review-due" Warning;
    /// A template of the theme that does not parse or cannot be rendered.
    Template "template" Error;
    /// A theme that is not there, or made for another version.
    Theme "theme" Error;
    /// Two colours that cannot be told apart well enough.
    Contrast "contrast" Warning;
    /// The search index is larger than `[search] budget-kb`.
    SearchBudget "search-budget" Error;
    /// Something of a file that is imported has no place in a bank.
    NotCarried "not-carried" Warning;
    /// A fault of prepbook's own, kept to one file.
    Internal "internal" Error;
}

impl Code {
    /// The code with this slug.
    pub fn from_slug(slug: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.slug() == slug)
    }

    /// What it is, in a line: the first heading of its explanation.
    pub fn title(self) -> &'static str {
        self.explanation().lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }

    /// What it means and how to mend it: Markdown, with a failing example in fenced blocks that name their files.
    pub fn explanation(self) -> &'static str {
        let text = EXPLANATIONS.get_file(format!("{}.md", self.slug())).and_then(|file| file.contents_utf8()).unwrap_or_default();
        // What tests read at the end is not for people.
        text.split("\n<!-- expects: ").next().unwrap_or_default()
    }
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}
