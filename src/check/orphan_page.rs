use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic, Place, Report};
use crate::model::{Block, Book, Link, Prose, Target};

use super::run::Input;

/// Pages that nobody comes by: not in the navigation, not below a landing page, and not linked to from a page that is
/// reached. The full index and the search know every page, but only readers who look for it.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let ways = Ways::new(book);
    let mut reached = vec![false; ways.from.len()];
    let mut next = ways.starts(book);
    while let Some(file) = next.pop() {
        if !std::mem::replace(&mut reached[file], true) {
            next.extend(&ways.from[file]);
        }
    }
    for (path, _) in paths(book).zip(reached).filter(|(_, reached)| !reached) {
        report.add(
            Diagnostic::new(
                Code::OrphanPage,
                Place::File(format!("content/{path}")),
                format!("no way leads from the home page to `{path}`"),
            )
            .help("link to it from a page that its readers come by, or give its folder an `index.md`"),
        );
    }
}

/// The pages and then the banks, by path from `content/`. A file's number is its place among them.
fn paths(book: &Book) -> impl Iterator<Item = &str> {
    book.pages.iter().map(|page| page.path.as_str()).chain(book.banks.iter().map(|bank| bank.path.as_str()))
}

/// From each file, the files that it leads to; all by their numbers.
struct Ways<'b> {
    numbers: FxHashMap<&'b str, usize>,
    from: Vec<Vec<usize>>,
}

impl<'b> Ways<'b> {
    fn new(book: &'b Book) -> Ways<'b> {
        let numbers: FxHashMap<&str, usize> = paths(book).enumerate().map(|(number, path)| (path, number)).collect();
        let mut ways = Ways { from: vec![Vec::new(); book.pages.len() + book.banks.len()], numbers };
        ways.add_landing_pages();
        ways.add_links(book);
        ways
    }

    /// Where a reader may begin: home, and what the header shows.
    fn starts(&self, book: &Book) -> Vec<usize> {
        let mut starts = vec!["index.md"];
        match &book.config.nav_header {
            Some(header) => starts.extend(header.iter().map(|path| path.as_str())),
            None => starts.extend(self.numbers.keys().filter(|path| is_section(path))),
        }
        if !self.numbers.contains_key("index.md") {
            // The home page that is made then lists the sections and what stands beside it.
            starts.extend(self.numbers.keys().filter(|path| is_section(path) || !path.contains('/')));
        }
        // A link of `book.toml` stands on every page.
        let config = &book.config.site;
        let links = config.header_links.iter().chain(&config.footer_links).chain(&config.help);
        starts.extend(links.map(|link| link.url.as_str()));
        starts.into_iter().filter_map(|path| self.numbers.get(path).copied()).collect()
    }

    /// A landing page lists what is below it, and each page shows its neighbours.
    fn add_landing_pages(&mut self) {
        let by_folder: FxHashMap<&str, usize> =
            self.numbers.iter().filter_map(|(path, number)| Some((path.strip_suffix("/index.md")?, *number))).collect();
        for (path, number) in &self.numbers {
            if let Some(landing) = landing(path, &by_folder) {
                self.from[landing].push(*number);
                self.from[*number].push(landing);
            }
        }
    }

    fn add_links(&mut self, book: &Book) {
        let of_kind = |kind: &str| -> FxHashMap<&str, usize> {
            book.pages.iter().enumerate().filter(|(_, page)| page.kind.name() == kind).map(|(at, page)| (page.id.as_str(), at)).collect()
        };
        let (templates, checklists) = (of_kind("template"), of_kind("checklist"));
        // Both are large in a large book, and few books need them.
        let by_address = LazyCell::new(|| by_address(book));
        let first_bank = book.pages.len();
        let banks: LazyCell<FxHashMap<&str, usize>, _> = LazyCell::new(|| {
            let banks = book.banks.iter().zip(first_bank..);
            banks.flat_map(|(bank, number)| bank.questions.iter().map(move |question| (question.id.as_str(), number))).collect()
        });
        let numbers = &self.numbers;
        let target = |link: &Link| match &link.target {
            Target::File { path, .. } => numbers.get(path.as_str()).copied(),
            Target::Site { path, .. } => by_address.get(path).copied(),
            _ => None,
        };
        for (page, to) in book.pages.iter().zip(&mut self.from) {
            to.extend(page.related.iter().filter_map(&target));
            for prose in page.prose().flat_map(Prose::nested) {
                to.extend(prose.links().filter_map(&target));
                for block in &prose.blocks {
                    to.extend(block.value.links().into_iter().filter_map(&target));
                    match &block.value {
                        Block::Template(id) => to.extend(templates.get(id.as_str())),
                        Block::Checklist(id) => to.extend(checklists.get(id.as_str())),
                        Block::Questions { query, .. } => to.extend(query.ids.iter().filter_map(|id| banks.get(id.as_str()))),
                        _ => {}
                    }
                }
            }
        }
        for (bank, to) in book.banks.iter().zip(&mut self.from[first_bank..]) {
            to.extend(bank.prose().flat_map(|prose| prose.links()).filter_map(&target));
        }
    }
}

/// The landing page that lists `path`: the `index.md` of its folder, or of the nearest folder above that has one. A landing
/// page itself is listed by the one above. The home page shows what its author put there, and lists nothing by itself.
fn landing(path: &str, by_folder: &FxHashMap<&str, usize>) -> Option<usize> {
    let mut folder = path.rsplit_once('/')?.0;
    if path.ends_with("/index.md") {
        folder = folder.rsplit_once('/')?.0;
    }
    loop {
        if let Some(found) = by_folder.get(folder) {
            return Some(*found);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

/// Whether this is the landing page of a top-level folder.
fn is_section(path: &str) -> bool {
    path.ends_with("/index.md") && path.matches('/').count() == 1
}

fn by_address(book: &Book) -> FxHashMap<String, usize> {
    let html = |path: &str| format!("{}.html", path.rsplit_once('.').map_or(path, |(stem, _)| stem));
    paths(book).enumerate().map(|(number, path)| (html(path), number)).collect()
}
