use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::model::{Book, Link, Names, Prose, Target};

use super::file_name::{nearest_file, relative};
use super::run::Input;
use super::site_address::{SiteAnchors, address_meant};

/// Links and images that lead nowhere, and anchors that their file does not have.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    let mut links = Links { input, site: None, report };
    for page in &book.pages {
        page.related.iter().for_each(|link| links.check(link, Some(&page.path)));
        page.prose().for_each(|prose| links.check_prose(prose, Some(&page.path)));
    }
    for bank in &book.banks {
        bank.prose().for_each(|prose| links.check_prose(prose, Some(&bank.path)));
    }
    record_prose(book).for_each(|prose| links.check_prose(prose, None));
}

fn record_prose(book: &Book) -> impl Iterator<Item = &Prose> {
    let works = book.sources.iter().filter_map(|source| source.note.as_ref());
    let claims = book.claims.iter().flat_map(|claim| [&claim.text].into_iter().chain(&claim.wording));
    works.chain(claims).chain(book.glossary.iter().map(|term| &term.meaning))
}

struct Links<'i, 'r> {
    input: &'i Input<'i>,
    /// Made when the first link to a place by address is met: few books have one.
    site: Option<SiteAnchors<'i>>,
    report: &'r mut Report,
}

impl Links<'_, '_> {
    fn check_prose(&mut self, prose: &Prose, path: Option<&str>) {
        for nested in prose.nested() {
            nested.links().for_each(|link| self.check(link, path));
            nested.blocks.iter().flat_map(|block| block.links()).for_each(|link| self.check(link, path));
        }
    }

    /// `path`: the file that the link stands in, if it is a page or a bank.
    fn check(&mut self, link: &Link, path: Option<&str>) {
        match &link.target {
            Target::External(_) | Target::Refused => {}
            Target::Fragment(fragment) if fragment.is_empty() => self.report.add(
                Diagnostic::new(Code::DeadLink, link.span, "this link leads nowhere").help("write an address between the parentheses"),
            ),
            Target::Fragment(fragment) => self.check_fragment(link, path, fragment),
            Target::File { path: wanted, fragment } => self.check_file(link, path, wanted, fragment.as_deref()),
            Target::Site { path: wanted, fragment } => self.check_site(link, wanted, fragment.as_deref()),
        }
    }

    fn check_fragment(&mut self, link: &Link, path: Option<&str>, fragment: &str) {
        let anchors = path.and_then(|path| self.input.anchors.of(path));
        match anchors {
            Some(anchors) if anchors.contains(fragment) => {}
            Some(anchors) => self.report.add(dead_anchor(self.input.book, link, "this file", fragment, anchors)),
            None => self.report.add(
                Diagnostic::new(
                    Code::DeadAnchor,
                    link.span,
                    format!("`#{fragment}` names a place on this page, but records share their pages"),
                )
                .help(format!("name the file too: `records.yaml#{fragment}`")),
            ),
        }
    }

    fn check_file(&mut self, link: &Link, from: Option<&str>, wanted: &str, fragment: Option<&str>) {
        let Some(anchors) = self.input.anchors.of(wanted) else { return self.dead_link(link, from, wanted) };
        if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty() && !anchors.contains(*fragment)) {
            self.report.add(dead_anchor(self.input.book, link, &format!("`{wanted}`"), fragment, anchors));
        }
    }

    fn check_site(&mut self, link: &Link, wanted: &str, fragment: Option<&str>) {
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else { return };
        let input = self.input;
        let site = self.site.get_or_insert_with(|| SiteAnchors::new(input.book, input.anchors));
        if let Some(anchors) = site.of(wanted).filter(|anchors| !anchors.contains(fragment)) {
            let problem = dead_anchor(input.book, link, &format!("`/{wanted}`"), fragment, anchors);
            self.report.add(problem);
        }
    }

    fn dead_link(&mut self, link: &Link, from: Option<&str>, wanted: &str) {
        let book = self.input.book;
        let problem = Diagnostic::new(Code::DeadLink, link.span, format!("the book has no `{wanted}`")).label("leads nowhere");
        if book.hidden.pages.contains(wanted) {
            self.report.add(problem.help("remove `draft: true` there, or leave the link out until it is published"));
            return;
        }
        let written = |path: &str| from.map_or(path.to_owned(), |from| relative(from, path));
        let meant = outside(&written(wanted))
            .or_else(|| address_meant(book, wanted, written))
            .or_else(|| nearest_file(wanted, self.input.anchors.paths()).map(written));
        self.report
            .add(problem.did_you_mean(meant.as_deref(), "name a file under `content/` by its path from this one, or remove the link"));
    }
}

/// The whole of an address out of the site that was written without its scheme.
fn outside(written: &str) -> Option<String> {
    let address = written.trim_end_matches("/index.md");
    let host = address.split('/').next().unwrap_or_default();
    if address.contains('@') && host == address {
        return Some(format!("mailto:{address}"));
    }
    let is_host = host.starts_with("www.") || [".edu", ".com"].iter().any(|ending| host.ends_with(ending));
    is_host.then(|| format!("https://{address}"))
}

fn dead_anchor(book: &Book, link: &Link, file: &str, fragment: &str, anchors: &Names<'_>) -> Diagnostic {
    let problem = Diagnostic::new(Code::DeadAnchor, link.span, format!("{file} has no `#{fragment}`")).label("no such place");
    let hidden = book.hidden.questions.get(fragment);
    let otherwise = match hidden {
        Some(status) => format!("the question is there with `status: {}`: publish it, or leave the link out", status.name()),
        None if anchors.is_empty() => "leave out what stands after the `#`: the file has no anchors".to_owned(),
        None => format!("use one of {}", some(anchors)),
    };
    let suggestion = nearest(fragment, anchors.iter().map(|anchor| &**anchor)).filter(|_| hidden.is_none());
    problem.did_you_mean(suggestion.map(|anchor| format!("#{anchor}")).as_deref(), otherwise)
}

/// The first few anchors of a file, for a help that fits a line or two.
fn some(anchors: &Names<'_>) -> String {
    let mut list: Vec<String> = anchors.iter().take(6).map(|anchor| format!("`#{anchor}`")).collect();
    if anchors.len() > list.len() {
        list.push("…".to_owned());
    }
    list.join(", ")
}
