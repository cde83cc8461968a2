use std::path::Path;

use crate::cache::Cache;
use crate::config::Facet;
use crate::diag::nearest;
use crate::model::{FacetTag, Query};
use crate::pipeline::{self, Settings};

use super::book;
use super::console::{Console, Exit};
use super::item::{Item, show};

/// Lists the questions that fit `filter`, or without one every page and question of the book.
pub(super) fn run(dir: Option<&Path>, filter: Option<&str>, json: bool, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let settings = Settings::default();
    let mut cache = Cache::forgetful();
    let understood = pipeline::understand(pipeline::prepare(&folder, &settings, &mut cache), &cache);
    let (book, routes) = (&understood.book, pipeline::routes(&understood));
    let query = match filter.map(|filter| parse(filter, &book.config.facets)).transpose() {
        Ok(query) => query,
        Err((message, help)) => return console.fail(message, help),
    };
    let facets = &book.config.facets;
    let mut items = Vec::new();
    if query.is_none() {
        items.extend(book.pages.iter().filter_map(|page| Item::page(page, &routes)));
    }
    let (mut exact, mut any) = (Vec::new(), Vec::new());
    for bank in &book.banks {
        for question in &bank.questions {
            let place = match &query {
                Some(query) if !query.fits(question, facets) => continue,
                Some(query) if !query.exact(question) => &mut any,
                _ => &mut exact,
            };
            place.push(Item::question(question, bank, book));
        }
    }
    items.append(&mut exact);
    items.append(&mut any);
    let printed = console.print(show(&items, json));
    let mut report = understood.report;
    report.sort(&understood.sources);
    console.report(&report, &understood.sources);
    if printed == Exit::Fine && report.has_errors() { Exit::Content } else { printed }
}

/// `topic=path,work stage=middle`: OR within a facet, AND across. Fails with a message and a help.
pub(super) fn parse(filter: &str, facets: &[Facet]) -> Result<Query, (String, String)> {
    let mut query = Query::default();
    for part in filter.split_whitespace() {
        let Some((id, values)) = part.split_once('=') else {
            return Err((format!("`{part}` is not a filter"), "write it as `topic=path,work`".into()));
        };
        let Some(index) = facets.iter().position(|facet| *facet.id == *id) else {
            let near = nearest(id, facets.iter().map(|facet| facet.id.as_str()));
            return Err((format!("the book has no facet `{id}`"), suggestion(near, facets.iter().map(|facet| facet.id.as_str()))));
        };
        let facet = &facets[index];
        let mut any_of = Vec::new();
        for value in values.split(',').filter(|value| !value.is_empty()) {
            let Some(found) = facet.value_index(value) else {
                let all = || facet.values.iter().map(|value| value.id.as_str());
                return Err((format!("`{value}` is not a value of `{id}`"), suggestion(nearest(value, all()), all())));
            };
            any_of.push(FacetTag { facet: index as u16, value: found });
        }
        if any_of.is_empty() {
            return Err((format!("`{part}` names no value"), "write it as `topic=path,work`".into()));
        }
        query.facets.push(any_of);
    }
    Ok(query)
}

fn suggestion<'a>(near: Option<&str>, all: impl Iterator<Item = &'a str>) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", all.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    }
}
