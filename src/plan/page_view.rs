use crate::config::Facet;
use crate::model::{Kind, Link, Page, Piece, Prose, Target};

use super::frame::Title;
use super::leaf::Leaf;
use super::view::{CardView, FacetLabelView, OutlineView, ValueView, View};
use super::{Plan, route};

/// How many words a minute people read.
const WORDS_A_MINUTE: usize = 200;

impl Plan {
    /// The first page of a book that has no `index.md`: its sections.
    pub(super) fn home_view(&self, leaf: &mut Leaf<'_>) -> View {
        let book = &self.book.config.book;
        let summary = book.description.as_deref().map_or_else(String::new, |text| self.fill(text));
        let title = Title { kind: "home", title: book.title.value.clone(), summary, language: None };
        let mut view = self.frame(leaf, title, None);
        view.children = self.entry_cards(leaf, &self.nav.without_home());
        view
    }

    pub(super) fn page_view(&self, leaf: &mut Leaf<'_>, number: usize) -> View {
        let page = &self.book.pages[number];
        let kind = if leaf.from == route::HOME { "home" } else { page.kind.name() };
        let summary = page.summary.as_ref().map_or_else(String::new, |text| self.plain(text));
        let language = page.language.as_ref().map(|tag| tag.value.as_str());
        let title = Title { kind, title: self.fill(&page.title), summary, language };
        let mut view = self.frame(leaf, title, Some(number));
        self.add_review(&mut view, &page.review);
        view.draft = page.draft;
        view.author.clone_from(&page.author);
        view.edit_url = self.edit_url(&page.path);
        view.markdown_url = self.book.config.html.markdown_copies.then(|| leaf.url(&route::markdown_copy(leaf.from)));
        view.print_url = route::prints_section(&self.book, &page.path).then(|| leaf.url(&route::print_page(leaf.from)));
        match &page.kind {
            Kind::Template(template) => view.template = Some(self.template_view(leaf, page, template)),
            Kind::Checklist(_) => {}
            Kind::Guide | Kind::Tool => view.reading_minutes = self.reading_minutes(page),
        }
        view.body_html = leaf.body(page);
        // Citations are numbered as they are read: a list stands below the text.
        if let Kind::Checklist(list) = &page.kind {
            view.checklist = Some(self.checklist_view(leaf, page, list));
        }
        view.outline = self.outline(page);
        view.related = page.related.iter().filter_map(|link| self.related(leaf, link)).collect();
        view.facets = self.facet_labels(leaf, &page.tags);
        if self.nav.entries[number].landing {
            view.children = self.entry_cards(leaf, &self.nav.below(number));
        }
        view
    }

    fn outline(&self, page: &Page) -> Vec<OutlineView> {
        let heading = |heading: &crate::model::Heading| OutlineView {
            level: heading.level,
            id: heading.id.clone(),
            title: self.fill(&heading.title),
        };
        page.headings.iter().map(heading).collect()
    }

    fn reading_minutes(&self, page: &Page) -> Option<u32> {
        let words: usize = page.body.nested().map(words).sum();
        (words > 0).then(|| words.div_ceil(WORDS_A_MINUTE) as u32)
    }

    fn related(&self, leaf: &Leaf<'_>, link: &Link) -> Option<CardView> {
        if let Target::External(url) = &link.target {
            let title = link.title.clone().unwrap_or_else(|| url.clone());
            return Some(CardView { kind: "guide", title, url: url.clone(), ..CardView::default() });
        }
        let address = self.routes.resolve(leaf.from, link)?;
        if let Some(id) = route::question_at(&address.path) {
            let number = self.catalogue.number_of(id)?;
            return Some(self.question_card(leaf, number));
        }
        let entry = self.nav.at(&address.path)?;
        Some(CardView { url: leaf.href(&address), ..self.entry_card(leaf, entry) })
    }

    /// The facet values of an item, with links to their pages.
    pub(super) fn facet_labels(&self, leaf: &Leaf<'_>, tags: &crate::model::Tags) -> Vec<FacetLabelView> {
        let mut labels = Vec::new();
        for (number, facet) in self.book.config.facets.iter().enumerate() {
            let values: Vec<ValueView> = tags
                .of(number as u16)
                .filter_map(|value| facet.values.get(usize::from(value)))
                .map(|value| ValueView {
                    id: value.id.value.clone(),
                    label: value.label.clone(),
                    url: leaf.url(&route::facet_page(&facet.id, &value.id, 1)),
                    ..ValueView::default()
                })
                .collect();
            if !values.is_empty() {
                labels.push(facet_label(facet, values));
            }
        }
        labels
    }
}

/// The words of a text, near enough for a reading time: those of each piece by themselves.
fn words(prose: &Prose) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Code(text) => beginnings(text.as_bytes()),
        Piece::Variable(_) | Piece::Slot(_) => 1,
        _ => 0,
    };
    prose.pieces.iter().map(of).sum()
}

/// How often a word begins: at the start, and behind white space. Counted in small numbers first, many bytes at once.
fn beginnings(text: &[u8]) -> usize {
    let Some((first, rest)) = text.split_first() else { return 0 };
    let begins = |(before, byte): (&u8, &u8)| u8::from((*before <= b' ') & (*byte > b' '));
    let few = |(before, bytes): (&[u8], &[u8])| usize::from(before.iter().zip(bytes).map(begins).sum::<u8>());
    usize::from(*first > b' ') + text.chunks(128).zip(rest.chunks(128)).map(few).sum::<usize>()
}

/// A facet with some of its values.
pub(super) fn facet_label(facet: &Facet, values: Vec<ValueView>) -> FacetLabelView {
    let any = facet.any.as_ref().map(|any| any.value.clone());
    FacetLabelView { id: facet.id.value.clone(), label: facet.label.clone(), any, values }
}

#[cfg(test)]
mod tests {
    use super::beginnings;

    #[test]
    fn words_are_counted_however_much_white_space_parts_them() {
        let code = "fn main() {\n        let  a = 1;\n}\n".repeat(40);
        for text in ["", " ", "one", " one ", "one  two", "\n\n    indented\n\n        code\n", &code] {
            assert_eq!(beginnings(text.as_bytes()), text.split_ascii_whitespace().count(), "{text:?}");
        }
    }
}
