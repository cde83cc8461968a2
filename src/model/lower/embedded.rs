use std::ops::Range;

use crate::diag::{Span, Spanned};

/// Something with a meaning of its own within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Embedded {
    /// `{{ name }}`.
    Variable(Spanned<String>),
    /// `[@id]`.
    Citation(Spanned<String>),
    /// `{name}`.
    Slot(Spanned<String>),
}

/// Finds the variables, citations and (where asked for) slots of `text`. `span_of` gives the place of a range of it, and
/// `escaped` says whether the character at a byte was written with a backslash before it.
pub(super) fn find(
    text: &str,
    slots: bool,
    span_of: impl Fn(Range<usize>) -> Span,
    escaped: impl Fn(usize) -> bool,
) -> Vec<(Range<usize>, Embedded)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['{', '[']) {
        let start = at + next;
        let rest = &text[start..];
        let hit = if escaped(start) {
            // The whole opening is literal: `\{{` is two braces, not a slot in a brace.
            at = start + rest.len() - rest.trim_start_matches('{').len().min(rest.len() - 1);
            continue;
        } else if let Some(inner) = rest.strip_prefix("{{") {
            inner
                .split_once("}}")
                .map(|(name, _)| (name, 2, 2))
                .filter(|(name, ..)| is_name(name.trim()))
                .map(|(name, open, close)| (start..start + open + name.len() + close, Kind::Variable, name.trim().to_owned()))
        } else if let Some(inner) = rest.strip_prefix("[@") {
            inner
                .split_once(']')
                .filter(|(id, _)| is_citation(id))
                .map(|(id, _)| (start..start + 3 + id.len(), Kind::Citation, id.to_owned()))
        } else if let (true, Some(inner)) = (slots, rest.strip_prefix('{')) {
            inner
                .split_once('}')
                .filter(|(name, _)| is_name(name))
                .map(|(name, _)| (start..start + 2 + name.len(), Kind::Slot, name.to_owned()))
        } else {
            None
        };
        match hit {
            Some((range, kind, name)) => {
                at = range.end;
                let name = Spanned::new(name, span_of(range.clone()));
                found.push((
                    range,
                    match kind {
                        Kind::Variable => Embedded::Variable(name),
                        Kind::Citation => Embedded::Citation(name),
                        Kind::Slot => Embedded::Slot(name),
                    },
                ));
            }
            None => at = start + if rest.starts_with("{{") { 2 } else { 1 },
        }
    }
    found
}

enum Kind {
    Variable,
    Citation,
    Slot,
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 64 && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

fn is_citation(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.chars().all(|c| c.is_alphanumeric() || "_-.:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SourceId;

    fn names(text: &str, slots: bool) -> Vec<String> {
        let span = |range| Span::new(SourceId::of("a"), range);
        find(text, slots, span, |_| false)
            .into_iter()
            .map(|(range, embedded)| {
                let kind = match embedded {
                    Embedded::Variable(_) => "var",
                    Embedded::Citation(_) => "cite",
                    Embedded::Slot(_) => "slot",
                };
                format!("{kind} {}", &text[range])
            })
            .collect()
    }

    #[test]
    fn each_kind_is_found() {
        assert_eq!(names("a {{ x }} [@C14][@X02] {b} {{y}}", true), ["var {{ x }}", "cite [@C14]", "cite [@X02]", "slot {b}", "var {{y}}"]);
        assert_eq!(names("{b}", false), [""; 0]);
    }

    #[test]
    fn what_is_no_name_stays_text() {
        assert_eq!(names("{ b } {{ }} {{ a b }} [@] {é} {", true), ["slot {é}"]);
    }
}
