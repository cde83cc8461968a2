use std::sync::Arc;

use crate::diag::Fingerprint;

/// A file of the theme as it is published: its name changes with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// From the output's root: `assets/style.1a2b3c4d.css`.
    pub path: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

impl Asset {
    /// A file under `assets/` with this stem and ending.
    pub(super) fn new(stem: &str, ending: &str, bytes: impl Into<Arc<[u8]>>) -> Asset {
        let bytes = bytes.into();
        Asset { path: format!("assets/{stem}.{}.{ending}", Fingerprint::of(&bytes).short()), bytes }
    }
}

/// Several style sheets as one, without comments and indentation. Both are dropped outside strings only.
pub(super) fn join_styles<'a>(sheets: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for sheet in sheets {
        for line in without_comments(sheet).lines().map(str::trim).filter(|line| !line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Several scripts as one, each [`slim`]; each ends its last statement.
pub(super) fn join_scripts<'a>(scripts: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for script in scripts {
        out.push_str(&slim(script));
        out.push_str(";\n");
    }
    out
}

/// A script without indentation and without the comments that have a line to themselves: a quarter of what goes over the wire,
/// for a pass over its lines. Line ends stay, because they may end statements; template literals stay as they are.
pub(super) fn slim(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let (mut in_comment, mut in_literal) = (false, false);
    for line in script.lines() {
        let mut kept = if in_literal { line } else { line.trim() };
        if in_comment {
            let Some((_, after)) = kept.split_once("*/") else { continue };
            in_comment = false;
            kept = after.trim_start();
        }
        if !in_literal {
            if kept.is_empty() || kept.starts_with("//") {
                continue;
            }
            if let Some(comment) = kept.strip_prefix("/*") {
                match comment.split_once("*/") {
                    Some((_, "")) => continue,
                    Some(_) => {}
                    None => {
                        in_comment = true;
                        continue;
                    }
                }
            }
        }
        in_literal ^= backticks(kept) % 2 == 1;
        out.push_str(kept);
        out.push('\n');
    }
    out
}

/// How many backticks are in `line` that no backslash stands before.
fn backticks(line: &str) -> usize {
    let mut escaped = false;
    let counted = line.bytes().filter(|byte| {
        let counts = *byte == b'`' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        counts
    });
    counted.count()
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else if from.starts_with('/') {
            out.push('/');
            1
        } else {
            let length = string_length(from);
            out.push_str(&from[..length]);
            length
        };
        rest = &from[length..];
    }
    out.push_str(rest);
    out
}

/// How long the quoted string is that `text` begins with, both quotes included.
fn string_length(text: &str) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "/* a */ p::before { content: \"/* b */ \\\" 'x'\"; }\n\n  a { b: c / d } /* open";
        assert_eq!(join_styles([css]), "p::before { content: \"/* b */ \\\" 'x'\"; }\na { b: c / d }\n");
    }

    #[test]
    fn scripts_lose_comments_on_lines_of_their_own_and_nothing_else() {
        let script = "// a\n/** b\n * c */\nlet d = 1; // e\n  /** @type {F} */ (g).h();\n/* i */\nlet url = `\n  // stays ${j}\n`;\n  // k\nlet l = \"/* m */\";\n";
        assert_eq!(slim(script), "let d = 1; // e\n/** @type {F} */ (g).h();\nlet url = `\n  // stays ${j}\n`;\nlet l = \"/* m */\";\n");
    }

    #[test]
    fn a_name_changes_with_the_content() {
        assert_ne!(Asset::new("style", "css", *b"a").path, Asset::new("style", "css", *b"b").path);
    }
}
