use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Block, Book, FacetTag, Query, Question};

use super::run::Input;

/// Queries of blocks and tools that find nothing.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let mut finder = None;
    for prose in input.book.prose() {
        for block in &prose.blocks {
            let queries: Vec<(Option<&str>, &Query)> = match &block.value {
                Block::Questions { query, .. } => vec![(None, query)],
                Block::Custom { queries, .. } => queries.iter().map(|(key, query)| (Some(key.as_str()), query)).collect(),
                _ => continue,
            };
            for (key, query) in queries {
                // Ids that nothing has are reported one by one.
                let finds = !query.ids.is_empty() || finder.get_or_insert_with(|| Finder::new(input.book)).finds(query);
                if !finds {
                    report_empty(block.span, key, report);
                }
            }
        }
    }
}

fn report_empty(span: Span, key: Option<&str>, report: &mut Report) {
    let message = match key {
        Some(key) => format!("the query `{key}` of this block finds no question"),
        None => "this block finds no question".to_owned(),
    };
    report.add(
        Diagnostic::new(Code::EmptyQuery, span, message)
            .help("ask for less: leave a key out, or give a key several values in a list; `prepbook list --where` tries a query out"),
    );
}

/// The questions of the book by their facet values, so that a query looks at the few that can fit.
struct Finder<'b> {
    book: &'b Book,
    all: Vec<&'b Question>,
    by_tag: FxHashMap<FacetTag, Vec<u32>>,
}

impl<'b> Finder<'b> {
    fn new(book: &'b Book) -> Finder<'b> {
        let all: Vec<&Question> = book.banks.iter().flat_map(|bank| &bank.questions).map(|question| &**question).collect();
        let mut by_tag: FxHashMap<FacetTag, Vec<u32>> = FxHashMap::default();
        for (at, question) in all.iter().enumerate() {
            for tag in question.tags.iter() {
                by_tag.entry(tag).or_default().push(at as u32);
            }
        }
        Finder { book, all, by_tag }
    }

    fn finds(&self, query: &Query) -> bool {
        let facets = &self.book.config.facets;
        // A value is matched by the questions that have it and by those that have the facet's `any` value.
        let lists = |tags: &[FacetTag]| -> Vec<&Vec<u32>> {
            let any = tags.first().and_then(|tag| facets.get(tag.facet as usize)?.any_index().map(|value| FacetTag { value, ..*tag }));
            tags.iter().chain(&any).filter_map(|tag| self.by_tag.get(tag)).collect()
        };
        let fewest = query.facets.iter().map(|tags| lists(tags)).min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>());
        match fewest {
            Some(lists) => lists.into_iter().flatten().any(|at| query.fits(self.all[*at as usize], facets)),
            None => self.all.iter().any(|question| query.fits(question, facets)),
        }
    }
}
