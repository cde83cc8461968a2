use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Question, Risk};

use super::language::english_bank;
use super::run::Input;

/// Words that begin a request, which needs no question mark.
const REQUESTS: &[&str] =
    &["tell", "describe", "walk", "talk", "give", "explain", "show", "share", "name", "imagine", "think", "suppose", "compare", "list"];
/// Words that begin a question.
const ASKING: &[&str] = &["what", "how", "which", "who", "where", "when", "why"];
/// Words that follow them where a new question begins: `and what did you learn`, but not `and which made no difference`.
const TURNED: &[&str] = &["do", "does", "did", "is", "are", "was", "were", "will", "would", "can", "could", "should", "have", "has", "had"];

/// Questions that are not exactly one question. How many marks a question has and where they stand is looked at in English;
/// in other languages only a second mark is, because not all of them end a question by one.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    for bank in &input.book.banks {
        let english = english_bank(input.book, bank);
        for question in bank.questions.iter().filter(|question| question.risk != Risk::Avoid) {
            if let Some((message, help)) = fault(question, english) {
                report.add(Diagnostic::new(Code::OneQuestion, question.ask_text.span, message).help(help));
            }
        }
    }
}

fn fault(question: &Question, english: bool) -> Option<(String, &'static str)> {
    let id = &question.id.value;
    let plain = question.ask.plain(str::to_owned);
    let ask = plain.trim();
    let marks = ask.chars().filter(|c| matches!(c, '?' | '？' | '؟')).count();
    if marks > 1 {
        return Some((format!("`{id}` asks {marks} questions at once"), "keep the better one and make the other a follow-up"));
    }
    if !english {
        return None;
    }
    let words: Vec<String> = ask.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    if marks == 0 {
        let request = words.first().is_some_and(|first| REQUESTS.contains(&first.as_str()));
        return (!request)
            .then(|| (format!("`{id}` has no question mark"), "end it with `?`, or begin it with “Tell me” or another request"));
    }
    if !ask.ends_with(['?', '"', '”', ')']) {
        return Some((format!("`{id}` goes on after its question mark"), "put the question last: the end is what people answer"));
    }
    let joined =
        words.windows(3).any(|three| three[0] == "and" && ASKING.contains(&three[1].as_str()) && TURNED.contains(&three[2].as_str()));
    joined.then(|| (format!("`{id}` joins two questions by “and”"), "keep the better one and make the other a follow-up"))
}
