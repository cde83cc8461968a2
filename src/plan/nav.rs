//! The book as a reader walks it: sections, their order, who is next to whom.

use rustc_hash::FxHashMap;

use crate::model::{Book, ReadingOrder, ReadingPlace};

use super::Routes;
use super::route::HOME;

/// Pages and banks in one numbering: first the pages of the book, then its banks.
#[derive(Debug, Default)]
pub(crate) struct Nav {
    pub(crate) entries: Vec<Entry>,
    pub(crate) sections: Vec<Section>,
    /// Landing pages by their folder with a slash at the end; the book's own by `""`.
    landings: FxHashMap<String, usize>,
    /// Links of the header.
    pub(crate) header: Vec<usize>,
    /// Every entry in reading order: those outside of sections, then section by section.
    pub(crate) reading: Vec<usize>,
    by_address: FxHashMap<String, usize>,
    order: ReadingOrder,
}

/// How many sections the header leads to where `nav.header` does not say which. More would push the page off the screen, twice on
/// every page; the home page and the full index lead to all of them.
const MOST_IN_HEADER: usize = 12;

/// A page or bank among its neighbours. What it is called may change without its place, and is asked of the book.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) address: String,
    /// From `content/`, with a slash at the end, or empty.
    pub(crate) folder: String,
    /// Whether it is its folder's `index.md`.
    pub(crate) landing: bool,
    /// Its section, and its place there.
    pub(crate) place: Option<(usize, usize)>,
    order: Option<i64>,
    path: String,
}

impl Entry {
    fn place_in(&self, order: &ReadingOrder) -> ReadingPlace {
        order.place(&self.path, self.order)
    }
}

/// A top-level folder.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) landing: Option<usize>,
    /// With a slash at the end.
    pub(crate) folder: String,
    /// In reading order; the landing page first.
    pub(crate) entries: Vec<usize>,
}

impl Nav {
    pub(crate) fn new(book: &Book, routes: &Routes) -> Nav {
        let mut nav = Nav { order: ReadingOrder::new(&book.pages), ..Nav::default() };
        for page in &book.pages {
            nav.add(&page.path, page.order, routes);
        }
        for bank in &book.banks {
            nav.add(&bank.path, bank.order, routes);
        }
        nav.add_sections();
        nav.reading = (0..nav.entries.len()).filter(|at| nav.entries[*at].place.is_none()).collect();
        nav.reading.extend(nav.sections.iter().flat_map(|section| &section.entries));
        nav.by_address = nav.entries.iter().enumerate().rev().map(|(at, entry)| (entry.address.clone(), at)).collect();
        nav.header = match &book.config.nav_header {
            Some(paths) => paths.iter().filter_map(|path| nav.entries.iter().position(|entry| entry.path == path.value)).collect(),
            None => nav.sections.iter().filter_map(|section| section.landing).take(MOST_IN_HEADER).collect(),
        };
        nav
    }

    fn add(&mut self, path: &str, order: Option<i64>, routes: &Routes) {
        let folder = path.rfind('/').map_or("", |at| &path[..=at]).to_owned();
        let landing = path.ends_with("index.md") && path.len() == folder.len() + "index.md".len();
        if landing {
            self.landings.insert(folder.clone(), self.entries.len());
        }
        let address = routes.page(path).unwrap_or_default().to_owned();
        self.entries.push(Entry { address, folder, landing, place: None, order, path: path.to_owned() });
    }

    fn add_sections(&mut self) {
        let mut by_folder: std::collections::BTreeMap<String, Vec<usize>> = Default::default();
        for (at, entry) in self.entries.iter().enumerate() {
            if let Some((top, _)) = entry.folder.split_once('/') {
                by_folder.entry(format!("{top}/")).or_default().push(at);
            }
        }
        for (folder, mut entries) in by_folder {
            entries.sort_by_cached_key(|at| self.entries[*at].place_in(&self.order));
            self.sections.push(Section { landing: self.landings.get(&folder).copied(), folder, entries });
        }
        let order = |section: &Section| self.order.folder(&section.folder).unwrap_or(i64::MAX);
        self.sections.sort_by_cached_key(|section| (order(section), section.folder.clone()));
        for (number, section) in self.sections.iter().enumerate() {
            for (place, at) in section.entries.iter().enumerate() {
                self.entries[*at].place = Some((number, place));
            }
        }
    }

    /// The entry at an address.
    pub(crate) fn at(&self, address: &str) -> Option<usize> {
        self.by_address.get(address).copied()
    }

    /// The number of a bank.
    pub(crate) fn bank(&self, book: &Book, bank: usize) -> usize {
        book.pages.len() + bank
    }

    pub(crate) fn section_of(&self, entry: usize) -> Option<&Section> {
        self.entries[entry].place.map(|(section, _)| &self.sections[section])
    }

    /// The entries before and after this one in its section.
    pub(crate) fn neighbours(&self, entry: usize) -> (Option<usize>, Option<usize>) {
        let Some((section, place)) = self.entries[entry].place else { return (None, None) };
        let entries = &self.sections[section].entries;
        (place.checked_sub(1).map(|at| entries[at]), entries.get(place + 1).copied())
    }

    /// The landing pages from the book's own down to the one above this entry.
    pub(crate) fn above(&self, entry: usize) -> Vec<usize> {
        let own = &self.entries[entry];
        let folders = std::iter::once("").chain(own.folder.match_indices('/').map(|(at, _)| &own.folder[..=at]));
        folders.filter_map(|folder| self.landings.get(folder).copied()).filter(|at| *at != entry).collect()
    }

    /// What lies directly below a landing page: pages, banks, and the landing pages of the folders within, in reading order.
    pub(crate) fn below(&self, landing: usize) -> Vec<usize> {
        let folder = &self.entries[landing].folder;
        if folder.is_empty() {
            return self.top(landing);
        }
        let Some(section) = self.section_of(landing) else { return Vec::new() };
        let direct = |entry: &Entry| match entry.folder.strip_prefix(folder.as_str()) {
            Some("") => true,
            Some(rest) => entry.landing && rest.matches('/').count() == 1,
            None => false,
        };
        section.entries.iter().copied().filter(|at| *at != landing && direct(&self.entries[*at])).collect()
    }

    /// The sections' landing pages, then what lies beside the book's own.
    fn top(&self, home: usize) -> Vec<usize> {
        let beside = (0..self.entries.len()).filter(|at| *at != home && self.entries[*at].folder.is_empty());
        let mut beside: Vec<usize> = beside.collect();
        beside.sort_by_cached_key(|at| self.entries[*at].place_in(&self.order));
        self.sections.iter().filter_map(|section| section.landing).chain(beside).collect()
    }

    /// What the first page of a book without `index.md` leads to.
    pub(crate) fn without_home(&self) -> Vec<usize> {
        self.top(usize::MAX)
    }

    /// Whether the header link to `entry` is marked on the page at `address`.
    pub(crate) fn leads_to(&self, entry: usize, address: &str) -> bool {
        let entry = &self.entries[entry];
        let folder = entry.address.strip_suffix("index.html").filter(|folder| !folder.is_empty() && entry.address != HOME);
        entry.address == address || folder.is_some_and(|folder| address.starts_with(folder))
    }
}
