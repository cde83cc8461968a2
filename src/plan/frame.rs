//! What every page has around its own content.

use std::sync::Arc;

use jiff::civil::Date;

use crate::model::Review;

use super::leaf::Leaf;
use super::view::{CardView, LinkView, NavView, SectionView, View};
use super::{Plan, json_ld, route};

/// Languages written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi"];
/// A section of more pages than this shows only the neighbourhood of the page in its navigation: a longer list says less, and all
/// pages on all pages would grow with the square of the section.
const MOST_IN_SECTION: usize = 14;
/// How many neighbours on either side such a section shows.
const NEIGHBOURHOOD: usize = 5;

/// What kind of page, and what it is called.
pub(super) struct Title<'a> {
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) language: Option<&'a str>,
}

impl Plan {
    /// A view with all but the page's own content. `entry` is the page's or bank's place among its neighbours.
    pub(super) fn frame(&self, leaf: &Leaf<'_>, title: Title<'_>, entry: Option<usize>) -> View {
        let language = title.language.unwrap_or(&self.book.config.book.language).to_owned();
        let crumbs = self.crumbs(leaf, entry);
        let mut view = View {
            kind: title.kind,
            head_title: title.title.clone(),
            title: title.title,
            summary: title.summary,
            direction: direction(&language),
            language,
            url: leaf.from.to_owned(),
            root: self.routes.root(leaf.from),
            canonical: self.routes.absolute(leaf.from).filter(|_| leaf.from != route::NOT_FOUND),
            card: self.card_for(leaf.from),
            header: self.header(leaf, leaf.from),
            crumbs,
            ..View::default()
        };
        if let Some(entry) = entry {
            view.section = self.section(leaf, entry);
            let (previous, next) = self.nav.neighbours(entry);
            view.previous = previous.map(|at| self.entry_link(leaf, at));
            view.next = next.map(|at| self.entry_link(leaf, at));
        }
        view.json_ld = json_ld::of(self, &view);
        view
    }

    /// The links of the header; marked are those that lead to the page or bank at `place`, or to what it lies below.
    pub(super) fn header(&self, leaf: &Leaf<'_>, place: &str) -> Arc<[NavView]> {
        let marks = self.nav.header.iter().map(|at| self.nav.leads_to(*at, place)).collect();
        let link = |(at, current): (&usize, &bool)| NavView {
            title: self.entry_title(*at),
            url: leaf.url(&self.nav.entries[*at].address),
            current: *current,
        };
        self.headers.of(leaf.from, marks, |marks| self.nav.header.iter().zip(marks).map(link).collect())
    }

    fn crumbs(&self, leaf: &Leaf<'_>, entry: Option<usize>) -> Vec<LinkView> {
        if leaf.from == route::HOME {
            return Vec::new();
        }
        let home = leaf.link(self.book.config.book.title.value.clone(), route::HOME);
        let above = entry.map_or_else(Vec::new, |entry| self.nav.above(entry));
        let below_home = above.into_iter().filter(|at| self.nav.entries[*at].address != route::HOME);
        std::iter::once(home).chain(below_home.map(|at| self.entry_link(leaf, at))).collect()
    }

    pub(super) fn entry_link(&self, leaf: &Leaf<'_>, entry: usize) -> LinkView {
        leaf.link(self.entry_title(entry), &self.nav.entries[entry].address)
    }

    /// What a page or bank is called.
    pub(super) fn entry_title(&self, entry: usize) -> String {
        self.fill(match entry.checked_sub(self.book.pages.len()) {
            None => &self.book.pages[entry].title,
            Some(bank) => &self.book.banks[bank].title,
        })
    }

    fn section(&self, leaf: &Leaf<'_>, entry: usize) -> Option<SectionView> {
        let section = self.nav.section_of(entry)?;
        let landing = section.landing?;
        let (_, own) = self.nav.entries[entry].place?;
        // The landing page is the first one, and the way to all of them.
        let all = &section.entries[1..];
        let here = own.saturating_sub(1);
        let shown = match all.len() {
            0..=MOST_IN_SECTION => all,
            length => &all[here.saturating_sub(NEIGHBOURHOOD)..(here + NEIGHBOURHOOD + 1).min(length)],
        };
        let page =
            |at: &usize| NavView { title: self.entry_title(*at), url: leaf.url(&self.nav.entries[*at].address), current: *at == entry };
        let landing = self.entry_link(leaf, landing);
        Some(SectionView { title: landing.title, url: landing.url, pages: shown.iter().map(page).collect(), count: all.len() })
    }

    /// A page or bank as a card.
    pub(super) fn entry_card(&self, leaf: &Leaf<'_>, entry: usize) -> CardView {
        let link = self.entry_link(leaf, entry);
        let (kind, summary, count) = match entry.checked_sub(self.book.pages.len()) {
            None => {
                let page = &self.book.pages[entry];
                (page.kind.name(), page.summary.as_ref(), None)
            }
            Some(bank) => {
                let bank = &self.book.banks[bank];
                ("bank", bank.summary.as_ref(), Some(bank.questions.len()))
            }
        };
        let summary = summary.map_or_else(String::new, |text| self.plain(text));
        CardView { kind, title: link.title, url: link.url, summary, count, risk: "" }
    }

    pub(super) fn entry_cards(&self, leaf: &Leaf<'_>, entries: &[usize]) -> Vec<CardView> {
        entries.iter().map(|at| self.entry_card(leaf, *at)).collect()
    }

    /// Where to edit a file of the book.
    pub(super) fn edit_url(&self, path: &str) -> Option<String> {
        let template = self.book.config.html.edit_url_template.as_ref()?;
        Some(template.replace("{path}", &super::url::encode(&format!("content/{path}"))))
    }

    pub(super) fn add_review(&self, view: &mut View, review: &Review) {
        view.updated_on = review.updated_on.map(iso);
        view.reviewed_on = review.reviewed_on.as_ref().map(|date| iso(date.value));
    }
}

/// A day as machines write it.
pub(super) fn iso(date: Date) -> String {
    date.to_string()
}

/// `ltr` or `rtl`, by the script that a language tag names or implies.
pub(super) fn direction(language: &str) -> &'static str {
    let tag = language.to_ascii_lowercase();
    let first = tag.split('-').next().unwrap_or_default();
    let script = tag.split('-').find(|part| part.len() == 4);
    let right = match script {
        Some(script) => ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm"].contains(&script),
        None => RIGHT_TO_LEFT.contains(&first),
    };
    if right { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn the_script_decides_before_the_language() {
        assert_eq!(direction("en-GB"), "ltr");
        assert_eq!(direction("ar-EG"), "rtl");
        assert_eq!(direction("az-Arab"), "rtl");
        assert_eq!(direction("he-Latn"), "ltr");
    }
}
