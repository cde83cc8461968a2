use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{TOML, between, build, own_book, site, text};

const BANK: &str = "title: Q\nsummary: Some.\nquestions:\n- id: one\n  ask: 'What of {{ what }}?'\n  role: [peer, boss]\n  notes: secret\n  owner: hidden\n  reveals: 'More **than** [@S1] words'\n  updated_on: 2026-02-03\n- { id: two, ask: What now? }\n";
const WORKS: &str = "sources:\n- { id: S1, title: A work }\n";

fn book() -> prepbook::pipeline::Build {
    build([
        (
            "content/index.md",
            "---\ntitle: Home\nsummary: First & best\nreviewed_on: 2026-03-04\nupdated_on: 2026-01-01\n---\n\nText with {{ what }}, [a page](g/a.md#part), [a bank](q.yaml#one), [a place](/search.html) and a claim [@S1].\n\n![pic](x.png)\n",
        ),
        ("content/g/a.md", "---\ntitle: Ay\n---\n[home](../index.md)\n\n## Part\n"),
        ("content/q.yaml", BANK),
        ("content/s.yaml", WORKS),
        ("content/x.png", ""),
    ])
}

#[test]
fn the_site_map_names_every_page_that_readers_are_led_to() {
    let build = book();
    let map = text(&build, "sitemap.xml");
    let named: BTreeSet<&str> = map.split("<loc>https://example.org/a/b/").skip(1).filter_map(|part| part.split('<').next()).collect();
    for page in
        ["index.html", "g/a.html", "q.html", "q/one.html", "by/role/boss.html", "by/stage/close.html", "index-all.html", "sources.html"]
    {
        assert!(named.contains(page), "{page}");
    }
    for page in ["404.html", "search.html", "q.print.html", "glossary.html"] {
        assert!(!named.contains(page), "{page}");
    }
    assert!(named.iter().all(|page| site(&build).get(page).is_some()));
    assert!(map.contains("<loc>https://example.org/a/b/index.html</loc>\n  <lastmod>2026-03-04</lastmod>"));
    assert!(text(&build, "robots.txt").contains("Sitemap: https://example.org/a/b/sitemap.xml"));
}

#[test]
fn the_feed_has_what_was_changed_the_latest_first() {
    let feed = text(&book(), "feed.atom");
    let ids: Vec<&str> = feed.split("<id>").skip(2).filter_map(|part| part.split('<').next()).collect();
    assert_eq!(ids, ["https://example.org/a/b/index.html", "https://example.org/a/b/q/one.html"]);
    assert!(feed.contains("<updated>2026-03-04T00:00:00Z</updated>") && feed.contains("First &amp; best"));
    let undated = build([("content/index.md", "# Home")]);
    assert!(site(&undated).get("feed.atom").is_none() && !text(&undated, "index.html").contains("atom"));
}

#[test]
fn banks_are_data_without_what_is_for_colleagues() {
    let build = book();
    let index: Value = serde_json::from_str(&text(&build, "api/index.json")).expect("JSON");
    assert_eq!(index["version"], 1);
    assert_eq!(index["banks"][0]["data"], "api/q.json");
    assert_eq!(index["facets"][1]["any"], "any");
    let bank: Value = serde_json::from_str(&text(&build, "api/q.json")).expect("JSON");
    let one = &bank["questions"][0];
    assert_eq!(one["ask"], "What of talks & <more>?");
    assert_eq!(one["reveals"], "More than  words");
    assert_eq!(one["facets"]["role"], serde_json::json!(["peer", "boss"]));
    assert!(!bank.to_string().contains("secret") && !bank.to_string().contains("hidden"));
}

#[test]
fn links_in_files_for_other_programs_lead_to_the_site_or_are_words() {
    let bank = "questions:\n- id: one\n  ask: See [this](g/a.md#part), [that](other/b.yaml#two), [mine](#one) or [it](/search.html)?\n";
    let files = [
        ("content/index.md", "---\ntitle: Home\n---\n"),
        ("content/g/a.md", "---\ntitle: Ay\n---\n## Part\n"),
        ("content/q.yaml", bank),
        ("content/other/b.yaml", "questions:\n- { id: two, ask: What now? }\n"),
    ];
    let there = build(files);
    let site = "https://example.org/a/b/";
    let csv = text(&there, "api/q.csv");
    for link in ["[this](SITEg/a.html#part)", "[that](SITEq/two.html)", "[mine](SITEq/one.html)", "[it](SITEsearch.html)"] {
        assert!(csv.contains(&link.replace("SITE", site)), "{link}: {csv}");
    }
    let nowhere = build([("book.toml", "[book]\ntitle = \"A book\"\n")].into_iter().chain(files));
    for format in ["csv", "anki.txt", "xml", "gift", "md", "txt"] {
        let file = text(&nowhere, &format!("api/q.{format}"));
        assert!(file.contains("See this, that, mine or it?"), "{format}: {file}");
    }
}

#[test]
fn a_bank_called_index_does_not_take_the_place_of_the_list() {
    let build = build([("content/index.md", "# Home"), ("content/b/index.yaml", BANK), ("content/s.yaml", WORKS)]);
    assert!(text(&build, "api/index.json").contains("\"banks\""));
    assert!(text(&build, "api/index.bank.json").contains("\"questions\""));
}

#[test]
fn a_markdown_copy_reads_and_links_like_the_page() {
    let build = book();
    assert_eq!(
        text(&build, "index.md"),
        "# Home\n\nText with talks & <more>, [a page](g/a.md#part), [a bank](q/one.html), [a place](search.html) and a claim ([S1](sources.html#S1)).\n\n![pic](x.png)\n"
    );
    assert_eq!(text(&build, "g/a.md"), "# Ay\n\n[home](../index.md)\n\n## Part\n");
    let toml = format!("{TOML}\n[output.html]\nmarkdown-copies = false\n");
    let without = crate::support::build([("book.toml", toml.as_str()), ("content/index.md", "# Home")]);
    assert!(site(&without).get("index.md").is_none() && !text(&without, "index.html").contains("text/markdown"));
}

#[test]
fn llms_txt_leads_to_the_copies() {
    let llms = text(&book(), "llms.txt");
    assert!(llms.starts_with("# A book\n\n> About talks & <more>\n"));
    assert!(llms.contains("- [Home](https://example.org/a/b/index.md): First & best\n"));
    assert!(llms.contains("- [Q](https://example.org/a/b/q.html): Some.\n"));
}

#[test]
fn an_authors_own_file_stands() {
    let build = build([("content/index.md", "# Home"), ("content/robots.txt", "User-agent: *\nDisallow: /\n")]);
    assert_eq!(text(&build, "robots.txt"), "User-agent: *\nDisallow: /\n");
}

#[test]
fn cards_are_named_where_there_is_an_address_and_each_is_there() {
    let build = own_book();
    let mut seen = BTreeSet::new();
    for artifact in site(&build).iter().filter(|artifact| artifact.path.ends_with(".html")) {
        let html = String::from_utf8_lossy(&artifact.bytes);
        if let Some(after) = html.split("<meta property=\"og:image\" content=\"https://careers.example.edu/talks/").nth(1) {
            let path = after.split('"').next().unwrap_or_default().to_owned();
            let card = site(&build).get(&path).unwrap_or_else(|| panic!("{path}"));
            assert!(card.bytes.starts_with(b"\x89PNG"));
            seen.insert(path);
        }
    }
    assert!(seen.len() >= 8, "{seen:?}");
    let bare = crate::support::build([("book.toml", "[book]\ntitle = \"Bare\"\n"), ("content/index.md", "# Home")]);
    assert!(site(&bare).iter().all(|artifact| !artifact.path.ends_with(".png")));
}

#[test]
fn what_search_engines_are_told_is_json_and_true() {
    let build = book();
    let told = |path: &str| -> Value {
        serde_json::from_str(between(&text(&build, path), "<script type=\"application/ld+json\">", "</script>")).expect("JSON")
    };
    assert_eq!(told("index.html")["@type"], "WebSite");
    let trail = told("q/one.html");
    assert_eq!(trail["@type"], "BreadcrumbList");
    assert_eq!(trail["itemListElement"][0]["item"], "https://example.org/a/b/index.html");
    assert_eq!(trail["itemListElement"][1]["item"], "https://example.org/a/b/q.html");
}

#[test]
fn headers_say_the_policy_and_keep_only_what_changes_its_name() {
    let headers = text(&book(), "_headers");
    assert!(headers.contains("Content-Security-Policy: default-src 'self'") && headers.contains("nosniff"));
    assert!(headers.contains("/assets/*\n  Cache-Control: public, max-age=31536000, immutable"));
    assert_eq!(text(&book(), ".nojekyll"), "");
}
