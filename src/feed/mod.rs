//! Takes: a plan and the sources it came from. Gives: artifacts for machines: site map, feed, data, Markdown copies, card images.
//! May use: diag, parse, config, load, model, exchange, check, theme, plan, site, render, search.

mod api;
mod atom;
mod card;
mod download;
mod feeds;
mod headers;
mod llms;
mod markdown;
mod sitemap;
mod xml;

pub use card::Artist;
pub use download::{absolute, downloads, leads};
pub use feeds::{cards, feeds, markdown_copies, markdown_copy, may_be_feed};
