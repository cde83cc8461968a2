//! Lists that are put together row by row. Rows that differ in their words alone have one stencil.

use crate::plan::PART_MARK;
use crate::plan::view::{CardView, IndexGroupView, OutlineView, View};

/// What is drawn apart from the page: its rows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum List {
    /// A page has it twice: beside its text, and above it on a narrow screen.
    Outline,
    Children,
    Related,
    /// The groups of the index.
    Groups,
    /// The lines of a group.
    Lines,
    /// How long a page takes to read, and of what day it is: one row.
    Facts,
}

impl List {
    pub(super) const ALL: [List; 6] = [List::Outline, List::Children, List::Related, List::Groups, List::Lines, List::Facts];

    /// The template that draws all of its rows.
    pub(super) fn template(self) -> &'static str {
        match self {
            List::Outline => "parts/outline-rows.html",
            List::Children => "parts/children-rows.html",
            List::Related => "parts/related-rows.html",
            List::Groups => "parts/index-groups.html",
            List::Lines => "parts/index-rows.html",
            List::Facts => "parts/page-meta.html",
        }
    }
}

/// A row of a list.
pub(super) enum Row<'a> {
    Heading(&'a OutlineView),
    Card(&'a CardView),
    Group(&'a IndexGroupView),
    Facts(&'a View),
}

/// All that the templates see of a row whose words are in holes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    list: List,
    level: u8,
    kind: &'static str,
    count: Option<usize>,
    risk: &'static str,
    facts: Facts,
    empty: [bool; 3],
}

/// How many minutes a page takes to read, when it was reviewed, and when it was changed.
type Facts = (Option<u32>, Option<String>, Option<String>);

/// The page, and the group of the index, that a row stands for all of its shape on.
pub(super) type Holes = (View, IndexGroupView);

impl<'a> Row<'a> {
    /// The words that belong into the holes.
    pub(super) fn words(&self) -> [&'a str; 3] {
        match self {
            Row::Heading(OutlineView { id, title, .. }) => [id, title, ""],
            Row::Card(CardView { title, url, summary, .. }) => [title, url, summary],
            Row::Group(IndexGroupView { title, .. }) => [title, "", ""],
            Row::Facts(_) => [""; 3],
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Row::Facts(view) => (view.reading_minutes, view.reviewed_on.clone(), view.updated_on.clone()),
            _ => Facts::default(),
        }
    }

    /// All that the templates see of it.
    pub(super) fn shape(&self, list: List) -> Shape {
        let (level, kind, count, risk) = match self {
            Row::Heading(heading) => (heading.level, "", None, ""),
            Row::Card(card) => (0, card.kind, card.count, card.risk),
            Row::Group(_) => (0, "", None, ""),
            Row::Facts(view) => (0, view.kind, None, ""),
        };
        Shape { list, level, kind, count, risk, facts: self.facts(), empty: self.words().map(str::is_empty) }
    }

    /// What stands for all of its shape: it has marks where they have words.
    pub(super) fn holes(&self) -> Holes {
        let mut number = 0..;
        let [first, second, third] = self.words().map(|word| match (number.next(), word) {
            (Some(number), word) if !word.is_empty() => format!("{PART_MARK}w{number}{PART_MARK}"),
            _ => String::new(),
        });
        let (mut view, mut group) = Holes::default();
        match self {
            Row::Heading(heading) => view.outline.push(OutlineView { level: heading.level, id: first, title: second }),
            Row::Group(_) => view.index.push(IndexGroupView { title: first, links: Vec::new() }),
            Row::Card(card) => {
                let card = CardView { title: first, url: second, summary: third, ..CardView::clone(card) };
                view.children.push(card.clone());
                view.related.push(card.clone());
                group.links.push(card);
            }
            Row::Facts(page) => {
                view.kind = page.kind;
                (view.reading_minutes, view.reviewed_on, view.updated_on) = self.facts();
            }
        }
        (view, group)
    }
}

/// A page without the rows that are drawn apart, but with enough of them to tell that they are there.
pub(super) fn without(view: &View) -> View {
    let mut brief = view.clone();
    brief.outline.truncate(2);
    brief.children.truncate(1);
    brief.related.truncate(1);
    brief.index.clear();
    brief
}
