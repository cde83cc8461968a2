use std::path::Path;

use crate::cache::Cache;
use crate::exchange::{SCHEMA_KINDS, schema};
use crate::load::Memory;
use crate::pipeline::{self, Settings};

use super::book;
use super::console::{Console, Exit};

/// Prints the JSON Schema of a kind of file, or the kinds. Within a book, or for one that is named, it knows the book's facets.
pub(super) fn run(kind: Option<&str>, dir: Option<&Path>, console: Console) -> Exit {
    let Some(kind) = kind else {
        return console.print(SCHEMA_KINDS.iter().map(|kind| format!("{kind}\n")).collect::<String>());
    };
    let settings = Settings::default();
    let mut cache = Cache::forgetful();
    // Outside of a book there are no facets to name, and everything else is the same.
    let prepared = if dir.is_some() || book::find(dir).join("book.toml").is_file() {
        match book::open(dir, console) {
            Ok(folder) => pipeline::prepare(&folder, &settings, &mut cache),
            Err(exit) => return exit,
        }
    } else {
        pipeline::prepare(&Memory::default(), &settings, &mut cache)
    };
    match schema(kind, prepared.config()) {
        // Plain data with text keys always serialises.
        Some(schema) => console.print(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"),
        None => console.fail(format_args!("there is no schema `{kind}`"), format_args!("use one of {}", SCHEMA_KINDS.join(", "))),
    }
}
