use jiff::civil::Date;

use crate::plan::{Brief, Job, Plan, route};

use super::xml::Xml;

/// How many entries a reader gets.
const MOST: usize = 60;

/// What was changed or reviewed last, by the days that authors gave, never by the times of files; none if the site has no
/// absolute address, or nobody gave a day.
pub(super) fn feed(plan: &Plan) -> Option<(String, String)> {
    plan.site.feed.as_ref()?;
    let home = plan.routes.absolute(route::HOME)?;
    let own = plan.routes.absolute(route::FEED)?;
    let mut changes: Vec<(Date, &Job, Brief)> = plan
        .jobs
        .iter()
        .filter(|job| job.is_listed())
        .filter_map(|job| plan.brief(job).and_then(|brief| Some((brief.changed?, job, brief))))
        .collect();
    changes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.address.cmp(&b.1.address)));
    changes.truncate(MOST);
    let last = changes.first()?.0;
    let text = Xml::document("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &plan.site.language)], |xml| {
        xml.text("id", &home);
        xml.text("title", &plan.site.title);
        if !plan.site.description.is_empty() {
            xml.text("subtitle", &plan.site.description);
        }
        xml.text("updated", &midnight(last));
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &home)]);
        xml.element("author", &[], |xml| xml.text("name", author(plan)));
        for (day, job, brief) in &changes {
            entry(xml, plan, *day, job, brief);
        }
    });
    Some((route::FEED.to_owned(), text))
}

/// An entry is known by its page's address, which stays when the page is changed.
fn entry(xml: &mut Xml, plan: &Plan, day: Date, job: &Job, brief: &Brief) {
    let address = plan.routes.absolute(&job.address).unwrap_or_default();
    xml.element("entry", &[], |xml| {
        xml.text("id", &address);
        xml.text("title", &brief.title);
        xml.text("updated", &midnight(day));
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &address)]);
        if !brief.summary.is_empty() {
            xml.text("summary", &brief.summary);
        }
    });
}

fn author(plan: &Plan) -> &str {
    let first = plan.site.authors.first();
    plan.site.organisation.as_ref().or(first).unwrap_or(&plan.site.title)
}

/// Authors give days; a feed wants an instant.
fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
