//! The rules over the whole book: what each finds, and what it lets pass.

use jiff::civil::date;
use prepbook::pipeline::Settings;

use crate::inspect::{Found, found, inspect, memory, places, report_of};

/// A bank of these questions.
fn bank(questions: &str) -> String {
    format!("questions:\n{questions}")
}

fn only(code: &str, files: &[(&str, &str)]) -> Vec<Found> {
    inspect(files.iter().copied()).into_iter().filter(|problem| problem.code == code).collect()
}

#[test]
fn what_may_follow_from_a_file_that_cannot_be_read_waits_until_it_can_be() {
    let toml = "[book]\ntitle = \"T\"\n\n[check]\nsummary = \"ignore\"\n\n[vars]\nwho = \"us\"\n";
    let page = "See [first](q.yaml#first), [@w] and {{ who }}.\n\n```questions\n- first\n```\n\n## Twice {#a}\n\n#### Too deep\n";
    let records = "sources:\n- { id: w, title: Work, url: 'https://example.org' }\n";
    let questions = bank("- { id: first, ask: What? }\n");
    let report = |toml: &str, records: &str, questions: &str| {
        places([("book.toml", toml), ("content/index.md", page), ("content/r.yaml", records), ("content/q.yaml", questions)])
    };
    let jump = "heading-jump content/index.md:9:1";
    assert_eq!(report(toml, records, &questions), [jump]);
    assert_eq!(report(toml, "sources:\n- id: \"w\n", &questions), [jump, "yaml-syntax content/r.yaml:2:7"]);
    assert_eq!(report(toml, records, "questions:\n- id: \"first\n"), [jump, "yaml-syntax content/q.yaml:2:7"]);
    // Where every file can be read, the same is missing for all to see.
    let missing = report(toml, "sources:\n- { id: v, title: Work, url: 'https://example.org' }\n", &bank("- { id: other, ask: What? }\n"));
    assert_eq!(missing.iter().filter(|place| place.contains("unknown-") || place.contains("dead-")).count(), 3, "{missing:?}");
    for broken in [toml.replace("[vars]", "[vars"), String::new()] {
        let told = report(&broken, "sources:\n- id: \"w\n", &questions);
        assert!(told.len() == 1 && told[0].contains("book.toml"), "{told:?}");
    }
    // What is made a warning holds nothing back that would keep a site from being written.
    let lenient = toml.replace("[check]", "[check]\nyaml-syntax = \"warning\"");
    let told = report(&lenient, "sources:\n- id: \"w\n", &questions);
    assert!(told.iter().any(|place| place.contains("unknown-citation")), "{told:?}");
}

/// Of a page whose front matter cannot be read, kind, slots and summary are unknown: nothing is said of them.
#[test]
fn a_slip_in_front_matter_is_one_fault() {
    let toml = "[book]\ntitle = \"T\"\n";
    let slots = "slots:\n- id: their_name\n";
    let home = "---\nsummary: Where to begin.\n---\nSend [a message](first.md).\n";
    let told = |front: &str| {
        let page = format!("---\n{front}\nDear {{their_name}}, may I ask you something?\n");
        places([("book.toml", toml), ("content/first.md", page.as_str()), ("content/index.md", home), ("content/r.yaml", slots)])
    };
    assert_eq!(told("kind: template\nsummary: A first e-mail, to somebody.\n---"), [""; 0]);
    assert_eq!(told("kind: template\nsummary: A first e-mail: to somebody.\n---"), ["yaml-syntax content/first.md:3:24"]);
    assert_eq!(told("kind: template\nsummary: A first e-mail, to somebody.\n"), ["open-front-matter content/first.md:1:1"]);
    // Other pages are told all the same.
    assert_eq!(told("summary: Where to begin.\n---"), ["summary content/index.md:2:1", "unused-slot content/r.yaml:2:7"]);
}

#[test]
fn a_slot_that_is_not_used_is_said_not_to_be() {
    let template = "---\nkind: template\nslots: [{ id: a_slot }]\n---\nDear friend\n";
    let found = only("unused-slot", &[("content/m.md", template), ("content/r.yaml", "slots: [{ id: b_slot }]\n")]);
    let said: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(said, ["nothing in this template uses the slot `a_slot`", "no message and no question uses the slot `b_slot`"]);
}

#[test]
fn severity_is_the_books_to_say() {
    let toml = |rule: &str| format!("[book]\ntitle = \"T\"\n\n[check]\nsummary = \"ignore\"\norphan-page = \"ignore\"\n{rule}\n");
    let page = "See [it](nowhere.md).\n";
    let run = |rule: &str| {
        let toml = toml(rule);
        inspect([("book.toml", toml.as_str()), ("content/a.md", page), ("content/old/b.md", page)])
    };
    let severities = |rule: &str| run(rule).iter().map(|problem| problem.severity.clone()).collect::<Vec<_>>();
    assert_eq!(severities(""), ["error", "error"]);
    assert_eq!(severities("dead-link = \"warning\""), ["warning", "warning"]);
    assert_eq!(severities("dead-link = \"ignore\""), [""; 0]);
    let rest = run("dead-link = { level = \"ignore\", reason = \"being moved\", paths = [\"old\"] }");
    assert_eq!(rest.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["content/a.md"]);
    assert_eq!(severities("dead-link = { level = \"warning\", paths = [\"old/b.md\"] }"), ["error", "warning"]);
}

#[test]
fn ids_are_unique_within_their_kind_only() {
    let page = "---\nid: thank-you\n---\nText\n";
    let template = "---\nkind: template\nid: thank-you\n---\nDear friend\n";
    assert_eq!(places([("content/a.md", page), ("content/b.md", template)]), [""; 0]);
    assert_eq!(places([("content/a.md", page), ("content/b.md", page)]), ["duplicate-id content/b.md:2:5"]);
    // Ids from file names have no place in a text.
    assert_eq!(places([("content/x/a.md", "One\n"), ("content/y/a.md", "Two\n")]), ["duplicate-id content/y/a.md"]);
    let records = "sources: [{ id: a, title: A }]\nclaims: [{ id: a, text: B }]\n";
    assert_eq!(places([("content/r.yaml", records)]), ["duplicate-id content/r.yaml:2:16"]);
}

#[test]
fn links_lead_to_files_and_places_of_the_book() {
    let bank = bank("  - id: first\n    ask: What came first?\n");
    let page = "\
[a](b.md) [b](b.md#deep-down) [c](#here) [d](q.yaml) [e](q.yaml#first) [f](r.yaml#S1) [g](r.yaml#term) [h](https://example.org/x)
[i](/search.html) [j](/b.html#deep-down) [k](/sources.html#S1) [l](/by/stage/open.html) [m](/q/first.html) [n](p%20q.txt)

## Here
";
    let records = "sources: [{ id: S1, title: One }]\nglossary: [{ term: Term, meaning: Word }]\n";
    let files = [
        ("content/a.md", page),
        ("content/b.md", "## Deep down\n"),
        ("content/q.yaml", bank.as_str()),
        ("content/r.yaml", records),
        ("content/p q.txt", "text"),
    ];
    assert_eq!(places(files), [""; 0]);
    let wrong = page.replace("#here", "#hre").replace("b.md#deep", "b.md#dep").replace("#first", "#frist").replace("#S1", "#S9");
    let wrong = wrong.replace("/by/stage/open", "/by/stage/opn").replace("[a](b.md)", "[a]()");
    let problems = inspect(files.into_iter().map(|(path, text)| (path, if path == "content/a.md" { wrong.as_str() } else { text })));
    let short: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.code, problem.help)).collect();
    assert_eq!(
        short,
        [
            "dead-link: write an address between the parentheses",
            "dead-anchor: did you mean `#deep-down`?",
            "dead-anchor: did you mean `#here`?",
            "dead-anchor: did you mean `#first`?",
            "dead-anchor: did you mean `#S1`?",
            "dead-anchor: did you mean `#S1`?",
            "dead-link: did you mean `/by/stage/open.html`?",
        ]
    );
}

/// What stands behind "did you mean" in this book, for a link in `content/guides/a.md`.
fn meant(address: &str) -> String {
    let page = format!("See [it]({address}).\n");
    let bank = bank("  - id: first\n    ask: What came first?\n");
    let mut found = inspect([("content/guides/a.md", page.as_str()), ("content/questions/q.yaml", bank.as_str())]);
    assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), ["dead-link content/guides/a.md:1:5"], "{address}");
    let help = found.remove(0).help;
    help.strip_prefix("did you mean `").and_then(|help| help.strip_suffix("`?")).map_or(help.clone(), str::to_owned)
}

#[test]
fn addresses_without_a_scheme_and_out_of_the_browser_are_understood() {
    for (address, expected) in [
        ("www.example.org", "https://www.example.org"),
        ("www.example.org/a/", "https://www.example.org/a"),
        ("careers.example.edu/a.html", "https://careers.example.edu/a.html"),
        ("careers@example.edu", "mailto:careers@example.edu"),
        ("../search.html", "/search.html"),
        ("../by/stage/open.html", "/by/stage/open.html"),
        ("../q/first.html", "../questions/q.yaml#first"),
        ("../questions/q.html", "../questions/q.yaml"),
    ] {
        assert_eq!(meant(address), expected);
    }
    assert_eq!(meant("/glossary.html"), "remove the link: the book has no file with `glossary:`");
    let otherwise = "name a file under `content/` by its path from this one, or remove the link";
    assert!(["../glossary.html", "../by/stage/none.html", "../q/none.html"].iter().all(|address| meant(address) == otherwise));
}

#[test]
fn drafts_are_told_from_slips() {
    let draft = "---\ndraft: true\n---\nText\n";
    let bank = bank("  - id: old\n    ask: What came first?\n    status: off\n  - id: new\n    ask: What comes next?\n    status: draft\n");
    let page = "[a](b.md) [b](q.yaml#old)\n\n```questions\n- new\n- old\n```\n";
    let files = [("content/a.md", page), ("content/b.md", draft), ("content/q.yaml", bank.as_str())];
    let helps: Vec<String> = inspect(files).into_iter().map(|problem| problem.help).collect();
    assert_eq!(helps.len(), 4, "{helps:?}");
    assert!(helps[0].contains("draft: true") && helps[1].contains("status: off"), "{helps:?}");
    assert!(helps[2].contains("--drafts") && helps[3].contains("status: off"), "{helps:?}");
    let (report, sources) = report_of(&memory(files), &Settings { drafts: true, ..Settings::default() });
    let codes: Vec<String> = found(&report, &sources).iter().map(Found::at).collect();
    assert_eq!(codes, ["dead-anchor content/a.md:1:11", "unknown-id content/a.md:5:3"]);
}

#[test]
fn slots_are_declared_where_they_are_used() {
    let own = "---\nkind: template\nslots: [{ id: mine }, { id: idle }]\nsubject: Hello {shared}\n---\nDear {mine}, {else}\n";
    let bank = bank(
        "  - id: a\n    ask: What of {shared}?\n    weak_version: What of {anything}?\n    follow_ups: ['And {other}?']\n  - id: b\n    ask: How much is {company}?\n    risk: avoid\n    better: a\n",
    );
    let records = "slots:\n  - { id: shared }\n  - { id: unused }\n";
    assert_eq!(
        places([("content/t.md", own), ("content/q.yaml", bank.as_str()), ("content/r.yaml", records)]),
        [
            "unknown-slot content/q.yaml:5:23",
            "unused-slot content/r.yaml:3:11",
            "unused-slot content/t.md:3:29",
            "unknown-slot content/t.md:6:14",
        ]
    );
}

#[test]
fn a_better_question_is_fit_to_ask() {
    let bank = bank(
        "  - { id: a, ask: What do you earn?, risk: avoid, better: b }\n  - { id: b, ask: How rich are you?, risk: avoid, better: c }\n  - { id: c, ask: How does pay grow?, status: off }\n",
    );
    let problems = only("no-better", &[("content/q.yaml", &bank)]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].message.contains("itself to be avoided") && problems[1].message.contains("is off"), "{problems:?}");
}

#[test]
fn queries_find_by_the_any_value_and_leave_out_what_is_to_be_avoided() {
    let page = |body: &str| format!("```questions\n{body}\n```\n");
    let bank = bank(
        "  - { id: a, ask: What came first?, role: any, stage: open }\n  - { id: b, ask: How rich are you?, risk: avoid, better: a, stage: close }\n",
    );
    let run = |body: &str| only("empty-query", &[("content/a.md", &page(body)), ("content/q.yaml", &bank)]).len();
    assert_eq!(run("role: director"), 0, "`any` matches every value");
    assert_eq!(run("stage: [middle, open]\nrole: [peer]"), 0);
    assert_eq!(run("stage: close"), 1, "what is to be avoided is left out");
    assert_eq!(run("stage: close\nrisk: avoid"), 0);
    assert_eq!(run("stage: open\nformat: written\nlookup: yes"), 1);
}

#[test]
fn two_questions_are_told_apart_by_their_rare_words() {
    let ask = |questions: &[&str]| {
        let entries: String = questions.iter().enumerate().map(|(at, ask)| format!("  - {{ id: q{at}, ask: \"{ask}\" }}\n")).collect();
        only("near-duplicate", &[("content/q.yaml", &bank(&entries))]).iter().map(|problem| problem.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        ask(&["What surprised you most in your first year at work?", "What surprised you the most in your first year at work?"]),
        ["`q1` asks nearly the same as `q0`"]
    );
    assert_eq!(ask(&["What surprised you most in your first year?", "What would you tell somebody who starts tomorrow?"]), [""; 0]);
}

#[test]
fn questions_are_asked_in_one_breath_and_openly() {
    let codes = |language: &str, ask: &str, more: &str| {
        let bank = format!("language: {language}\nquestions:\n  - id: a\n    ask: \"{ask}\"\n{more}");
        inspect([("content/q.yaml", bank.as_str())]).into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("en", "What came first?", ""), [""; 0]);
    assert_eq!(codes("en", "Tell me about a problem you got stuck on.", ""), [""; 0]);
    assert_eq!(codes("en", "I read that it rains. Does that match what you see?", ""), [""; 0]);
    assert_eq!(codes("en", "How much was planned, and how much was luck?", ""), [""; 0]);
    assert_eq!(codes("en", "What came first, and what did you learn?", ""), ["one-question"]);
    assert_eq!(codes("en", "What came first? And then?", ""), ["one-question"]);
    assert_eq!(codes("en", "The beginning", ""), ["one-question"]);
    assert_eq!(codes("en", "Is it hard?", ""), ["closed-question"]);
    assert_eq!(codes("en-GB", "May I take notes?", "    tags: [permission]\n"), [""; 0]);
    assert_eq!(codes("en", "Is it hard? Is it?", "    risk: avoid\n    better: a\n"), ["no-better"]);
    assert_eq!(codes("de", "Will man das", ""), [""; 0], "English rules are for English");
    assert_eq!(codes("en", &"a".repeat(190), ""), ["one-question"]);
    assert_eq!(codes("de", &"ä".repeat(191), ""), ["long-question"], "characters, not bytes");
}

#[test]
fn looking_up_comes_before_asking() {
    let codes = |more: &str| {
        let bank = format!("questions:\n  - id: a\n    ask: What came first?\n{more}");
        only("look-up", &[("content/q.yaml", &bank)]).len()
    };
    assert_eq!(codes("    lookup: no\n"), 0);
    assert_eq!(codes("    lookup: yes\n"), 1);
    assert_eq!(codes("    lookup: yes\n    risk: avoid\n"), 0);
    assert_eq!(codes("    lookup: partly\n"), 1);
    assert_eq!(codes("    lookup: partly\n    look_up_at: [the register]\n"), 0);
}

#[test]
fn percentages_are_cited_where_they_stand() {
    let page = "\
First 10 % [@S] and `20 %` and {{ minutes }} %.

- one 30 %
- two 40 per cent [@S]

Of **50** % it *is* said.[^n]

| a | b |
|---|---|
| 60 % | [@S] |
| 70 % | none |

## The 80 % that is not

[^n]: See [@S].

```steps
- text: Another 90 % of them.
```

A \\[bracket\\] and 99 % of it.
";
    let problems = only("uncited-number", &[("content/a.md", page), ("content/r.yaml", "sources: [{ id: S, title: T }]\n")]);
    let places: Vec<(u64, u64)> = problems.iter().map(|problem| (problem.line, problem.column)).collect();
    assert_eq!(places, [(3, 7), (11, 3), (18, 17), (21, 19)], "{problems:#?}");
}

#[test]
fn a_percentage_is_found_however_its_sign_is_written() {
    let found =
        |text: &str| only("uncited-number", &[("content/a.md", text)]).into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    for (text, shown) in [
        ("In a recent year, 9 centres.\n\n- Some 70 per\n  cent of 12 cents.\n", "70 per cent"),
        ("Some 70 per *cent*.\n", "70 per cent"),
        ("Some 70 [per](b.md) cent.\n", "70 per cent"),
        ("Some 70 percent.\n", "70 percent"),
        ("Some 70&#37;.\n", "70%"),
        ("Some 70 \\%.\n", "70 %"),
        ("Some 70\u{a0}\u{ff05}.\n", "70\u{a0}\u{ff05}"),
    ] {
        assert_eq!(found(text), [format!("`{shown}` is not cited")], "{text}");
    }
    assert_eq!(found("70 percentages, 9 recent centres, a paper cent of 12.\n"), [""; 0]);
}

#[test]
fn messages_are_measured_with_their_examples() {
    let template = |hard: u32| {
        format!(
            "---\nkind: template\nchannel: email\nlimit: {{ hard: {hard} }}\nslots: [{{ id: a, example: one two three, max: 60 }}]\n---\nDear {{a}}, ask for {{{{ minutes }}}} minutes.\n"
        )
    };
    assert_eq!(only("long-message", &[("content/t.md", &template(8))]), []);
    let problems = only("long-message", &[("content/t.md", &template(7))]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].message, "with its examples the message has 8 words");
    assert_eq!(problems[0].help, "cut at least 1 word; with every slot filled to its `max` it has up to 15");
}

#[test]
fn a_file_that_looks_like_a_page_is_told_how_to_become_one() {
    let files = [("content/a.md", "Text"), ("content/Talk.MD", "# Talk"), ("content/old.png", "x")];
    let helps: Vec<String> = only("orphan-asset", &files).into_iter().map(|problem| problem.help).collect();
    assert_eq!(helps.len(), 2);
    assert_eq!(helps[0], "name it `Talk.md` if it is to be read, or give it a name that begins with `_`");
    assert!(helps[1].starts_with("link to it"), "{helps:?}");
}

#[test]
fn orphans_are_what_nobody_comes_by() {
    let toml = "[book]\ntitle = \"T\"\n[check]\nsummary = \"ignore\"\n[output.html]\nadditional-css = [\"own.css\"]\n";
    let home = "[a](a.md) ![Logo](img/logo.png)\n\n```questions\n- one\n```\n";
    let bank = bank("  - id: one\n    ask: \"What came [first](../linked.md)?\"\n");
    let files = [
        ("book.toml", toml),
        ("content/index.md", home),
        ("content/a.md", "[b](lost/b.md)"),
        ("content/alone.md", "Text"),
        ("content/linked.md", "Text"),
        ("content/lost/b.md", "Text"),
        ("content/lost/c.md", "Text"),
        ("content/found/index.md", "Text"),
        ("content/found/deep/d.md", "Text"),
        ("content/bank/q.yaml", bank.as_str()),
        ("content/own.css", "body { background: url(\"img/back.png\") }"),
        ("content/img/logo.png", "x"),
        ("content/img/back.png", "x"),
        ("content/img/old.png", "x"),
        ("content/favicon.ico", "x"),
    ];
    assert_eq!(places(files), ["orphan-page content/alone.md", "orphan-asset content/img/old.png", "orphan-page content/lost/c.md"]);
}

#[test]
fn summaries_are_there_and_not_anothers() {
    let toml = "[book]\ntitle = \"T\"\n[check]\norphan-page = \"ignore\"\n";
    let same = "---\ntitle: One\nsummary: The same.\n---\nText\n";
    let bank = "title: Bank\nsummary: The same.\nquestions: [{ id: a, ask: What came first? }]\n";
    assert_eq!(
        places([("book.toml", toml), ("content/a.md", same), ("content/b.md", "# Two\n"), ("content/c.yaml", bank)]),
        ["summary content/b.md:1:1", "summary content/c.yaml:2:1"]
    );
    let nameless = "questions: [{ id: a, ask: What came first? }]\n";
    assert_eq!(
        places([("book.toml", toml), ("content/a.md", "---\norder: 1\n---\nText\n"), ("content/c.yaml", nameless)]),
        ["summary content/a.md:1:1", "summary content/c.yaml:1:1"]
    );
}

#[test]
fn settings_name_files_that_are_there() {
    let toml = "[book]\ntitle = \"T\"\n[site]\nlogo = \"img/lgo.svg\"\n[nav]\nheader = [\"guides/index.md\"]\n[check]\nsummary = \"ignore\"\norphan-asset = \"ignore\"\n";
    let problems = inspect([("book.toml", toml), ("content/img/logo.svg", "<svg/>")]);
    let short: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.at(), problem.help)).collect();
    assert_eq!(
        short,
        ["dead-link book.toml:4:8 did you mean `img/logo.svg`?", "dead-link book.toml:6:11 name a file by its path from `content/`",]
    );
}

#[test]
fn a_setting_that_stands_twice_is_named() {
    let toml = "[book]\ntitle = \"T\"\n[site]\naccent = \"#0b5cad\"\naccent = \"#0b5cad\"\n[site]\n";
    let found = inspect([("book.toml", toml)]);
    let said: Vec<_> = found.iter().map(|problem| (problem.at(), problem.message.as_str())).collect();
    assert_eq!(
        said,
        [
            ("duplicate-key book.toml:5:1".to_owned(), "`accent` stands twice in one table"),
            ("duplicate-key book.toml:6:2".to_owned(), "`site` stands twice in one table")
        ]
    );
}

#[test]
fn reviews_are_due_by_the_day_that_is_named() {
    let page = "---\nreviewed_on: 2026-01-31\nreview_in: 1 month\n---\nText\n";
    let bank = "defaults: { reviewed_on: 2025-01-01, review_in: 12 months }\nquestions:\n  - { id: a, ask: What came first? }\n  - { id: b, ask: Which of them would you choose again? }\n";
    let disk = memory([("content/a.md", page), ("content/q.yaml", bank)]);
    let on = |day| {
        let (report, sources) = report_of(&disk, &Settings { as_of: day, ..Settings::default() });
        found(&report, &sources).iter().map(Found::at).collect::<Vec<_>>()
    };
    assert_eq!(on(None), [""; 0]);
    assert_eq!(on(Some(date(2026, 1, 1))), [""; 0]);
    assert_eq!(on(Some(date(2026, 2, 28))), ["review-due content/q.yaml:1:26"]);
    assert_eq!(on(Some(date(2026, 3, 1))), ["review-due content/a.md:2:14", "review-due content/q.yaml:1:26"]);
}

#[test]
fn reading_levels_are_for_english() {
    let hard = "Organisational characteristics considerably influence individual professional opportunities. ".repeat(8);
    let page = |front: &str| format!("---\nlevel: 7\n{front}---\n{hard}\n");
    assert_eq!(only("reading-level", &[("content/a.md", &page(""))]).len(), 1);
    assert_eq!(only("reading-level", &[("content/a.md", &page("language: de\n"))]).len(), 0);
    let easy = "---\nlevel: 7\n---\n".to_owned() + &"Ask for a short talk and say thank you when it ends. ".repeat(8);
    assert_eq!(only("reading-level", &[("content/a.md", &easy)]).len(), 0);
}
