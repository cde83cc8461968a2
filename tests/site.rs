//! What a book becomes: addresses, pages, links, files for machines. Books are built in memory.

#[path = "site/addresses.rs"]
mod addresses;
#[path = "site/crawl.rs"]
mod crawl;
#[path = "site/feeds.rs"]
mod feeds;
#[path = "site/links.rs"]
mod links;
#[path = "site/lists.rs"]
mod lists;
#[path = "site/messages.rs"]
mod messages;
#[path = "site/pages.rs"]
mod pages;
#[path = "site/safety.rs"]
mod safety;
#[path = "site/support.rs"]
mod support;
#[path = "site/templates.rs"]
mod templates;
