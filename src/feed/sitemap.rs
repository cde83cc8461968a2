use crate::plan::{Job, Plan, route};

use super::xml::Xml;

/// How many addresses one file may name.
const MOST: usize = 50_000;
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// Every page that readers are led to, with the day of its last change where its author gave one. A book with more pages than
/// one file may name gets several, and the first one names them.
pub(super) fn sitemap(plan: &Plan) -> Vec<(String, String)> {
    let pages: Vec<&Job> = plan.jobs.iter().filter(|job| job.is_listed()).collect();
    if pages.len() <= MOST {
        return vec![(route::SITEMAP.to_owned(), part(plan, &pages))];
    }
    let mut files: Vec<_> = pages.chunks(MOST).enumerate().map(|(at, chunk)| (route::sitemap_part(at + 1), part(plan, chunk))).collect();
    let index = Xml::document("sitemapindex", &[NAMESPACE], |xml| {
        for (path, _) in &files {
            let address = plan.routes.absolute(path).unwrap_or_default();
            xml.element("sitemap", &[], |xml| xml.text("loc", &address));
        }
    });
    files.insert(0, (route::SITEMAP.to_owned(), index));
    files
}

fn part(plan: &Plan, pages: &[&Job]) -> String {
    Xml::document("urlset", &[NAMESPACE], |xml| {
        for job in pages {
            let address = plan.routes.absolute(&job.address).unwrap_or_default();
            xml.element("url", &[], |xml| {
                xml.text("loc", &address);
                if let Some(day) = plan.brief(job).and_then(|brief| brief.changed) {
                    xml.text("lastmod", &day.to_string());
                }
            });
        }
    })
}

/// Everything may be read; where the site map is.
pub(super) fn robots(plan: &Plan) -> String {
    let map = plan.routes.absolute(route::SITEMAP).map(|address| format!("\nSitemap: {address}\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{map}")
}
