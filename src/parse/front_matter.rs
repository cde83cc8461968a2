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

/// Finds the front matter of `text`. One that is opened and never closed is reported, and the file is taken as Markdown
/// from its second line on.
pub fn split(text: &Text, report: &mut Report) -> FrontMatter {
    let all = &text.value;
    let mut lines = all.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return FrontMatter { yaml: None, body: 0..all.len() };
    };
    let start = first.len();
    let mut at = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return FrontMatter { yaml: Some(start..at), body: at + line.len()..all.len() };
        }
        at += line.len();
    }
    report.add(
        Diagnostic::new(Code::OpenFrontMatter, text.span_of(0..3), "the front matter is never closed")
            .label("opened here")
            .help("add a line `---` after the last key"),
    );
    FrontMatter { yaml: None, body: start..all.len() }
}
