use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Place, Report, Source, Span};
use crate::load::Disk;
use crate::model::lower::{self, Grammar, Lowered};
use crate::model::{slug, valid_id};
use crate::parse::{Node, Text, Value as Parsed, parse_toml};

use super::chapter::translate;
use super::include::expand;
use super::link::{Lead, is_elsewhere, join, relative, relinked};
use super::summary::{Entry, entries};

/// Addresses that mdBook makes itself, or that we keep: nobody is sent on from them.
const NOT_OURS: &[&str] = &["index.html", "404.html", "print.html", "toc.html", "search.html"];

/// An mdBook as guides of ours.
#[derive(Debug, Default)]
pub struct Guides {
    /// What the book is called.
    pub title: String,
    /// Every file by its path from the folder that they are imported into.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many of them are chapters.
    pub chapters: usize,
    /// What is wrong with it, and what could not be carried.
    pub report: Report,
}

/// What a book has already.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Ids of guides.
    pub ids: BTreeSet<String>,
    /// Addresses of pages.
    pub addresses: BTreeSet<String>,
}

/// Reads the mdBook on `disk` for a book with this `config`. What mdBook does with a chapter is done here too: files are included,
/// hidden lines of Rust code go. Links lead to our files; those that lead nowhere are left as words, and the report says so.
/// Readers of a former address are sent on, if no page of the book is there.
pub fn read(disk: &dyn Disk, config: &Config, taken: Taken) -> Guides {
    let mut guides = Guides::default();
    let settings = Settings::read(disk, &mut guides.report);
    guides.title = settings.title.clone().unwrap_or_else(|| "Imported book".to_owned());
    let summary = settings.path("SUMMARY.md");
    let Some(text) = text_of(disk, &summary) else {
        let problem = Diagnostic::new(Code::Unreadable, Place::File(summary), "this is not an mdBook: it has no `SUMMARY.md`");
        guides.report.add(problem.help("name the folder that its `book.toml` lies in"));
        return guides;
    };
    let report = std::mem::take(&mut guides.report);
    let mut book = Book { disk, config, settings, taken, chapters: Vec::new(), files: BTreeMap::new(), report };
    book.collect(entries(&text));
    book.link_all();
    guides.chapters = book.chapters.len();
    book.finish(&mut guides);
    guides
}

/// What its `book.toml` says, as far as it matters here.
#[derive(Default)]
struct Settings {
    title: Option<String>,
    description: Option<String>,
    /// The folder of the chapters.
    src: String,
    /// Where mdBook writes its site.
    build_dir: String,
    /// Former addresses and where they lead.
    redirects: Vec<(String, String)>,
}

impl Settings {
    fn read(disk: &dyn Disk, report: &mut Report) -> Settings {
        let mut settings = Settings { src: "src".to_owned(), build_dir: "book".to_owned(), ..Settings::default() };
        let Some(text) = text_of(disk, "book.toml") else { return settings };
        let source = Source::new("book.toml", text.as_str());
        let root = parse_toml(&Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len())), &mut Report::default());
        let word = |path: &[&str]| at(&root, path).and_then(Node::text).map(|text| text.to_string());
        settings.title = word(&["book", "title"]);
        settings.description = word(&["book", "description"]);
        if let Some(src) = word(&["book", "src"]) {
            settings.src = join("", &src).unwrap_or_default();
        }
        if let Some(folder) = word(&["build", "build-dir"]) {
            settings.build_dir = join("", &folder).unwrap_or_default();
        }
        if let Some(Node { value: Parsed::Mapping(redirects), .. }) = at(&root, &["output", "html", "redirect"]) {
            let pair = |entry: &crate::parse::Entry| Some((entry.key.clone(), entry.node.text()?.to_string()));
            settings.redirects = redirects.iter().filter_map(pair).collect();
        }
        if at(&root, &["preprocessor"]).is_some() {
            lost(report, "book.toml", "its preprocessors, which are programs of their own");
        }
        settings
    }

    /// A path from the folder of the chapters, as seen from the book's: they may be the same one.
    fn path(&self, path: &str) -> String {
        if self.src.is_empty() { path.to_owned() } else { format!("{}/{path}", self.src) }
    }

    /// Whether a file below the folder of the chapters is none of theirs: where that folder is the book's own, its settings and
    /// its site lie there too.
    fn is_no_part(&self, path: &str) -> bool {
        let built = path.strip_prefix(&self.build_dir).is_some_and(|rest| !self.build_dir.is_empty() && rest.starts_with('/'));
        self.src.is_empty() && (path == "book.toml" || built)
    }
}

fn at<'n>(root: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, key| node.get(key).map(|entry| &entry.node))
}

fn text_of(disk: &dyn Disk, path: &str) -> Option<String> {
    String::from_utf8(disk.read(path).ok()?).ok()
}

fn lost(report: &mut Report, path: &str, what: impl std::fmt::Display) {
    report.add(Diagnostic::new(Code::NotCarried, Place::File(path.to_owned()), format!("not carried: {what}")));
}

/// A chapter under way.
struct Chapter {
    title: String,
    part: Option<String>,
    id: String,
    /// From `src/`, as it was.
    from: String,
    /// From the new folder.
    to: String,
    aliases: Vec<String>,
    body: String,
    anchors: BTreeSet<String>,
}

struct Book<'d> {
    disk: &'d dyn Disk,
    config: &'d Config,
    settings: Settings,
    taken: Taken,
    chapters: Vec<Chapter>,
    /// Everything else below `src/`, by its path from there.
    files: BTreeMap<String, Vec<u8>>,
    report: Report,
}

impl Book<'_> {
    fn collect(&mut self, entries: Vec<Entry>) {
        let mut seen = BTreeSet::new();
        for entry in entries {
            let Some(path) = entry.path.as_deref().and_then(|path| join("", &decoded(path))) else {
                let why = match &entry.path {
                    Some(path) => format!("whose file `{path}` lies outside of the folder of the summary"),
                    None => "which is not written yet".to_owned(),
                };
                let summary = self.settings.path("SUMMARY.md");
                lost(&mut self.report, &summary, format_args!("the chapter `{}`, {why}", entry.title));
                continue;
            };
            if seen.insert(path.clone()) {
                self.add(&path, entry);
            }
        }
        let prefix = self.settings.path("");
        for file in self.disk.list(&self.settings.src, &mut Report::default()) {
            let Some(path) = file.path.strip_prefix(&prefix).filter(|path| !self.settings.is_no_part(path)) else { continue };
            if path.ends_with(".md") {
                if path != "SUMMARY.md" && !seen.contains(path) {
                    lost(&mut self.report, &file.path, "the summary does not name it");
                }
            } else if let Ok(bytes) = self.disk.read(&file.path) {
                self.files.insert(path.to_owned(), bytes);
            }
        }
    }

    fn add(&mut self, path: &str, entry: Entry) {
        let whole = join(&self.settings.src, path).unwrap_or_default();
        let Some(text) = text_of(self.disk, &whole) else {
            let why =
                if self.disk.find(&whole).is_some() { "it cannot be read as text" } else { "the summary names it, and it is not there" };
            lost(&mut self.report, &whole, why);
            return;
        };
        let folder = whole.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (mut gone, report) = (Vec::new(), &mut self.report);
        let expanded = expand(text.trim_start_matches('\u{feff}'), folder, self.disk, &mut |what| gone.push(what));
        let body = translate(&expanded, &mut |what| gone.push(what));
        gone.iter().for_each(|what| lost(report, &whole, what));
        let to = renamed(path);
        let id = unique_id(&to, &mut self.taken.ids);
        let aliases = Some(html(&to)).filter(|old| self.is_free(old)).into_iter().collect();
        self.chapters.push(Chapter {
            title: entry.title,
            part: entry.part,
            id,
            from: path.to_owned(),
            to,
            aliases,
            body,
            anchors: BTreeSet::new(),
        });
    }

    /// Whether readers can be sent on from an address.
    fn is_free(&mut self, address: &str) -> bool {
        let top = address.split('/').next().unwrap_or(address);
        let kept = NOT_OURS.contains(&address) || address != top && ["q", "by", "api", "assets"].contains(&top);
        !kept && self.taken.addresses.insert(address.to_owned())
    }

    /// Gives every link its new address, once every chapter and its headings are known.
    fn link_all(&mut self) {
        for at in 0..self.chapters.len() {
            let source = Source::new(format!("content/{}", self.chapters[at].to), self.chapters[at].body.as_str());
            if let Lowered::Page(page) = lower::lower(&source, Grammar::new(self.config, &[]), &mut Report::default()) {
                self.chapters[at].anchors = page.headings.iter().map(|heading| heading.id.clone()).collect();
            }
        }
        for at in 0..self.chapters.len() {
            let (body, gone) = self.linked(at);
            let from = join(&self.settings.src, &self.chapters[at].from).unwrap_or_default();
            gone.iter().for_each(|what| lost(&mut self.report, &from, what));
            self.chapters[at].body = body;
        }
        for (old, to) in std::mem::take(&mut self.settings.redirects) {
            let old = old.trim_start_matches('/').to_owned();
            let folder = if to.starts_with('/') { "" } else { old.rsplit_once('/').map_or("", |(folder, _)| folder) };
            let path = join(folder, to.split('#').next().unwrap_or_default());
            let chapter = self.chapters.iter().position(|chapter| Some(html(&chapter.to)) == path);
            match chapter.filter(|_| self.is_free(&old)) {
                Some(at) => self.chapters[at].aliases.push(old),
                None => lost(
                    &mut self.report,
                    "book.toml",
                    format_args!("the redirect from `{old}` to `{to}`, which is no chapter or has an address that is taken"),
                ),
            }
        }
    }

    fn linked(&self, at: usize) -> (String, Vec<String>) {
        let chapter = &self.chapters[at];
        let folder = chapter.to.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut gone = Vec::new();
        let body = relinked(&chapter.body, |address| {
            if is_elsewhere(address) {
                return Lead::Stays;
            }
            let Some((to, fragment)) = self.target(chapter, address) else {
                gone.push(format!("the link `{address}`, which leads nowhere"));
                return Lead::Nowhere;
            };
            let known = fragment.filter(|fragment| self.has_anchor(&to, fragment));
            if let Some(fragment) = fragment.filter(|_| known.is_none()) {
                gone.push(format!("the place `#{fragment}` of the link `{address}`"));
            }
            let mut new = if to == chapter.to { String::new() } else { relative(folder, &to).replace(' ', "%20") };
            match known {
                Some(fragment) => new.extend(["#", fragment]),
                None if new.is_empty() => new = chapter.to.rsplit('/').next().unwrap_or_default().to_owned(),
                None => {}
            }
            Lead::To(new)
        });
        (body, gone)
    }

    /// The file that an address in a chapter means, and the place in it.
    fn target<'a>(&self, chapter: &Chapter, address: &'a str) -> Option<(String, Option<&'a str>)> {
        let (path, fragment) = address.split_once('#').map_or((address, None), |(path, fragment)| (path, Some(fragment)));
        let path = decoded(path.split('?').next().unwrap_or_default());
        if path.is_empty() {
            return Some((chapter.to.clone(), fragment));
        }
        let folder = chapter.from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if path.starts_with('/') { "" } else { folder };
        let whole = join(folder, &path)?;
        let stem = whole.strip_suffix(".html").unwrap_or(&whole);
        let tries = [whole.clone(), format!("{stem}.md"), join(&whole, "index.md")?, join(&whole, "README.md")?];
        let chapter = self.chapters.iter().find(|other| tries.iter().any(|path| *path == other.from || *path == other.to));
        match chapter {
            Some(chapter) => Some((chapter.to.clone(), fragment)),
            None => self.files.contains_key(&whole).then_some((whole, None)),
        }
    }

    fn has_anchor(&self, path: &str, fragment: &str) -> bool {
        self.chapters.iter().any(|chapter| chapter.to == path && chapter.anchors.contains(fragment))
    }

    fn finish(self, guides: &mut Guides) {
        let mut order = 0;
        for chapter in self.chapters {
            order += 1;
            let front = front_matter(&chapter, order);
            guides.files.insert(chapter.to, format!("{front}{}\n", chapter.body.trim_end()).into_bytes());
        }
        if !guides.files.contains_key("index.md") {
            let title = Value::from(guides.title.clone());
            let text = self.settings.description.unwrap_or_else(|| guides.title.clone());
            let front = yaml([("title", title), ("summary", Value::from(text.clone()))]);
            guides.files.insert("index.md".to_owned(), format!("{front}{text}\n").into_bytes());
        }
        for (path, bytes) in self.files {
            guides.files.entry(path).or_insert(bytes);
        }
        guides.report = self.report;
    }
}

fn front_matter(chapter: &Chapter, order: u64) -> String {
    let mut entries = vec![("title", Value::from(chapter.title.clone())), ("order", Value::from(order))];
    if chapter.id != default_id(&chapter.to) {
        entries.push(("id", Value::from(chapter.id.clone())));
    }
    if let Some(part) = &chapter.part {
        entries.push(("tags", Value::from(vec![part.clone()])));
    }
    if !chapter.aliases.is_empty() {
        entries.push(("aliases", Value::from(chapter.aliases.clone())));
    }
    yaml(entries)
}

fn yaml(entries: impl IntoIterator<Item = (&'static str, Value)>) -> String {
    let mapping: Mapping = entries.into_iter().map(|(key, value)| (Value::from(key), value)).collect();
    // A mapping of texts and numbers always serialises.
    format!("---\n{}---\n", serde_yaml::to_string(&mapping).unwrap_or_default())
}

/// mdBook shows `README.md` as the index of its folder.
fn renamed(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    if name.eq_ignore_ascii_case("readme.md") { join(folder, "index.md").unwrap_or_default() } else { path.to_owned() }
}

fn html(path: &str) -> String {
    format!("{}.html", path.strip_suffix(".md").unwrap_or(path))
}

/// The id that a page has if its front matter says nothing.
fn default_id(path: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if name == "index" { folder.rsplit('/').next().unwrap_or_default().to_owned() } else { name.to_owned() }
}

fn unique_id(path: &str, ids: &mut BTreeSet<String>) -> String {
    let plain = default_id(path);
    let whole = slug(path.strip_suffix(".md").unwrap_or(path));
    let numbered = (2..).map(|number| format!("{}-{number}", whole.chars().take(50).collect::<String>()));
    let tries = [plain, whole.clone()].into_iter().chain(numbered);
    let free = tries.into_iter().find(|id| valid_id(id) && !ids.contains(id)).unwrap_or_default();
    ids.insert(free.clone());
    free
}

fn decoded(path: &str) -> String {
    path.replace("%20", " ")
}
