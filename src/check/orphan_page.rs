use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Place, Report};
use crate::model::{Block, Book, Link, Prose, Target};

use super::run::Input;

/// Pages that nobody comes by: not in the navigation, not below a landing page, and not linked to from a page that is
/// reached. The full index and the search know every page, but only readers who look for it.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let ways = Ways::new(book);
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut next: Vec<&str> = ways.starts(book);
    while let Some(path) = next.pop() {
        if ways.files.contains(path) && reached.insert(path) {
            next.extend(ways.from.get(path).into_iter().flatten());
        }
    }
    let orphans = book.pages.iter().map(|page| &page.path).chain(book.banks.iter().map(|bank| &bank.path));
    for path in orphans.filter(|path| !reached.contains(path.as_str())) {
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

/// From each file, the files that it leads to; all by path from `content/`.
struct Ways<'b> {
    files: BTreeSet<&'b str>,
    from: BTreeMap<&'b str, Vec<&'b str>>,
}

impl<'b> Ways<'b> {
    fn new(book: &'b Book) -> Ways<'b> {
        let pages = book.pages.iter().map(|page| page.path.as_str());
        let files = pages.chain(book.banks.iter().map(|bank| bank.path.as_str())).collect();
        let mut ways = Ways { files, from: BTreeMap::new() };
        ways.add_landing_pages();
        ways.add_links(book);
        ways
    }

    /// Where a reader may begin: home, and what the header shows.
    fn starts(&self, book: &'b Book) -> Vec<&'b str> {
        let mut starts = vec!["index.md"];
        match &book.config.nav_header {
            Some(header) => starts.extend(header.iter().map(|path| path.as_str())),
            None => starts.extend(self.files.iter().filter(|path| is_section(path))),
        }
        if !self.files.contains("index.md") {
            // The home page that is made then lists the sections and what stands beside it.
            starts.extend(self.files.iter().filter(|path| is_section(path) || !path.contains('/')));
        }
        // A link of `book.toml` stands on every page.
        let config = &book.config.site;
        let links = config.header_links.iter().chain(&config.footer_links).chain(&config.help);
        starts.extend(links.map(|link| link.url.as_str()));
        starts
    }

    /// A landing page lists what is below it, and each page shows its neighbours.
    fn add_landing_pages(&mut self) {
        let files: Vec<&'b str> = self.files.iter().copied().collect();
        for path in files {
            if let Some(landing) = landing(path, &self.files) {
                self.from.entry(landing).or_default().push(path);
                self.from.entry(path).or_default().push(landing);
            }
        }
    }

    fn add_links(&mut self, book: &'b Book) {
        let of_kind = |kind: &str| -> BTreeMap<&'b str, &'b str> {
            book.pages.iter().filter(|page| page.kind.name() == kind).map(|page| (page.id.as_str(), page.path.as_str())).collect()
        };
        let (templates, checklists) = (of_kind("template"), of_kind("checklist"));
        let by_address = by_address(book);
        let banks = book.banks.iter().flat_map(|bank| bank.questions.iter().map(|question| (question.id.as_str(), bank.path.as_str())));
        let banks: BTreeMap<&str, &str> = banks.collect();
        for page in &book.pages {
            let mut to: Vec<&'b str> = page.related.iter().filter_map(|link| target(link, &by_address)).collect();
            for prose in page.prose().flat_map(Prose::nested) {
                to.extend(prose.links().filter_map(|link| target(link, &by_address)));
                for block in &prose.blocks {
                    to.extend(block.value.links().into_iter().filter_map(|link| target(link, &by_address)));
                    match &block.value {
                        Block::Template(id) => to.extend(templates.get(id.as_str())),
                        Block::Checklist(id) => to.extend(checklists.get(id.as_str())),
                        Block::Questions { query, .. } => to.extend(query.ids.iter().filter_map(|id| banks.get(id.as_str()))),
                        _ => {}
                    }
                }
            }
            self.from.entry(&page.path).or_default().extend(to);
        }
        for bank in &book.banks {
            let to = bank.prose().flat_map(|prose| prose.links()).filter_map(|link| target(link, &by_address));
            self.from.entry(&bank.path).or_default().extend(to);
        }
    }
}

/// The landing page that lists `path`: the `index.md` of its folder, or of the nearest folder above that has one. A landing
/// page itself is listed by the one above. The home page shows what its author put there, and lists nothing by itself.
fn landing<'b>(path: &str, files: &BTreeSet<&'b str>) -> Option<&'b str> {
    let mut folder = path.rsplit_once('/')?.0;
    if path.ends_with("/index.md") {
        folder = folder.rsplit_once('/')?.0;
    }
    loop {
        if let Some(found) = files.get(format!("{folder}/index.md").as_str()) {
            return Some(found);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

/// Whether this is the landing page of a top-level folder.
fn is_section(path: &str) -> bool {
    path.ends_with("/index.md") && path.matches('/').count() == 1
}

fn by_address(book: &Book) -> BTreeMap<String, &str> {
    let html = |path: &str| format!("{}.html", path.rsplit_once('.').map_or(path, |(stem, _)| stem));
    let pages = book.pages.iter().map(|page| page.path.as_str());
    pages.chain(book.banks.iter().map(|bank| bank.path.as_str())).map(|path| (html(path), path)).collect()
}

fn target<'b>(link: &'b Link, by_address: &BTreeMap<String, &'b str>) -> Option<&'b str> {
    match &link.target {
        Target::File { path, .. } => Some(path),
        Target::Site { path, .. } => by_address.get(path).copied(),
        _ => None,
    }
}
