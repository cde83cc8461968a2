/// A format that questions come in, or go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// An Excel workbook.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// prepbook's own JSON.
    Json,
    /// A Markdown list.
    Markdown,
    /// A text file for Anki.
    Anki,
    /// Moodle's plain text format.
    Gift,
    /// Moodle XML.
    Moodle,
    /// The lists of OpenTriviaQA, whose files have no endings.
    Trivia,
    /// A handout as plain text.
    Text,
}

/// A format's word on the command line, what readers call it, and the endings of its files, the one we write first.
const TABLE: &[(Format, &str, &str, &[&str])] = &[
    (Format::Csv, "csv", "CSV", &["csv"]),
    (Format::Tsv, "tsv", "TSV", &["tsv", "tab"]),
    (Format::Xlsx, "xlsx", "Excel", &["xlsx"]),
    (Format::Ods, "ods", "ODS", &["ods"]),
    (Format::Json, "json", "JSON", &["json"]),
    (Format::Markdown, "markdown", "Markdown", &["md", "markdown"]),
    (Format::Anki, "anki", "Anki", &["anki.txt"]),
    (Format::Gift, "gift", "GIFT", &["gift", "gift.txt"]),
    (Format::Moodle, "moodle", "Moodle XML", &["xml"]),
    (Format::Trivia, "trivia", "OpenTriviaQA", &["trivia"]),
    (Format::Text, "text", "TXT", &["txt"]),
];

impl Format {
    /// What can be read by this program.
    pub fn readable() -> impl Iterator<Item = Format> {
        TABLE.iter().map(|row| row.0).filter(|format| match format {
            Format::Xlsx | Format::Ods => cfg!(feature = "spreadsheets"),
            Format::Text => false,
            _ => true,
        })
    }

    /// What can be written by this program.
    pub fn writable() -> impl Iterator<Item = Format> {
        TABLE.iter().map(|row| row.0).filter(|format| match format {
            Format::Xlsx => cfg!(feature = "spreadsheets"),
            Format::Ods | Format::Trivia => false,
            _ => true,
        })
    }

    /// What is offered on each bank page beside the site's own JSON: text formats, made with the site.
    pub const DOWNLOADS: &'static [Format] = &[Format::Csv, Format::Markdown, Format::Text, Format::Anki, Format::Gift, Format::Moodle];

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Format> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// What a file's name says it is; none if it says nothing.
    pub fn of_path(path: &str) -> Option<Format> {
        let path = path.to_lowercase();
        // The longest ending wins: `x.anki.txt` is not a handout.
        let endings = TABLE.iter().flat_map(|row| row.3.iter().map(move |ending| (row.0, *ending)));
        let fitting = endings.filter(|(_, ending)| path.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')));
        fitting.max_by_key(|(_, ending)| ending.len()).map(|(format, _)| format)
    }

    /// Its word on the command line.
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// What readers call it.
    pub fn label(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }

    /// The ending of files in it.
    pub fn ending(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.3[0])
    }

    /// Whether it has a place for this key of a question. The manual says the same; a test compares.
    pub fn holds(self, key: &str) -> bool {
        match self {
            Format::Anki => {
                !matches!(key, "searches" | "notes" | "status" | "aliases" | "updated_on" | "reviewed_on" | "review_in" | "owner")
            }
            Format::Markdown => matches!(key, "id" | "ask" | "follow_ups" | "answer"),
            Format::Text => matches!(key, "ask" | "reveals" | "listen_for" | "follow_ups" | "answer"),
            _ => true,
        }
    }

    /// Whether it is for readers: such a file has no drafts, and its variables are filled in.
    pub fn is_for_readers(self) -> bool {
        matches!(self, Format::Markdown | Format::Text | Format::Anki)
    }
}
