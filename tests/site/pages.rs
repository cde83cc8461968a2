use prepbook::load::Memory;

use crate::support::{TOML, between, build, build_from, site, text};

fn body(markdown: &str) -> String {
    let page = format!("---\ntitle: Home\n---\n{markdown}");
    let build = build([
        ("content/index.md", page.as_str()),
        (
            "content/r.yaml",
            "sources:\n- { id: S1, title: A <work>, author: Ann, year: 2020 }\nclaims:\n- { id: C1, text: Said, wording: 'Said *well* [@S1]', confidence: low, sources: [S1] }\n",
        ),
    ]);
    text(&build, "index.html")
}

#[test]
fn variables_are_words_wherever_prose_is_and_never_in_code() {
    let page = body("A {{ what }} and `{{ what }}` and \\{{ what }}.");
    assert!(page.contains("<p>A talks &amp; &lt;more&gt; and <code>{{ what }}</code> and {{ what }}.</p>"), "{page}");
    assert!(page.contains("<meta name=\"description\"") || !page.contains("About {{"));
}

#[test]
fn citations_are_numbered_by_first_mention_and_listed() {
    let page = body("One [@C1], two [@S1], one again [@C1].");
    let prose = between(&page, "<div class=\"prose\">", "</div>");
    let numbers: Vec<&str> = prose.split("role=\"doc-biblioref\">[").skip(1).map(|part| &part[..1]).collect();
    assert_eq!(numbers, ["1", "2", "1"]);
    let list = between(&page, "<section class=\"citations\"", "</section>");
    assert!(list.contains("<li id=\"cite-1\">Said <em>well</em>") && list.contains("href=\"sources.html#C1\""));
    assert!(list.contains("<li id=\"cite-2\">Ann, <cite>A &lt;work&gt;</cite>, 2020"));
}

#[test]
fn headings_that_come_again_are_counted_as_forges_count() {
    let page = body("## Pay\n\n## Pay\n\n## Pay\n\n[two](#pay-1) [three](#pay-2)\n");
    let ids: Vec<&str> = page.split("<h2 id=\"").skip(1).map(|part| &part[..part.find('"').unwrap()]).collect();
    assert_eq!(ids, ["pay", "pay-1", "pay-2"]);
}

#[test]
fn headings_within_a_question_keep_the_order_of_every_page_that_shows_it() {
    let bank = "title: Bank\nquestions:\n- id: one\n  ask: '# Why?'\n  reveals: '#### Deep'\n  answer: |\n    ### First\n    #### Second\n    ## Third\n    ###### Fourth\n  examples: [\"## Ex\\n\\ntext\"]\n  listen_for: ['# Heard']\n";
    let guide = "---\ntitle: Guide\n---\n## Part\n\n```questions\nids: [one]\n```\n\n```steps\n- title: A\n  text: '# Step'\n```\n";
    let build = build([("content/bank.yaml", bank), ("content/guide.md", guide)]);
    let outline = |path: &str| -> Vec<(u8, String)> {
        let page = text(&build, path);
        let main = between(&page, "<main", "</main>");
        let headings = main.match_indices("<h").filter_map(|(at, _)| {
            let level = main[at + 2..].chars().next()?.to_digit(10)? as u8;
            let words = main[at..].split_once('>')?.1.split("</h").next()?;
            Some((level, words.rsplit('>').find(|words| !words.is_empty())?.split('<').next()?.to_owned()))
        });
        headings.collect()
    };
    for path in ["q/one.html", "bank.html", "guide.html"] {
        let found = outline(path);
        let jump = found.windows(2).find(|pair| pair[1].0 > pair[0].0 + 1);
        assert!(found[0].0 == 1 && found.iter().skip(1).all(|heading| heading.0 > 1) && jump.is_none(), "{path}: {found:?}");
        let of = |words: &str| found.iter().find(|heading| heading.1 == words).map(|heading| heading.0);
        let expected = match path {
            "q/one.html" => [Some(3), Some(3), Some(4), Some(3), Some(4)],
            "bank.html" => [Some(4), Some(4), Some(5), Some(4), Some(5)],
            _ => [None; 5],
        };
        assert_eq!(["Deep", "First", "Second", "Third", "Fourth"].map(of), expected, "{path}: {found:?}");
        assert!(["Ex", "Heard", "Step"].iter().all(|words| of(words).is_none()), "{path}: {found:?}");
    }
    assert!(text(&build, "guide.html").contains("<p><strong>Step</strong></p>"));
}

#[test]
fn footnotes_stand_at_the_end_with_a_way_back() {
    let page = body("A[^x] and B[^y] and A again[^x].\n\n[^x]: First.\n\n[^y]: Second, **bold**.\n");
    assert!(page.contains("<a id=\"fnref-1\" href=\"#fn-1\" role=\"doc-noteref\">1</a>"));
    assert!(page.contains("<a id=\"fnref-1-2\" href=\"#fn-1\""));
    let notes = between(&page, "<section class=\"footnotes\"", "</section>");
    assert!(notes.contains("<li id=\"fn-2\"><p>Second, <strong>bold</strong>. <a href=\"#fnref-2\" role=\"doc-backlink\""), "{notes}");
}

#[test]
fn labels_of_footnotes_are_the_same_in_capitals() {
    let page = body("A[^Pay] and B[^étude] and C[^pay].\n\n[^pay]: About pay.\n\n[^ÉTUDE]: About study.\n");
    assert!(page.contains("B<sup class=\"footnote\"><a id=\"fnref-2\"") && page.contains("<a id=\"fnref-1-2\" href=\"#fn-1\""), "{page}");
    let notes = between(&page, "<section class=\"footnotes\"", "</section>");
    assert!(notes.contains("<li id=\"fn-1\"><p>About pay.") && notes.contains("<li id=\"fn-2\"><p>About study."), "{notes}");
}

#[test]
fn tags_are_words_in_titles_headings_and_pictures() {
    let guide = "# Put <your name> first\n\n## What <field> means\n\n## Next\n\n![see <this>](a.png)\n\n<!-- nothing\nof this -->\n\n<div>\nAll of it\n<!-- note -->\n</div>\n";
    let list = "---\nkind: checklist\n---\n## For <you>\n\n- [ ] one\n";
    let build = build([("content/a.md", guide), ("content/b.md", list), ("content/a.png", "x")]);
    let page = text(&build, "a.html");
    assert!(page.contains("<h1>Put &lt;your name&gt; first</h1>") && page.contains("alt=\"see &lt;this&gt;\""), "{page}");
    assert_eq!(page.matches("What &lt;field&gt; means").count(), 3, "text and both outlines: {page}");
    assert!(page.contains("&lt;div&gt;\nAll of it\n&lt;/div&gt;") && !page.contains("of this") && !page.contains("note --"), "{page}");
    assert!(text(&build, "b.html").contains("For &lt;you&gt;"));
}

#[test]
fn a_heading_without_words_is_no_title() {
    let toml = format!("{TOML}\n[check]\nmissing-alt = \"warning\"\n");
    let build = build([("book.toml", toml.as_str()), ("content/talk.md", "#\n\nText\n")]);
    assert!(text(&build, "talk.html").contains("<h1>talk</h1>"));
}

#[test]
fn callouts_say_their_kind_and_may_hold_blocks() {
    let page = body("> [!WARNING]\n> Mind **this**.\n>\n> ```steps\n> - First\n> ```\n");
    let callout = between(&page, "callout-warning", "</div>");
    assert!(callout.contains("Watch out") && callout.contains("<strong>this</strong>") && callout.contains("First"), "{page}");
    assert!(!page.contains('\u{FFFE}'));
}

#[test]
fn blocks_stand_where_they_were_written() {
    let page =
        body("Before.\n\n```steps\n- One\n- Two\n```\n\nBetween.\n\n```compare\n- { do: This, dont: That, why: Because }\n```\n\nAfter.");
    let order: Vec<usize> = ["Before.", "Two", "Between.", "Because", "After."].iter().map(|word| page.find(word).expect(word)).collect();
    assert!(order.is_sorted());
}

#[test]
fn pictures_say_their_size_and_those_from_elsewhere_are_links() {
    let mut disk = crate::support::disk([("content/index.md", "# H\n\n![A](a.png) ![B](https://x.org/b.png)")]);
    disk.write("content/a.png", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 2, 128, 0, 0, 1, 224, 8, 2, 0, 0, 0]].concat());
    let page = text(&crate::support::build_from(&disk), "index.html");
    assert!(page.contains("<img src=\"a.png\" alt=\"A\" width=\"640\" height=\"480\""), "{page}");
    assert!(page.contains("<a href=\"https://x.org/b.png\" rel=\"noopener\">B</a>"));
}

#[test]
fn sections_are_walked_by_order_then_path() {
    let build = build([
        ("content/index.md", "# Home"),
        ("content/g/index.md", "---\ntitle: All\n---\n"),
        ("content/g/c.md", "---\ntitle: Cee\norder: 1\n---\n"),
        ("content/g/a.md", "---\ntitle: Ay\n---\n"),
        ("content/g/sub/index.md", "---\ntitle: Sub\norder: 2\n---\n"),
        ("content/g/sub/z.md", "---\ntitle: Zed\n---\n"),
        ("content/g/b.yaml", "title: Bank\nquestions:\n- { id: one, ask: What? }\n"),
    ]);
    let next = |path: &str| {
        let page = text(&build, path);
        let nav = page.split("rel=\"next\"").nth(1).map(|part| part.split("</a>").next().unwrap_or_default().to_owned());
        nav.unwrap_or_default()
    };
    let follows = |path: &str, title: &str| {
        let page = text(&build, path);
        let foot = &page[page.find("class=\"neighbours\"").or_else(|| page.find("Before and after")).unwrap_or(0)..];
        assert!(foot.contains(title), "after {path} comes {title}: {} {foot}", next(path));
    };
    follows("g/index.html", "Cee");
    follows("g/c.html", "Sub");
    follows("g/sub/index.html", "Zed");
    follows("g/sub/z.html", "Ay");
    follows("g/a.html", "Bank");
    let zed = text(&build, "g/sub/z.html");
    let crumbs = between(&zed, "aria-label=\"You are here\"", "</nav>");
    assert!(
        crumbs.contains("href=\"../../index.html\"") && crumbs.contains("href=\"../index.html\"") && crumbs.contains("href=\"index.html\""),
        "{crumbs}"
    );
}

#[test]
fn a_long_section_shows_who_is_near_and_counts_everyone() {
    let mut disk = Memory::default();
    disk.write("book.toml", "[book]\ntitle = \"A book\"\n");
    disk.write("content/s/index.md", "# All\n");
    (10..110).for_each(|number| disk.write(format!("content/s/p{number:03}.md"), format!("# Page {number}\n")));
    (0..14).for_each(|number| disk.write(format!("content/t/p{number:02}.md"), format!("# Small {number}\n")));
    disk.write("content/t/index.md", "# Few\n");
    let build = build_from(&disk);
    let shown = |path: &str| {
        let page = text(&build, path);
        let nav = between(&page, "<nav class=\"section-nav\"", "</nav>").to_owned();
        (nav.matches("<li>").count(), nav)
    };
    let (shown_in_the_middle, nav) = shown("s/p050.html");
    assert_eq!(shown_in_the_middle, 11, "{nav}");
    assert!(nav.contains("aria-current=\"page\">Page 50<") && nav.contains("p045.html") && nav.contains("p055.html"), "{nav}");
    assert!(nav.contains("See all 100"), "{nav}");
    assert_eq!((shown("s/p010.html").0, shown("s/p109.html").0), (6, 6));
    let (few, nav) = shown("t/p07.html");
    assert!(few == 14 && !nav.contains("See all"), "{nav}");
}

#[test]
fn a_book_with_a_title_alone_has_a_home_that_leads_on() {
    let build = build([("book.toml", "[book]\ntitle = \"Bare\"\n"), ("content/g/index.md", "# All"), ("content/a.md", "# Ay")]);
    let home = text(&build, "index.html");
    assert!(home.contains("href=\"g/index.html\"") && home.contains("href=\"a.html\""), "{home}");
    assert!(!home.contains("canonical") && site(&build).get("sitemap.xml").is_none() && site(&build).get("feed.atom").is_none());
    let empty = crate::support::build([("book.toml", "[book]\ntitle = \"Bare\"\n")]);
    assert!(text(&empty, "index.html").contains("Bare"));
}

#[test]
fn a_question_shows_its_blanks_its_neighbours_and_its_better() {
    let build = build([
        ("content/index.md", "# Home"),
        (
            "content/q.yaml",
            "title: Q\nquestions:\n- { id: one, ask: 'What of {company} & co?', stage: open, answer: 'Much.', listen_for: ['*Heart*'] }\n- { id: two, ask: What next?, stage: open, risk: avoid, better: one, why_not: Too near. }\n- { id: three, ask: What then?, stage: open }\n",
        ),
        ("content/s.yaml", "slots:\n- { id: company, label: The firm, type: text }\n"),
    ]);
    let one = text(&build, "q/one.html");
    assert!(one.contains("What of <span class=\"blank\" data-slot=\"company\">The firm</span> &amp; co?"), "{one}");
    assert!(one.contains("<title>What of [The firm] &amp; co?"));
    assert!(one.contains("<em>Heart</em>"));
    assert!(one.contains("href=\"three.html\"") && one.contains("QAPage"));
    assert!(!between(&one, "Near this one", "</ul>").contains("two.html"));
    assert!(text(&build, "q/two.html").contains("href=\"one.html\"") && !text(&build, "q/two.html").contains("QAPage"));
}

#[test]
fn the_same_book_is_the_same_bytes() {
    let files = [
        ("content/index.md", "# Home\n\n```questions\nstage: open\n```"),
        ("content/q.yaml", "title: Q\nquestions:\n- { id: one, ask: What?, stage: open, role: [peer, boss] }\n"),
        ("book.toml", TOML),
    ];
    let (one, other) = (build(files), build(files));
    let differ = site(&one).iter().filter(|artifact| site(&other).get(&artifact.path) != Some(artifact));
    assert_eq!(differ.map(|artifact| artifact.path.as_str()).collect::<Vec<_>>(), [""; 0]);
}
