//! What mdBook's `links` preprocessor puts into a chapter: `{{#include file:2:10}}` and its relatives.

use crate::load::Disk;

/// How deep included files may include others; mdBook stops at ten.
const MAX_DEPTH: usize = 10;

/// Commands of mdBook that include a file.
const INCLUDES: &[&str] = &["include", "rustdoc_include", "playground", "playpen"];

/// The chapter with what it includes in place. `folder` is that of the chapter, from the book's root. What cannot be included is
/// left out, and `lost` hears of it. What mdBook leaves as it is, because it is no command of its own, stays here too.
pub(super) fn expand(text: &str, folder: &str, disk: &dyn Disk, lost: &mut dyn FnMut(String)) -> String {
    expand_to(text, folder, disk, 0, lost)
}

fn expand_to(text: &str, folder: &str, disk: &dyn Disk, depth: usize, lost: &mut dyn FnMut(String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{#") {
        let Some(length) = rest[at..].find("}}").filter(|length| !rest[at..at + length].contains('\n')) else {
            out.push_str(&rest[..at + 3]);
            rest = &rest[at + 3..];
            continue;
        };
        let command = &rest[at + 3..at + length];
        if rest[..at].ends_with('\\') {
            // Written to be shown as it is.
            out.push_str(&rest[..at - 1]);
            out.push_str(&rest[at..at + length + 2]);
        } else {
            out.push_str(&rest[..at]);
            match command.split_once(char::is_whitespace) {
                Some((name, argument)) if INCLUDES.contains(&name) => match run(name, argument, folder, disk) {
                    Some((included, inner)) if depth < MAX_DEPTH => out.push_str(&expand_to(&included, &inner, disk, depth + 1, lost)),
                    _ => lost(format!("`{{{{#{command}}}}}`: there is no such text in the folder of this mdBook")),
                },
                Some(("title", _)) => lost(format!("`{{{{#{command}}}}}`: a page has one title")),
                _ => out.push_str(&rest[at..at + length + 2]),
            }
        }
        rest = &rest[at + length + 2..];
    }
    out.push_str(rest);
    out
}

/// What a command stands for, and the folder that addresses in it are relative to.
fn run(name: &str, argument: &str, folder: &str, disk: &dyn Disk) -> Option<(String, String)> {
    let mut parts = argument.split_whitespace().next()?.splitn(2, ':');
    let path = super::link::join(folder, parts.next()?)?;
    let bytes = disk.read(&path).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let inner = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let picked = pick(&text, parts.next().unwrap_or_default());
    match name {
        "playground" | "playpen" => Some((format!("```rust\n{}\n```\n", picked.trim_end()), inner)),
        _ => Some((picked, inner)),
    }
}

/// The lines that `2`, `2:10`, `:10`, `2:` or the name of an anchor ask for.
fn pick(text: &str, which: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let numbers: Vec<Option<usize>> = which.split(':').map(|number| number.parse().ok()).collect();
    let is_anchor = !which.is_empty() && which.split(':').any(|part| !part.is_empty() && part.parse::<usize>().is_err());
    let picked: Vec<&str> = if is_anchor {
        let name = which.split(':').next().unwrap_or_default();
        let from = lines.iter().position(|line| mark(line, "ANCHOR:") == Some(name)).map_or(lines.len(), |at| at + 1);
        let inside = lines[from..].iter().take_while(|line| mark(line, "ANCHOR_END:") != Some(name));
        inside.copied().collect()
    } else {
        let from = numbers.first().copied().flatten().unwrap_or(1).max(1) - 1;
        let to = match numbers.as_slice() {
            [Some(only)] => *only,
            [_, Some(to), ..] => *to,
            _ => lines.len(),
        };
        lines.iter().take(to).skip(from).copied().collect()
    };
    let kept = picked.into_iter().filter(|line| mark(line, "ANCHOR:").is_none() && mark(line, "ANCHOR_END:").is_none());
    kept.collect::<Vec<_>>().join("\n")
}

fn mark<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let at = line.find(word)?;
    line[at + word.len()..].split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Memory;

    #[test]
    fn lines_and_anchors() {
        let text = "one\n// ANCHOR: a\ntwo\nthree\n// ANCHOR_END: a\nfour";
        assert_eq!(pick(text, "a"), "two\nthree");
        assert_eq!(pick(text, "3:4"), "two\nthree");
        assert_eq!(pick(text, "6"), "four");
        assert_eq!(pick(text, ":1"), "one");
        assert_eq!(pick(text, "6:"), "four");
        assert_eq!(pick(text, ""), "one\ntwo\nthree\nfour");
    }

    #[test]
    fn what_cannot_be_included_is_said() {
        let disk: Memory = [("src/a.rs", "fn a() {}"), ("code/b.rs", "{{#include ../src/a.rs}}")].into_iter().collect();
        let mut lost = Vec::new();
        let text = "x {{#include ../code/b.rs}} y {{#include ../../etc/passwd}} \\{{#include a}} {{#title T}} {{#toc}} {{#quiz a}}";
        let expanded = expand(text, "src", &disk, &mut |what| lost.push(what));
        assert_eq!(expanded, "x fn a() {} y  {{#include a}}  {{#toc}} {{#quiz a}}");
        assert_eq!(lost.len(), 2, "{lost:?}");
        assert!(lost[0].starts_with("`{{#include ../../etc/passwd}}`: there is no") && lost[1].starts_with("`{{#title T}}`"), "{lost:?}");
    }

    #[test]
    fn a_file_that_includes_itself_ends() {
        let disk: Memory = [("src/a.md", "a {{#include a.md}}")].into_iter().collect();
        let mut lost = Vec::new();
        expand("{{#include a.md}}", "src", &disk, &mut |what| lost.push(what));
        assert_eq!(lost.len(), 1);
    }
}
