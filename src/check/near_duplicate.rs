use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::Question;

use super::run::Input;
use super::similarity::near_pairs;

/// Two questions that are nearly the same, in what is asked or in the weak version.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let questions: Vec<&Question> = input.book.banks.iter().flat_map(|bank| &bank.questions).map(|question| &**question).collect();
    let (asked, weak) = rayon::join(
        || near_pairs(questions.iter().map(|question| Some(&*question.ask_text.value))),
        || near_pairs(questions.iter().map(|question| question.weak_version.as_ref().map(|text| &*text.value))),
    );
    for (later, earlier) in &asked {
        let (later, earlier) = (questions[*later], questions[*earlier]);
        add(later, later.ask_text.span, earlier, earlier.ask_text.span, "asks nearly the same as", report);
    }
    for pair in weak.iter().filter(|pair| asked.binary_search(pair).is_err()) {
        let (later, earlier) = (questions[pair.0], questions[pair.1]);
        if let (Some(here), Some(there)) = (&later.weak_version, &earlier.weak_version) {
            add(later, here.span, earlier, there.span, "has nearly the same weak version as", report);
        }
    }
}

fn add(later: &Question, here: Span, earlier: &Question, there: Span, how: &str, report: &mut Report) {
    report.add(
        Diagnostic::new(Code::NearDuplicate, here, format!("`{}` {how} `{}`", later.id.value, earlier.id.value))
            .help(format!("merge the two and keep `{}`, or make plain what sets them apart", earlier.id.value))
            .note(there, "the earlier one"),
    );
}
