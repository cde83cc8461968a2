use super::{Code, Severity, SourceMap, Span};

/// One problem, as a value: every format is made from this and nothing else.
///
/// The voice: lower case, no full stop, the author's words in backticks; the message makes sense alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// As the code has it, unless `book.toml` changes it.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What stands beside the caret: usually what was expected.
    pub label: Option<String>,
    /// What to do, in the imperative.
    pub help: Option<String>,
    /// Other places that explain this one.
    pub notes: Vec<Note>,
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At these bytes of a text file.
    Span(Span),
    /// In a file as a whole, or one that is not text; from the book's root, with `/`.
    File(String),
    /// In the book as a whole.
    Book,
}

impl Place {
    /// The path of its file from the book's root; none for the book as a whole, and for a file that is not among `sources`.
    pub fn path<'a>(&'a self, sources: &'a SourceMap) -> Option<&'a str> {
        match self {
            Place::Span(span) => sources.get(span.source).map(|source| source.path.as_str()),
            Place::File(path) => Some(path),
            Place::Book => None,
        }
    }
}

/// Another place that explains a problem: where the id was used first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// A problem of this kind at this place.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            place: place.into(),
            label: None,
            help: None,
            notes: Vec::new(),
        }
    }

    /// Says what was expected, beside the caret.
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = Some(label.into());
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// "did you mean" this one, if there is one; else the `otherwise` help, if that is not empty.
    pub fn did_you_mean(self, nearest: Option<&str>, otherwise: impl Into<String>) -> Diagnostic {
        let otherwise = otherwise.into();
        match nearest {
            Some(word) => self.help(format!("did you mean `{word}`?")),
            None if otherwise.is_empty() => self,
            None => self.help(otherwise),
        }
    }

    /// Points at another place that explains this one.
    pub fn note(mut self, span: Span, message: impl Into<String>) -> Diagnostic {
        self.notes.push(Note { span, message: message.into() });
        self
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place::Span(span)
    }
}
