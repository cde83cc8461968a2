use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Place, Report, Span, Spanned, nearest};

use super::{Entry, Node, Scalar, Text, Value};

/// What YAML 1.1 merges the keys of another mapping by.
const MERGE: &str = "<<";

/// Reads a mapping key by key. Whatever is asked for becomes known; [`Fields::finish`] reports the rest.
///
/// Every `take` returns `None` both when the key is absent and when its value is unfit; the latter is reported.
pub struct Fields<'a> {
    entries: &'a [Entry],
    span: Span,
    /// What is being read, for messages: `question`, `[book]`.
    noun: &'a str,
    /// Every key that was asked for, as often as it was.
    known: Vec<String>,
    notation: Notation,
    /// Whether a key may be a facet that `book.toml` does not declare yet.
    facets: bool,
}

/// How an author writes a key and its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    Yaml,
    Toml,
}

impl Notation {
    fn entry(self, key: &str) -> String {
        match self {
            Notation::Yaml => format!("{key}: …"),
            Notation::Toml => format!("{key} = …"),
        }
    }

    /// What to do where a list of this key should be.
    fn list(self, key: &str) -> String {
        match (self, key) {
            (Notation::Toml, _) => format!("write `{key} = [ … ]`"),
            (Notation::Yaml, "questions") => "begin each question with `- `".to_owned(),
            (Notation::Yaml, "glossary") => "begin each word with `- term: …`, and write `meaning: …` below it".to_owned(),
            (Notation::Yaml, _) => "begin each entry with `- `".to_owned(),
        }
    }
}

impl<'a> Fields<'a> {
    /// Reads `node`, which should be a mapping of YAML; if it is not, that is reported and nothing is found in it.
    pub fn new(node: &'a Node, noun: &'a str, report: &mut Report) -> Option<Fields<'a>> {
        Fields::read(node, noun, Notation::Yaml, report)
    }

    /// The same of a table of TOML.
    pub fn table(node: &'a Node, noun: &'a str, report: &mut Report) -> Option<Fields<'a>> {
        Fields::read(node, noun, Notation::Toml, report)
    }

    fn read(node: &'a Node, noun: &'a str, notation: Notation, report: &mut Report) -> Option<Fields<'a>> {
        match &node.value {
            Value::Mapping(entries) => Some(Fields { entries, span: node.span, noun, known: Vec::new(), notation, facets: false }),
            _ => {
                report.add(wrong_type(node, &format!("a mapping of keys to values for {}", named("this", noun))));
                None
            }
        }
    }

    /// Lets whoever uses an unknown key know that it may be declared as a facet.
    pub fn take_facets(&mut self) {
        self.facets = true;
    }

    /// Where the mapping stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The value of `key`; `null` counts as absent.
    pub fn node(&mut self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of `key`; `null` counts as absent.
    pub fn entry(&mut self, key: &str) -> Option<&'a Entry> {
        self.known.push(key.to_owned());
        self.entries.iter().find(|entry| entry.key == key && !matches!(entry.node.value, Value::Null))
    }

    /// Reports that `key` is required, unless it is there.
    pub fn require(&mut self, key: &str, report: &mut Report) {
        if self.entry(key).is_none() {
            report.add(
                Diagnostic::new(Code::MissingKey, self.span.at_start(), format!("{} has no `{key}`", named("this", self.noun)))
                    .label(format!("expected `{key}`"))
                    .help(format!("add `{}`", self.notation.entry(key))),
            );
        }
    }

    /// A text.
    pub fn text(&mut self, key: &str, report: &mut Report) -> Option<Text> {
        let node = self.node(key)?;
        self.text_of(node, || format!("text for `{key}`"), report)
    }

    /// A node's text; one that is not, and one of which a part is taken for a comment, is reported.
    fn text_of(&self, node: &Node, expected: impl Fn() -> String, report: &mut Report) -> Option<Text> {
        if let Value::Scalar(scalar) = &node.value {
            report_comment(scalar, report);
            return Some(scalar.text.clone());
        }
        let problem = wrong_type(node, &expected());
        report.add(match (&node.value, self.notation) {
            (Value::Mapping(_), Notation::Yaml) => problem.help("put the text in quotes if it contains `: ` or begins with `{`"),
            _ => problem,
        });
        None
    }

    /// A text as a plain string with its place.
    pub fn string(&mut self, key: &str, report: &mut Report) -> Option<Spanned<String>> {
        self.text(key, report).map(|text| Spanned::new(text.value.to_string(), text.span))
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str, report: &mut Report) -> Option<bool> {
        let node = self.node(key)?;
        match node.text().map(|text| &*text.value) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            found => {
                let found = found.map_or(node.shape().to_owned(), |word| format!("`{word}`"));
                report.add(Diagnostic::new(Code::WrongType, node.span, format!("`{key}` is {found}")).label("expected `true` or `false`"));
                None
            }
        }
    }

    /// A whole number within `range`.
    pub fn number(&mut self, key: &str, range: std::ops::RangeInclusive<i64>, report: &mut Report) -> Option<Spanned<i64>> {
        let node = self.node(key)?;
        match node.text().and_then(|text| text.parse::<i64>().ok()) {
            Some(number) if range.contains(&number) => Some(Spanned::new(number, node.span)),
            _ => {
                let found = node.text().map_or(node.shape().to_owned(), |text| format!("`{}`", text.value));
                report.add(Diagnostic::new(Code::BadValue, node.span, format!("`{key}` is {found}")).label(format!(
                    "expected a whole number from {} to {}",
                    range.start(),
                    range.end()
                )));
                None
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)], report: &mut Report) -> Option<Spanned<T>> {
        let text = self.text(key, report)?;
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == &*text.value) {
            return Some(Spanned::new(*value, text.span));
        }
        let words = choices.iter().map(|(word, _)| *word);
        let all = words.clone().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        report.add(
            Diagnostic::new(Code::BadValue, text.span, format!("`{key}` is `{}`", text.value))
                .label(format!("expected one of {all}"))
                .did_you_mean(nearest(&text, words), ""),
        );
        None
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &str, report: &mut Report) -> Vec<Text> {
        let Some(node) = self.node(key) else { return Vec::new() };
        match &node.value {
            Value::Sequence(items) => {
                items.iter().filter_map(|item| self.text_of(item, || format!("text in the list `{key}`"), report)).collect()
            }
            Value::Scalar(_) => self.text_of(node, || format!("text for `{key}`"), report).into_iter().collect(),
            _ => {
                report.add(wrong_type(node, &format!("a list of texts for `{key}`")).help(self.notation.list(key)));
                Vec::new()
            }
        }
    }

    /// A list of texts as plain strings with their places; a single text counts as a list of one.
    pub fn strings(&mut self, key: &str, report: &mut Report) -> Vec<Spanned<String>> {
        self.texts(key, report).into_iter().map(|text| Spanned::new(text.value.to_string(), text.span)).collect()
    }

    /// The nodes of a list.
    pub fn list(&mut self, key: &str, report: &mut Report) -> &'a [Node] {
        let Some(node) = self.node(key) else { return &[] };
        match &node.value {
            Value::Sequence(items) => items,
            _ => {
                // A key that stands twice in what should be a list is a second entry: nobody should delete it.
                report.configure(|problem| (!stands_twice(problem, node.span)).then_some(problem.severity));
                report.add(wrong_type(node, &format!("a list for `{key}`")).help(self.notation.list(key)));
                &[]
            }
        }
    }

    /// Everything nobody asked for so far, which becomes known: the open end of a mapping, such as the facets of a question.
    pub fn rest(&mut self) -> impl Iterator<Item = &'a Entry> {
        let known = self.known.clone();
        self.known.extend(self.entries.iter().map(|entry| entry.key.clone()));
        self.entries.iter().filter(move |entry| !known.contains(&entry.key))
    }

    /// Reports every key that nobody asked for; `also` lists known keys that were not asked for by name.
    pub fn finish<'b>(self, also: impl IntoIterator<Item = &'b str>, report: &mut Report) {
        let unknown: Vec<&Entry> = self.entries.iter().filter(|entry| !self.known.contains(&entry.key)).collect();
        if unknown.is_empty() {
            return;
        }
        let known: BTreeSet<String> = self.known.iter().cloned().chain(also.into_iter().map(str::to_owned)).collect();
        // What was no text has been reported as such.
        let is_text = |entry: &&Entry| !entry.key.starts_with('\0');
        for entry in unknown.into_iter().filter(|entry| !known.contains(&entry.key)).filter(is_text) {
            report.add(self.unknown(entry, &known));
        }
    }

    fn unknown(&self, entry: &Entry, known: &BTreeSet<String>) -> Diagnostic {
        let message = format!("`{}` is not a key of {}", entry.key, named("a", self.noun));
        let problem = Diagnostic::new(Code::UnknownKey, entry.key_span, message).label("unknown key");
        if entry.key == MERGE {
            return problem.help("YAML 1.2 merges no keys: write them out, or put what all questions of a bank share under `defaults`");
        }
        let is_free = |key: &&str| !self.entries.iter().any(|entry| entry.key == *key);
        let free = || known.iter().map(String::as_str).filter(is_free);
        let all = free().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let otherwise = match all.as_str() {
            "" => "remove it".to_owned(),
            all if self.facets => format!("declare `[facets.{}]` in book.toml, or use one of {all}", entry.key),
            all => format!("use one of {all}"),
        };
        problem.did_you_mean(nearest(&entry.key, free()), otherwise)
    }
}

/// A noun with its article; what has a name goes by it: `[book]`, `book.toml`.
fn named(article: &str, noun: &str) -> String {
    if noun.contains(['[', '.']) { format!("`{noun}`") } else { format!("{article} {noun}") }
}

/// Warns of a text that ends before a ` #1`: in a comment that is meant to be one, a blank follows the `#`. A single small word is
/// no text but a name.
fn report_comment(scalar: &Scalar, report: &mut Report) {
    let text = &scalar.text;
    let behind = text.value.behind();
    let sign = behind.trim_start_matches([' ', '\t']);
    let blanks = behind.len() - sign.len();
    let goes_on = !scalar.quoted && blanks > 0 && sign.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if goes_on && (text.contains(' ') || text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())) {
        let (start, line) = (text.span.end as usize + blanks, sign.lines().next().unwrap_or_default());
        report.add(
            Diagnostic::new(
                Code::Comment,
                Span::new(text.source(), start..start + line.trim_end().len()),
                "what follows ` #` is a comment and is not shown",
            )
            .label(format!("the text ends with `{}`", text.split_whitespace().next_back().unwrap_or_default()))
            .help("put the whole text in quotes, or a blank behind the `#`"),
        );
    }
}

/// Whether a problem is that a key stands twice within `span`.
fn stands_twice(problem: &Diagnostic, span: Span) -> bool {
    let within = |place: &Place| matches!(place, Place::Span(at) if at.source == span.source && (span.start..span.end).contains(&at.start));
    problem.code == Code::DuplicateKey && within(&problem.place)
}

/// The complaint that a value has the wrong shape.
pub fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let found = match node.text() {
        Some(text) => format!("found `{}`", shorten(&text.value)),
        None => format!("found {}", node.shape()),
    };
    Diagnostic::new(Code::WrongType, node.span, format!("{found} where {expected} should be")).label(format!("expected {expected}"))
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
