use std::collections::BTreeMap;
use std::path::Path;

use prepbook::cache::Cache;
use prepbook::diag::{Code, Severity};
use prepbook::load::{Disk, Folder, Memory};
use prepbook::pipeline::{self, Build, Settings};
use prepbook::site::Site;

/// The settings of the books in these tests, unless a test writes its own.
pub(crate) const TOML: &str = r##"
[book]
title = "A book"
description = "About {{ what }}"
[site]
base-url = "https://example.org/a/b/"
organisation = "The centre"
[vars]
what = "talks & <more>"
[facets.stage]
label = "Stage"
values = [{ id = "open", label = "Opening", about = "the first minutes" }, { id = "close", label = "Closing" }]
[facets.role]
label = "Who"
many = true
any = "any"
values = [{ id = "any", label = "Anyone" }, { id = "peer", label = "A peer" }, { id = "boss", label = "A boss" }]
[channels.email]
label = "E-mail"
unit = "words"
"##;

pub(crate) fn disk<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Memory {
    let mut disk = Memory::default();
    disk.write("book.toml", TOML);
    files.into_iter().for_each(|(path, text)| disk.write(path, text));
    disk
}

pub(crate) fn build<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Build {
    build_from(&disk(files))
}

/// The book of this repository.
pub(crate) fn own_book() -> Build {
    build_from(&Folder::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository"))
}

pub(crate) fn build_from(disk: &dyn Disk) -> Build {
    let (settings, mut cache) = (Settings::default(), Cache::default());
    let prepared = pipeline::prepare(disk, &settings, &mut cache);
    pipeline::build(prepared, &settings, &mut cache)
}

/// The site of a book without errors.
pub(crate) fn site(build: &Build) -> &Site {
    match &build.site {
        Some(site) => site,
        None => panic!("no site: {:#?}", errors(build)),
    }
}

pub(crate) fn text(build: &Build, path: &str) -> String {
    let artifact = site(build).get(path).unwrap_or_else(|| panic!("no file {path}"));
    String::from_utf8(artifact.bytes.to_vec()).expect("text")
}

/// Every error, as code and message.
pub(crate) fn errors(build: &Build) -> Vec<(Code, String)> {
    let errors = build.report.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| (problem.code, problem.message.clone())).collect()
}

pub(crate) fn codes(build: &Build) -> Vec<Code> {
    errors(build).into_iter().map(|(code, _)| code).collect()
}

/// The HTML pages by their addresses.
pub(crate) fn pages(site: &Site) -> BTreeMap<String, String> {
    let html = site.iter().filter(|artifact| artifact.path.ends_with(".html"));
    html.map(|artifact| (artifact.path.clone(), String::from_utf8(artifact.bytes.to_vec()).expect("text"))).collect()
}

/// The part of a page between two strings.
pub(crate) fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let from = page.find(start).unwrap_or_else(|| panic!("no {start} in {page}")) + start.len();
    let length = page[from..].find(end).unwrap_or_else(|| panic!("no {end} after {start}"));
    &page[from..from + length]
}
