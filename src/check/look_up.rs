use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Lookup, Question, Risk};

use super::run::Input;

/// Questions whose answer is online: they are not asked, or say where to look first.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    for question in input.book.banks.iter().flat_map(|bank| &bank.questions) {
        if let Some((message, help)) = fault(question) {
            report.add(Diagnostic::new(Code::LookUp, question.id.span, message).help(help));
        }
    }
}

fn fault(question: &Question) -> Option<(String, &'static str)> {
    let id = &question.id.value;
    match question.lookup {
        Lookup::Yes if question.risk != Risk::Avoid => Some((
            format!("the answer to `{id}` is online, and yet it is to be asked"),
            "set `risk: avoid` and name a `better` question, or set `lookup: partly`",
        )),
        Lookup::Partly if question.look_up_at.is_empty() => Some((
            format!("part of the answer to `{id}` is online, and it does not say where"),
            "add `look_up_at: [\"[name](https://…)\"]`",
        )),
        _ => None,
    }
}
