use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::{Bank, Book, FacetTag, Kind, Page, Piece, Prose, Query, Question, Risk};

/// The book turned round: from ids and values to the things that have them. Questions are numbered through all banks.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// Bank and place in it, by number.
    places: Vec<(u32, u32)>,
    /// The values of all questions, one after the other, and where those of each end: each question's page compares hundreds.
    tags: Vec<FacetTag>,
    tag_ends: Vec<u32>,
    by_id: FxHashMap<String, u32>,
    /// Questions that are fit to ask, by each value that they have themselves, in the order of the book.
    by_tag: FxHashMap<FacetTag, Vec<u32>>,
    /// Questions to avoid, by the better one that they name.
    better_than: FxHashMap<u32, Vec<u32>>,
    /// What the pages of each declared value show.
    matching: FxHashMap<FacetTag, Matching>,
    templates: FxHashMap<String, usize>,
    checklists: FxHashMap<String, usize>,
    works: FxHashMap<String, usize>,
    claims: FxHashMap<String, usize>,
    /// Who cites a work or claim: pages and questions, in the order of the book.
    cited_by: FxHashMap<String, Vec<Citing>>,
}

/// How many questions of a list have each value, and which banks they come from.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Those that have it themselves and not their facet's `any` value besides.
    values: FxHashMap<FacetTag, usize>,
    /// By facet: those with its `any` value, which have every value.
    any: Vec<usize>,
    /// In the order of the book.
    pub(crate) banks: BTreeSet<usize>,
}

impl Tally {
    /// How many of the questions that were counted match `tag`, themselves or by `any`.
    pub(crate) fn of(&self, tag: FacetTag) -> usize {
        self.values.get(&tag).copied().unwrap_or(0) + self.any[usize::from(tag.facet)]
    }
}

/// The questions that match a value.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    /// Those that have it themselves, then those that have the facet's `any` value, each in the order of the book.
    pub(crate) all: Vec<u32>,
    /// How many have it themselves.
    pub(crate) exact: usize,
    /// Counted once for all pages of the list, when the first of them is drawn.
    tally: OnceLock<Tally>,
}

/// What cites something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Citing {
    /// A page, by its place in the book.
    Page(usize),
    /// A question, by its number.
    Question(u32),
}

impl Catalogue {
    pub(crate) fn new(book: &Book) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (bank, questions) in book.banks.iter().enumerate() {
            for (index, question) in questions.questions.iter().enumerate() {
                catalogue.add_question(question, bank as u32, index as u32);
            }
        }
        for (number, (bank, index)) in catalogue.places.iter().enumerate() {
            let better = &book.banks[*bank as usize].questions[*index as usize].better;
            if let Some(better) = better.as_ref().and_then(|id| catalogue.by_id.get(&id.value)) {
                catalogue.better_than.entry(*better).or_default().push(number as u32);
            }
        }
        catalogue.add_matching(book);
        for (at, page) in book.pages.iter().enumerate() {
            catalogue.add_page(page, at);
        }
        catalogue.works = book.sources.iter().enumerate().map(|(at, work)| (work.id.value.clone(), at)).collect();
        catalogue.claims = book.claims.iter().enumerate().map(|(at, claim)| (claim.id.value.clone(), at)).collect();
        catalogue
    }

    fn add_question(&mut self, question: &Question, bank: u32, index: u32) {
        let number = self.places.len() as u32;
        self.places.push((bank, index));
        self.tags.extend(question.tags.iter());
        self.tag_ends.push(self.tags.len() as u32);
        // An id given twice was reported; the first one stands.
        self.by_id.entry(question.id.value.clone()).or_insert(number);
        if question.risk != Risk::Avoid {
            for tag in question.tags.iter() {
                self.by_tag.entry(tag).or_default().push(number);
            }
        }
        let mut cited: Vec<&str> = question.sources.iter().map(|id| id.value.as_str()).collect();
        for prose in question.prose() {
            collect_citations(prose, &mut cited);
        }
        self.cite(cited, Citing::Question(number));
    }

    fn add_page(&mut self, page: &Page, at: usize) {
        match &page.kind {
            Kind::Template(_) => {
                self.templates.entry(page.id.value.clone()).or_insert(at);
            }
            Kind::Checklist(_) => {
                self.checklists.entry(page.id.value.clone()).or_insert(at);
            }
            Kind::Guide | Kind::Tool => {}
        }
        let mut cited = Vec::new();
        for prose in page.prose() {
            collect_citations(prose, &mut cited);
        }
        self.cite(cited, Citing::Page(at));
    }

    fn cite(&mut self, ids: Vec<&str>, citing: Citing) {
        for id in ids {
            let list = self.cited_by.entry(id.to_owned()).or_default();
            if list.last() != Some(&citing) {
                list.push(citing);
            }
        }
    }

    /// How many questions there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The question with this number, and its bank.
    pub(crate) fn question<'b>(&self, book: &'b Book, number: u32) -> (&'b Question, &'b Bank) {
        let (bank, index) = self.places[number as usize];
        let bank = &book.banks[bank as usize];
        (&bank.questions[index as usize], bank)
    }

    /// The values of a question, in the order of the facets.
    pub(crate) fn tags(&self, number: u32) -> &[FacetTag] {
        let end = |number: usize| self.tag_ends[number] as usize;
        let start = (number as usize).checked_sub(1).map_or(0, end);
        &self.tags[start..end(number as usize)]
    }

    /// The place of a question in its bank.
    pub(crate) fn index_in_bank(&self, number: u32) -> usize {
        self.places[number as usize].1 as usize
    }

    /// The bank of a question.
    pub(crate) fn bank_of(&self, number: u32) -> usize {
        self.places[number as usize].0 as usize
    }

    pub(crate) fn number_of(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The number of the first question of a bank; the others follow.
    pub(crate) fn first_of(&self, bank: usize) -> u32 {
        self.places.partition_point(|(other, _)| (*other as usize) < bank) as u32
    }

    /// Questions fit to ask that have this value themselves.
    pub(crate) fn exact(&self, tag: FacetTag) -> &[u32] {
        self.by_tag.get(&tag).map_or(&[], Vec::as_slice)
    }

    /// Questions fit to ask that match a declared value.
    pub(crate) fn matching(&self, tag: FacetTag) -> &Matching {
        static NONE: Matching = Matching { all: Vec::new(), exact: 0, tally: OnceLock::new() };
        self.matching.get(&tag).unwrap_or(&NONE)
    }

    fn add_matching(&mut self, book: &Book) {
        for (facet_number, facet) in book.config.facets.iter().enumerate() {
            let any = facet.any_index();
            for value in 0..facet.values.len() as u16 {
                let tag = FacetTag { facet: facet_number as u16, value };
                let mut all = self.exact(tag).to_vec();
                let exact = all.len();
                if let Some(any) = any.filter(|any| *any != value) {
                    let with_any = self.exact(FacetTag { value: any, ..tag }).iter().copied();
                    all.extend(with_any.filter(|number| !self.tags(*number).contains(&tag)));
                }
                self.matching.insert(tag, Matching { all, exact, tally: OnceLock::new() });
            }
        }
    }

    /// The tally of the questions that match `tag`.
    pub(crate) fn tally_of_matching(&self, book: &Book, tag: FacetTag) -> &Tally {
        let matching = self.matching(tag);
        matching.tally.get_or_init(|| self.tally(book, &matching.all))
    }

    /// The tally of these questions.
    pub(crate) fn tally(&self, book: &Book, numbers: &[u32]) -> Tally {
        let anys: Vec<Option<u16>> = book.config.facets.iter().map(crate::config::Facet::any_index).collect();
        let mut tally = Tally { any: vec![0; anys.len()], ..Tally::default() };
        for number in numbers {
            tally.banks.insert(self.bank_of(*number));
            let tags = self.tags(*number);
            for tag in tags {
                let facet = usize::from(tag.facet);
                if anys[facet] == Some(tag.value) {
                    tally.any[facet] += 1;
                } else if !anys[facet].is_some_and(|value| tags.contains(&FacetTag { value, ..*tag })) {
                    *tally.values.entry(*tag).or_default() += 1;
                }
            }
        }
        tally
    }

    pub(crate) fn better_than(&self, number: u32) -> &[u32] {
        self.better_than.get(&number).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn template(&self, id: &str) -> Option<usize> {
        self.templates.get(id).copied()
    }

    pub(crate) fn checklist(&self, id: &str) -> Option<usize> {
        self.checklists.get(id).copied()
    }

    pub(crate) fn work(&self, id: &str) -> Option<usize> {
        self.works.get(id).copied()
    }

    pub(crate) fn claim(&self, id: &str) -> Option<usize> {
        self.claims.get(id).copied()
    }

    pub(crate) fn cited_by(&self, id: &str) -> &[Citing] {
        self.cited_by.get(id).map_or(&[], Vec::as_slice)
    }

    /// The questions that a query finds: by id in the order of the query; else those that fit exactly, then those that fit by
    /// `any`, each in the order of the book. Starts from the rarest value asked for, so that a query does not read every bank.
    pub(crate) fn find(&self, book: &Book, query: &Query) -> Vec<u32> {
        let limit = query.limit.unwrap_or(usize::MAX);
        if !query.ids.is_empty() {
            return query.ids.iter().filter_map(|id| self.number_of(id)).take(limit).collect();
        }
        let facets = &book.config.facets;
        let mut exact = Vec::new();
        let mut by_any = Vec::new();
        for number in self.candidates(book, query) {
            let question = self.question(book, number).0;
            if query.fits(question, facets) {
                if query.exact(question) { exact.push(number) } else { by_any.push(number) }
            }
        }
        exact.append(&mut by_any);
        exact.truncate(limit);
        exact
    }

    fn candidates(&self, book: &Book, query: &Query) -> Vec<u32> {
        // Questions to avoid are in no list by value.
        let listed = query.risk.is_empty() || !query.risk.contains(&Risk::Avoid);
        let sets = query.facets.iter().filter(|any_of| listed && !any_of.is_empty()).map(|any_of| {
            let mut numbers = Vec::new();
            for tag in any_of {
                numbers.extend_from_slice(self.exact(*tag));
                let any = book.config.facets.get(usize::from(tag.facet)).and_then(|facet| facet.any_index());
                numbers.extend(any.into_iter().flat_map(|value| self.exact(FacetTag { value, ..*tag })));
            }
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        });
        sets.min_by_key(Vec::len).unwrap_or_else(|| (0..self.places.len() as u32).collect())
    }
}

fn collect_citations<'b>(prose: &'b Prose, cited: &mut Vec<&'b str>) {
    for prose in prose.nested() {
        cited.extend(prose.holes().filter_map(|piece| match piece {
            Piece::Citation(id) => Some(id.value.as_str()),
            _ => None,
        }));
    }
}
