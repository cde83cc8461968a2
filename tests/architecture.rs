//! Imports only go upward in the order of the pipeline, so that each stage can be read without the ones after it.

use std::fs;
use std::path::{Path, PathBuf};

/// The order of `src/lib.rs`: a module may use itself and those before it.
const ORDER: &[&str] = &[
    "diag", "parse", "config", "load", "model", "exchange", "check", "theme", "plan", "site", "render", "search", "feed", "emit", "cache",
    "pipeline", "serve", "cli",
];

/// Modules that a module may not use although they stand before it: crate, users allowed.
const HIDDEN: &[(&str, &[&str])] = &[("cache", &["pipeline", "serve", "cli"]), ("emit", &["pipeline", "cli", "serve"])];

/// Third-party crates that one file, or one folder, hides from the rest.
const WRAPPED: &[(&str, &str)] = &[
    ("saphyr_parser", "parse/yaml.rs"),
    ("pulldown_cmark", "parse/markdown.rs"),
    ("tera", "render/"),
    ("annotate_snippets", "diag/format/full.rs"),
    ("tiny_http", "serve/server.rs"),
    ("notify", "serve/"),
    ("calamine", "exchange/read/sheet.rs"),
    ("rust_xlsxwriter", "exchange/write/xlsx.rs"),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    rust_files(&root, &mut found);
    assert!(found.len() > 50, "found only {} files", found.len());
    found
        .into_iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The code of a file without the tests at its end, which may use anything.
fn code(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap()
}

fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The first path segments after `crate::` in a text, braces included: `use crate::{diag::X, parse::Y}`.
fn uses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with('$') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut word)),
                    c => word.push(c),
                }
            }
            found.push(word);
        } else {
            found.push(rest.to_owned());
        }
    }
    found.iter().map(|path| path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

#[test]
fn imports_go_upward() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some(own) = ORDER.iter().position(|name| *name == module) else { continue };
        for used in uses(code(&text)) {
            match ORDER.iter().position(|name| *name == used) {
                Some(at) if at > own => wrong.push(format!("{path} uses {used}, which comes after {module}")),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_stands_in_the_order() {
    for (path, _) in sources() {
        let module = module_of(&path);
        assert!(ORDER.contains(&module) || matches!(module, "lib" | "main"), "{path} has no place in the order");
    }
}

#[test]
fn what_is_hidden_is_used_where_it_may_be() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for used in uses(code(&text)) {
            for (hidden, users) in HIDDEN {
                let module = module_of(&path);
                if used == *hidden && module != *hidden && !users.contains(&module) {
                    wrong.push(format!("{path} uses {hidden}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn third_party_crates_stay_behind_their_walls() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (name, wall) in WRAPPED {
            let named =
                text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::")) || text.contains(&format!("({name}::"));
            if named && !path.starts_with(wall) {
                wrong.push(format!("{path} names {name}, which belongs into {wall}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_a_drawer() {
    for (path, _) in sources() {
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        assert!(!["util", "utils", "helper", "helpers", "common", "misc", "types"].contains(&name), "{path}");
    }
}
