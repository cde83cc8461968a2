use crate::model::Source;

use super::escape;
use super::leaf::Leaf;
use super::view::CitationView;
use super::{Address, route};

impl Leaf<'_> {
    /// What the page cites, in the order of first mention.
    pub(super) fn citation_views(&mut self) -> Vec<CitationView> {
        let plan = self.plan;
        let mut views = Vec::new();
        // The wording of a claim may cite further works, which are numbered after those of the page.
        while let Some(id) = self.citations.get(views.len()).cloned() {
            let (html, confidence) = match (plan.catalogue.claim(&id), plan.catalogue.work(&id)) {
                (Some(at), _) => {
                    let claim = &plan.book.claims[at];
                    let words = self.inline(claim.wording.as_ref().unwrap_or(&claim.text));
                    (words, claim.confidence.map(|degree| degree.name()))
                }
                (None, Some(at)) => (work(&plan.book.sources[at]), None),
                (None, None) => (String::new(), None),
            };
            let url = self.href(&Address::new(route::SOURCES, Some(&id)));
            views.push(CitationView { number: views.len() + 1, id, html, url, confidence });
        }
        views
    }
}

/// A work in a line: who, what, when.
fn work(source: &Source) -> String {
    let mut html = String::new();
    if let Some(author) = &source.author {
        escape::push(&mut html, author);
        html.push_str(", ");
    }
    html.push_str("<cite>");
    escape::push(&mut html, &source.title);
    html.push_str("</cite>");
    if let Some(year) = &source.year {
        html.push_str(", ");
        escape::push(&mut html, year);
    }
    html
}
