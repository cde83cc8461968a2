use crate::diag::{Source, Span};
use crate::exchange::{Draft, Record};

use super::input::Context;

/// Reads the lists of OpenTriviaQA: `#Q` begins a question, `^` gives the answer, a capital letter at the beginning of a line a choice.
/// A question or an answer may run over several lines.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let mut draft = Draft::default();
    let mut open: Option<Open> = None;
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let span = Span::new(source.id, at..at + line.trim_end().len());
        at += line.len();
        let line = line.trim_end();
        if let Some(ask) = line.strip_prefix("#Q") {
            close(open.take(), &mut draft, context);
            open = Some(Open { span, ask: ask.trim().to_owned(), answer: String::new(), choices: 0, part: Part::Ask });
        } else if let Some(question) = &mut open {
            question.line(line);
        } else if !line.trim().is_empty() {
            context.lost(span, "a line before the first question");
        }
    }
    close(open, &mut draft, context);
    draft
}

struct Open {
    span: Span,
    ask: String,
    answer: String,
    choices: usize,
    part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Ask,
    Answer,
    Choices,
}

impl Open {
    fn line(&mut self, line: &str) {
        if let Some(answer) = line.strip_prefix('^') {
            self.part = Part::Answer;
            self.answer = answer.trim().to_owned();
        } else if self.part != Part::Ask && is_choice(line) {
            self.part = Part::Choices;
            self.choices += 1;
        } else {
            let text = match self.part {
                Part::Ask => &mut self.ask,
                Part::Answer => &mut self.answer,
                Part::Choices => return,
            };
            if !text.is_empty() && !line.trim().is_empty() {
                text.push(' ');
            }
            text.push_str(line.trim());
        }
    }
}

/// `A Heart of Stone`.
fn is_choice(line: &str) -> bool {
    let mut letters = line.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_uppercase()) && letters.next().is_some_and(char::is_whitespace)
}

fn close(open: Option<Open>, draft: &mut Draft, context: &mut Context<'_>) {
    let Some(Open { span, ask, answer, choices, .. }) = open else { return };
    if ask.is_empty() {
        return context.lost(span, "a question without words");
    }
    context.lost_choices(span, choices.saturating_sub(1));
    let mut record = Record::new(span);
    record.set("ask", [context.literal(&ask)], span);
    record.set("answer", [context.literal(&answer)], span);
    draft.records.push(record);
}
