use jiff::civil::Date;
use rayon::prelude::*;

use crate::diag::{Report, SourceMap};
use crate::load::Files;
use crate::model::{Anchors, Book};

use super::{
    better, citation, closed_question, config_path, coverage, duplicate_id, empty_query, heading_jump, link, long_message, long_question,
    look_up, missing_alt, near_duplicate, one_question, orphan_asset, orphan_page, reading_level, review_due, same_source, slot, summary,
    uncited_number, unknown_id, variable,
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
    pub(super) anchors: &'a Anchors,
    pub(super) as_of: Option<Date>,
}

impl<'a> Input<'a> {
    pub(super) fn sources(&self) -> &'a SourceMap {
        &self.files.sources
    }
}

/// Every rule. Each is linear in the size of the book, or nearly so.
const RULES: &[fn(&Input<'_>, &mut Report)] = &[
    near_duplicate::check,
    link::check,
    reading_level::check,
    uncited_number::check,
    duplicate_id::check,
    unknown_id::check,
    slot::check,
    variable::check,
    citation::check,
    better::check,
    empty_query::check,
    same_source::check,
    missing_alt::check,
    heading_jump::check,
    orphan_page::check,
    orphan_asset::check,
    config_path::check,
    summary::check,
    long_message::check,
    long_question::check,
    one_question::check,
    closed_question::check,
    look_up::check,
    coverage::check,
    review_due::check,
];

/// Holds the parts of a book against each other. The rules run beside each other; what they say comes in the order of the
/// list, so that a report is the same every time.
pub fn run(book: &Book, files: &Files, options: Options, report: &mut Report) {
    let anchors = Anchors::new(book, &files.sources);
    let input = Input { book, files, anchors: &anchors, as_of: options.as_of };
    let reports: Vec<Report> = RULES
        .par_iter()
        .map(|rule| {
            let mut report = Report::default();
            rule(&input, &mut report);
            report
        })
        .collect();
    reports.into_iter().for_each(|found| report.append(found));
}
