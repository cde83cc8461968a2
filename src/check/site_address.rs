use rustc_hash::FxHashMap;

use crate::diag::nearest;
use crate::model::Book;

/// The addresses that a link with a leading slash may name, each with the file (by path from `content/`) that it is made
/// from, if it is one. `plan` gives addresses out; here they are only recognised, because rules come before it.
pub(super) struct SiteAddresses<'b> {
    files: FxHashMap<String, Option<&'b str>>,
}

/// Pages that every site has.
const GENERATED: [&str; 6] = ["index.html", "search.html", "index-all.html", "glossary.html", "sources.html", "404.html"];

impl<'b> SiteAddresses<'b> {
    pub(super) fn new(book: &'b Book) -> SiteAddresses<'b> {
        let mut files: FxHashMap<String, Option<&'b str>> = GENERATED.iter().map(|page| ((*page).to_owned(), None)).collect();
        for facet in &book.config.facets {
            files.extend(facet.values.iter().map(|value| (format!("by/{}/{}.html", *facet.id, *value.id), None)));
        }
        for bank in &book.banks {
            files.extend(bank.questions.iter().map(|question| (format!("q/{}.html", *question.id), None)));
            files.insert(html(&bank.path), None);
        }
        files.extend(book.pages.iter().map(|page| (html(&page.path), Some(page.path.as_str()))));
        files.extend(book.assets.iter().map(|asset| (asset.path.clone(), None)));
        SiteAddresses { files }
    }

    /// The file behind an address (without the leading slash); `None` if there is no such address.
    pub(super) fn find(&self, address: &str) -> Option<Option<&'b str>> {
        match address {
            "" => self.files.get("index.html").copied(),
            address if address.ends_with('/') => self.files.get(&format!("{address}index.html")).copied(),
            address => self.files.get(address).copied(),
        }
    }

    pub(super) fn nearest(&self, address: &str) -> Option<&str> {
        nearest(address, self.files.keys().map(String::as_str))
    }
}

fn html(path: &str) -> String {
    format!("{}.html", path.rsplit_once('.').map_or(path, |(stem, _)| stem))
}
