use prepbook::diag::{Code, Place};

use crate::support::{build, codes, errors, site, text};

const BANK: &str = "title: Q\nquestions:\n- { id: one, ask: What? }\n";

#[test]
fn content_at_a_reserved_address_is_an_error() {
    for path in [
        "content/q/a.md",
        "content/By/a.md",
        "content/api/x.json",
        "content/assets/a.css",
        "content/search.md",
        "content/404.md",
        "content/Glossary.md",
    ] {
        let text = if path.ends_with(".md") { "# A" } else { "x" };
        assert_eq!(codes(&build([(path, text), ("content/index.md", "# Home")])), [Code::BadAddress], "{path}");
    }
    assert_eq!(codes(&build([("content/guides/search.md", "# A"), ("content/index.md", "# Home")])), []);
}

#[test]
fn two_files_for_one_address_are_an_error_whatever_the_disk() {
    let clash = |one: &str, other: &str| codes(&build([(one, "# A"), (other, "# B"), ("content/index.md", "# Home")]));
    assert_eq!(clash("content/a.md", "content/A.md"), [Code::AddressClash]);
    assert_eq!(clash("content/ä.md", "content/a\u{308}.md"), [Code::AddressClash]);
    assert_eq!(clash("content/ß.md", "content/SS.md"), [Code::AddressClash]);
    assert_eq!(clash("content/a.html/b.md", "content/a.md"), [Code::AddressClash]);
    assert_eq!(clash("content/a.b.md", "content/a.md"), []);
    assert_eq!(codes(&build([("content/q1.yaml", BANK), ("content/q1.md", "# A"), ("content/index.md", "# Home")])), [Code::AddressClash]);
    let other = "title: R\nquestions:\n- { id: One, ask: What else? }\n";
    assert_eq!(
        codes(&build([("content/q1.yaml", BANK), ("content/q2.yaml", other), ("content/index.md", "# Home")])),
        [Code::AddressClash]
    );
}

#[test]
fn a_clash_names_both_and_stands_at_one() {
    let build = build([("content/a.md", "# A"), ("content/A.md", "# B"), ("content/index.md", "# Home")]);
    assert_eq!(errors(&build)[0].1, "`A.html` and `a.html` are one file on many disks");
    let places: Vec<_> = build.report.iter().filter(|problem| problem.code == Code::AddressClash).map(|problem| &problem.place).collect();
    assert_eq!(places, [&Place::File("content/a.md".into())]);
}

#[test]
fn a_name_too_long_for_the_output_is_an_error() {
    let name = |length: usize| format!("content/{}.md", "x".repeat(length));
    assert_eq!(codes(&build([(name(196).as_str(), "# A"), ("content/index.md", "# Home")])), [Code::BadAddress]);
    assert_eq!(codes(&build([(name(150).as_str(), "# A"), ("content/index.md", "# Home")])), []);
}

#[test]
fn aliases_send_readers_on() {
    let build = build([
        ("content/index.md", "# Home"),
        ("content/a/new.md", "---\ntitle: New & <b>\naliases: [old.html, /older/]\n---\n"),
        ("content/q.yaml", "title: Q\nquestions:\n- { id: one, ask: What?, aliases: [q/first.html, a/x.html] }\n"),
    ]);
    for (old, target) in
        [("old.html", "a/new.html"), ("older/index.html", "../a/new.html"), ("q/first.html", "one.html"), ("a/x.html", "../q/one.html")]
    {
        let page = text(&build, old);
        assert!(page.contains(&format!("content=\"0; url={target}\"")), "{old}: {page}");
        assert!(page.contains("noindex"));
    }
    assert!(text(&build, "old.html").contains("New &amp; &lt;b&gt;"));
    assert!(!text(&build, "sitemap.xml").contains("old.html"));
}

#[test]
fn an_alias_that_is_taken_or_no_address_is_an_error() {
    let alias = |alias: &str| {
        let page = format!("---\ntitle: A\naliases: [{alias}]\n---\n");
        codes(&build([
            ("content/index.md", "# Home"),
            ("content/a.md", page.as_str()),
            ("content/b.md", "---\ntitle: B\naliases: [c.html]\n---\n"),
        ]))
    };
    assert_eq!(alias("index.html"), [Code::AliasClash]);
    assert_eq!(alias("B.html"), [Code::AliasClash]);
    assert_eq!(alias("c.html"), [Code::AliasClash]);
    assert_eq!(alias("search.html"), [Code::AliasClash]);
    assert_eq!(alias("../x.html"), [Code::BadAddress]);
    assert_eq!(alias("'https://x.org/'"), [Code::BadAddress]);
    assert_eq!(alias("'a.html#b'"), [Code::BadAddress]);
    assert_eq!(alias("assets/x.html"), [Code::BadAddress]);
    assert_eq!(alias("d.html"), []);
}

#[test]
fn what_the_theme_refers_to_carries_its_fingerprint() {
    let toml = "[book]\ntitle = \"A\"\n[site]\nlogo = \"img/logo.svg\"\n[output.html]\nadditional-css = [\"own.css\"]\n";
    let build = build([
        ("book.toml", toml),
        ("content/index.md", "# Home\n\n![Us](img/logo.svg)"),
        ("content/img/logo.svg", "<svg/>"),
        ("content/own.css", "a{}"),
    ]);
    let paths: Vec<&str> = site(&build)
        .iter()
        .map(|artifact| artifact.path.as_str())
        .filter(|path| path.contains("logo") || path.starts_with("own"))
        .collect();
    assert_eq!(paths.len(), 2);
    assert!(paths[0].starts_with("img/logo.") && paths[0].ends_with(".svg") && paths[0].len() == "img/logo.12345678.svg".len());
    let home = text(&build, "index.html");
    assert!(home.contains(&format!("src=\"{}\"", paths[0])) && home.contains(&format!("href=\"{}\"", paths[1])));
}

#[test]
fn a_folder_called_content_is_a_folder_like_any_other() {
    let build = build([
        ("content/a.md", "---\ntitle: A\n---\n\n[Within](content/b.md)\n"),
        ("content/content/b.md", "---\ntitle: B\n---\n\n![A dot](dot.svg)\n"),
        ("content/content/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("content/content/q.yaml", BANK),
        ("content/index.md", "# Home"),
    ]);
    assert_eq!(errors(&build), []);
    assert!(text(&build, "a.html").contains("<h1>A</h1>") && text(&build, "content/b.html").contains("<h1>B</h1>"));
    assert!(["content/q.html", "content/dot.svg"].iter().all(|path| site(&build).get(path).is_some()));
}
