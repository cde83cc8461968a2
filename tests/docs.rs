//! The manual under `docs/` says what the program does. Its lists of messages and commands are made here, its examples are
//! built here, and every key that the program reads has to stand in it.
//! To write the lists anew: `PREPBOOK_UPDATE_DOCS=1 cargo test --test docs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use prepbook::cache::Cache;
use prepbook::diag::format::{Format, Options, render};
use prepbook::diag::{Code, Severity};
use prepbook::load::{Disk, Folder, Memory};
use prepbook::pipeline::{self, Build, Settings};

/// Above it a page is written by hand, below it by this test.
const MARK: &str = "<!-- From here on written by tests/docs.rs -->\n";

/// The `book.toml` of examples that show none.
const BOOK: &str = r#"[book]
title = "Talks"

[facets.stage]
label = "Stage"
values = ["open", "middle", "close"]

[facets.role]
label = "Who you meet"
many = true
any = "any"
values = ["any", "peer", "director"]
"#;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Fails where the written part of a page is not `made`, or writes it.
fn hold(path: &str, made: &str) {
    let page = text(path);
    let (above, written) = page.split_once(MARK).unwrap_or_else(|| panic!("{path} has no line {MARK}"));
    if std::env::var_os("PREPBOOK_UPDATE_DOCS").is_some() {
        fs::write(root().join(path), format!("{above}{MARK}{made}")).expect("the manual can be written");
        return;
    }
    assert!(written == made, "{path} is out of date: run PREPBOOK_UPDATE_DOCS=1 cargo test --test docs");
}

#[test]
fn the_list_of_messages_is_that_of_the_program() {
    let mut made = String::new();
    for (heading, severity) in [("Errors", Severity::Error), ("Warnings", Severity::Warning)] {
        made.push_str(&format!("\n## {heading}\n\n| code | what it says |\n|---|---|\n"));
        for code in Code::ALL.iter().filter(|code| code.severity() == severity) {
            made.push_str(&format!("| [`{0}`](#{0}) | {1} |\n", code.slug(), code.title()));
        }
        for code in Code::ALL.iter().filter(|code| code.severity() == severity) {
            made.push_str(&format!("\n### {0} {{#{0}}}\n{1}", code.slug(), explanation(*code)));
        }
    }
    hold("docs/content/reference/codes.md", &made);
}

/// An explanation without its title and its example, which `prepbook explain` shows.
fn explanation(code: Code) -> String {
    let (words, _) = code.explanation().split_once("\n## Example").unwrap_or((code.explanation(), ""));
    let words = words.split_once('\n').map_or("", |(_, words)| words);
    format!("{}\n", words.trim_end())
}

#[test]
fn the_list_of_commands_is_that_of_the_program() {
    let mut made = String::from("\n");
    for command in commands() {
        let help = help(&[&command, "-h"]);
        let (about, usage) = help.split_once("\n\n").unwrap_or((&help, ""));
        // What holds everywhere is said once, above.
        let everywhere = ["--color", "-q, --quiet", "-h, --help"];
        let mut said = false;
        let lines = usage.lines().filter(|line| {
            // A line that goes on with an option stands further to the right than any begins.
            if !line.starts_with("          ") {
                said = everywhere.iter().any(|option| line.trim_start().starts_with(option));
            }
            !said
        });
        let usage = lines.collect::<Vec<_>>().join("\n");
        let usage = usage.trim_end().trim_end_matches("Options:").trim_end();
        made.push_str(&format!("## {command} {{#{command}}}\n\n{}.\n\n```text\n{usage}\n```\n\n", about.trim()));
    }
    hold("docs/content/reference/commands.md", &format!("{}\n", made.trim_end()));
}

/// The help that the program prints; nothing of the terminal or the colours of whoever runs the test gets into it.
fn help(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prepbook"));
    let output = command.args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1").output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("help is text")
}

fn commands() -> Vec<String> {
    let help = help(&["-h"]);
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list of commands");
    let names =
        list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn the_readme_names_every_command_and_no_other() {
    let readme = text("README.md");
    let table = readme.split("## Commands").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a table of commands");
    let first_cells = table.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    let named: BTreeSet<String> = first_cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter_map(|code| code.split(' ').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(named, commands().into_iter().collect());
}

#[test]
fn the_manual_has_neither_errors_nor_warnings() {
    let folder = Folder::open(&root().join("docs")).expect("the manual is there");
    let build = built(&folder);
    let report = render(&build.report, &build.sources, Format::Full, Options::default());
    assert!(build.report.is_empty(), "{report}");
}

fn built(disk: &dyn Disk) -> Build {
    let (settings, mut cache) = (Settings::default(), Cache::forgetful());
    let prepared = pipeline::prepare(disk, &settings, &mut cache);
    pipeline::build(prepared, &settings, &mut cache)
}

/// A fenced block that names a file is an example: with the others of its page it makes a book.
#[test]
fn every_example_that_names_its_file_builds() {
    let mut wrong = String::new();
    let mut tried = 0;
    for page in pages(&root().join("docs/content")) {
        let files = examples(&fs::read_to_string(&page).expect("a page of the manual"));
        let (settings, content): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path == "book.toml");
        let settings: Vec<String> = match (settings.is_empty(), content.is_empty()) {
            (true, true) => continue,
            (true, false) => vec![BOOK.to_owned()],
            (false, _) => settings.into_iter().map(|(_, toml)| toml).collect(),
        };
        for toml in settings {
            let mut book = Memory::default();
            book.write("book.toml", toml);
            content.iter().for_each(|(path, text)| book.write(path.as_str(), text.as_str()));
            let build = built(&book);
            tried += 1;
            if build.report.has_errors() {
                wrong.push_str(&format!(
                    "{}:\n{}",
                    page.display(),
                    render(&build.report, &build.sources, Format::Full, Options::default())
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(tried > 5, "only {tried} examples were found");
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the manual") {
        let path = entry.expect("an entry of the manual").path();
        if path.is_dir() {
            found.append(&mut pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The fenced blocks of a page whose info string is a language and a path, with their content.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    // The fence that is open, and whether what stands in it is an example.
    let mut open: Option<(&str, bool)> = None;
    for line in page.lines() {
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        match open {
            Some((opened, _)) if line == opened => open = None,
            Some((_, true)) => {
                if let Some((_, text)) = found.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            None if fence.len() >= 3 => {
                let path = line[fence.len()..].split_once(' ').map(|(_, path)| path.to_owned());
                open = Some((fence, path.is_some()));
                found.extend(path.map(|path| (path, String::new())));
            }
            _ => {}
        }
    }
    found
}

/// Where the program asks a mapping for a key, it does so by one of these calls.
const CALLS: &[&str] = &[
    ".string(\"",
    ".strings(\"",
    ".text(\"",
    ".texts(\"",
    ".flag(\"",
    ".number(\"",
    ".choice(\"",
    ".list(\"",
    ".node(\"",
    ".require(\"",
    "fields, \"",
    "Key::must(\"",
    "Key::may(\"",
];

#[test]
fn every_key_that_the_program_reads_is_in_the_manual() {
    let places = [
        ("src/config/lower.rs", "reference/book-toml.md"),
        ("src/model/lower/page.rs", "reference/front-matter.md"),
        ("src/model/lower/dates.rs", "reference/front-matter.md"),
        ("src/model/lower/question.rs", "writing/questions.md"),
        ("src/model/lower/bank.rs", "writing/questions.md"),
        ("src/model/lower/records.rs", "writing/records.md"),
        ("src/model/lower/block.rs", "writing/blocks.md"),
        ("src/model/tool.rs", "writing/tools.md"),
    ];
    let mut missing = Vec::new();
    for (code, page) in places {
        let (code, words) = (text(code), text(&format!("docs/content/{page}")));
        let keys: BTreeSet<&str> = CALLS
            .iter()
            .flat_map(|call| code.match_indices(call).filter_map(|(at, call)| code[at + call.len()..].split('"').next()))
            .filter(|key| !key.is_empty() && !key.contains([' ', '[']))
            .collect();
        assert!(!keys.is_empty(), "no keys were found for {page}");
        missing.extend(keys.into_iter().filter(|key| !mentions(&words, key)).map(|key| format!("{key} in {page}")));
    }
    assert!(missing.is_empty(), "the manual does not say: {}", missing.join(", "));
}

/// Whether a key stands in a page as code: alone, or within an example of a few words.
fn mentions(page: &str, key: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    page.match_indices(key).any(|(at, _)| {
        let line = &page[page[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let whole = !line.ends_with(part) && !page[at + key.len()..].starts_with(part);
        let in_code = line.matches('`').count() % 2 == 1
            || line.trim_start().starts_with(['-', '{'])
            || line.trim_start_matches(['#', ' ']).starts_with('[');
        whole && (in_code || page[at + key.len()..].starts_with(':'))
    })
}
