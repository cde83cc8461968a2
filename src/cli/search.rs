use std::collections::BTreeMap;
use std::path::Path;

use crate::cache::Cache;
use crate::diag::Report;
use crate::pipeline::{self, Build, Settings};
use crate::search::{Broken, Found, Reader, folder_name};

use super::book;
use super::console::{Console, Exit};
use super::item::{Item, show};

/// Searches the book as its site would: the index is written in memory and read back.
pub(super) fn run(query: &str, dir: Option<&Path>, limit: usize, json: bool, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let settings = Settings::default();
    let mut cache = Cache::forgetful();
    let prepared = pipeline::prepare(&folder, &settings, &mut cache);
    let planned = pipeline::plan(prepared, &settings, &mut cache);
    let files: BTreeMap<String, _> =
        planned.index(&mut cache, &mut Report::default()).into_iter().map(|file| (file.path, file.bytes)).collect();
    let outlook = planned.outlook();
    let language = folder_name(&outlook.book.config.book.language);
    let load = |name: &str| files.get(&format!("assets/search/{language}/{name}")).map(|bytes| bytes.to_vec());
    let found = match find(load, query, limit) {
        Ok(found) => found,
        Err(broken) => {
            return console.fail(format!("the search index has no file `{}`", broken.key), "report this as a fault of prepbook".to_owned());
        }
    };
    if !json {
        for (wrong, right) in &found.fixed {
            console.say(format!("`{wrong}` is read as `{right}`"));
        }
    }
    if found.hits.is_empty() {
        console.say("nothing was found");
    }
    let items: Vec<Item> = found.hits.into_iter().map(|hit| item(hit, &outlook)).collect();
    let printed = console.print(show(&items, json));
    console.report(&outlook.report, &outlook.sources);
    if printed == Exit::Fine && outlook.report.has_errors() { Exit::Content } else { printed }
}

/// A book without anything to find has no index, and nothing is found in it.
fn find(load: impl Fn(&str) -> Option<Vec<u8>>, query: &str, limit: usize) -> Result<Found, Broken> {
    if load("m.js").is_none() {
        return Ok(Found { total: 0, hits: Vec::new(), weak: false, fixed: Vec::new() });
    }
    Reader::open(load)?.find(query, limit)
}

fn item(hit: crate::search::Hit, outlook: &Build) -> Item {
    let row = hit.row;
    Item {
        path: path(&row.kind, &row.id, outlook),
        kind: row.kind,
        id: row.id,
        title: row.title,
        url: row.url,
        score: Some(hit.score as f64),
    }
}

/// The file that something stands in, from the book's root.
fn path(kind: &str, id: &str, outlook: &Build) -> String {
    let book = &outlook.book;
    let record = |span: crate::diag::Span| outlook.sources.get(span.source).map(|source| source.path.clone());
    let found = match kind {
        "question" => book
            .banks
            .iter()
            .find(|bank| bank.questions.iter().any(|question| *question.id == *id))
            .map(|bank| format!("content/{}", bank.path)),
        "term" => book.glossary.iter().find(|term| *term.id == *id).and_then(|term| record(term.span)),
        "source" => book.sources.iter().find(|source| *source.id == *id).and_then(|source| record(source.span)),
        _ => {
            let kind = if kind == "section" { &["guide", "tool"][..] } else { &[kind] };
            let page = book.pages.iter().find(|page| *page.id == *id && kind.contains(&page.kind.name()));
            page.map(|page| format!("content/{}", page.path))
        }
    };
    found.unwrap_or_default()
}
