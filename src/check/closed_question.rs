use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Question, Risk};

use super::language::english_bank;
use super::run::Input;

/// Words that begin a question for yes or no.
const CLOSED: &[&str] = &[
    "do", "does", "did", "is", "are", "was", "were", "can", "will", "would", "could", "should", "have", "has", "had", "may", "shall", "am",
];
/// The tag of questions where yes or no is the point.
const PERMISSION: &str = "permission";

/// Questions that begin as one for yes or no does. Only in English.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let banks = input.book.banks.iter().filter(|bank| english_bank(input.book, bank));
    let asked = banks.flat_map(|bank| &bank.questions).filter(|question| question.risk != Risk::Avoid);
    for question in asked.filter(|question| question.keywords.iter().all(|word| word.value != PERMISSION)) {
        if let Some(word) = closed(question) {
            report.add(
                Diagnostic::new(
                    Code::ClosedQuestion,
                    question.ask_text.span,
                    format!("`{}` begins with “{word}”, which asks for yes or no", question.id.value),
                )
                .help("begin with “what”, “how” or “which”; where yes or no is the point, add `tags: [permission]`"),
            );
        }
    }
}

fn closed(question: &Question) -> Option<&str> {
    let first = question.ask_text.split_whitespace().next()?.trim_matches(|c: char| !c.is_alphanumeric());
    CLOSED.iter().any(|word| first.eq_ignore_ascii_case(word)).then_some(first)
}
