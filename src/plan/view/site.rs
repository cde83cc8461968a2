use std::collections::BTreeMap;

use serde::Serialize;

use super::LinkView;

/// What is the same on every page, save that addresses are relative to it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteView {
    /// `[book] title`.
    pub title: String,
    /// `[book] description`.
    pub description: String,
    /// `[book] authors`.
    pub authors: Vec<String>,
    /// The book's language tag.
    pub language: String,
    /// `[site] organisation`.
    pub organisation: Option<String>,
    /// `[site] contact`.
    pub contact: Option<String>,
    /// `[site] help`.
    pub help: Vec<LinkView>,
    /// Address of the logo, from the root (put `page.root` before it).
    pub logo: Option<String>,
    /// `[site] links.header`.
    pub header_links: Vec<LinkView>,
    /// `[site] links.footer`.
    pub footer_links: Vec<LinkView>,
    /// A short fingerprint of title and base address: keeps the device data of two books on one origin apart.
    pub key: String,
    /// Address of the site's icon, from the root.
    pub icon: String,
    /// Style sheets for every page, from the root, in their order.
    pub styles: Vec<String>,
    /// Scripts for every page, from the root, in their order.
    pub scripts: Vec<String>,
    /// Scripts and styles by block name: `{ planner: ["assets/planner.1a2b3c4d.js"] }`; a page loads those of its `features`.
    pub feature_scripts: BTreeMap<String, Vec<String>>,
    /// Where each tool stands, from the root, by its block's name: `{ planner: "tools/planner.html" }`; sheets for print do not count.
    pub tools: BTreeMap<String, String>,
    /// Whether the pages of these names exist: `glossary`, `sources`, `search`.
    pub has: Vec<&'static str>,
    /// `/` and Ctrl-K.
    pub shortcuts: bool,
    /// `[search] offline`.
    pub offline: bool,
    /// Whether `base-url` is set (the site map exists).
    pub absolute: bool,
    /// Address of the Atom feed, from the root, if there is one.
    pub feed: Option<String>,
}
