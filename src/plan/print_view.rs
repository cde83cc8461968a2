use crate::model::Kind;

use super::Plan;
use super::frame::Title;
use super::leaf::Leaf;
use super::view::{PrintView, QuestionListView, View};

impl Plan {
    /// All pages of a section on one, in reading order.
    pub(super) fn print_section(&self, leaf: &mut Leaf<'_>, landing: usize) -> View {
        let page = &self.book.pages[landing];
        let summary = page.summary.as_ref().map_or_else(String::new, |text| self.plain(text));
        let mut view = self.frame(leaf, Title { kind: "print", title: self.fill(&page.title), summary, language: None }, None);
        let entries = self.nav.section_of(landing).map_or(&[][..], |section| &section.entries);
        leaf.lowered = 1;
        for number in entries.iter().copied().filter(|at| *at < self.book.pages.len()) {
            view.sheets.push(self.print_page(leaf, number));
        }
        leaf.lowered = 0;
        leaf.prefix.clear();
        view
    }

    fn print_page(&self, leaf: &mut Leaf<'_>, number: usize) -> PrintView {
        let page = &self.book.pages[number];
        // Two pages of a section may have a heading in common.
        leaf.prefix = format!("p{number}-");
        let (mut template, mut checklist) = (None, None);
        match &page.kind {
            Kind::Template(own) => template = Some(self.template_view(leaf, page, own)),
            Kind::Checklist(own) => checklist = Some(self.checklist_view(leaf, page, own)),
            Kind::Guide | Kind::Tool => {}
        }
        PrintView {
            id: format!("p{number}"),
            kind: page.kind.name(),
            title: self.fill(&page.title),
            url: leaf.url(&self.nav.entries[number].address),
            summary: page.summary.as_ref().map_or_else(String::new, |text| self.plain(text)),
            body_html: leaf.body(page),
            template,
            checklist,
        }
    }

    /// All questions of a bank on one page.
    pub(super) fn print_bank(&self, leaf: &mut Leaf<'_>, number: usize) -> View {
        let bank = &self.book.banks[number];
        let summary = bank.summary.as_ref().map_or_else(String::new, |text| self.plain(text));
        let mut view = self.frame(leaf, Title { kind: "print", title: self.fill(&bank.title), summary, language: None }, None);
        let first = self.catalogue.first_of(number);
        let asks = (first..first + bank.questions.len() as u32).map(|number| self.ask_view(leaf, number)).collect();
        view.list = Some(QuestionListView { total: bank.questions.len(), asks, ..QuestionListView::default() });
        view
    }
}
