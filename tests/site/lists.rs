use crate::crawl::{dead_links, unreached};
use crate::support::{between, build, site, text};

/// A bank of so many questions; every third is for a boss, every fifth for anyone.
fn bank(count: usize) -> String {
    let mut yaml = String::from("title: Many\nsummary: A lot.\nquestions:\n");
    for number in 0..count {
        let role = if number % 5 == 0 {
            "any"
        } else if number % 3 == 0 {
            "boss"
        } else {
            "peer"
        };
        yaml.push_str(&format!("- {{ id: q{number}, ask: 'What is number {number}?', stage: open, role: {role} }}\n"));
    }
    yaml
}

#[test]
fn a_list_goes_on_after_fifty_and_every_page_leads_to_its_neighbours() {
    let many = bank(120);
    let build = build([("content/index.md", "# Home\n\n[many](many.yaml)"), ("content/many.yaml", many.as_str())]);
    for (path, first, last) in [("many.html", 0, 49), ("many-2.html", 50, 99), ("many-3.html", 100, 119)] {
        let page = text(&build, path);
        assert!(page.contains(&format!("q/q{first}.html")) && page.contains(&format!("q/q{last}.html")), "{path}");
        assert!(!page.contains(&format!("q/q{}.html", last + 1)), "{path}");
    }
    assert!(site(&build).get("many-4.html").is_none());
    assert!(site(&build).get("by/stage/open-3.html").is_some() && site(&build).get("index-all-3.html").is_some());
    assert_eq!(dead_links(site(&build), "/a/b/"), [""; 0]);
    let lost = unreached(site(&build), "/a/b/");
    assert_eq!(lost, ["404.html"], "{lost:?}");
    let described = |path: &str| between(&text(&build, path), "<meta name=\"description\" content=\"", "\"").to_owned();
    assert_ne!(described("many.html"), described("many-2.html"));
}

#[test]
fn a_facet_page_shows_exact_ones_first_then_those_for_anyone_and_counts_both() {
    let many = bank(30);
    let build = build([("content/index.md", "# Home"), ("content/many.yaml", many.as_str())]);
    let page = text(&build, "by/role/boss.html");
    let exact = page.find("../../q/q3.html").expect("an exact one");
    let any = page.find("../../q/q0.html").expect("one for anyone");
    assert!(exact < any);
    // 3, 6, 9, 12, 18, 21, 24, 27 exactly and six for anyone.
    assert!(page.contains("14 questions"), "{page}");
    assert_eq!(page.matches("class=\"card question").count(), 14);
    let own = text(&build, "by/role/any.html");
    assert_eq!(own.matches("class=\"card question").count(), 6);
}

#[test]
fn lists_begin_with_the_bank_that_readers_meet_first() {
    let bank = |order: &str, id: &str| format!("title: Q\norder: {order}\nquestions:\n- {{ id: {id}, ask: 'What?', stage: open }}\n");
    let [late, second, first] = [bank("1", "late"), bank("2", "second"), bank("1", "first")];
    let build = build([
        ("content/index.md", "# Home\n\n```questions\nstage: open\nshow: list\n```\n"),
        ("content/a/index.md", "---\norder: 2\n---\n\n# Late\n"),
        ("content/a/late.yaml", late.as_str()),
        ("content/b/index.md", "---\norder: 1\n---\n\n# Soon\n"),
        ("content/b/a.yaml", second.as_str()),
        ("content/b/b.yaml", first.as_str()),
    ]);
    for path in ["index.html", "by/stage/open.html"] {
        let page = text(&build, path);
        let places = ["first", "second", "late"].map(|id| page.find(&format!("q/{id}.html")).expect(id));
        assert!(places.is_sorted(), "{path}: {places:?}");
    }
}

#[test]
fn a_list_of_links_says_which_questions_are_better_not_asked() {
    let bank =
        "title: Q\nquestions:\n- { id: pay, ask: What do you earn?, risk: avoid, better: range }\n- { id: range, ask: What is usual? }\n";
    let home = "# Home\n\n```questions\nids: [range, pay]\nshow: list\n```\n";
    let build = build([("content/index.md", home), ("content/q.yaml", bank)]);
    for path in ["index.html", "index-all.html", "q.print.html"] {
        let page = text(&build, path);
        assert_eq!(page.matches("Better not asked").count(), 1, "{path}");
        assert!(between(&page, "What do you earn?", "</li>").contains("Better not asked"), "{path}");
    }
}

#[test]
fn a_card_fits_on_every_page_that_lists_it() {
    let bank = concat!(
        "title: Q\nquestions:\n- id: good\n  ask: What?\n  stage: open\n  better: other\n  reveals: |\n",
        "    See [here](sub/page.md#part) and ![a dot](dot.png), as [@w1] says.[^n]\n\n    [^n]: A note.\n\n    > [!TIP]\n    > Listen.\n\n",
        "    ```questions\n    title: Others\n    stage: open\n    ```\n",
        "- { id: other, ask: 'Why?', stage: open, reveals: 'More.[^m]\n\n\n  [^m]: Another note.' }\n",
    );
    let files = [
        ("content/index.md", "# Home\n\n```questions\nstage: open\n```\n"),
        ("content/sub/page.md", "# Page\n\n## Part\n\n```questions\nids: [good]\n```\n"),
        ("content/q1.yaml", bank),
        ("content/dot.png", "png"),
        ("content/sources.yaml", "sources:\n- { id: w1, title: A work }\n"),
    ];
    let build = build(files);
    let card = |path: &str| between(&text(&build, path), "data-question=\"good\"", "</article>").to_owned();
    for (path, root) in [("index.html", ""), ("q1.html", ""), ("sub/page.html", "../"), ("by/stage/open.html", "../../")] {
        let card = card(path);
        for address in
            [format!("href=\"{root}q/good.html\""), format!("href=\"{root}sub/page.html#part\""), format!("src=\"{root}dot.png\"")]
        {
            assert!(card.contains(&address), "{path}: {address} in {card}");
        }
        // Nothing in it is counted over the page, and what it lists is links: a card in a card would hold itself.
        assert!(card.contains("id=\"good-fn-1\"") && card.contains("href=\"#good-fnref-1\""), "{card}");
        assert!(card.contains(", as says.") && !card.contains("cite-"), "{card}");
        assert!(card.contains(&format!("<li><a href=\"{root}q/other.html\">")) && card.contains("callout"), "{card}");
        assert!(!card.contains(['\u{FFFE}', '\u{FFFF}']), "{card}");
    }
    assert_eq!(dead_links(site(&build), "/a/b/"), [""; 0]);
    let page = text(&build, "q1.html");
    assert!(page.contains("id=\"other-fn-1\""), "{page}");
    assert!(text(&build, "q/good.html").contains("href=\"#cite-1\""));
}

#[test]
fn a_long_list_says_where_all_of_it_is_found_and_a_facets_list_is_filtered_by_the_others() {
    let many = bank(120);
    let other = "title: Andere\nlanguage: de\nquestions:\n- { id: andere, ask: Was?, stage: open, role: peer }\n";
    let build = build([("content/index.md", "# Home"), ("content/many.yaml", many.as_str()), ("content/other.yaml", other)]);
    for path in ["many.html", "many-3.html"] {
        let page = text(&build, path);
        assert!(page.contains("data-within=\"{&quot;_bank&quot;:[&quot;many&quot;]}\" data-languages=\"en\""), "{page}");
        // 3, 6, 9 … without every fifth; 24 for anyone fit too.
        assert!(page.contains("A boss <span class=\"count\">56</span>"), "{page}");
    }
    for path in ["by/stage/open.html", "by/stage/open-2.html"] {
        let page = text(&build, path);
        let within = "{&quot;stage&quot;:[&quot;open&quot;],&quot;_risk&quot;:[&quot;safe&quot;,&quot;careful&quot;]}";
        assert!(page.contains(&format!("data-within=\"{within}\" data-languages=\"en de\"")), "{page}");
        assert!(page.contains("data-facet=\"role\"") && !page.contains("data-facet=\"stage\""), "{page}");
        assert!(page.contains("A boss <span class=\"count\">56</span>"), "{page}");
    }
    let short = text(&build, "other.html");
    assert!(!short.contains("prepbook-whole-list"), "{short}");
}

#[test]
fn a_bank_without_questions_offers_no_files() {
    let off = "questions:\n- { id: a, ask: What came first?, status: off }\n";
    let home = "[none](none.yaml) [off](off.yaml)\n";
    let build = build([("content/index.md", home), ("content/none.yaml", "questions:\n"), ("content/off.yaml", off)]);
    assert_eq!(dead_links(site(&build), "/a/b/"), [""; 0]);
    for name in ["none", "off"] {
        assert!(!text(&build, &format!("{name}.html")).contains("class=\"downloads\""), "{name}");
        assert!(site(&build).get(&format!("api/{name}.csv")).is_none(), "{name}");
    }
}

#[test]
fn a_value_that_nothing_has_gets_its_page() {
    let many = bank(3);
    let build = build([("content/index.md", "# Home"), ("content/many.yaml", many.as_str())]);
    let page = text(&build, "by/stage/close.html");
    assert!(page.contains("<h1") && page.contains("Closing") && page.contains("open.html"));
}

#[test]
fn questions_to_avoid_are_in_their_bank_and_in_no_list_by_value() {
    let bank = "title: Q\nquestions:\n- { id: good, ask: What?, stage: open }\n- { id: bad, ask: How much do you earn?, stage: open, risk: avoid, better: good }\n";
    let build = build([("content/index.md", "# Home\n\n```questions\nstage: open\n```"), ("content/q1.yaml", bank)]);
    assert!(text(&build, "q1.html").contains("q/bad.html"));
    assert!(!text(&build, "by/stage/open.html").contains("q/bad.html"));
    assert!(!text(&build, "index.html").contains("q/bad.html"));
}

#[test]
fn a_query_gives_exact_ones_first_up_to_its_limit() {
    let many = bank(30);
    let build = build([("content/index.md", "# Home\n\n```questions\nrole: boss\nlimit: 9\n```"), ("content/many.yaml", many.as_str())]);
    let home = text(&build, "index.html");
    let cards: Vec<&str> = home.split("data-question=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert_eq!(cards, ["q3", "q6", "q9", "q12", "q18", "q21", "q24", "q27", "q0"]);
}

#[test]
fn a_section_and_a_bank_have_a_print_version() {
    let build = build([
        ("content/index.md", "# Home"),
        ("content/g/index.md", "---\ntitle: All\n---\n[one](a.md#same)\n\n## Same\n"),
        ("content/g/a.md", "---\ntitle: Ay\n---\n[below](#same)\n\n## Same\n"),
        ("content/g/q.yaml", "title: Bank\nquestions:\n- { id: one, ask: What? }\n"),
    ]);
    let all = text(&build, "g/index.print.html");
    assert!(all.contains(" id=\"p0-same\"") && all.contains(" id=\"p1-same\"") && all.contains("href=\"#p0-same\""), "{all}");
    assert!(all.contains("<h3 id=\"p"));
    assert!(text(&build, "g/index.html").contains("index.print.html"));
    assert!(text(&build, "g/q.print.html").contains("What?"));
    assert_eq!(dead_links(site(&build), "/a/b/"), [""; 0]);
    assert!(!text(&build, "sitemap.xml").contains(".print."));
}

#[test]
fn near_questions_share_the_bank_and_the_rarer_values() {
    let ask = |id: &str, stage: &str| format!("- {{ id: {id}, ask: 'What of {id}?', stage: {stage} }}\n");
    let mut one = String::from("title: One\nquestions:\n");
    let mut other = String::from("title: Other\nquestions:\n");
    for number in 0..9 {
        one.push_str(&ask(&format!("a{number}"), if number == 8 { "close" } else { "open" }));
        other.push_str(&ask(&format!("b{number}"), if number == 0 { "close" } else { "open" }));
    }
    let build = build([("content/index.md", "# Home"), ("content/one.yaml", one.as_str()), ("content/other.yaml", other.as_str())]);
    let near = |id: &str| -> Vec<String> {
        let page = text(&build, &format!("q/{id}.html"));
        let list = between(&page, "id=\"near-title\"", "</ul>").to_owned();
        list.split("href=\"").skip(1).filter_map(|part| part.split(".html").next()).map(str::to_owned).collect()
    };
    assert_eq!(near("a4"), ["a3", "a5", "a2", "a6", "a1"]);
    // The only other one that closes is in another bank, and still the nearest.
    assert_eq!(near("a8")[0], "b0");
}
