use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::model::{Question, Risk, Status};

use super::run::Input;

/// A question to avoid goes with one to ask in its place, and that one must be fit to ask.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let questions: FxHashMap<&str, &Question> =
        book.banks.iter().flat_map(|bank| &bank.questions).map(|question| (question.id.as_str(), &**question)).collect();
    for question in book.banks.iter().flat_map(|bank| &bank.questions).filter(|question| question.risk == Risk::Avoid) {
        let Some(better) = &question.better else {
            report.add(
                Diagnostic::new(
                    Code::NoBetter,
                    question.id.span,
                    format!("`{}` is to be avoided and names no better question", question.id.value),
                )
                .label("expected `better`")
                .help("add `better: …` with the id of the question to ask in its place"),
            );
            continue;
        };
        let problem = |why: &str| Diagnostic::new(Code::NoBetter, better.span, format!("the better question `{}` {why}", better.value));
        match (questions.get(better.as_str()), book.hidden.questions.get(&better.value)) {
            (Some(found), _) if found.risk == Risk::Avoid => {
                report.add(
                    problem("is itself to be avoided").help("name a question that can be asked").note(found.id.span, "it stands here"),
                );
            }
            (Some(_), _) => {}
            (None, Some(Status::Draft)) => report.add(problem("is a draft").help("publish it, or name another one")),
            (None, Some(_)) => report.add(problem("is off").help("take `status: off` away, or name another one")),
            (None, None) => {
                let candidates = questions.values().filter(|question| question.risk != Risk::Avoid).map(|question| question.id.as_str());
                report.add(
                    problem("is not in the book")
                        .label("unknown question")
                        .did_you_mean(nearest(better, candidates), "name a question by its `id`; `prepbook list` shows them all"),
                );
            }
        }
    }
}
