use std::ops::Range;

use crate::diag::{Code, Diagnostic, Span, nearest};

const CALLOUTS: &[&str] = &["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
/// What other programs have besides, each with what comes nearest here.
const OTHERS: &[(&str, &str)] = &[
    ("HINT", "TIP"),
    ("SUCCESS", "TIP"),
    ("INFO", "NOTE"),
    ("EXAMPLE", "NOTE"),
    ("ATTENTION", "WARNING"),
    ("DANGER", "CAUTION"),
    ("ERROR", "CAUTION"),
];

/// The complaint about words that begin like a callout, `[!HINT]` or `[!NOTE] A title`, and were left as they are by the parser.
pub(super) fn near_callout(words: &str, span_of: impl Fn(Range<usize>) -> Span) -> Option<Diagnostic> {
    let (name, _) = words.strip_prefix("[!")?.split_once(']')?;
    if name.is_empty() || name.len() > 20 || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let upper = name.to_ascii_uppercase();
    let problem = |message: String| Diagnostic::new(Code::UnknownBlock, span_of(0..name.len() + 3), message);
    if CALLOUTS.contains(&upper.as_str()) {
        let problem = problem(format!("`[!{name}]` does not stand alone in the first line of a quotation, so it is shown as text"));
        return Some(problem.help(format!("write a line `> [!{upper}]`, and below it what it says, each line after `> `")));
    }
    let known = OTHERS.iter().find(|(other, _)| *other == upper).map(|(_, near)| *near);
    let near = known.or_else(|| nearest(&upper, CALLOUTS.iter().copied())).map(|near| format!("[!{near}]"));
    let all = CALLOUTS.iter().map(|name| format!("`[!{name}]`")).collect::<Vec<_>>().join(", ");
    Some(
        problem(format!("`[!{name}]` is not a callout, so it is shown as text")).did_you_mean(near.as_deref(), format!("use one of {all}")),
    )
}
