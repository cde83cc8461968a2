//! The theme as the rest of the house gets it: the embedded one, what a book lays over it, and what it says when that is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use prepbook::config::{self, Config};
use prepbook::diag::{Code, Report, Severity, Source};
use prepbook::theme::{self, Theme};

fn config(more: &str) -> Config {
    let mut report = Report::default();
    let config = config::read(&Source::new("book.toml", format!("[book]\ntitle = \"T\"\n{more}")), &mut report);
    assert!(report.is_empty(), "{report:?}");
    config
}

fn load(more: &str, files: &[(&str, &[u8])]) -> (Theme, Report) {
    let mut report = Report::default();
    let files: BTreeMap<String, Arc<Vec<u8>>> = files.iter().map(|(path, bytes)| ((*path).to_owned(), Arc::new(bytes.to_vec()))).collect();
    (Theme::load(&config(more), files, &theme::compact, &mut report), report)
}

fn said(report: &Report) -> Vec<(Code, Severity, String)> {
    report.iter().map(|problem| (problem.code, problem.severity, problem.message.clone())).collect()
}

fn templates() -> Vec<(String, String)> {
    let (theme, report) = load("", &[]);
    assert!(report.is_empty(), "{report:?}");
    theme.templates.iter().map(|(name, text)| (name.clone(), text.to_string())).collect()
}

#[test]
fn a_file_of_the_book_takes_the_place_of_the_embedded_one_and_of_no_other() {
    let (plain, _) = load("", &[]);
    let (own, report) = load("", &[("templates/parts/footer.html", b"mine")]);
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(&*own.templates["parts/footer.html"], "mine");
    assert_eq!(own.templates["parts/header.html"], plain.templates["parts/header.html"]);
    assert_ne!(own.fingerprint, plain.fingerprint);
    assert_eq!(own.assets, plain.assets);
}

#[test]
fn an_icon_and_a_style_sheet_can_be_changed_alone() {
    let (plain, _) = load("", &[]);
    let (own, _) = load("", &[("icons/search.svg", b"<svg/>"), ("styles/parts/cards.css", b".card { color: red }")]);
    assert_eq!(&*own.templates["icons/search.svg"], "<svg/>");
    assert_ne!(own.styles, plain.styles, "the name changes with the content");
    assert_eq!(own.scripts, plain.scripts);
}

#[test]
fn a_block_of_ones_own_is_a_template() {
    let (theme, _) = load("", &[("templates/blocks/quiz.html", b"?")]);
    assert!(theme.blocks().any(|name| name == "quiz"));
    assert!(theme.blocks().any(|name| name == "minutes"));
}

#[test]
fn a_translation_may_be_partial() {
    let german = "language = \"de-AT\"\n";
    let (theme, report) = load(german, &[("i18n/de.toml", b"[page]\nskip = \"Zum Inhalt\"\n")]);
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(theme.words["page"]["skip"], "Zum Inhalt");
    assert_eq!(theme.words["page"]["outline"], "On this page");
}

#[test]
fn a_language_without_words_is_warned_about() {
    let (theme, report) = load("language = \"cs\"\n", &[]);
    let (code, severity, message) = &said(&report)[0];
    assert_eq!((*code, *severity), (Code::Theme, Severity::Warning));
    assert!(message.contains("`cs`"), "{message}");
    assert_eq!(theme.words["page"]["outline"], "On this page");
}

#[test]
fn a_theme_for_another_prepbook_is_warned_about() {
    for (api, age) in [("0", "older"), ("99", "newer")] {
        let (_, report) = load("", &[("theme.toml", format!("api = {api}").as_bytes())]);
        let (code, severity, message) = &said(&report)[0];
        assert_eq!((*code, *severity), (Code::Theme, Severity::Warning));
        assert!(message.contains(age), "{message}");
    }
    let (plain, _) = load("", &[]);
    let (own, report) = load("", &[("theme.toml", b"api = 1")]);
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(own.styles, plain.styles, "what theme.toml leaves out stays");
}

#[test]
fn a_feature_of_ones_own_joins_the_others() {
    let own = b"[features.quiz]\nscripts = [\"quiz.js\"]\n";
    let (theme, report) = load("", &[("theme.toml", own), ("scripts/quiz.js", b"1")]);
    assert!(report.is_empty(), "{report:?}");
    assert!(theme.features["quiz"][0].starts_with("assets/quiz."));
    assert!(theme.features.contains_key("planner"));
    assert!(theme.assets.iter().any(|asset| asset.path == theme.features["quiz"][0]));
}

#[test]
fn what_is_wrong_with_a_theme_is_said_with_its_file() {
    let (_, report) = load("[output.html]\ntheme = \"acme\"\n", &[]);
    assert_eq!(said(&report)[0].0, Code::Theme);
    assert!(report.has_errors());

    let (_, report) = load("", &[("templates/base.html", b"\xff")]);
    assert_eq!(said(&report)[0].0, Code::NotUtf8);

    let (_, report) = load("", &[("theme.toml", b"api = 1\ncolour = 2\n")]);
    let (code, _, message) = &said(&report)[0];
    assert_eq!(*code, Code::TomlSyntax);
    assert!(message.starts_with("line 2 ") && message.contains("`colour`"), "{message}");

    let (_, report) = load("", &[("theme.toml", b"styles = [\"gone.css\"]")]);
    assert!(said(&report)[0].2.contains("`styles/gone.css`"));
}

/// `words.a.b` in a template: `a.b`.
fn words_used(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("words.").filter_map(|(at, found)| {
        let path = &text[at + found.len()..];
        let end = path.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(path.len());
        let before = text[..at].chars().next_back()?;
        let path = path[..end].trim_end_matches('.');
        (!before.is_alphanumeric() && !"./-_".contains(before) && !path.is_empty()).then_some(path)
    })
}

#[test]
fn every_word_that_a_template_says_is_there() {
    let (theme, _) = load("", &[]);
    let mut missing = BTreeSet::new();
    let mut count = 0;
    for (name, text) in templates() {
        for path in words_used(&text) {
            count += 1;
            if path.split('.').try_fold(&*theme.words, |words, key| words.get(key)).is_none() {
                missing.insert(format!("{name}: {path}"));
            }
        }
    }
    assert!(count > 80, "only {count} words found");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_template_has_a_style_or_a_script_of_its_own() {
    for (name, text) in templates() {
        let tags = text.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or(tag));
        for tag in tags {
            let words: Vec<&str> = tag.split_whitespace().collect();
            assert!(!words.iter().any(|word| word.starts_with("style=")), "{name}: {tag}");
            assert!(!words.iter().any(|word| word.starts_with("on") && word.contains("=\"")), "{name}: {tag}");
            assert!(words.first() != Some(&"style"), "{name}: {tag}");
            let inline = words.first() == Some(&"script") && !tag.contains("src=") && !tag.contains("json");
            assert!(!inline, "{name}: {tag}");
        }
    }
}

#[test]
fn every_icon_is_used() {
    let all = templates();
    for (icon, _) in all.iter().filter(|(name, _)| name.starts_with("icons/") && name != "icons/favicon.svg") {
        assert!(all.iter().any(|(_, text)| text.contains(icon.as_str())), "nothing shows `{icon}`");
    }
}

#[test]
fn every_file_of_the_theme_is_loaded_by_something() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let manifest = fs::read_to_string(root.join("theme.toml")).expect("theme.toml");
    for folder in ["styles", "styles/parts", "scripts"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            // No page loads the service worker: the search writes it, with the list of files in front, where a book asks for it.
            let known = name == "offline.js" || manifest.contains(&format!("{name}\""));
            assert!(path.is_dir() || known, "theme.toml does not name `{folder}/{name}`");
        }
    }
}

/// In bytes, as a host that compresses sends them.
fn compressed(bytes: &[u8]) -> u64 {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("a", zip::write::SimpleFileOptions::default()).expect("a file");
    archive.write_all(bytes).expect("memory");
    let mut archive = zip::ZipArchive::new(archive.finish().expect("an archive")).expect("an archive");
    archive.by_index(0).expect("the file").compressed_size()
}

#[test]
fn what_every_page_loads_leaves_room_for_the_page() {
    let (theme, _) = load("", &[]);
    let size = |paths: &[String]| -> u64 {
        let of = |path: &String| theme.assets.iter().find(|asset| asset.path == *path).map_or(0, |asset| compressed(&asset.bytes));
        paths.iter().map(of).sum()
    };
    let (styles, scripts) = (size(&theme.styles), size(&theme.scripts));
    // A page may have 35 kB with everything, the largest ones of text have 13, and search brings 9.
    assert!(styles > 0 && styles <= 9_000, "styles have {styles} bytes");
    assert!(scripts > 0 && scripts <= 9_000, "scripts have {scripts} bytes");
}
