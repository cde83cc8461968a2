use super::leaf::Leaf;
use super::view::{CardView, IndexGroupView, View};
use super::{Plan, route};

/// A line of the full index.
enum Line {
    Entry(usize),
    Question(u32),
    Value(usize, usize),
}

impl Plan {
    pub(super) fn index_view(&self, leaf: &mut Leaf<'_>, number: usize) -> View {
        let mut title = self.made("index");
        title.summary = self.on_page(title.summary, number);
        let mut view = self.frame(leaf, title, None);
        view.head_title = self.on_page(view.head_title, number);
        let from = (number - 1) * route::PER_PAGE;
        for at in from..from + route::PER_PAGE {
            let Some((heading, line)) = self.line_at(at) else { break };
            let card = self.line(leaf, &line);
            match view.index.last_mut().filter(|group| group.title == heading) {
                Some(group) => group.links.push(card),
                None => view.index.push(IndexGroupView { title: heading, links: vec![card] }),
            }
        }
        let count = route::pages_of(route::indexed(&self.book, &self.catalogue));
        view.pages = self.pagination(leaf, route::INDEX_ALL, number, count);
        view
    }

    /// A line of the full index and the heading it stands under: pages by section, questions by bank, facets by value.
    fn line_at(&self, at: usize) -> Option<(String, Line)> {
        let book = &self.book;
        if let Some(entry) = self.nav.reading.get(at) {
            return Some((self.heading_of(*entry), Line::Entry(*entry)));
        }
        let at = at - self.nav.reading.len();
        if at < self.catalogue.len() {
            let bank = self.catalogue.question(book, at as u32).1;
            return Some((self.fill(&bank.title), Line::Question(at as u32)));
        }
        let mut at = at - self.catalogue.len();
        for (number, facet) in book.config.facets.iter().enumerate() {
            if at < facet.values.len() {
                return Some((facet.label.clone(), Line::Value(number, at)));
            }
            at -= facet.values.len();
        }
        None
    }

    /// The title of the section of a page or bank; the book's, if it lies in none.
    pub(super) fn heading_of(&self, entry: usize) -> String {
        match self.nav.section_of(entry) {
            None => self.book.config.book.title.value.clone(),
            Some(section) => match section.landing {
                Some(landing) => self.entry_title(landing),
                None => section.folder.trim_end_matches('/').to_owned(),
            },
        }
    }

    fn line(&self, leaf: &Leaf<'_>, line: &Line) -> CardView {
        match line {
            Line::Entry(at) => self.entry_card(leaf, *at),
            Line::Question(number) => self.question_card(leaf, *number),
            Line::Value(at, value_number) => {
                let facet = &self.book.config.facets[*at];
                let value = &facet.values[*value_number];
                let tag = crate::model::FacetTag { facet: *at as u16, value: *value_number as u16 };
                CardView {
                    kind: "facet",
                    title: value.label.clone(),
                    url: leaf.url(&route::facet_page(&facet.id, &value.id, 1)),
                    summary: value.about.clone().unwrap_or_default(),
                    count: Some(self.catalogue.matching(tag).all.len()),
                    risk: "",
                }
            }
        }
    }

    /// Search works with a script; without one the page leads to the facets' pages and the full index.
    pub(super) fn search_view(&self, leaf: &mut Leaf<'_>) -> View {
        let mut view = self.frame(leaf, self.made("search"), None);
        view.index = self.facet_index(leaf);
        view
    }

    pub(super) fn not_found_view(&self, leaf: &mut Leaf<'_>) -> View {
        let mut view = self.frame(leaf, self.made("not-found"), None);
        view.children = self.entry_cards(leaf, &self.nav.without_home());
        view.crumbs.clear();
        view
    }

    fn facet_index(&self, leaf: &Leaf<'_>) -> Vec<IndexGroupView> {
        let facets = self.book.config.facets.iter().enumerate();
        let group = |(at, facet): (usize, &crate::config::Facet)| IndexGroupView {
            title: facet.label.clone(),
            links: (0..facet.values.len()).map(|value| self.line(leaf, &Line::Value(at, value))).collect(),
        };
        facets.map(group).collect()
    }
}
