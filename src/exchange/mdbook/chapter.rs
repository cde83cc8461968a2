use std::ops::Range;

use crate::model::lower::is_block;
use crate::parse::markdown::{CodeBlockKind, Event, Tag, TagEnd, events};

/// What prepbook would understand otherwise than mdBook does, written so that it means the same: hidden lines of Rust code go, and
/// braces that would be a variable and `[@…]` that would be a citation are escaped. `lost` hears of what goes.
pub(super) fn translate(text: &str, lost: &mut dyn FnMut(String)) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut fence: Option<(Range<usize>, String)> = None;
    let mut hidden = 0;
    let mut html = 0;
    for (event, range) in events(text).unwrap_or_default() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                info_edit(text, &range, &info).into_iter().for_each(|edit| edits.push(edit));
                fence = Some((range, info.to_string()));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => fence = Some((range, String::new())),
            Event::End(TagEnd::CodeBlock) => fence = None,
            Event::Text(_) if fence.as_ref().is_some_and(|(_, info)| language(info) == "rust") => {
                let lines = hidden_lines(text, range);
                hidden += lines.len();
                edits.extend(lines);
            }
            Event::Text(_) if fence.is_none() => edits.extend(escapes(text, range)),
            Event::Html(words) | Event::InlineHtml(words) => {
                html += usize::from(!words.trim_start().starts_with("<!--") && !words.trim_start().starts_with("</"));
            }
            _ => {}
        }
    }
    match hidden {
        0 => {}
        1 => lost("a hidden line of Rust code".to_owned()),
        _ => lost(format!("{hidden} hidden lines of Rust code")),
    }
    match html {
        0 => {}
        1 => lost("a piece of raw HTML, which is shown as text unless `unsafe-html` is set".to_owned()),
        _ => lost(format!("{html} pieces of raw HTML, which are shown as text unless `unsafe-html` is set")),
    }
    apply(text, edits)
}

/// Replaces ranges of a text, which may come in any order; of two that overlap the first one counts.
pub(super) fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, by) in edits {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(&by);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// The first word of what stands after the fence: `rust` of `rust,ignore`.
fn language(info: &str) -> &str {
    info.split([',', ' ', '{']).next().unwrap_or_default()
}

/// The info string as we read it: one word, and not the name of a block of ours.
fn info_edit(text: &str, block: &Range<usize>, info: &str) -> Option<(Range<usize>, String)> {
    let word = language(info);
    let word = if is_block(word) { "text" } else { word };
    if word == info {
        return None;
    }
    let line = text[block.clone()].lines().next()?;
    let at = block.start + line.rfind(info)?;
    Some((at..at + info.len(), word.to_owned()))
}

/// Lines of Rust code that rustdoc hides begin with `# `; `##` is a `#` that is shown.
fn hidden_lines(text: &str, range: Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("# ") || trimmed.trim_end() == "#" {
            found.push((at..at + line.len(), String::new()));
        }
        at += line.len();
    }
    found
}

/// `{{` and `[@` in prose mean nothing to mdBook.
fn escapes(text: &str, range: Range<usize>) -> Vec<(Range<usize>, String)> {
    // The parser gives a bracket that begins no link by itself: what follows it stands in the next text.
    let starts = text[range.clone()].match_indices(['{', '[']).map(|(at, _)| range.start + at);
    let means = starts.filter(|at| text[*at..].starts_with("{{") || text[*at..].starts_with("[@"));
    let free = means.filter(|at| !text[..*at].ends_with(['\\', '{']));
    free.map(|at| (at..at, "\\".to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn what_means_something_to_us_is_escaped_and_hidden_lines_go() {
        let mut lost = Vec::new();
        let text =
            "Write {{ name }}, [@cite] and `{{ x }}` <b>so</b>.\n\n```rust,ignore\n# use a;\nfn b() {}\n#\n```\n\n```steps\nx\n```\n";
        let translated = translate(text, &mut |what| lost.push(what));
        assert_eq!(translated, "Write \\{{ name }}, \\[@cite] and `{{ x }}` <b>so</b>.\n\n```rust\nfn b() {}\n```\n\n```text\nx\n```\n");
        assert_eq!(lost.len(), 2);
    }
}
