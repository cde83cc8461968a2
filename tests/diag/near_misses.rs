//! What nearly has a meaning, or has one and nothing in it: it is named, and what only looks like it is let pass.

use crate::inspect::{Found, inspect, places};

/// What is said of a page with this text, as `code line:column help`.
fn said(text: &str) -> Vec<String> {
    helps(inspect([("content/a.md", text), ("content/first talk.md", "Text\n"), ("content/b.md", "Text\n"), ("content/a.png", "x")]))
}

fn helps(found: Vec<Found>) -> Vec<String> {
    found
        .into_iter()
        .filter(|one| one.code != "orphan-asset")
        .map(|one| format!("{} {}:{} {}", one.code, one.line, one.column, one.help))
        .collect()
}

#[test]
fn links_that_are_none_are_named() {
    let text =
        "See [guide](first talk.md), [x][nolabel], [us](mailto me@x),\n[10](http:/x.org), [k](https://) and ![p](a b.png#c \"t\").\n";
    assert_eq!(
        said(text),
        [
            "dead-link 1:5 write `<first talk.md>` between the parentheses; if no link is meant, write `\\[`",
            "dead-link 1:29 add a line `[nolabel]: …` with the address, or write `[x](…)`; if no link is meant, write `\\[`",
            "dead-link 1:43 write `mailto:me@x`; if no link is meant, write `\\[`",
            "dead-link 2:1 write `http://x.org`",
            "dead-link 2:20 write the whole address, such as `https://example.org`",
            "dead-link 2:39 write `<a b.png#c>` between the parentheses; if no link is meant, write `\\[`",
        ]
    );
    let fine = "[g](<first talk.md>) [h](first%20talk.md) \\[g](first talk.md) `[g](first talk.md)` [sic](in her words) [l]\n[1][2] a[0][i] [sic][1] ask [for (more)](b.md) [m](MAILTO:a@b.org) [n](HTTP://x.org)\n\n[l]: b.md\n";
    assert_eq!(said(fine), [""; 0]);
}

#[test]
fn links_headings_and_boxes_have_words() {
    let text = "# {#top}\n\n[](b.md) [ ](b.md) [`x`](b.md) [![Logo](a.png)](b.md)\n\n##\n\n## {#custom}\n\n## `x`\n\n## ![Logo](a.png)\n";
    let found: Vec<String> = places([("content/a.md", text), ("content/b.md", "Text\n"), ("content/a.png", "x")]);
    assert_eq!(found, ["1:1", "3:1", "3:10", "5:1", "7:1"].map(|place| format!("missing-alt content/a.md:{place}")));
}

#[test]
fn boxes_and_callouts_that_almost_fit_are_named() {
    let list = "---\nkind: checklist\n---\n- [ ] one\n- [x] two\n- [] three\n- [x ] four\n- [ ]five\n- [ ]\n- [six](b.md)\n- [X] [ ] seven\n- eight\n  1. [] nine\n";
    assert_eq!(
        said(list),
        [
            "unknown-block 6:1 write it as `- [ ] …`",
            "unknown-block 7:1 write it as `- [x] …`",
            "unknown-block 8:1 write it as `- [ ] …`",
            "missing-alt 9:1 write what is to be done: `- [ ] Say thanks`",
            "unknown-block 13:3 write it as `- [ ] …`",
        ]
    );
    let callouts = "> [!HINT]\n> a\n\n> [!note] A title\n> b\n\n> [!WARNNG]\n> c\n\n> [!tip]\n> d\n\n> [!] e and [!f]\n";
    assert_eq!(
        said(callouts),
        [
            "unknown-block 1:3 did you mean `[!TIP]`?",
            "unknown-block 4:3 write a line `> [!NOTE]`, and below it what it says, each line after `> `",
            "unknown-block 7:3 did you mean `[!WARNING]`?",
        ]
    );
}

#[test]
fn blanks_that_almost_fit_are_named() {
    let template = "---\nkind: template\nsubject: From { your name }\nslots: [{ id: your_name }, { id: mine }]\n---\nDear {Your-Name!}, {your_name}, {mine} and { my_field },\n\\{ mine } { not declared } {{mine}}\n";
    let bank =
        "questions:\n  - { id: a, ask: 'What of {my field}?' }\n  - { id: b, ask: 'How is { my_field }?', risk: avoid, better: a }\n";
    let files = [("content/t.md", template), ("content/q.yaml", bank), ("content/r.yaml", "slots: [{ id: my_field }]\n")];
    assert_eq!(
        helps(inspect(files)),
        [
            "unknown-slot 2:28 write `{my_field}`",
            "unused-slot 1:15 use it as `{my_field}`, or remove it",
            "unknown-slot 3:15 write `{your_name}`",
            "unknown-slot 6:6 write `{your_name}`",
            "unknown-slot 6:44 write `{my_field}`",
            "unknown-variable 7:28 write a slot with single braces, `{mine}`, or add `mine = …` under `[vars]` in book.toml",
        ]
    );
}

#[test]
fn html_is_named_wherever_it_is_shown() {
    let page = "# Put <your name> first\n\n## What <field> means\n\n![see <this>](a.png)\n\n<div>\n<b>All</b> of it.\n</div>\n\n<!-- nothing\nof this -->\n";
    let places: Vec<String> = said(page).iter().map(|one| one.split(" write").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(places, ["raw-html 1:7", "raw-html 3:9", "raw-html 5:7", "raw-html 7:1"]);
    let template = "---\nkind: template\n---\nDear <your name>, <b>reply</b> <br> <a@b.org>. <!-- gone -->\n\n<div>\nA block.\n</div>\n";
    let tags = "leave the tags out, a message is plain text; a blank is a slot, such as `{your_name}`";
    assert_eq!(
        said(template),
        [
            "raw-html 4:6 write a blank as a slot: `{your_name}`".to_owned(),
            format!("raw-html 4:19 {tags}"),
            format!("raw-html 4:32 {tags}"),
            format!("raw-html 6:1 {tags}"),
        ]
    );
}

#[test]
fn a_message_leads_to_no_file() {
    let template = "---\nkind: template\n---\nSee [it](b.md) and [that](https://x.org).\n";
    assert_eq!(said(template), ["dead-link 4:5 write a whole address, such as `https://…`, or leave the link out"]);
}

#[test]
fn addresses_of_sources_are_those_of_pages() {
    let source = |id: &str, url: &str| format!("- {{ id: {id}, title: T, url: \"{url}\" }}\n");
    let records = [
        ("a", "www.example.org/x"),
        ("b", "HTTPS://Example.org/a/"),
        ("c", "https://example.org/a"),
        ("d", "10.1000/182"),
        ("e", "mailto:a@b.org"),
        ("f", "in the library"),
    ];
    let records: String = records.iter().map(|(id, url)| source(id, url)).collect();
    let whole = "write the whole address, such as `https://example.org/page`, or leave it out";
    assert_eq!(
        helps(inspect([("content/r.yaml", format!("sources:\n{records}").as_str())])),
        [
            "bad-value 2:27 write `https://www.example.org/x`".to_owned(),
            "same-source 4:27 keep one of the two and cite it as `[@b]` everywhere".to_owned(),
            "bad-value 5:27 write `https://doi.org/10.1000/182`".to_owned(),
            format!("bad-value 6:27 {whole}"),
            format!("bad-value 7:27 {whole}"),
        ]
    );
}

#[test]
fn languages_are_tags_everywhere() {
    let (page, bank) = ("---\nlanguage: English\n---\nText\n", "language: German\nquestions: [{ id: a, ask: What came first? }]\n");
    assert_eq!(
        places([("content/a.md", page), ("content/q.yaml", bank)]),
        ["bad-value content/a.md:2:11", "bad-value content/q.yaml:1:11"]
    );
}

#[test]
fn banks_without_a_question_are_named() {
    let off = "title: Off\nquestions:\n- { id: a, ask: What came first?, status: off }\n";
    assert_eq!(
        places([("content/a.yaml", "questions:\n"), ("content/b.yaml", "title: B\nquestions: []\n"), ("content/c.yaml", off)]),
        ["empty-file content/a.yaml:1:1", "empty-file content/b.yaml:2:1", "empty-file content/c.yaml:2:1"]
    );
}
