use rayon::prelude::*;

use crate::diag::SourceMap;
use crate::plan::{Plan, route};
use crate::site::Artifact;

use super::card::Artist;
use super::{api, atom, headers, llms, markdown, sitemap};

/// Every file for machines, save card images and Markdown copies. Where an author has a file of that name, theirs stands.
pub fn feeds(plan: &Plan) -> Vec<Artifact> {
    let mut files = Vec::new();
    if plan.site.absolute {
        files.extend(sitemap::sitemap(plan));
    }
    files.extend(atom::feed(plan));
    files.push((route::ROBOTS.to_owned(), sitemap::robots(plan)));
    files.push((route::LLMS.to_owned(), llms::llms(plan)));
    files.extend(api::api(plan));
    files.push(("_headers".to_owned(), headers::headers()));
    files.push((".nojekyll".to_owned(), String::new()));
    files.retain(|(path, _)| plan.routes.page(path).is_none());
    files.into_iter().map(|(path, text)| Artifact::new(path, text.into_bytes())).collect()
}

/// A Markdown copy of every page, with links that work between the copies; none if the book does not want them.
pub fn markdown_copies<'p>(plan: &'p Plan, sources: &'p SourceMap) -> impl ParallelIterator<Item = Artifact> + 'p {
    let wanted = plan.book.config.html.markdown_copies;
    let standing = plan.book.pages.par_iter().enumerate().filter(move |(number, _)| wanted && plan.stands(*number));
    standing.filter_map(|(_, page)| markdown::copy(plan, sources, page))
}

/// The Markdown copy at this address.
pub fn markdown_copy(plan: &Plan, sources: &SourceMap, address: &str) -> Option<Artifact> {
    let wanted = plan.book.config.html.markdown_copies;
    let copies = plan.book.pages.iter().enumerate().filter(|(number, page)| {
        wanted && plan.routes.page(&page.path).is_some_and(|page| route::markdown_copy(page) == address) && plan.stands(*number)
    });
    copies.filter_map(|(_, page)| markdown::copy(plan, sources, page)).next()
}

/// Whether a file at this address could be one of [`feeds`] or of [`downloads`](super::downloads): asking for one makes them all.
pub fn may_be_feed(address: &str) -> bool {
    !address.contains('/') || address.starts_with("api/")
}

/// Every card image.
pub fn cards(plan: &Plan) -> Vec<Artifact> {
    let artist = Artist::new();
    plan.cards.par_iter().filter_map(|card| artist.draw(card)).collect()
}
