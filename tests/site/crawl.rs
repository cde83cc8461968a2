use std::collections::{BTreeMap, BTreeSet};

use prepbook::site::Site;

use crate::support::pages;

/// The links of a site that lead nowhere, as `page -> address`: files that are not there, and anchors that their page lacks.
/// Links that begin with `base` are those of the page for missing addresses.
pub(crate) fn dead_links(site: &Site, base: &str) -> Vec<String> {
    let pages = pages(site);
    let anchors: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(path, html)| (path.as_str(), values(html, " id=\""))).collect();
    let mut dead = Vec::new();
    for (page, html) in &pages {
        for link in links(html) {
            let Some((path, fragment)) = resolve(page, &link, base) else { continue };
            let there = site.get(&path).is_some();
            let anchored = fragment
                .is_none_or(|fragment| fragment.is_empty() || anchors.get(path.as_str()).is_some_and(|ids| ids.contains(&fragment)));
            if !there || !anchored {
                dead.push(format!("{page} -> {link}"));
            }
        }
    }
    dead
}

/// The pages that nobody reaches from the first one by links alone.
pub(crate) fn unreached(site: &Site, base: &str) -> Vec<String> {
    let pages = pages(site);
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(page) = open.pop() {
        let Some(html) = pages.get(&page) else { continue };
        for link in values(html, " href=\"") {
            if let Some((path, _)) = resolve(&page, &link, base)
                && reached.insert(path.clone())
            {
                open.push(path);
            }
        }
    }
    pages.into_keys().filter(|page| !reached.contains(page)).collect()
}

pub(crate) fn links(html: &str) -> BTreeSet<String> {
    let mut links = values(html, " href=\"");
    links.extend(values(html, " src=\""));
    links
}

fn values(html: &str, start: &str) -> BTreeSet<String> {
    let parts = html.split(start).skip(1);
    parts.filter_map(|part| part.split('"').next()).map(unescape).collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// The file and the anchor that a link on `page` leads to; none if it leaves the site.
fn resolve(page: &str, link: &str, base: &str) -> Option<(String, Option<String>)> {
    let (address, fragment) = match link.split_once('#') {
        // `letter=nudge`: what a tool or the search is to begin with, not a place.
        Some((address, fragment)) if fragment.contains('=') => (address, None),
        Some((address, fragment)) => (address, Some(decode(fragment))),
        None => (link, None),
    };
    if address.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    if address.is_empty() {
        return Some((page.to_owned(), fragment));
    }
    if let Some(path) = address.strip_prefix(base) {
        return Some((decode(path), fragment));
    }
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    let mut path: Vec<String> = folders.into_iter().map(str::to_owned).collect();
    for name in address.split('/') {
        match name {
            ".." => {
                path.pop();
            }
            name => path.push(decode(name)),
        }
    }
    Some((path.join("/"), fragment))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
