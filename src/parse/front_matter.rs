use std::ops::Range;

use crate::diag::{Code, Diagnostic, Report};

use super::Text;

/// A Markdown file, cut in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML between the `---` lines, if the file begins with them.
    pub yaml: Option<Range<usize>>,
    /// The Markdown.
    pub body: Range<usize>,
}

/// Keys of pages; of those in front, one is enough to tell front matter from a text that nothing is set before.
const KEYS: &[&str] = &["title", "summary", "kind", "id", "order", "tags", "draft", "author", "language", "related", "channel", "slots"];
const SURE: &[&str] = &["title", "summary", "kind"];

/// Finds the front matter of `text`, before which empty lines may stand. One that is opened and never closed is reported, and the
/// file is taken as Markdown from its second line on; so is one between other lines than `---`, and understood all the same.
pub fn split(text: &Text, report: &mut Report) -> FrontMatter {
    let all = &text.value;
    let before = all.len() - all.trim_start().len();
    let begin = all[..before].rfind('\n').map_or(0, |at| at + 1);
    let first = all[begin..].split_inclusive('\n').next().unwrap_or_default();
    let fence = first.trim_end();
    let start = begin + first.len();
    if fence == "---" && (begin == 0 || has_key(&all[start..], KEYS)) {
        return between(text, start, report);
    }
    let start = match is_fence(fence) {
        true if fence != "---" && has_key(&all[start..], KEYS) => start,
        false if key(first).is_some() && has_key(&all[begin..], SURE) => begin,
        _ => return FrontMatter { yaml: None, body: 0..all.len() },
    };
    let problem = Diagnostic::new(
        Code::OpenFrontMatter,
        text.span_of(begin..begin + fence.len()),
        "this looks like front matter, which begins with a line `---`",
    );
    report.add(if start == begin {
        problem.label("expected `---` before this").help("write a line `---` before the first key and another one after the last")
    } else {
        problem.label("expected `---`").help(format!("write `---` in place of `{fence}`, and keys as `title: …`"))
    });
    let end = start + head(&all[start..]).map(str::len).sum::<usize>();
    let after = all[end..].split_inclusive('\n').next().unwrap_or_default();
    // What stands between `+++` is TOML.
    FrontMatter { yaml: (fence != "+++").then_some(start..end), body: end + after.len()..all.len() }
}

/// What follows the opening line, up to the closing one.
fn between(text: &Text, start: usize, report: &mut Report) -> FrontMatter {
    let all = &text.value;
    let mut at = start;
    for line in all[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return FrontMatter { yaml: Some(start..at), body: at + line.len()..all.len() };
        }
        at += line.len();
    }
    let line = all[..start].trim_end();
    report.add(
        Diagnostic::new(Code::OpenFrontMatter, text.span_of(line.len() - 3..line.len()), "the front matter is never closed")
            .label("opened here")
            .help("add a line `---` after the last key"),
    );
    FrontMatter { yaml: None, body: start..all.len() }
}

/// The lines up to the first one that is empty or a fence.
fn head(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').take_while(|line| !line.trim().is_empty() && !is_fence(line.trim_end()))
}

/// Whether one of these keys is set there.
fn has_key(text: &str, keys: &[&str]) -> bool {
    head(text).filter_map(key).any(|key| keys.contains(&key))
}

/// The key that a line of YAML or TOML sets.
fn key(line: &str) -> Option<&str> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').filter(|end| *end > 0)?;
    line[end..].trim_start().starts_with([':', '=']).then(|| &line[..end])
}

/// Whether a line is one of front matter, or what programs and hands make of it: dashes for hyphens, too many of them, plus signs.
fn is_fence(line: &str) -> bool {
    matches!(line, "..." | "+++")
        || line.starts_with(['—', '–']) && line.chars().all(|c| "—–-".contains(c))
        || line.len() >= 2 && line.bytes().all(|byte| byte == b'-')
}
