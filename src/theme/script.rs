//! Scripts as they are published: every token as it was written, and little between them.

/// What a `/` is after the last token.
#[derive(Clone, Copy, PartialEq)]
enum Slash {
    Pattern,
    Division,
    /// It cannot be told without the whole grammar.
    Either,
}

/// What stands between two tokens.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Space,
    Line,
}

/// The script without comments, indentation and needless spaces. Line ends stay where they may end a statement. A script in which a
/// `/` can be read in two ways comes back as it is.
pub fn compact(script: &str) -> String {
    let mut scanner = Scanner {
        rest: script,
        out: String::with_capacity(script.len()),
        last: "",
        slash: Slash::Pattern,
        heads: Vec::new(),
        holes: Vec::new(),
    };
    scanner.run().map_or_else(|| script.to_owned(), |()| scanner.out)
}

struct Scanner<'a> {
    rest: &'a str,
    out: String,
    last: &'a str,
    slash: Slash,
    /// For each open parenthesis: whether a statement follows it.
    heads: Vec<bool>,
    /// For each open brace: whether it is a hole in a template.
    holes: Vec<bool>,
}

impl Scanner<'_> {
    fn run(&mut self) -> Option<()> {
        loop {
            let gap = self.gap();
            let Some(first) = self.rest.bytes().next() else { break };
            self.space(gap, first);
            match first {
                b'"' | b'\'' => self.take(quoted(self.rest), Slash::Division),
                b'`' => self.template(),
                b'/' => match self.slash {
                    Slash::Either => return None,
                    Slash::Pattern => self.take(pattern(self.rest)?, Slash::Division),
                    Slash::Division => self.take(1, Slash::Pattern),
                },
                _ if is_word(first) => self.word(),
                _ => self.sign(first),
            }
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        Some(())
    }

    /// Passes white space and comments.
    fn gap(&mut self) -> Gap {
        let mut gap = Gap::None;
        loop {
            let length = if self.rest.starts_with("//") {
                self.rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(self.rest.len())
            } else if self.rest.starts_with("/*") {
                self.rest.find("*/").map_or(self.rest.len(), |end| end + 2)
            } else {
                self.rest.bytes().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(self.rest.len())
            };
            if length == 0 {
                return gap;
            }
            let (passed, rest) = self.rest.split_at(length);
            gap = if gap == Gap::Line || passed.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) { Gap::Line } else { Gap::Space };
            self.rest = rest;
        }
    }

    /// Writes what has to stand between the last token and one that begins with `next`.
    fn space(&mut self, gap: Gap, next: u8) {
        let Some(before) = self.last.bytes().next_back().filter(|_| gap != Gap::None) else { return };
        let number = before.is_ascii_digit() && next == b'.';
        if gap == Gap::Line && !number && !continues(self.last) && !b".)]},;:?".contains(&next) {
            self.out.push('\n');
            return;
        }
        // `/x/ in`, `/ /x/`, `+ ++` and `< !--`, which begins a comment
        let pattern = self.last.len() > 1 && self.last.starts_with('/') && is_word(next);
        let meet = matches!(&[before, next], b"++" | b"--" | b"//" | b"<!");
        if number || pattern || meet || (is_word(before) && is_word(next) && !self.last.starts_with(['"', '\'', '`'])) {
            self.out.push(' ');
        }
    }

    fn take(&mut self, length: usize, slash: Slash) {
        let (token, rest) = self.rest.split_at(length);
        self.out.push_str(token);
        (self.last, self.rest, self.slash) = (token, rest, slash);
    }

    fn word(&mut self) {
        let length = self.rest.bytes().position(|byte| !is_word(byte)).unwrap_or(self.rest.len());
        let word = &self.rest[..length];
        let slash = match word {
            _ if self.last == "." => Slash::Division,
            // A value follows these, …
            "return" | "typeof" | "instanceof" | "in" | "new" | "delete" | "void" | "throw" | "case" | "do" | "else" | "default" => {
                Slash::Pattern
            }
            // … and these can be an operator or a name.
            "of" | "await" | "yield" => Slash::Either,
            _ => Slash::Division,
        };
        self.take(length, slash);
    }

    fn sign(&mut self, sign: u8) {
        let twice = self.last.as_bytes() == [sign];
        let slash = match sign {
            b'(' => {
                // A statement follows the parentheses of these.
                self.heads.push(matches!(self.last, "if" | "while" | "for" | "with"));
                Slash::Pattern
            }
            b')' if self.heads.pop() == Some(true) => Slash::Pattern,
            b')' | b']' => Slash::Division,
            b'{' => {
                self.holes.push(false);
                Slash::Pattern
            }
            b'}' if self.holes.pop() == Some(true) => return self.template(),
            // The end of a block or of an object, the end of `x++` or the beginning of `++x`
            b'}' => Slash::Either,
            b'+' | b'-' if twice => Slash::Either,
            _ => Slash::Pattern,
        };
        self.take(1, slash);
    }

    /// Takes a part of a template, with the sign it begins with, to its end or to a hole.
    fn template(&mut self) {
        let mut escaped = true;
        for (at, sign) in self.rest.char_indices() {
            match sign {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '`' => return self.take(at + 1, Slash::Division),
                '{' if self.rest[..at].ends_with('$') => {
                    self.holes.push(true);
                    return self.take(at + 1, Slash::Pattern);
                }
                _ => {}
            }
        }
        self.take(self.rest.len(), Slash::Division);
    }
}

/// Whether a statement cannot end with this token, so that a line end after it means nothing.
fn continues(token: &str) -> bool {
    matches!(token, ";" | "{" | "," | "(" | "[" | "?" | ":" | "=" | "&" | "|")
}

/// Whether a byte stands in a word: beyond ASCII, all do.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\' | b'@') || !byte.is_ascii()
}

/// How long the quoted string is that `text` begins with, both quotes included.
pub(super) fn quoted(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// How long the pattern is that `text` begins with, without its flags; none if its line ends before it does.
fn pattern(text: &str) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'\n' => return None,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each script, and what is published of it.
    const CASES: [(&str, &str); 17] = [
        ("// a\n/** b\n * c */\nlet d = 1; // e\n  /** @type {F} */ (g).h();\n", "let d=1;(g).h();\n"),
        ("let url = `\n  // stays ${ j /* goes */ + `${ k }` } /* stays */\n`;\n", "let url=`\n  // stays ${j+`${k}`} /* stays */\n`;\n"),
        ("let a = \"/* m */\", b = 'it\\'s // n';", "let a=\"/* m */\",b='it\\'s // n';\n"),
        ("a\nb\n  .c()\nreturn\nd", "a\nb.c()\nreturn\nd\n"),
        ("a = b + +c - -d + ++e", "a=b+ +c- -d+ ++e\n"),
        ("x = a / 2 / b; // c", "x=a/2/b;\n"),
        ("x = y.split(/[/\"] /) / 2", "x=y.split(/[/\"] /)/2\n"),
        ("if (a) / b \"/.test(c)", "if(a)/ b \"/.test(c)\n"),
        ("(a + b) / c \"/\" + d", "(a+b)/c\"/\"+d\n"),
        ("return /\\/ \\\\/g.test(a) ? /a/ in b : a.in / b", "return/\\/ \\\\/g.test(a)?/a/ in b:a.in/b\n"),
        ("a = b / /c/.d", "a=b/ /c/.d\n"),
        ("a < !--b", "a< !--b\n"),
        ("1 .toFixed() + 2\n.f()", "1 .toFixed()+2 .f()\n"),
        ("a++\n++b", "a++\n++b\n"),
        ("} / c /* d */", "} / c /* d */"),
        ("é  in  ñ", "é in ñ\n"),
        ("", ""),
    ];

    #[test]
    fn only_what_means_nothing_goes() {
        for (script, published) in CASES {
            assert_eq!(compact(script), published, "{script}");
        }
    }

    #[test]
    fn what_is_compact_stays_as_it_is() {
        for (script, _) in CASES {
            assert_eq!(compact(&compact(script)), compact(script), "{script}");
        }
    }
}
