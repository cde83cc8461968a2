use std::collections::BTreeMap;
use std::path::Path;

use crate::cache::Cache;
use crate::diag::Report;
use crate::pipeline::{self, Build, Settings};
use crate::search::{Reader, folder_name};

use super::book;
use super::console::{Console, Exit};
use super::item::{Item, show};

/// Searches the book as its site would: the index is written in memory and read back. What is found in the book's own language comes
/// first, then that of pages and banks in others.
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
    let mut items: Vec<Item> = Vec::new();
    for language in languages(&files, &folder_name(&outlook.book.config.book.language)) {
        let load = |name: &str| files.get(&format!("assets/search/{language}/{name}")).map(|bytes| bytes.to_vec());
        let found = match Reader::open(load).and_then(|mut reader| reader.find(query, limit - items.len())) {
            Ok(found) => found,
            Err(broken) => {
                return console
                    .fail(format!("the search index has no file `{}`", broken.key), "report this as a fault of prepbook".to_owned());
            }
        };
        if !json && !found.hits.is_empty() {
            for (wrong, right) in &found.fixed {
                console.say(format!("`{wrong}` is read as `{right}`"));
            }
        }
        items.extend(found.hits.into_iter().map(|hit| item(hit, &outlook)));
    }
    if items.is_empty() {
        console.say("nothing was found");
    }
    let printed = console.print(show(&items, json));
    console.report(&outlook.report, &outlook.sources);
    if printed == Exit::Fine && outlook.report.has_errors() { Exit::Content } else { printed }
}

/// The languages that there is an index of, the book's own first. None if the book has nothing to find.
fn languages<'a, T>(files: &'a BTreeMap<String, T>, own: &str) -> Vec<&'a str> {
    let folder = |path: &'a String| path.strip_prefix("assets/search/")?.strip_suffix("/m.js");
    let mut languages: Vec<&str> = files.keys().filter_map(folder).collect();
    languages.sort_by_key(|language| *language != own);
    languages
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
