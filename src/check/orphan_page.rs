use std::cell::LazyCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Code, Diagnostic, Place, Report};
use crate::model::{Bank, Block, Book, Link, Prose, Target};

use super::run::Input;

/// Pages that nobody comes by: not in the navigation, not below a landing page, and not linked to from a page that is
/// reached. The full index and the search know every page, but only readers who look for it.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let ways = Ways::new(book);
    let mut reached: FxHashSet<&str> = FxHashSet::default();
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
    files: FxHashSet<&'b str>,
    from: FxHashMap<&'b str, Vec<&'b str>>,
}

impl<'b> Ways<'b> {
    fn new(book: &'b Book) -> Ways<'b> {
        let pages = book.pages.iter().map(|page| page.path.as_str());
        let files = pages.chain(book.banks.iter().map(|bank| bank.path.as_str())).collect();
        let mut ways = Ways { files, from: FxHashMap::default() };
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
        let by_folder: FxHashMap<&'b str, &'b str> =
            self.files.iter().filter_map(|path| Some((path.strip_suffix("/index.md")?, *path))).collect();
        for path in self.files.iter().copied() {
            if let Some(landing) = landing(path, &by_folder) {
                self.from.entry(landing).or_default().push(path);
                self.from.entry(path).or_default().push(landing);
            }
        }
    }

    fn add_links(&mut self, book: &'b Book) {
        let of_kind = |kind: &str| -> FxHashMap<&'b str, &'b str> {
            book.pages.iter().filter(|page| page.kind.name() == kind).map(|page| (page.id.as_str(), page.path.as_str())).collect()
        };
        let (templates, checklists) = (of_kind("template"), of_kind("checklist"));
        // Both are large in a large book, and few books need them.
        let by_address = LazyCell::new(|| by_address(book));
        let banks: LazyCell<FxHashMap<&str, &str>, _> = LazyCell::new(|| {
            let ids = |bank: &'b Arc<Bank>| bank.questions.iter().map(|question| (question.id.as_str(), bank.path.as_str()));
            book.banks.iter().flat_map(ids).collect()
        });
        let target = |link: &'b Link| match &link.target {
            Target::File { path, .. } => Some(path.as_str()),
            Target::Site { path, .. } => by_address.get(path).copied(),
            _ => None,
        };
        for page in &book.pages {
            let mut to: Vec<&'b str> = page.related.iter().filter_map(&target).collect();
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
            self.from.entry(&page.path).or_default().extend(to);
        }
        for bank in &book.banks {
            let to = bank.prose().flat_map(|prose| prose.links()).filter_map(&target);
            self.from.entry(&bank.path).or_default().extend(to);
        }
    }
}

/// The landing page that lists `path`: the `index.md` of its folder, or of the nearest folder above that has one. A landing
/// page itself is listed by the one above. The home page shows what its author put there, and lists nothing by itself.
fn landing<'b>(path: &str, by_folder: &FxHashMap<&'b str, &'b str>) -> Option<&'b str> {
    let mut folder = path.rsplit_once('/')?.0;
    if path.ends_with("/index.md") {
        folder = folder.rsplit_once('/')?.0;
    }
    loop {
        if let Some(found) = by_folder.get(folder) {
            return Some(found);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

/// Whether this is the landing page of a top-level folder.
fn is_section(path: &str) -> bool {
    path.ends_with("/index.md") && path.matches('/').count() == 1
}

fn by_address(book: &Book) -> FxHashMap<String, &str> {
    let html = |path: &str| format!("{}.html", path.rsplit_once('.').map_or(path, |(stem, _)| stem));
    let pages = book.pages.iter().map(|page| page.path.as_str());
    pages.chain(book.banks.iter().map(|bank| bank.path.as_str())).map(|path| (html(path), path)).collect()
}
