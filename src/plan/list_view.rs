use serde_json::json;

use crate::exchange::Format;
use crate::model::{Bank, FacetTag, Risk};

use super::catalogue::Tally;
use super::frame::Title;
use super::leaf::Leaf;
use super::page_view::facet_label;
use super::question_view::shortened;
use super::view::{FacetLabelView, NavView, QuestionListView, ValueView, View, WholeListView};
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
        view.print_url = route::prints_bank(bank).then(|| leaf.url(&route::print_page(address)));
        let mut list = self.list(leaf, &all, page, address);
        list.filters = self.filters(leaf, &self.catalogue.tally(&self.book, &all));
        list.whole = (!list.pages.is_empty())
            .then(|| WholeListView { within: json!({ Bank::FACET: [bank.stem()] }).to_string(), languages: vec![view.language.clone()] });
        if !bank.questions.is_empty() {
            list.downloads.push(leaf.link("JSON", &route::bank_data(&bank.id)));
            let others = Format::DOWNLOADS.iter().map(|format| leaf.link(format.label(), &route::bank_download(&bank.id, *format)));
            list.downloads.extend(others);
        }
        view.list = Some(list);
        view
    }

    pub(super) fn facet_view(&self, leaf: &mut Leaf<'_>, facet_number: u16, value_number: u16, page: usize) -> View {
        let facet = &self.book.config.facets[usize::from(facet_number)];
        let value = &facet.values[usize::from(value_number)];
        let tag = FacetTag { facet: facet_number, value: value_number };
        let matching = self.catalogue.matching(tag);
        let tally = self.catalogue.tally_of_matching(&self.book, tag);
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
        list.whole = (!list.pages.is_empty()).then(|| WholeListView {
            // Questions to avoid are in no list by value.
            within: json!({ &*facet.id: [&*value.id], Risk::FACET: [Risk::Safe.name(), Risk::Careful.name()] }).to_string(),
            languages: self.languages(tally),
        });
        list.about = about;
        list.siblings = self.siblings(leaf, tag);
        list.filters = self.filters(leaf, tally);
        list.filters.retain(|filter| filter.id != facet.id.value);
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

    /// The languages of the banks of a list.
    fn languages(&self, tally: &Tally) -> Vec<String> {
        let mut languages = Vec::new();
        for bank in &tally.banks {
            let language = self.book.banks[*bank].language.as_ref().map_or(&self.book.config.book.language, |tag| &tag.value);
            if !languages.contains(language) {
                languages.push(language.clone());
            }
        }
        languages
    }

    /// Every facet with the number of questions of the list that match each value, itself or by `any`.
    fn filters(&self, leaf: &Leaf<'_>, tally: &Tally) -> Vec<FacetLabelView> {
        let facets = &self.book.config.facets;
        let value = |at: usize, number: usize| {
            let (facet, tag) = (&facets[at], FacetTag { facet: at as u16, value: number as u16 });
            let value = &facet.values[number];
            ValueView {
                id: value.id.value.clone(),
                label: value.label.clone(),
                url: leaf.url(&route::facet_page(&facet.id, &value.id, 1)),
                count: tally.of(tag),
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
