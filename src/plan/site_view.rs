use std::collections::BTreeMap;

use crate::config::NavLink;
use crate::diag::Fingerprint;
use crate::model::{Block, Book, Data, Kind};
use crate::theme::Theme;

use super::view::{LinkView, SiteView};
use super::{Routes, route, url, variable};

/// What is the same on every page.
pub(super) fn site_view(book: &Book, theme: &Theme, routes: &Routes) -> SiteView {
    let config = &book.config;
    let fill = |text: &str| variable::fill(text, &config.vars);
    let links = |links: &[NavLink]| links.iter().map(|link| LinkView { title: fill(&link.label), url: link.url.value.clone() }).collect();
    let asset = |path: &str| routes.page(path).map(url::encode);
    let also = |paths: &[crate::diag::Spanned<String>]| paths.iter().filter_map(|path| asset(path)).collect::<Vec<_>>();
    let mut has = vec!["search"];
    has.extend((!book.glossary.is_empty()).then_some("glossary"));
    has.extend(route::shows_sources(book).then_some("sources"));
    let base = config.site.base_url.as_ref().map_or("", |url| url.value.as_str());
    SiteView {
        title: config.book.title.value.clone(),
        description: config.book.description.as_deref().map_or_else(String::new, fill),
        authors: config.book.authors.clone(),
        language: config.book.language.clone(),
        organisation: config.site.organisation.clone(),
        contact: config.site.contact.as_ref().map(|contact| contact.value.clone()),
        help: links(&config.site.help),
        logo: config.site.logo.as_ref().and_then(|path| asset(path)),
        header_links: links(&config.site.header_links),
        footer_links: links(&config.site.footer_links),
        key: Fingerprint::of_all([config.book.title.as_bytes(), base.as_bytes()]).short(),
        icon: theme.icon.clone(),
        styles: theme.styles.iter().cloned().chain(also(&config.html.additional_css)).collect(),
        scripts: theme.scripts.iter().cloned().chain(also(&config.html.additional_js)).collect(),
        feature_scripts: theme.features.iter().map(|(name, files)| (name.clone(), files.clone())).collect::<BTreeMap<_, _>>(),
        tools: tools(book, routes),
        has,
        shortcuts: config.search.shortcuts,
        offline: config.search.offline,
        feed: route::has_feed(book).then(|| route::FEED.to_owned()),
        absolute: config.site.base_url.is_some(),
    }
}

/// The first page of each tool.
fn tools(book: &Book, routes: &Routes) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for page in book.pages.iter().filter(|page| matches!(page.kind, Kind::Tool)) {
        let Some(address) = routes.page(&page.path) else { continue };
        for block in &page.body.blocks {
            let Block::Custom { name, data, .. } = &block.value else { continue };
            let sheet = matches!(data, Data::Map(keys) if keys.get("sheet") == Some(&Data::Flag(true)));
            if !sheet {
                found.entry(name.clone()).or_insert_with(|| url::encode(address));
            }
        }
    }
    found
}
