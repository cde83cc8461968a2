use rustc_hash::FxHashMap;

use crate::exchange::Format;
use crate::model::FacetTag;

use super::frame::Title;
use super::leaf::Leaf;
use super::page_view::facet_label;
use super::question_view::shortened;
use super::view::{FacetLabelView, NavView, QuestionListView, ValueView, View};
use super::{CardPlace, Plan, route};

/// How many pages of a list are named on each side of the current one.
const AROUND: usize = 2;

impl Plan {
    pub(super) fn bank_view(&self, leaf: &mut Leaf<'_>, number: usize, page: usize) -> View {
        let bank = &self.book.banks[number];
        let summary = bank.summary.as_ref().map_or_else(String::new, |text| self.plain(text));
        let language = bank.language.as_ref().map(|tag| tag.value.as_str());
        let title = Title { kind: "bank", title: self.fill(&bank.title), summary: self.on_page(summary, page), language };
        let mut view = self.frame(leaf, title, Some(self.nav.bank(&self.book, number)));
        view.head_title = self.on_page(view.head_title, page);
        view.edit_url = self.edit_url(&bank.path);
        self.add_review(&mut view, &bank.review);
        let first = self.catalogue.first_of(number);
        let all: Vec<u32> = (first..first + bank.questions.len() as u32).collect();
        let address = self.routes.page(&bank.path).unwrap_or_default();
        view.print_url = route::prints_bank(bank).then(|| leaf.url(&route::print_page(&address)));
        let mut list = self.list(leaf, &all, page, &address);
        list.filters = self.filters(leaf, &all);
        list.downloads.push(leaf.link("JSON", &route::bank_data(&bank.id)));
        let others = Format::DOWNLOADS.iter().map(|format| leaf.link(format.label(), &route::bank_download(&bank.id, *format)));
        list.downloads.extend(others);
        view.list = Some(list);
        view
    }

    pub(super) fn facet_view(&self, leaf: &mut Leaf<'_>, facet_number: u16, value_number: u16, page: usize) -> View {
        let facet = &self.book.config.facets[usize::from(facet_number)];
        let value = &facet.values[usize::from(value_number)];
        let tag = FacetTag { facet: facet_number, value: value_number };
        let matching = self.catalogue.matching(tag);
        let about = value.about.as_deref().map(|about| self.fill(about));
        let summary = match &about {
            Some(about) => format!("{}: {}. {about}", facet.label, value.label),
            None => format!("{}: {}", facet.label, value.label),
        };
        let title = Title { kind: "facet", title: value.label.clone(), summary: self.on_page(summary, page), language: None };
        let mut view = self.frame(leaf, title, None);
        view.head_title = self.on_page(format!("{} · {}", value.label, facet.label), page);
        let first = route::facet_page(&facet.id, &value.id, 1);
        let mut list = self.list(leaf, &matching.all, page, &first);
        let from = (page - 1) * route::PER_PAGE;
        list.any_from = (from + list.cards.len() > matching.exact).then(|| matching.exact.saturating_sub(from));
        list.any_label = facet.any_index().and_then(|any| facet.values.get(usize::from(any))).map(|any| any.label.clone());
        list.about = about;
        list.siblings = self.siblings(leaf, tag);
        if list.pages.is_empty() {
            // Filters narrow the list in place where all of it is on one page; elsewhere they would only repeat the siblings.
            list.filters = self.filters(leaf, &matching.all);
            list.filters.retain(|filter| filter.id != facet.id.value);
        }
        view.list = Some(list);
        view.facets = vec![facet_label(facet, Vec::new())];
        if page == 1 {
            let tagged = self.book.pages.iter().enumerate().filter(|(_, page)| page.tags.has(tag));
            view.children = tagged.map(|(at, _)| self.entry_card(leaf, at)).collect();
        }
        view
    }

    fn siblings(&self, leaf: &Leaf<'_>, tag: FacetTag) -> Vec<ValueView> {
        let facet = &self.book.config.facets[usize::from(tag.facet)];
        let sibling = |(number, value): (usize, &crate::config::FacetValue)| {
            let other = FacetTag { value: number as u16, ..tag };
            ValueView {
                id: value.id.value.clone(),
                label: value.label.clone(),
                url: leaf.url(&route::facet_page(&facet.id, &value.id, 1)),
                count: self.catalogue.matching(other).all.len(),
                current: other == tag,
            }
        };
        facet.values.iter().enumerate().map(sibling).collect()
    }

    /// The page `number` (from 1) of a list that begins at `first`.
    fn list(&self, leaf: &mut Leaf<'_>, all: &[u32], number: usize, first: &str) -> QuestionListView {
        let from = ((number - 1) * route::PER_PAGE).min(all.len());
        let here = &all[from..(from + route::PER_PAGE).min(all.len())];
        QuestionListView {
            total: all.len(),
            cards: here.iter().map(|question| leaf.list_card(CardPlace::List(*question))).collect(),
            pages: self.pagination(leaf, first, number, route::pages_of(all.len())),
            ..QuestionListView::default()
        }
    }

    /// Links to the first, the last and the nearest pages of a list; one without an address is a gap. Not to all of them: on a
    /// list of 1,000 pages that would be a million links.
    pub(super) fn pagination(&self, leaf: &Leaf<'_>, first: &str, current: usize, count: usize) -> Vec<NavView> {
        if count < 2 {
            return Vec::new();
        }
        let mut pages = Vec::new();
        let mut before = 0;
        for number in 1..=count {
            if number != 1 && number != count && number.abs_diff(current) > AROUND {
                continue;
            }
            if number > before + 1 {
                pages.push(NavView { title: "…".to_owned(), ..NavView::default() });
            }
            before = number;
            let url = leaf.url(&route::numbered(first, number));
            pages.push(NavView { title: number.to_string(), url, current: number == current });
        }
        pages
    }

    /// Every facet with the number of questions of the list that match each value, itself or by `any`.
    fn filters(&self, leaf: &Leaf<'_>, all: &[u32]) -> Vec<FacetLabelView> {
        let facets = &self.book.config.facets;
        let mut counts: FxHashMap<FacetTag, usize> = FxHashMap::default();
        // Questions with the facet's `any` value are counted once for all values, then those that have a value besides taken off.
        let mut with_any = vec![0; facets.len()];
        let anys: Vec<Option<u16>> = facets.iter().map(crate::config::Facet::any_index).collect();
        for number in all {
            let tags = &self.catalogue.question(&self.book, *number).0.tags;
            for tag in tags.iter() {
                let facet = usize::from(tag.facet);
                let any = anys[facet].is_some_and(|value| tags.has(FacetTag { value, ..tag }));
                if anys[facet] == Some(tag.value) {
                    with_any[facet] += 1;
                } else if !any {
                    *counts.entry(tag).or_default() += 1;
                }
            }
        }
        let value = |at: usize, number: usize| {
            let (facet, tag) = (&facets[at], FacetTag { facet: at as u16, value: number as u16 });
            let value = &facet.values[number];
            ValueView {
                id: value.id.value.clone(),
                label: value.label.clone(),
                url: leaf.url(&route::facet_page(&facet.id, &value.id, 1)),
                count: counts.get(&tag).copied().unwrap_or(0) + with_any[at],
                current: false,
            }
        };
        let filter = |(at, facet): (usize, &crate::config::Facet)| {
            let values: Vec<ValueView> = (0..facet.values.len()).map(|number| value(at, number)).collect();
            let some = values.iter().any(|value| value.count > 0);
            some.then(|| facet_label(facet, values))
        };
        facets.iter().enumerate().filter_map(filter).collect()
    }

    /// The title or summary of a list, made unlike the one of its first page.
    pub(super) fn on_page(&self, summary: String, number: usize) -> String {
        let summary = shortened(&summary);
        if number == 1 {
            return summary;
        }
        let page = self.words().with("titles.page", "number", &number.to_string());
        if summary.is_empty() { page } else { format!("{summary} ({page})") }
    }
}
