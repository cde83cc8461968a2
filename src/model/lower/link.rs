use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::diag::{Code, Diagnostic, Span, Spanned};
use crate::model::{Link, Target};
use crate::parse::scan;

use super::Context;

const SCHEMES: &[&str] = &["https", "http", "mailto", "tel", "sms", "geo"];

impl Context<'_> {
    /// Understands an address as it was written at `span` in this file.
    pub(super) fn link(&mut self, address: &str, title: &str, span: Span) -> Link {
        Link { target: self.target(address.trim(), span), title: (!title.is_empty()).then(|| title.to_owned()), span }
    }

    fn target(&mut self, address: &str, span: Span) -> Target {
        if let Some(scheme) = scheme(address) {
            let known = scheme.to_ascii_lowercase();
            if SCHEMES.contains(&known.as_str()) {
                return self.external(&known, address, span);
            }
            self.report.add(
                Diagnostic::new(Code::UnsafeLink, span, format!("a link with `{scheme}:` is not allowed"))
                    .label(format!("expected one of {}, or a file of the book", SCHEMES.map_list()))
                    .help("link to a file of the book or to a web address"),
            );
            return Target::Refused;
        }
        if address.starts_with("//") {
            return Target::External(format!("https:{address}"));
        }
        place(self.path, address).unwrap_or_else(|| {
            let path = percent_decode(address.split(['#', '?']).next().unwrap_or_default());
            self.report.add(
                Diagnostic::new(Code::DeadLink, span, format!("`{path}` leads out of the book"))
                    .label("climbs above `content/`")
                    .help("link to a file under `content/`, or to a web address"),
            );
            Target::Refused
        })
    }

    /// An address with this scheme; one of the web names a host after two slashes.
    fn external(&mut self, scheme: &str, address: &str, span: Span) -> Target {
        let rest = address.split_once(':').map_or("", |(_, rest)| rest);
        let host = rest.trim_start_matches('/');
        let is_web = scheme.starts_with("http");
        if !host.is_empty() && (!is_web || rest.starts_with("//") && !rest.starts_with("///")) {
            return Target::External(address.to_owned());
        }
        let help = match host {
            "" => format!("write the whole address, such as `{scheme}:{}`", if is_web { "//example.org" } else { "…" }),
            host => format!("write `{scheme}://{host}`"),
        };
        self.report
            .add(Diagnostic::new(Code::DeadLink, span, format!("`{address}` is not a whole address")).label("leads nowhere").help(help));
        Target::Refused
    }

    /// The address of a page on the web; any other is reported.
    pub(super) fn web_address(&mut self, url: Spanned<String>) -> Option<Spanned<String>> {
        match self.link(&url, "", url.span).target {
            Target::External(address) if address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) => {
                return Some(url.map(|_| address));
            }
            Target::Refused => {}
            _ => self.report.add(
                Diagnostic::new(Code::BadValue, url.span, format!("`{}` is not the address of a page on the web", url.value))
                    .label("expected an address that begins with `https://`")
                    .help(whole(&url)),
            ),
        }
        None
    }
}

/// How to make a whole address of what is none.
fn whole(url: &str) -> String {
    let host = url.split(['/', '?', '#']).next().unwrap_or_default();
    match host.contains('.') && !host.contains(|c: char| c.is_whitespace() || c == '@' || c == ':') {
        true if host.starts_with("10.") => format!("write `https://doi.org/{url}`"),
        true => format!("write `https://{url}`"),
        false => "write the whole address, such as `https://example.org/page`, or leave it out".to_owned(),
    }
}

trait WordList {
    fn map_list(&self) -> String;
}

impl WordList for [&str] {
    fn map_list(&self) -> String {
        self.iter().map(|word| format!("`{word}:`")).collect::<Vec<_>>().join(", ")
    }
}

/// The scheme of an absolute address. White space and control characters inside are ignored, as browsers ignore them.
fn scheme(address: &str) -> Option<String> {
    if !address.contains(':') {
        return None;
    }
    let clean: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = clean.split_once(':')?;
    let fits =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then(|| scheme.to_owned())
}

/// The place that an address without a scheme names, as it is written in the file `from` (from `content/`); none if it climbs out.
pub fn place(from: &str, address: &str) -> Option<Target> {
    let (path, fragment) = parts(address);
    Some(match &*path {
        "" => Target::Fragment(fragment.unwrap_or_default()),
        path if path.starts_with('/') => Target::Site { path: path.trim_start_matches('/').to_owned(), fragment },
        path => Target::File { path: resolve(from, path)?, fragment },
    })
}

/// The path of an address, and its fragment.
fn parts(address: &str) -> (Cow<'_, str>, Option<String>) {
    // Most addresses are a path and nothing else.
    if scan::first(address.as_bytes(), |byte| (byte == b'#') | (byte == b'?') | (byte == b'%')).is_none() {
        return (Cow::Borrowed(address), None);
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(percent_decode(fragment).into_owned())),
        None => (address, None),
    };
    (percent_decode(path.split('?').next().unwrap_or_default()), fragment)
}

/// `relative` as seen from the file `from`, as a path from `content/`; `None` if it climbs out.
fn resolve(from: &str, relative: &str) -> Option<String> {
    let folder = from.rfind('/').map_or("", |end| &from[..end]);
    let mut path = String::with_capacity(folder.len() + relative.len() + "/index.md".len());
    path.push_str(folder);
    let add = |path: &mut String, part: &str| {
        path.push_str(if path.is_empty() { "" } else { "/" });
        path.push_str(part);
    };
    let mut is_folder = false;
    for part in relative.split('/') {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            part => add(&mut path, part),
        }
    }
    if is_folder {
        add(&mut path, "index.md");
    }
    Some(path)
}

/// `%20` and the like as the bytes they stand for; what is not UTF-8 then stays as it was.
fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_within_the_book() {
        assert_eq!(resolve("guides/a.md", "../questions/b.yaml").as_deref(), Some("questions/b.yaml"));
        assert_eq!(resolve("guides/a.md", "./b.md").as_deref(), Some("guides/b.md"));
        assert_eq!(resolve("guides/a.md", "../").as_deref(), Some("index.md"));
        assert_eq!(resolve("guides/a.md", "../../b.md"), None);
        assert_eq!(resolve("a.md", "..").as_deref(), None);
    }

    #[test]
    fn schemes_hidden_by_white_space_are_seen() {
        assert_eq!(scheme("java\nscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme(" data:text/html,x").as_deref(), Some("data"));
        assert_eq!(scheme("a/b:c"), None);
    }

    #[test]
    fn percent_signs_that_stand_for_nothing_stay() {
        assert_eq!(percent_decode("a%20b%zz%C3%A9"), "a b%zzé");
    }
}
