use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diag::{Report, SourceId, SourceMap};
use crate::load::Files;
use crate::model::{Anchors, Book};

use super::{
    better, citation, closed_question, config_path, coverage, duplicate_id, empty_query, heading_jump, link, long_message, long_question,
    look_up, missing_alt, near_duplicate, near_slot, one_question, orphan_asset, orphan_page, reading_level, review_due, same_source, slot,
    summary, uncited_number, unknown_id, variable,
};

/// What a run of the rules leaves to the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The day against which review dates are held; none: they are not, so that a book has the same report every day.
    pub as_of: Option<Date>,
}

/// What a rule sees.
pub(super) struct Input<'a> {
    pub(super) book: &'a Book,
    pub(super) files: &'a Files,
    pub(super) anchors: &'a Anchors<'a>,
    pub(super) as_of: Option<Date>,
}

impl<'a> Input<'a> {
    pub(super) fn sources(&self) -> &'a SourceMap {
        &self.files.sources
    }
}

/// A part of a book that some rules look at by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A Markdown file or a bank, and nothing else.
    File(SourceId),
    /// Every bank.
    Questions,
}

type Rule = fn(&Input<'_>, &mut Report);

/// Rules that look at one file at a time, and at nothing of the others.
const FILE_RULES: &[Rule] = &[
    reading_level::check,
    uncited_number::check,
    variable::check,
    missing_alt::check,
    heading_jump::check,
    long_question::check,
    one_question::check,
    closed_question::check,
    look_up::check,
    review_due::check,
];

/// Rules that hold questions against each other.
const QUESTION_RULES: &[Rule] = &[near_duplicate::check];

/// Rules that need the whole book. Each is linear in its size, or nearly so.
const BOOK_RULES: &[Rule] = &[
    link::check,
    duplicate_id::check,
    unknown_id::check,
    slot::check,
    near_slot::check,
    citation::check,
    better::check,
    empty_query::check,
    same_source::check,
    orphan_page::check,
    orphan_asset::check,
    config_path::check,
    summary::check,
    long_message::check,
    coverage::check,
];

/// Gives the report on a part: what is remembered of it, or else what the closure finds.
pub type Remember<'a> = dyn Fn(Part, &dyn Fn() -> Report) -> Report + Sync + 'a;

/// What the rules say of each file by itself, and of questions beside each other. A report is the same every time.
pub fn parts(book: &Book, files: &Files, options: Options, remember: &Remember<'_>) -> Report {
    let of_questions = || remember(Part::Questions, &|| apply(QUESTION_RULES, book, files, &Anchors::default(), options));
    let (mut report, of_files) = rayon::join(of_questions, || by_file(book, files, options, remember));
    of_files.into_iter().for_each(|found| report.append(found));
    report
}

/// Holds the parts of a book against each other. The rules run beside each other; what they say comes in the order of the list.
pub fn whole(book: &Book, files: &Files, options: Options) -> Report {
    let anchors = Anchors::new(book, &files.sources);
    let reports: Vec<Report> = BOOK_RULES.par_iter().map(|rule| apply(&[*rule], book, files, &anchors, options)).collect();
    let mut report = Report::default();
    reports.into_iter().for_each(|found| report.append(found));
    report
}

/// What the rules say of each page and each bank, and of the records, which are few.
fn by_file(book: &Book, files: &Files, options: Options, remember: &Remember<'_>) -> Vec<Report> {
    let (pages, banks) = (book.pages.len(), book.banks.len());
    let parts = (0..=pages + banks).into_par_iter().map(|at| {
        let check = |part: &Book| apply(FILE_RULES, part, files, &Anchors::default(), options);
        let nothing = || Book::new(Arc::clone(&book.config));
        match (book.pages.get(at), at.checked_sub(pages).and_then(|at| book.banks.get(at))) {
            (Some(page), _) => remember(Part::File(page.source), &|| check(&Book { pages: vec![Arc::clone(page)], ..nothing() })),
            (None, Some(bank)) => remember(Part::File(bank.source), &|| check(&Book { banks: vec![Arc::clone(bank)], ..nothing() })),
            (None, None) => check(&Book { pages: Vec::new(), banks: Vec::new(), ..book.clone() }),
        }
    });
    parts.collect()
}

fn apply(rules: &[Rule], book: &Book, files: &Files, anchors: &Anchors<'_>, options: Options) -> Report {
    let mut report = Report::default();
    let input = Input { book, files, anchors, as_of: options.as_of };
    rules.iter().for_each(|rule| rule(&input, &mut report));
    report
}
