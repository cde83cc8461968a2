//! The only file that knows addresses: which file of the book, which record, which facet value stands where in the output.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Config;
use crate::diag::{Report, SourceId, Spanned};
use crate::exchange::Format;
use crate::model::{Bank, Book, FacetTag, Link, Target, nfc};

use super::brief;
use super::catalogue::Catalogue;
use super::claim::{Claims, Owner};
use super::escape::ROOT_MARK;
use super::url;

/// Items on one page of a list.
pub const PER_PAGE: usize = 50;
/// The largest bank, and the largest section, that has a print version: beyond, nobody prints it.
pub const MOST_PRINTED: (usize, usize) = (500, 60);
/// What content may not stand at, at the top of the output: folders.
pub(super) const RESERVED_FOLDERS: &[&str] = &["q", "by", "api", "assets"];
/// What content may not stand at, at the top of the output: files.
pub(super) const RESERVED_FILES: &[&str] = &[SEARCH, INDEX_ALL, GLOSSARY, SOURCES, NOT_FOUND];

/// The first page.
pub const HOME: &str = "index.html";
/// The search page.
pub const SEARCH: &str = "search.html";
/// Everything in one list.
pub const INDEX_ALL: &str = "index-all.html";
/// The words.
pub const GLOSSARY: &str = "glossary.html";
/// Works and claims.
pub const SOURCES: &str = "sources.html";
/// Every page, for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// What search engines may read.
pub const ROBOTS: &str = "robots.txt";
/// What changed.
pub const FEED: &str = "feed.atom";
/// What there is, for language models.
pub const LLMS: &str = "llms.txt";
/// What a host shows for an address that is not there.
pub const NOT_FOUND: &str = "404.html";
/// Stands for the address of whatever page something is drawn for: addresses seen from there begin with a [`ROOT_MARK`].
pub(super) const ANYWHERE: &str = "\u{FFFF}";

/// A place of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The file, from the output's root: `guides/pitch.html`.
    pub path: Cow<'a, str>,
    /// The anchor in it.
    pub fragment: Option<Cow<'a, str>>,
}

/// Every address of a site.
#[derive(Debug, Default)]
pub struct Routes {
    /// By path from `content/` (NFC).
    content: FxHashMap<String, Stand>,
    /// Every address that is given out.
    taken: FxHashSet<String>,
    questions: FxHashSet<String>,
    /// The files of records, and what each of their ids is shown on.
    records: FxHashMap<SourceId, FxHashMap<String, &'static str>>,
    /// Former addresses and where they lead now.
    redirects: Vec<(String, String)>,
    base_url: Option<String>,
    base_path: String,
}

/// Where a file of the book stands in the site.
#[derive(Debug)]
enum Stand {
    /// At an address of its own.
    At(String),
    /// A bank: its first page.
    Bank(String),
}

impl<'a> Address<'a> {
    /// A place in the file at `path` (from the output's root).
    pub fn new(path: &'a str, fragment: Option<&'a str>) -> Address<'a> {
        Address { path: path.into(), fragment: fragment.map(Cow::from) }
    }
}

impl Routes {
    /// Gives out every address of `book`. Reports those that are reserved, too long or not to be told apart, and leaves
    /// the first one standing.
    pub(super) fn new(book: &Book, catalogue: &Catalogue, report: &mut Report) -> Routes {
        let base_url = book.config.site.base_url.as_ref().map(|url| url.value.clone());
        let base_path = base_url.as_deref().and_then(path_of).unwrap_or("/").to_owned();
        let mut routes = Routes { base_url, base_path, ..Routes::default() };
        let mut claims = Claims::new(report);
        routes.add_generated(book, catalogue, &mut claims);
        routes.add_content(book, &mut claims);
        routes.add_records(book);
        routes.add_lists(book, &mut claims);
        routes.add_aliases(book, &mut claims);
        claims.check_folders();
        routes.taken.extend(claims.into_addresses());
        routes.add_feeds(book);
        routes
    }

    fn add_generated<'b>(&mut self, book: &'b Book, catalogue: &Catalogue, claims: &mut Claims<'_, 'b>) {
        for address in [SEARCH, NOT_FOUND] {
            claims.claim(address, Owner::Site);
        }
        if !book.glossary.is_empty() {
            claims.claim(GLOSSARY, Owner::Site);
        }
        if shows_sources(book) {
            claims.claim(SOURCES, Owner::Site);
        }
        for number in 1..=pages_of(indexed(book, catalogue)) {
            claims.claim(&index_page(number), Owner::Site);
        }
        for (facet_number, facet) in book.config.facets.iter().enumerate() {
            for (value_number, value) in facet.values.iter().enumerate() {
                let tag = FacetTag { facet: facet_number as u16, value: value_number as u16 };
                if facet.value_index(&value.id) != Some(tag.value) {
                    // Declared twice, which was reported.
                    continue;
                }
                for number in 1..=pages_of(catalogue.matching(tag).all.len()) {
                    claims.claim(&facet_page(&facet.id, &value.id, number), Owner::Item(&value.id, value.id.span));
                }
            }
        }
    }

    /// Files for machines; an author's own of the same name takes their place, so they are not claimed.
    fn add_feeds(&mut self, book: &Book) {
        self.taken.extend([ROBOTS, LLMS, API_INDEX].map(str::to_owned));
        if self.base_url.is_some() {
            self.taken.insert(SITEMAP.to_owned());
        }
        if has_feed(book) {
            self.taken.insert(FEED.to_owned());
        }
    }

    fn add_content<'b>(&mut self, book: &'b Book, claims: &mut Claims<'_, 'b>) {
        for page in &book.pages {
            let address = nfc(&format!("{}.html", stem(&page.path))).into_owned();
            claims.claim_content(&address, &page.path);
            self.content.insert(nfc(&page.path).into_owned(), Stand::At(address));
        }
        let mut banks = FxHashSet::default();
        for bank in &book.banks {
            let address = nfc(&format!("{}.html", stem(&bank.path))).into_owned();
            claims.claim_content(&address, &bank.path);
            self.content.insert(nfc(&bank.path).into_owned(), Stand::Bank(address));
            if banks.insert(bank.id.value.as_str()) {
                claims.claim(&bank_data(&bank.id), Owner::Item(&bank.id, bank.id.span));
            }
            for question in &bank.questions {
                // An id used twice was reported as that; the first one stands.
                if self.questions.insert(question.id.value.clone()) {
                    claims.claim(&question_page(&question.id), Owner::Item(&question.id, question.id.span));
                }
            }
        }
        for asset in &book.assets {
            let address = nfc(&asset_address(&book.config, &asset.path, &asset.fingerprint.short())).into_owned();
            claims.claim_content(&address, &asset.path);
            self.content.insert(nfc(&asset.path).into_owned(), Stand::At(address));
        }
        if !claims.has(HOME) {
            claims.claim(HOME, Owner::Site);
        }
    }

    /// Records have no paths in the book, but their spans name their files, and a file's id is made from its path.
    fn add_records(&mut self, book: &Book) {
        let works = book.sources.iter().map(|source| (&source.id, SOURCES));
        let claims = book.claims.iter().map(|claim| (&claim.id, SOURCES));
        let terms = book.glossary.iter().map(|term| (&term.id, GLOSSARY));
        for (id, page) in works.chain(claims).chain(terms) {
            self.records.entry(id.span.source).or_default().insert(id.value.clone(), page);
        }
    }

    /// The further pages of lists, and print versions.
    fn add_lists<'b>(&mut self, book: &'b Book, claims: &mut Claims<'_, 'b>) {
        for bank in &book.banks {
            let first = nfc(&format!("{}.html", stem(&bank.path))).into_owned();
            for number in 2..=pages_of(bank.questions.len()) {
                claims.claim_content(&numbered(&first, number), &bank.path);
            }
            if prints_bank(bank) {
                claims.claim_content(&print_page(&first), &bank.path);
            }
        }
        for page in book.pages.iter().filter(|page| prints_section(book, &page.path)) {
            claims.claim_content(&print_page(&nfc(&format!("{}.html", stem(&page.path)))), &page.path);
        }
    }

    /// Aliases were made into paths of pages where they were read.
    fn add_aliases<'b>(&mut self, book: &'b Book, claims: &mut Claims<'_, 'b>) {
        for page in &book.pages {
            self.add_redirects(&page.aliases, self.page(&page.path).map(str::to_owned), claims);
        }
        for bank in &book.banks {
            self.add_redirects(&bank.aliases, self.page(&bank.path).map(str::to_owned), claims);
            for question in &bank.questions {
                self.add_redirects(&question.aliases, Some(question_page(&question.id)), claims);
            }
        }
    }

    fn add_redirects<'b>(&mut self, aliases: &'b [Spanned<String>], to: Option<String>, claims: &mut Claims<'_, 'b>) {
        let Some(to) = to else { return };
        for alias in aliases {
            let old = nfc(alias).into_owned();
            if claims.claim_alias(&old, &alias.value, alias.span) {
                self.redirects.push((old, to.clone()));
            }
        }
    }

    /// The address of a Markdown file, a bank (its first page) or an asset, by its path from `content/`.
    pub fn page(&self, path: &str) -> Option<&str> {
        match self.stand(path)? {
            Stand::At(address) | Stand::Bank(address) => Some(address),
        }
    }

    fn stand(&self, path: &str) -> Option<&Stand> {
        self.content.get(&*nfc(path))
    }

    /// Whether the site has a file at this address.
    pub fn has(&self, address: &str) -> bool {
        self.taken.contains(address)
    }

    /// Former addresses and where they lead now, in the order of the book.
    pub fn redirects(&self) -> &[(String, String)] {
        &self.redirects
    }

    /// Where a link leads, if it leads to a place of this site that exists.
    pub fn resolve<'a>(&'a self, from: &'a str, link: &'a Link) -> Option<Address<'a>> {
        match &link.target {
            Target::External(_) | Target::Refused => None,
            Target::Fragment(fragment) => Some(Address::new(from, Some(fragment))),
            Target::File { path, fragment } => self.resolve_file(path, fragment.as_deref()),
            Target::Site { path, fragment } => {
                let path = if path.is_empty() { HOME } else { path };
                self.has(path).then(|| Address::new(path, fragment.as_deref()))
            }
        }
    }

    fn resolve_file<'a>(&'a self, path: &str, fragment: Option<&'a str>) -> Option<Address<'a>> {
        match self.stand(path) {
            Some(Stand::At(address)) => Some(Address::new(address, fragment)),
            Some(Stand::Bank(address)) => match fragment {
                Some(id) if self.questions.contains(id) => Some(Address { path: question_page(id).into(), fragment: None }),
                _ => Some(Address::new(address, None)),
            },
            None => self.resolve_record(path, fragment),
        }
    }

    fn resolve_record<'a>(&'a self, path: &str, fragment: Option<&'a str>) -> Option<Address<'a>> {
        let ids = self.records.get(&SourceId::of(&format!("content/{path}")))?;
        let page = match fragment {
            Some(id) => ids.get(id)?,
            // Without an id: where the file's first record stands; the least, so that it does not depend on a hash.
            None => ids.values().min()?,
        };
        Some(Address::new(page, fragment))
    }

    /// The escaped address of `to` for the page `from`: relative, save on the page that a host shows at any address.
    pub fn relative(&self, from: &str, to: &str) -> String {
        match from {
            NOT_FOUND => format!("{}{}", self.base_path, url::encode(to)),
            ANYWHERE => format!("{ROOT_MARK}{}", url::encode(to)),
            _ => url::relative(from, to),
        }
    }

    /// The same with the fragment.
    pub fn href(&self, from: &str, to: &Address<'_>) -> String {
        match &to.fragment {
            Some(fragment) if to.path == from => format!("#{}", url::encode_fragment(fragment)),
            Some(fragment) => format!("{}#{}", self.relative(from, &to.path), url::encode_fragment(fragment)),
            None => self.relative(from, &to.path),
        }
    }

    /// The relative prefix of the root for the page `from`; on the page for missing addresses the absolute one.
    pub fn root(&self, from: &str) -> String {
        match from {
            NOT_FOUND => self.base_path.clone(),
            ANYWHERE => ROOT_MARK.to_string(),
            _ => url::root(from),
        }
    }

    /// The absolute address, if `base-url` is set.
    pub fn absolute(&self, address: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}{}", url::encode(address)))
    }
}

/// The page of a question.
pub fn question_page(id: &str) -> String {
    ["q/", id, ".html"].concat()
}

/// The id of the question whose page is at `address`.
pub(super) fn question_at(address: &str) -> Option<&str> {
    address.strip_prefix("q/")?.strip_suffix(".html")
}

/// A page of a facet value, from 1.
pub fn facet_page(facet: &str, value: &str, number: usize) -> String {
    let first = ["by/", facet, "/", value, ".html"].concat();
    if number == 1 { first } else { numbered(&first, number) }
}

/// A page of the full index, from 1.
pub fn index_page(number: usize) -> String {
    numbered(INDEX_ALL, number)
}

/// The page with this number (from 1) of the list that begins at `first`.
pub fn numbered(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{}-{number}.html", stem(first)) }
}

/// The print version of the page at `address`.
pub fn print_page(address: &str) -> String {
    format!("{}.print.html", stem(address))
}

/// The Markdown copy of the page at `address`.
pub fn markdown_copy(address: &str) -> String {
    format!("{}.md", stem(address))
}

/// A bank's questions as data. A bank may be called `index`, which the list of banks is called too.
pub fn bank_data(id: &str) -> String {
    if id.eq_ignore_ascii_case("index") { "api/index.bank.json".to_owned() } else { format!("api/{id}.json") }
}

/// A bank's questions in another format.
pub fn bank_download(id: &str, format: Format) -> String {
    format!("api/{id}.{}", format.ending())
}

/// The banks and facets as data.
pub const API_INDEX: &str = "api/index.json";

/// One of several site maps, from 1.
pub fn sitemap_part(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// A card image, named for what is drawn on it.
pub fn card_image(name: &str, fingerprint: &str) -> String {
    format!("assets/cards/{name}.{fingerprint}.png")
}

/// Whether there is a feed: it needs absolute addresses, and somebody who says when something was changed.
pub(super) fn has_feed(book: &Book) -> bool {
    let pages = book.pages.iter().map(|page| &page.review).chain(book.banks.iter().map(|bank| &bank.review));
    let questions = book.banks.iter().flat_map(|bank| &bank.questions).map(|question| &question.review);
    book.config.site.base_url.is_some() && pages.chain(questions).any(|review| brief::changed(review).is_some())
}

/// How many items the full index has: pages, banks, questions, and the facets' pages.
pub(super) fn indexed(book: &Book, catalogue: &Catalogue) -> usize {
    let values: usize = book.config.facets.iter().map(|facet| facet.values.len()).sum();
    book.pages.len() + book.banks.len() + catalogue.len() + values
}

/// Whether there are works or claims to show.
pub(super) fn shows_sources(book: &Book) -> bool {
    !book.sources.is_empty() || !book.claims.is_empty()
}

/// How many pages a list of so many items has; at least one.
pub fn pages_of(items: usize) -> usize {
    items.div_ceil(PER_PAGE).max(1)
}

/// Whether a bank has a print version.
pub fn prints_bank(bank: &Bank) -> bool {
    (1..=MOST_PRINTED.0).contains(&bank.questions.len())
}

/// Whether the page at `path` (from `content/`) is the landing page of a top-level section that has a print version.
pub fn prints_section(book: &Book, path: &str) -> bool {
    let Some(folder) = path.strip_suffix("index.md").filter(|folder| folder.matches('/').count() == 1) else { return false };
    // Pages stand in the order of their paths.
    let from = book.pages.partition_point(|page| page.path.as_str() < folder);
    let below = book.pages[from..].iter().take(MOST_PRINTED.1 + 1).take_while(|page| page.path.starts_with(folder)).count();
    (2..=MOST_PRINTED.1).contains(&below)
}

/// An asset that the theme refers to carries its fingerprint in its name, so that a browser may keep it for good; it stays
/// in its folder, because a style sheet names its images relative to itself.
fn asset_address(config: &Config, path: &str, fingerprint: &str) -> String {
    let named = config.html.additional_css.iter().chain(&config.html.additional_js).chain(&config.site.logo);
    if !named.into_iter().any(|name| name.value == path) {
        return path.to_owned();
    }
    match path.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{fingerprint}.{ending}"),
        None => format!("{path}.{fingerprint}"),
    }
}

/// `path` without the ending of its file name.
fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    path[name..].rfind('.').filter(|at| *at > 0).map_or(path, |at| &path[..name + at])
}

/// The path of an absolute URL, with a slash at both ends: `https://x.org/a/` → `/a/`.
fn path_of(url: &str) -> Option<&str> {
    let after = &url[url.find("://")? + 3..];
    after.find('/').map(|at| &after[at..])
}
