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
pub fn markdown_copies(plan: &Plan, sources: &SourceMap) -> Vec<Artifact> {
    if !plan.book.config.html.markdown_copies {
        return Vec::new();
    }
    let standing = plan.book.pages.par_iter().enumerate().filter(|(number, _)| plan.stands(*number));
    standing.filter_map(|(_, page)| markdown::copy(plan, sources, page)).collect()
}

/// Every card image.
pub fn cards(plan: &Plan) -> Vec<Artifact> {
    let artist = Artist::new();
    plan.cards.par_iter().filter_map(|card| artist.draw(card)).collect()
}
