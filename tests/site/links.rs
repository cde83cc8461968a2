use crate::crawl::{dead_links, unreached};
use crate::support::{between, build, codes, own_book, site, text};
use prepbook::diag::Code;

#[test]
fn in_the_books_own_site_every_link_leads_somewhere_and_every_page_is_reached() {
    let build = own_book();
    let site = site(&build);
    assert_eq!(dead_links(site, "/talks/"), [""; 0]);
    let apart =
        |page: &String| page != "404.html" && !page.ends_with(".print.html") && !text(&build, page).contains("http-equiv=\"refresh\"");
    let lost: Vec<String> = unreached(site, "/talks/").into_iter().filter(apart).collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn names_that_mean_something_in_a_url_work() {
    let names = ["a b", "c#d", "e?f", "50% g", "quo\"te", "it's", "ünï", "日本", "a:b", "x&y", "p+q"];
    let mut files = Vec::new();
    let mut links = String::from("---\ntitle: Home\n---\n");
    for name in names {
        files.push((format!("content/o dd/{name}.md"), format!("---\ntitle: Page\n---\n\n## A part\n\n[back](<{}>)", "../index.md")));
        let address: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        links.push_str(&format!("\n[{}](o%20dd/{address}.md#a-part)\n", name.len()));
    }
    files.push(("content/index.md".to_owned(), links));
    let build = build(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    assert_eq!(dead_links(site(&build), "/a/b/"), [""; 0]);
    assert!(site(&build).get("o dd/50% g.html").is_some());
    assert_eq!(text(&build, "index.html").matches("#a-part\"").count(), names.len());
}

#[test]
fn a_name_composed_otherwise_than_its_link_is_found() {
    // As macOS writes names, and as people type them.
    let build = build([("content/u\u{308}ber.md", "# Over"), ("content/index.md", "# Home\n\n[over](über.md)")]);
    assert!(text(&build, "index.html").contains("href=\"%C3%BCber.html\""));
    assert!(site(&build).get("über.html").is_some());
}

#[test]
fn links_lead_to_pages_questions_records_and_places() {
    let build = build([
        (
            "content/index.md",
            "---\ntitle: Home\n---\n[q](q.yaml#one) [bank](q.yaml) [work](r/s.yaml#S1) [term](r/g.yaml#word) [place](a/b.md#part)\n[who](/by/role/boss.html) [out](https://x.org/?a=1&b=2 \"T\") [me](#here) [mail](mailto:a@x.org) <b@x.org> <https://x.org/>\n\n## Here",
        ),
        ("content/a/b.md", "# B\n\n## Part\n\n[home](../index.md)"),
        ("content/q.yaml", "title: Q\nquestions:\n- { id: one, ask: What? }\n"),
        ("content/r/s.yaml", "sources:\n- { id: S1, title: A work }\n"),
        ("content/r/g.yaml", "glossary:\n- { id: word, term: Word, meaning: A thing. }\n"),
    ]);
    let home = text(&build, "index.html");
    let body = between(&home, "<div class=\"prose\">", "</div>");
    for expected in [
        "<a href=\"q/one.html\">q</a>",
        "<a href=\"q.html\">bank</a>",
        "<a href=\"sources.html#S1\">work</a>",
        "<a href=\"glossary.html#word\">term</a>",
        "<a href=\"a/b.html#part\">place</a>",
        "<a href=\"by/role/boss.html\">who</a>",
        "<a href=\"https://x.org/?a=1&amp;b=2\" rel=\"noopener\" title=\"T\">out</a>",
        "<a href=\"#here\">me</a>",
        "<a href=\"mailto:a@x.org\">mail</a>",
        "<a href=\"mailto:b@x.org\">b@x.org</a>",
        "<a href=\"https://x.org/\" rel=\"noopener\">https://x.org/</a>",
    ] {
        assert!(body.contains(expected), "{expected} is not in {body}");
    }
    assert_eq!(dead_links(site(&build), "/a/b/"), [""; 0]);
}

#[test]
fn an_address_of_the_site_that_is_not_there_is_reported_with_the_nearest() {
    let build = build([("content/index.md", "# Home\n\n[who](/by/role/bos.html)")]);
    assert_eq!(codes(&build), [Code::DeadLink]);
    let problem = build.report.iter().find(|problem| problem.code == Code::DeadLink).expect("a dead link");
    assert_eq!(problem.help.as_deref(), Some("did you mean `/by/role/boss.html`?"));
}

#[test]
fn the_page_for_missing_addresses_links_from_the_path_of_the_site() {
    let build = build([("content/index.md", "# Home")]);
    let page = text(&build, "404.html");
    assert!(page.contains("href=\"/a/b/index.html\""));
    assert!(!page.contains("href=\"index.html\""));
    assert!(!page.contains("rel=\"canonical\""));
}
