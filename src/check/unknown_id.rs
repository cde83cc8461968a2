use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::diag::{Code, Diagnostic, Report, Spanned, nearest};
use crate::model::{Block, Book, Kind, Query, Risk, Status};

use super::run::Input;

/// Ids of questions, templates, checklists and channels that nothing has.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let known = Known::new(book);
    for page in &book.pages {
        if let Kind::Template(template) = &page.kind {
            template.channel.iter().for_each(|channel| known.channel(channel, report));
        }
        for prose in page.prose().flat_map(|prose| prose.nested()) {
            prose.blocks.iter().for_each(|block| known.block(block, report));
        }
    }
    for question in book.banks.iter().flat_map(|bank| &bank.questions) {
        // Of a question to avoid, a better one that is missing or unfit is a rule of its own.
        if let Some(better) = question.better.as_ref().filter(|_| question.risk != Risk::Avoid) {
            known.question(better, report);
        }
    }
}

struct Known<'b> {
    book: &'b Book,
    questions: FxHashSet<&'b str>,
    templates: BTreeSet<&'b str>,
    checklists: BTreeSet<&'b str>,
}

impl<'b> Known<'b> {
    fn new(book: &'b Book) -> Known<'b> {
        let of_kind = |kind: &str| book.pages.iter().filter(|page| page.kind.name() == kind).map(|page| page.id.as_str()).collect();
        Known {
            book,
            questions: book.banks.iter().flat_map(|bank| &bank.questions).map(|question| question.id.as_str()).collect(),
            templates: of_kind("template"),
            checklists: of_kind("checklist"),
        }
    }

    fn block(&self, block: &Block, report: &mut Report) {
        match block {
            Block::Questions { query, .. } => self.query(query, report),
            Block::Custom { queries, .. } => queries.values().for_each(|query| self.query(query, report)),
            Block::Template(id) => one_of(id, "template", &self.templates, report),
            Block::Checklist(id) => one_of(id, "checklist", &self.checklists, report),
            _ => {}
        }
    }

    fn query(&self, query: &Query, report: &mut Report) {
        query.ids.iter().for_each(|id| self.question(id, report));
    }

    fn question(&self, id: &Spanned<String>, report: &mut Report) {
        if self.questions.contains(id.as_str()) {
            return;
        }
        let problem = Diagnostic::new(Code::UnknownId, id.span, format!("no question has the id `{}`", id.value)).label("unknown question");
        report.add(match self.book.hidden.questions.get(&id.value) {
            Some(Status::Draft) => problem.help("it is a draft: publish it with `status: reviewed`, or build with `--drafts`"),
            Some(_) => problem.help("it is there with `status: off`: take that away, or name another question"),
            None => {
                let nearest = nearest(id, self.questions.iter().copied());
                problem.did_you_mean(nearest, "name a question by its `id`; `prepbook list` shows them all")
            }
        });
    }

    fn channel(&self, id: &Spanned<String>, report: &mut Report) {
        let channels: BTreeSet<&str> = self.book.config.channels.iter().map(|channel| channel.id.as_str()).collect();
        if !channels.contains(id.as_str()) {
            let otherwise = format!("declare it in book.toml under `[channels.{}]`", id.value);
            let problem = Diagnostic::new(Code::UnknownId, id.span, format!("no channel has the id `{}`", id.value));
            report.add(problem.label("unknown channel").did_you_mean(nearest(id, channels), otherwise));
        }
    }
}

fn one_of(id: &Spanned<String>, noun: &str, known: &BTreeSet<&str>, report: &mut Report) {
    if !known.contains(id.as_str()) {
        let otherwise = format!("name a {noun} by its id: its file name without `.md`, unless its front matter says otherwise");
        let problem = Diagnostic::new(Code::UnknownId, id.span, format!("no {noun} has the id `{}`", id.value));
        report.add(problem.label(format!("unknown {noun}")).did_you_mean(nearest(id, known.iter().copied()), otherwise));
    }
}
