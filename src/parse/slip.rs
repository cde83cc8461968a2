//! What an author who knows neither YAML nor TOML probably did, seen from where their parsers gave up.

use crate::diag::{Code, Diagnostic};

use super::Text;

/// A slip: where it is, what stands there, and what to type instead.
pub(super) struct Slip {
    /// The byte of the text.
    at: usize,
    message: String,
    help: String,
}

impl Slip {
    fn new(at: usize, message: impl Into<String>, help: impl Into<String>) -> Slip {
        Slip { at, message: message.into(), help: help.into() }
    }

    /// As a problem of the text that it was found in.
    pub(super) fn problem(self, code: Code, text: &Text) -> Diagnostic {
        Diagnostic::new(code, text.span_of(self.at..self.at), self.message).help(self.help)
    }

    fn after(self, start: usize) -> Slip {
        Slip { at: start + self.at, ..self }
    }
}

/// The slip behind what the parser of YAML says at a byte of `text`; none if it is not one of those that are known.
pub(super) fn in_yaml(text: &str, at: usize, said: &str) -> Option<Slip> {
    let (start, line) = line_at(text, at);
    let (start_before, before) = line_at(text, text[..start].trim_end().len());
    let either = |find: fn(&str) -> Option<Slip>| {
        find(line).map(|slip| slip.after(start)).or_else(|| find(before).map(|slip| slip.after(start_before)))
    };
    either(strange_start).or_else(|| match said {
        said if said.contains("simple key") => either(no_blank_after_colon),
        said if said.contains("mapping values") => {
            either(no_blank_after_colon).or_else(|| Some(colon_within(line, at - start)?.after(start)))
        }
        said if said.contains("trailing content") => Some(ends_early(text, at, line)),
        said if said.contains("hexadecimal") || said.contains("escape") => Some(backslash(at)),
        _ => sign_at_start(line).map(|slip| slip.after(start)),
    })
}

/// The slip behind what the parser of TOML says at a byte of `text`.
pub(super) fn in_toml(text: &str, at: usize, said: &str) -> Option<Slip> {
    let (start, line) = line_at(text, at);
    let blank = line.find(strange_blank).filter(|blank| !line[..*blank].contains(['"', '\'']));
    match text[at..].chars().next() {
        Some(c @ ('“' | '”' | '„' | '‘' | '’' | '«' | '»')) => {
            Some(Slip::new(at, format!("{} is no quotation mark here", named(c)), "type straight ones: `\"…\"`"))
        }
        _ if blank.is_some() => strange_at(line, blank?).map(|slip| slip.after(start)),
        _ if said.contains("unicode") || said.contains("escape") => Some(backslash(at)),
        Some(':') if said.contains("unquoted key") => Some(Slip::new(at, "a colon where an equals sign should be", "write `… = …`")),
        _ if said.contains("must be quoted") => Some(Slip::new(at, "a text without quotes", "put it in quotes: `\"…\"`")),
        _ if said.contains("unexpected key or value") && text[..at].ends_with(['"', '\'']) => Some(ends_early(text, at, line)),
        _ => None,
    }
}

fn backslash(at: usize) -> Slip {
    let help = "put the text between single quotes, `'…'`, or write `/` in a path";
    Slip::new(at, "between double quotes, a `\\` begins a sign such as `\\n`", help)
}

/// A line of YAML that begins with what only looks like a blank or a hyphen, as word processors write them.
pub(super) fn strange_start(line: &str) -> Option<Slip> {
    let rest = line.trim_start_matches([' ', '\t']);
    let at = line.len() - rest.len();
    let (first, second) = (rest.chars().next()?, rest.chars().nth(1).unwrap_or(' '));
    match first {
        '-' => strange_at(line, at + 1),
        '–' | '—' | '‒' | '−' | '•' | '·' | '‣' | '▪' | '●' | '◦' | '*' if second.is_whitespace() => {
            Some(Slip::new(at, format!("{} where a hyphen should be", named(first)), "begin the line with `- `, and the lines like it"))
        }
        _ => strange_at(line, at),
    }
}

/// What only looks like a blank, at a byte of a line.
fn strange_at(line: &str, at: usize) -> Option<Slip> {
    let found = line[at..].chars().next().filter(|c| strange_blank(*c))?;
    let help = "delete it and type a plain blank, here and in the lines like it: text from Word or an e-mail brings such characters along";
    Some(Slip::new(at, format!("{} where a plain blank should be", named(found)), help))
}

fn strange_blank(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A character as messages name it; one that cannot be seen by its number.
fn named(c: char) -> String {
    match c {
        '\u{a0}' | '\u{202f}' => format!("a no-break space (U+{:04X})", u32::from(c)),
        '`' => "a backtick".to_owned(),
        c if strange_blank(c) => format!("an invisible character (U+{:04X})", u32::from(c)),
        c => format!("`{c}`"),
    }
}

/// `ask:What is this?`
fn no_blank_after_colon(line: &str) -> Option<Slip> {
    let (key, value) = key_and_value(line)?;
    let at = line.len() - value.len();
    if let Some(strange) = strange_at(line, at) {
        return Some(strange);
    }
    (!value.starts_with([' ', '\t', '/']) && !value.is_empty())
        .then(|| Slip::new(at, format!("there is no blank after the colon of `{key}`"), format!("type one: `{key}: …`")))
}

/// `summary: A first e-mail: to somebody`, read up to the second colon.
fn colon_within(line: &str, at: usize) -> Option<Slip> {
    let (_, value) = key_and_value(line)?;
    let goes_on = line.len() - value.len() < at;
    goes_on.then(|| Slip::new(at, "a text with `: ` in it has no quotes", whole_in_quotes(value)))
}

fn whole_in_quotes(text: &str) -> String {
    format!("put the whole text in quotes: `{}`", if text.contains('"') { "'…'" } else { "\"…\"" })
}

/// A text that ends at a quotation mark within it.
fn ends_early(text: &str, at: usize, line: &str) -> Slip {
    let single = text[..at].trim_end().ends_with('\'');
    let (mark, other, otherwise) = if single {
        ("an apostrophe", '"', "put the text between double quotes: `\"…\"`")
    } else {
        ("a quotation mark", '\'', "put the text between single quotes: `'…'`")
    };
    let help = match (line.contains(other), single) {
        (false, _) => otherwise,
        (true, true) => "put the text between double quotes, and write `\\\"` for each quotation mark within it",
        (true, false) => "write `\\\"` for each quotation mark within the text",
    };
    Slip::new(at, format!("the text goes on after {mark} that ends it"), help)
}

/// `subject: {field} question`, `ask: @you`: signs with a meaning of their own.
fn sign_at_start(line: &str) -> Option<Slip> {
    let line = line.trim_end();
    let value = key_and_value(line).map_or_else(|| without_dashes(line), |(_, value)| value).trim_start();
    let sign = value.chars().next().filter(|c| "@`*&%!{[|>".contains(*c))?;
    let goes_on = |close| {
        let rest = value.split_once(close).map_or("", |(_, rest)| rest).trim_start();
        !rest.is_empty() && !rest.starts_with([',', ':', '}', ']', '#'])
    };
    let is_text = match sign {
        '{' => goes_on('}'),
        '[' => goes_on(']'),
        '|' | '>' => value.len() > 2,
        _ => true,
    };
    is_text.then(|| Slip::new(line.len() - value.len(), format!("a text cannot begin with {}", named(sign)), whole_in_quotes(value)))
}

/// The key that a line of YAML begins with, and all that follows its colon.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = without_dashes(line).split_once(':')?;
    let fits = key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    fits.then_some((key, value))
}

fn without_dashes(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    rest
}

/// The line around a byte of a text, and where it begins.
fn line_at(text: &str, at: usize) -> (usize, &str) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (start, text[start..].lines().next().unwrap_or_default())
}
