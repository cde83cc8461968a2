use crate::diag::{Code, Diagnostic, Report};
use crate::model::Risk;

use super::run::Input;

/// The most characters that can be said in one breath, about twelve seconds.
const MOST: usize = 190;

/// Questions that cannot be asked in one breath.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let questions = input.book.banks.iter().flat_map(|bank| &bank.questions);
    for question in questions.filter(|question| question.risk != Risk::Avoid) {
        let length = question.ask.plain(str::to_owned).chars().count();
        if length > MOST {
            report.add(
                Diagnostic::new(Code::LongQuestion, question.ask_text.span, format!("`{}` has {length} characters", question.id.value))
                    .label(format!("expected at most {MOST}"))
                    .help("cut the introduction, or make the second half a follow-up"),
            );
        }
    }
}
