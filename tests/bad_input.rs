//! Whatever stands in a book, the answer is a report or a site: never a panic, a hang or a page that lies.

#[path = "diag/inspect.rs"]
mod inspect;

use std::io;
use std::time::{Duration, Instant};

use inspect::{Found, built, examined, found, inspect, memory, places};
use prepbook::diag::format::{Format, Options, render};
use prepbook::diag::{Place, Report};
use prepbook::load::{Disk, Folder, Listed, Memory};
use prepbook::pipeline::Settings;
use proptest::prelude::*;

const QUESTION: &str = "questions:\n  - id: first\n    ask: What came first?\n";

fn problems(disk: &dyn Disk) -> Vec<Found> {
    let (report, sources) = examined(disk);
    found(&report, &sources)
}

fn at(disk: &dyn Disk) -> Vec<String> {
    problems(disk).iter().map(Found::at).collect()
}

/// Runs it and holds it to a time that is generous on a slow machine and short for a hang.
fn soon<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = run();
    assert!(begun.elapsed() < Duration::from_secs(60), "{what} took {:?}", begun.elapsed());
    result
}

#[test]
fn bytes_that_are_not_utf8() {
    let mut disk = memory([]);
    disk.write("content/a.md", b"One\ncaf\xe9\n".to_vec());
    disk.write("content/b.yaml", b"\xff\xfeq\0".to_vec());
    let found = problems(&disk);
    assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), ["not-utf8 content/a.md", "not-utf8 content/b.yaml"]);
    assert!(found[0].message.contains("0xE9 in line 2"), "{}", found[0].message);
    disk.write("book.toml", b"[book]\ntitle = \"\xe9\"".to_vec());
    assert_eq!(at(&disk)[0], "not-utf8 book.toml");
}

/// What follows from it alone is not said: it would be hundreds of lines before the one that helps.
#[test]
fn a_book_toml_that_cannot_be_read_is_one_fault() {
    let page = "---\ntitle: A\nsummary: A page.\n---\nAsk {{ who }}, they know.\n";
    let toml = "[book]\ntitle = \"Caf\u{e9}\"\n[vars]\nwho = \"us\"\n";
    let latin: Vec<u8> = toml.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(toml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [latin, wide] {
        let mut disk = memory([("content/index.md", page)]);
        disk.write("book.toml", bytes);
        assert_eq!(at(&disk), ["not-utf8 book.toml"]);
        disk.write("book.toml", toml.as_bytes().to_vec());
        assert_eq!(at(&disk), [""; 0]);
    }
}

#[test]
fn control_characters_are_named_and_read_as_blanks() {
    let found = places([
        ("content/a.md", "---\ntitle: A\u{b}b\n---\nOne\u{1}\u{2}\u{7f}two\tthree\r\n"),
        ("content/b.yaml", "questions:\n  - id: one\n    ask: What\u{b}is it?\n"),
        ("content/c.yaml", "questions:\n  - id: two\n    ask: \"What\\v is\\x01 it not\\t?\"\n"),
        ("content/d.md", "It\u{92}s Windows-1252.\n"),
    ]);
    let expected = ["content/a.md:2:9", "content/a.md:4:4", "content/b.yaml:3:14", "content/c.yaml:3:10", "content/d.md:1:3"]
        .map(|place| format!("control-character {place}"));
    assert_eq!(found, expected);
    let toml = "[book]\ntitle = \"Small\\u0001 talks\"\n";
    assert_eq!(places([("book.toml", toml)])[0], "control-character book.toml:2:9");
}

/// What the files of people who know neither YAML nor TOML have in them: what is said is what to type instead.
#[test]
fn slips_are_called_by_what_to_type() {
    let nbsp = "a no-break space (U+00A0) where a plain blank should be";
    let (double, single) = ("between double quotes: `\"…\"`", "between single quotes: `'…'`");
    let whole = "put the whole text in quotes: `\"…\"`";
    for (bank, place, message, help) in [
        ("- id: a\n  ask: 'It's hard, isn't it?'\n", "3:12", "the text goes on after an apostrophe that ends it", double),
        ("- id: a\n  ask: 'It's \"hard\"?'\n", "3:12", "the text goes on after an apostrophe that ends it", "write `\\\"` for each"),
        ("- id: a\n  ask: \"Is \"fun\" fun?\"\n", "3:13", "the text goes on after a quotation mark that ends it", single),
        ("- id: a\n  ask: What now: a break?\n", "3:16", "a text with `: ` in it has no quotes", whole),
        ("- id: a\n  ask: {field} question?\n", "3:8", "a text cannot begin with `{`", whole),
        ("- id: a\n  ask: [Field] question?\n", "3:8", "a text cannot begin with `[`", whole),
        ("- id: a\n  ask: @you, why?\n", "3:8", "a text cannot begin with `@`", whole),
        ("- id: a\n  ask: *Why* so?\n", "3:8", "a text cannot begin with `*`", whole),
        ("- id: a\n  ask: % of \"what\"?\n", "3:8", "a text cannot begin with `%`", "quotes: `'…'`"),
        ("- id: a\n  ask: `x` or y?\n", "3:8", "a text cannot begin with a backtick", whole),
        ("- id: a\n  ask:What is this?\n  minutes: 2\n", "3:7", "there is no blank after the colon of `ask`", "type one: `ask: …`"),
        ("- id:a\n  ask: What is this?\n", "2:6", "there is no blank after the colon of `id`", "type one: `id: …`"),
        ("- id: a\n  ask: \"What is this?\n  minutes: 2\n", "3:8", "this is not YAML", "end the text with the quotation mark"),
        ("- id: a\n  ask: \"Is it C:\\Users?\"\n", "3:8", "between double quotes, a `\\` begins", "between single quotes"),
        ("- id: a\n\u{a0}\u{a0}ask: What?\n", "3:1", nbsp, "type a plain blank"),
        ("-\u{a0}id: a\n  ask: What?\n", "2:2", nbsp, "type a plain blank"),
        ("- id: a\n  ask:\u{a0}What?\n", "3:7", nbsp, "type a plain blank"),
        ("\u{200b}- id: a\n  ask: What?\n", "2:1", "an invisible character (U+200B)", "type a plain blank"),
        ("– id: a\n  ask: What?\n", "2:1", "`–` where a hyphen should be", "begin the line with `- `"),
        ("  • id: a\n    ask: What?\n  • id: b\n    ask: Why?\n", "2:3", "`•` where a hyphen should be", "begin the line with `- `"),
    ] {
        let found = inspect([("content/q.yaml", format!("questions:\n{bank}").as_str())]);
        assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), [format!("yaml-syntax content/q.yaml:{place}")], "{bank}");
        assert!(found[0].message.contains(message) && found[0].help.contains(help), "{bank}: {found:?}");
    }
    for (toml, place, message, help) in [
        ("title = “X”", "2:9", "`“` is no quotation mark here", "type straight ones"),
        ("title = \"X\"\nauthors = [“A”, “B”]", "3:12", "`“` is no quotation mark here", "type straight ones"),
        ("title =\u{a0}\"X\"", "2:8", nbsp, "type a plain blank"),
        ("title = X", "2:9", "a text without quotes", "put it in quotes"),
        ("title: X Y", "2:6", "a colon where an equals sign should be", "write `… = …`"),
        ("title = \"a \"b\" c\"", "2:13", "the text goes on after a quotation mark", single),
        (
            "title = \"X\"\n[build]\nbuild-dir = \"C:\\Users\\me\\out\"",
            "4:18",
            "between double quotes, a `\\` begins",
            "write `/` in a path",
        ),
    ] {
        let found = inspect([("book.toml", format!("[book]\n{toml}\n").as_str())]);
        assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), [format!("toml-syntax book.toml:{place}")], "{toml}");
        assert!(found[0].message.contains(message) && found[0].help.contains(help), "{toml}: {found:?}");
    }
    // What is well written is said nothing of.
    let bank = "questions:\n- id: a\n  ask: What’s – in “quotes”\u{a0}?\n  tags: [a, b] # two\n  reveals: '– so'\n";
    assert_eq!(places([("content/q.yaml", bank)]), [""; 0]);
}

#[test]
fn wrong_nesting_is_mended_by_the_sign_that_is_missing() {
    let question = "questions:\n- id: a\n  ask: What do you do?\n";
    let template = "---\nkind: template\nlimit: 80\n---\nDear friend\n";
    for (path, text, place, help) in [
        (
            "content/q.yaml",
            "questions:\n  id: a\n  ask: What?\n  id: b\n  ask: Who?\n".to_owned(),
            "wrong-type 2:3",
            "begin each question with `- `",
        ),
        ("content/q.yaml", "glossary: { Network: All you know. }\n".to_owned(), "wrong-type 1:11", "begin each word with `- term: …`"),
        ("content/q.yaml", format!("{question}  follow_ups:\n  - What of this: why?\n"), "wrong-type 5:5", "in quotes if it contains `: `"),
        ("content/q.yaml", format!("{question}  rsk: safe\n"), "unknown-key 4:3", "did you mean `risk`?"),
        (
            "content/q.yaml",
            format!("{question}  topic: work\n"),
            "unknown-key 4:3",
            "declare `[facets.topic]` in book.toml, or use one of `aliases`, `answer`",
        ),
        (
            "content/q.yaml",
            question.replace("questions", "Questions"),
            "missing-key 1:1",
            "write `questions:` in the place of `Questions:`",
        ),
        ("content/m.md", template.replace("80", "{ soft: 1, hard: 2, firm: 3 }"), "unknown-key 3:28", "remove it"),
        ("content/m.md", template.to_owned(), "wrong-type 3:8", "write `limit: { soft: …, hard: 80 }`"),
    ] {
        let found = inspect([(path, text.as_str())]);
        let places: Vec<String> = found.iter().map(|it| format!("{} {}:{}", it.code, it.line, it.column)).collect();
        assert_eq!(places, [place], "{found:?}");
        assert!(found[0].help.contains(help), "{}", found[0].help);
    }
}

#[test]
fn what_is_missing_in_book_toml_is_written_as_toml() {
    let toml =
        "[book]\nauthor = \"X\"\n[facets.a]\nlabel = \"A\"\n[facets.b]\nvalues = \"x\"\n[site]\nhelp = [{ label = \"X\" }]\nabc = 1\n";
    let found = inspect([("book.toml", toml)]);
    let said: Vec<String> = found.iter().map(|problem| format!("{}; {}", problem.message, problem.help)).collect();
    for expected in [
        "`[book]` has no `title`; add `title = …`",
        "`author` is not a key of `[book]`; did you mean `authors`?",
        "this facet has no `values`; add `values = …`",
        "found `x` where a list for `values` should be; write `values = [ … ]`",
        "this link has no `url`; add `url = …`",
        "`abc` is not a key of `[site]`; use one of ",
    ] {
        assert!(said.iter().any(|said| said.starts_with(expected)), "{expected}: {said:#?}");
    }
}

#[test]
fn a_text_that_ends_in_a_comment_is_told() {
    let told = |lines: &str| {
        let found = inspect([("content/q.yaml", format!("questions:\n- id: a\n  ask: What do you do?\n{lines}").as_str())]);
        found.iter().filter(|it| it.code == "comment").map(|it| (it.line, it.column)).collect::<Vec<_>>()
    };
    assert_eq!(told("  reveals: What is your #1 tip?\n  follow_ups:\n  - Which #tags?\n"), [(4, 25), (6, 11)]);
    let comments = "  minutes: 20 #rough\n  reveals: What you do # first\n  risk: safe #check\n  answer: |\n    A B\n  #C\n";
    assert_eq!(told(comments), []);
    assert_eq!(told("  reveals: 'What is your #1 tip?' #done\n  answer: A C#1 tip\n"), []);
}

#[test]
fn what_is_filled_into_a_slot_fits_it() {
    let slots = "\
- { id: a, type: choice, options: [x, y], default: z, example: w }
- { id: b, max: 3, default: long, example: longer }
- { id: c, type: number, default: abc, example: 20 to 30 }
- { id: d, type: choice, options: [x, y], default: x, example: y }
";
    let template = "---\nkind: template\n---\n{a} {b} {c} {d}\n";
    let found = inspect([("content/m.md", template), ("content/r.yaml", format!("slots:\n{slots}").as_str())]);
    let places: Vec<String> = found.iter().map(Found::at).collect();
    assert_eq!(places, ["2:52", "2:64", "3:29", "4:35"].map(|place| format!("bad-value content/r.yaml:{place}")));
    assert_eq!(found[0].message, "the `default` of the slot `a` is not one of its `options`");
    assert_eq!(found[2].message, "the `default` of the slot `b` is longer than its `max`, 3 characters");
}

#[test]
fn an_output_folder_that_no_build_would_take_is_told() {
    let told = |dir: &str| places([("book.toml", format!("[book]\ntitle = \"T\"\n[build]\nbuild-dir = \"{dir}\"\n").as_str())]);
    for unfit in ["content", "./content/site", "themes/own", ".", "..", ""] {
        assert_eq!(told(unfit), ["bad-value book.toml:4:13"], "{unfit}");
    }
    for fit in ["public", "../site", "contents", "/srv/content"] {
        assert_eq!(told(fit), [""; 0], "{fit}");
    }
}

#[test]
fn wide_characters_are_called_by_their_name() {
    let narrow = "Sätze\n";
    let wide = |unit: fn(u32) -> [u8; 4], mark: bool| -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        mark.into_iter().chain(narrow.chars()).flat_map(|c| unit(c as u32)).collect()
    };
    let utf16: Vec<u8> = narrow.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("UTF-32", wide(u32::to_le_bytes, true)),
        ("UTF-32", wide(u32::to_be_bytes, true)),
        ("UTF-32", wide(u32::to_le_bytes, false)),
        ("UTF-16", [vec![0xFF, 0xFE], utf16.clone()].concat()),
        ("UTF-16", utf16),
    ] {
        for path in ["content/a.md", "content/a.yaml", "book.toml"] {
            let mut disk = memory([]);
            disk.write(path, bytes.clone());
            let found = problems(&disk);
            let problem = found.iter().find(|problem| problem.code == "not-utf8").expect("it is seen");
            assert_eq!(problem.message, format!("`{path}` is not UTF-8: it looks like {name}"));
        }
    }
}

#[test]
fn a_file_of_another_program_is_called_by_its_name() {
    for (name, bytes) in [
        ("not a plain text but a file of Word, Excel or LibreOffice, or a ZIP archive", b"PK\x03\x04\x14\0\x06\0\x08".as_slice()),
        ("not a plain text but a PDF", b"%PDF-1.7\n%\xE2\xE3"),
        ("not a plain text but a rich text (RTF)", b"{\\rtf1 Hello.}"),
        ("not UTF-8: byte 0xFE in line 1", b"\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\xFE\xDC"),
    ] {
        let mut disk = memory([]);
        disk.write("content/a.md", bytes.to_vec());
        assert_eq!(problems(&disk)[0].message, format!("`content/a.md` is {name}"));
    }
}

#[test]
fn line_ends_of_old_macs_are_line_ends() {
    let page = "---\rtitle: A\rx: 1\r---\rOne.\r\rSee [it](no.md).\r";
    assert_eq!(places([("content/a.md", page)]), ["unknown-key content/a.md:3:1", "dead-link content/a.md:7:5"]);
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_text() {
    assert_eq!(places([("content/a.md", "\u{feff}---\ntitle: A\nx: 1\n---\nText\n")]), ["unknown-key content/a.md:3:1"]);
    let bank = format!("\u{feff}{QUESTION}    x: 1\n");
    assert_eq!(places([("content/q.yaml", bank.as_str())]), ["unknown-key content/q.yaml:4:5"]);
    let toml = format!("\u{feff}{}\n[x]\n", inspect::BOOK);
    assert_eq!(inspect([("book.toml", toml.as_str())]).len(), 1);
}

#[test]
fn line_ends_of_windows_keep_places_true() {
    let page = "---\r\ntitle: A\r\nx: 1\r\n---\r\nSee [it](no.md).\r\n\r\n```questions\r\nstagee: open\r\n```\r\n";
    let bank = "questions:\r\n  - id: first\r\n    ask: |\r\n      What came\r\n      [first](no.md)?\r\n    x: 1\r\n";
    assert_eq!(
        places([("content/a.md", page), ("content/q.yaml", bank)]),
        [
            "unknown-key content/a.md:3:1",
            "dead-link content/a.md:5:5",
            "unknown-key content/a.md:8:1",
            "dead-link content/q.yaml:5:7",
            "unknown-key content/q.yaml:6:5",
        ]
    );
}

#[test]
fn a_tab_in_yaml_is_called_by_its_name() {
    let found = inspect([("content/q.yaml", "questions:\n\t- id: first\n\t  ask: What came first?\n")]);
    assert_eq!(found[0].code, "yaml-syntax", "{found:?}");
    assert_eq!(found[0].line, 2);
    assert!(format!("{} {}", found[0].message, found[0].help).contains("tab"), "{found:?}");
    let front = inspect([("content/a.md", "---\ntags:\n\t- one\n---\nText\n")]);
    assert_eq!((front[0].code.as_str(), front[0].line), ("yaml-syntax", 3));
}

#[test]
fn a_key_stands_once() {
    assert_eq!(places([("content/q.yaml", "questions:\n  - id: a\n    ask: What?\n    id: b\n")]), ["duplicate-key content/q.yaml:4:5"]);
    assert_eq!(places([("content/a.md", "---\ntitle: A\ntitle: B\n---\nText\n")]), ["duplicate-key content/a.md:3:1"]);
    let toml = format!("{}\n[book]\ntitle = \"Again\"\n", inspect::BOOK);
    let found = inspect([("book.toml", toml.as_str())]);
    assert!(found.iter().any(|problem| problem.code == "duplicate-key"), "{found:?}");
}

#[test]
fn aliases_are_no_bomb() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let row = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{row}]\n"));
    }
    bomb.push_str("questions: *a11\n");
    let found = soon("a bomb of aliases", || inspect([("content/q.yaml", bomb.as_str())]));
    assert!(!found.is_empty() && found.len() < 100, "{} problems", found.len());
    let itself = soon("an alias of itself", || inspect([("content/q.yaml", "questions: &a\n  - *a\n")]));
    assert!(!itself.is_empty());
    let found = inspect([("content/q.yaml", "base: &base { role: peer }\nquestions:\n  - id: a\n    ask: What?\n    <<: *base\n")]);
    let merge = found.iter().find(|problem| problem.message.contains("`<<`")).expect("a merge key is said to mean nothing");
    assert!(merge.help.contains("`defaults`"), "{merge:?}");
}

#[test]
fn a_key_that_is_no_text_is_one_problem() {
    let found = inspect([("content/q.yaml", "? [complex, key]\n: x\nquestions:\n  - id: a\n    ask: What?\n    ? {b: c}\n    : x\n")]);
    assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), ["wrong-type content/q.yaml:1:3", "wrong-type content/q.yaml:6:7"]);
}

#[test]
fn a_page_that_grows_too_large_comes_with_a_remedy() {
    let bank = format!("{QUESTION}    answer: {}\n", "x".repeat(17 << 20));
    let (settings, disk) = (Settings::default(), memory([("content/q.yaml", bank.as_str())]));
    let built = built(&disk, &settings);
    let problem = built.report.iter().find(|problem| problem.code.slug() == "template").expect("a page has at most 16 MB");
    assert!(problem.help.as_deref().is_some_and(|help| help.contains("shorten its texts")), "{problem:?}");
}

#[test]
fn ten_thousand_levels_of_yaml() {
    let depth = 10_000;
    let flow = format!("questions: {}{}", "[".repeat(depth), "]".repeat(depth));
    let block: String = (0..depth).map(|level| format!("{}-\n", " ".repeat(level))).collect();
    let maps = format!("questions: {}1{}", "{a: ".repeat(depth), "}".repeat(depth));
    for deep in [flow.clone(), block, maps, "[".repeat(depth), "- ".repeat(depth)] {
        let found = soon("deep YAML", || inspect([("content/q.yaml", deep.as_str())]));
        assert!(found.iter().any(|problem| ["too-large", "yaml-syntax"].contains(&problem.code.as_str())), "{found:?}");
    }
    let front = format!("---\n{flow}\n---\nText\n");
    assert!(!soon("deep front matter", || inspect([("content/a.md", front.as_str())])).is_empty());
    let body = format!("```questions\n{flow}\n```\n");
    assert!(!soon("a deep block", || inspect([("content/a.md", body.as_str())])).is_empty());
    let toml = format!("[book]\ntitle = \"T\"\n[vars]\nx = {}{}\n", "[".repeat(depth), "]".repeat(depth));
    assert!(!soon("deep TOML", || inspect([("book.toml", toml.as_str())])).is_empty());
}

#[test]
fn ten_thousand_levels_of_markdown() {
    let depth = 10_000;
    let lists: String = (0..2_000).map(|level| format!("{}- x\n", "  ".repeat(level))).collect();
    let hostile = [
        "> ".repeat(depth) + "x",
        "- ".repeat(depth) + "x",
        "[".repeat(depth) + &"](x)".repeat(depth),
        "*".repeat(depth) + "x" + &"*".repeat(depth),
        "![".repeat(depth),
        "`".repeat(depth),
        "| ".repeat(depth) + "\n" + &"|-".repeat(depth) + "\n" + &"| x".repeat(depth),
        "[^x]: ".repeat(depth),
        "<".repeat(depth),
        "{{ ".repeat(depth),
        "[@".repeat(depth),
        "{a".repeat(depth),
        lists,
    ];
    for text in &hostile {
        soon(&text[..40.min(text.len())], || inspect([("content/a.md", text.as_str())]));
        let indented = text.replace('\n', "\n      ");
        let bank = format!("{QUESTION}    reveals: |\n      {indented}\n");
        soon("in a bank", || inspect([("content/q.yaml", bank.as_str())]));
    }
}

#[test]
fn a_file_has_at_most_32_megabytes() {
    let mut disk = memory([("content/q.yaml", QUESTION)]);
    disk.write("content/a.md", vec![b'x'; 33 << 20]);
    assert_eq!(soon("33 MB", || at(&disk)), ["too-large content/a.md"]);
}

#[test]
fn a_line_of_many_megabytes() {
    let words = "word [link](no.md) ".repeat(20_000);
    let page = format!("---\nx: 1\n---\n{words}\n");
    let (report, sources) = soon("a long line", || examined(&memory([("content/a.md", page.as_str())])));
    assert_eq!(report.counts().errors, 20_001);
    let text = soon("rendering it", || render(&report, &sources, Format::Short, Options::default()));
    assert!(text.contains("content/a.md:4:379987: error[dead-link]"), "{}", &text[text.len() - 200..]);
    let bank = format!("{QUESTION}    reveals: \"{}\"\n", "word ".repeat(800_000));
    assert_eq!(soon("a long scalar", || places([("content/q.yaml", bank.as_str())])), [""; 0]);
}

#[test]
fn brackets_without_end_are_read_in_good_time() {
    for part in ["](", "][", "[a](b c.md", "](a b.md", "- [ ", "[!"] {
        let page = part.repeat(60_000);
        soon(part, || places([("content/a.md", page.as_str())]));
    }
}

#[test]
fn nothing_in_a_file() {
    assert_eq!(
        places([("content/a.md", ""), ("content/b.yaml", "# only a comment\n")]),
        ["empty-file content/a.md:1:1", "empty-file content/b.yaml:1:1"]
    );
    assert_eq!(inspect([("book.toml", "")])[0].code, "missing-key");
    assert_eq!(problems(&Memory::default()).iter().map(Found::at).collect::<Vec<_>>(), ["unreadable book.toml"]);
    let bare = [("content/a.md", "---\n---\n"), ("content/b.md", "---\n"), ("content/c.yaml", "---\n")];
    assert_eq!(
        places(bare),
        ["open-front-matter content/b.md:1:1", "empty-file content/c.yaml:1:1"],
        "a page may be its front matter alone"
    );
}

#[test]
fn front_matter_that_is_never_closed() {
    let found = inspect([("content/a.md", "---\ntitle: A\nText that goes on\n")]);
    assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), ["open-front-matter content/a.md:1:1"]);
}

#[test]
fn front_matter_may_stand_after_empty_lines() {
    let known = "unknown-key content/a.md:5:1";
    assert_eq!(places([("content/a.md", "\n \n---\ntitle: A\nx: 1\n---\nText\n")]), [known]);
    assert_eq!(places([("content/a.md", "\n---\ntitle: A\nText that goes on\n")]), ["open-front-matter content/a.md:2:1"]);
}

/// Word makes a dash of three hyphens, other programs write TOML, and some forget the line.
#[test]
fn front_matter_between_other_lines_is_named_and_understood() {
    let toml = "[book]\ntitle = \"T\"\n[check]\norphan-page = \"ignore\"\n";
    let said = |page: &str| {
        let found = inspect([("book.toml", toml), ("content/a.md", page)]);
        found.into_iter().map(|one| format!("{} {}", one.at(), one.help)).collect::<Vec<_>>()
    };
    for fence in ["—", "–-", "--", "-----"] {
        let expected = format!("open-front-matter content/a.md:1:1 write `---` in place of `{fence}`, and keys as `title: …`");
        assert_eq!(said(&format!("{fence}\norder: 1\nsummary: A\n{fence}\nText\n")), [expected]);
    }
    let wrong = said("+++\ntitle = \"A\"\n+++\nText\n");
    assert!(wrong.iter().any(|one| one.starts_with("open-front-matter content/a.md:1:1 write `---` in place of `+++`")), "{wrong:?}");
    for page in ["title: A\nsummary: B\n---\nText\n", "\nlevel: 7\nsummary: B\n\nText\n"] {
        let line = 1 + page.len() - page.trim_start().len();
        let expected = "write a line `---` before the first key and another one after the last";
        assert_eq!(said(page), [format!("open-front-matter content/a.md:{line}:1 {expected}")]);
    }
}

#[test]
fn pages_that_begin_with_a_line_or_a_colon_are_text() {
    for page in [
        "\n---\nText\n\n---\n",
        "----\n\ntitle: later\n",
        "—\nAnn: it is so\n",
        "Note: a title: it is\n",
        "note: this\n\ntitle: that\n",
        "+++\n",
        "tags: what they are\n",
    ] {
        assert_eq!(places([("content/a.md", page)]), [""; 0], "{page}");
    }
}

#[test]
fn words_stay_what_they_look_like() {
    let bank = "title: 1.10\nquestions:\n  - id: no\n    ask: yes\n    lookup: no\n    tags: [017, 0x1F, 1e3, off, ~x, 2026-01-01]\n";
    let records = "sources: [{ id: S, title: no, year: 017, author: 1.10 }]\n";
    let disk = memory([("content/q.yaml", bank), ("content/r.yaml", records)]);
    let book = built(&disk, &Settings::default()).book;
    let question = &book.banks[0].questions[0];
    assert_eq!((book.banks[0].title.as_str(), question.id.as_str(), &*question.ask_text.value), ("1.10", "no", "yes"));
    let tags: Vec<&str> = question.keywords.iter().map(|word| word.as_str()).collect();
    assert_eq!(tags, ["017", "0x1F", "1e3", "off", "~x", "2026-01-01"]);
    let source = &book.sources[0];
    assert_eq!((source.title.as_str(), source.year.as_deref(), source.author.as_deref()), ("no", Some("017"), Some("1.10")));
}

#[test]
fn paths_that_climb_out_of_the_book() {
    let page = "---\nrelated: [../../etc/passwd.md]\naliases: [../out.html, /../out.html]\n---\n[a](../../x.md) ![b](../../../etc/passwd) [c](%2e%2e/%2e%2e/x.md) [d](/../x.html)\n";
    let found = inspect([("content/deep/a.md", page)]);
    let codes: Vec<&str> = found.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["dead-link", "bad-address", "bad-address", "dead-link", "dead-link", "dead-link", "dead-link"], "{found:#?}");
    let settings = [
        "[output.html]\ntheme = \"../../etc\"\n",
        "[output.html]\nadditional-css = [\"../../etc/passwd\"]\n",
        "[site]\nlogo = \"../../etc/passwd\"\n",
        "[nav]\nheader = [\"../../etc/passwd\"]\n",
    ];
    for setting in settings {
        let toml = format!("[book]\ntitle = \"T\"\n{setting}");
        let found = inspect([("book.toml", toml.as_str())]);
        assert!(found.iter().any(|problem| problem.severity == "error" && problem.path == "book.toml"), "{setting}: {found:?}");
    }
}

#[test]
fn names_that_a_disk_cannot_tell_apart() {
    let page = "Text\n";
    assert_eq!(places([("content/A.md", page), ("content/a.md", "---\nid: b\n---\nText\n")]), ["address-clash content/a.md"]);
    assert_eq!(
        places([("content/caf\u{e9}.md", page), ("content/cafe\u{301}.md", "---\nid: b\n---\nText\n")]).len(),
        1,
        "composed or not, it is one name"
    );
    let bank = "questions:\n  - { id: One, ask: What came first? }\n  - { id: one, ask: Who else would you meet? }\n";
    assert_eq!(places([("content/q.yaml", bank)]), ["address-clash content/q.yaml:3:11"]);
    assert_eq!(places([("content/a.md", page), ("content/a.html/b.md", page)]).len(), 1);
    assert_eq!(
        places([("content/q/a.md", page), ("content/Search.md", page)]),
        ["bad-address content/Search.md", "bad-address content/q/a.md"]
    );
}

#[test]
fn names_of_files_may_be_what_they_are() {
    let long = "x".repeat(252);
    let names =
        ["a b", "it's", "say \"hi\"", "a#b", "a?b", "100%", "%20", "naïve", "日本語", "שלום", "-dash", "~", "a&b;c=d", "<b>", "[x](y)"];
    let mut disk = memory([]);
    for (number, name) in names.iter().enumerate() {
        disk.write(format!("content/{name}.md"), format!("---\nid: page-{number}\n---\nText\n"));
        disk.write(format!("content/{name}.png"), b"x".to_vec());
    }
    let toml = format!("{}orphan-asset = \"ignore\"\n", inspect::BOOK);
    disk.write("book.toml", toml);
    assert_eq!(at(&disk), [""; 0]);
    disk.write(format!("content/{long}.md"), "---\nid: long\n---\nText\n");
    disk.write("content/new\nline.md", "---\nid: line\n---\nText\n");
    disk.write("content/back\\slash.md", "---\nid: slash\n---\nText\n");
    let found = problems(&disk);
    assert_eq!(found.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["bad-address"; 3], "{found:#?}");
    let id = "x".repeat(65);
    let bank = format!("questions:\n  - id: {id}\n    ask: What came first?\n");
    assert_eq!(places([("content/q.yaml", bank.as_str())]), ["bad-id content/q.yaml:2:9"]);
}

#[test]
fn links_that_run_scripts_are_refused_in_every_field() {
    let evil = "[x](javascript:alert(1)) [y](JaVa&#115;cript:x) [z](data:text/html,x) ![w](vbscript:x)";
    let page = format!(
        "---\nsummary: '{evil}'\nrelated: ['javascript:x']\n---\n{evil}\n\n> [!NOTE]\n> {evil}\n\n```steps\n- title: '{evil}'\n  text: '{evil}'\n```\n\n```doors\n- label: x\n  link: javascript:x\n```\n"
    );
    let fields = ["ask", "reveals", "answer", "why_not"].map(|field| format!("    {field}: '{evil}'\n")).concat();
    let lists = ["listen_for", "follow_ups", "examples", "look_up_at"].map(|field| format!("    {field}: ['{evil}']\n")).concat();
    let bank = format!("summary: '{evil}'\nquestions:\n  - id: a\n{fields}{lists}");
    let records = format!(
        "sources: [{{ id: S, title: T, url: 'javascript:x', note: '{evil}' }}]\nclaims: [{{ id: C, text: '{evil}', wording: '{evil}' }}]\nglossary: [{{ term: T, meaning: '{evil}' }}]\n"
    );
    let count = |path: &str, text: &str| inspect([(path, text)]).iter().filter(|problem| problem.code == "unsafe-link").count();
    assert_eq!(count("content/a.md", &page), 4 * 5 + 2);
    assert_eq!(count("content/q.yaml", &bank), 4 * 9);
    assert_eq!(count("content/r.yaml", &records), 4 * 4 + 1);
}

#[test]
fn every_problem_of_a_run_is_reported() {
    let bank: String = (0..500).map(|n| format!("  - id: q{n}\n    ask: What came {n}?\n    risk: never\n    stage: nowhere\n")).collect();
    let bank = format!("questions:\n{bank}");
    let found = inspect([("content/q.yaml", bank.as_str())]);
    let of = |code: &str| found.iter().filter(|problem| problem.code == code).count();
    assert_eq!((of("bad-value"), of("unknown-value")), (500, 500));
}

/// A disk whose files are listed and cannot be read.
struct Locked(Memory);

impl Disk for Locked {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        self.0.list(folder, report)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if path == "book.toml" { self.0.read(path) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.0.find(path)
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let disk = Locked(memory([("content/a.md", "Text\n")]));
    let found = problems(&disk);
    assert_eq!(found.iter().map(Found::at).collect::<Vec<_>>(), ["unreadable content/a.md"]);
    assert!(found[0].message.contains("permission denied"), "{}", found[0].message);
}

#[cfg(unix)]
mod links_of_the_file_system {
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::*;

    fn book(fill: impl FnOnce(&Path)) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("book");
        std::fs::create_dir_all(root.join("content/sub")).expect("content");
        std::fs::write(root.join("book.toml"), inspect::BOOK).expect("book.toml");
        std::fs::write(root.join("content/a.md"), "Text\n").expect("a page");
        std::fs::create_dir_all(folder.path().join("outside/deep")).expect("outside");
        std::fs::write(folder.path().join("outside/deep/secret.md"), "Secret\n").expect("a secret");
        fill(&root);
        let disk = Folder::open(&root).expect("the book is there");
        soon("links", || at(&disk))
    }

    #[test]
    fn round_in_a_circle() {
        assert_eq!(book(|root| symlink("..", root.join("content/sub/up")).expect("a link")), ["outside-book content/sub/up"]);
        assert_eq!(book(|root| symlink("me", root.join("content/me")).expect("a link")).len(), 1);
    }

    #[test]
    fn out_of_the_book() {
        let found = book(|root| {
            symlink("../../outside", root.join("content/out")).expect("a link");
            symlink("../../outside/deep/secret.md", root.join("content/secret.md")).expect("a link");
            let disk = Folder::open(root).expect("the book is there");
            let listed = disk.list("content", &mut Report::default());
            assert_eq!(listed.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["content/a.md"], "nothing behind it is read");
        });
        assert_eq!(found, ["outside-book content/out", "outside-book content/secret.md"]);
        assert_eq!(book(|root| symlink("nowhere", root.join("content/gone.md")).expect("a link")).len(), 1);
    }

    #[test]
    fn within_the_book() {
        let found = book(|root| {
            std::fs::write(root.join("content/sub/b.txt"), "x").expect("a file");
            std::fs::write(root.join("content/c.md"), "[b](linked.txt) [b](sub/b.txt)\n").expect("a page");
            symlink("sub/b.txt", root.join("content/linked.txt")).expect("a link");
        });
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn names_that_are_not_unicode() {
        use std::os::unix::ffi::OsStrExt;
        let found =
            book(|root| std::fs::write(root.join("content").join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "x").expect("a file"));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("bad-address"), "{found:?}");
    }

    #[test]
    fn things_that_are_no_files() {
        let found = book(|root| {
            std::fs::create_dir(root.join("content/folder.md")).expect("a folder");
            let fifo = std::process::Command::new("mkfifo").arg(root.join("content/pipe.md")).status();
            assert!(fifo.is_ok_and(|status| status.success()), "a pipe");
        });
        assert_eq!(found, [""; 0], "a pipe is not waited for");
    }
}

fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        Just("---\n".to_owned()),
        Just("```questions\n".to_owned()),
        Just("```\n".to_owned()),
        Just("title: &a *a\n".to_owned()),
        Just("questions:\n  - id: a\n    ask: |\n      What {{ x }} [@c]\n".to_owned()),
        Just("[^1]: [x](../y.md#z)\n".to_owned()),
        Just("- [ ] item\n\n    reason\n".to_owned()),
        Just("| a | b |\n|--:|\n| `c` | **{d}** |\n".to_owned()),
        Just("\r\n\t\u{feff}\u{0}".to_owned()),
        Just("> [!NOTE]\n> ## Head {#id onclick=x}\n".to_owned()),
        Just("term\n: meaning 50 %\n".to_owned()),
        Just("key: \"open\n".to_owned()),
        Just("slots:\n  - { id: x, max: 9 }\n".to_owned()),
        Just("kind: template\nlimit: { hard: 1 }\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_understood_or_refused(
        page in proptest::collection::vec(fragment(), 0..10).prop_map(|pieces| pieces.concat()),
        bank in proptest::collection::vec(fragment(), 0..10).prop_map(|pieces| pieces.concat()),
        toml in "\\PC{0,60}",
    ) {
        let toml = format!("{}\n{toml}", inspect::BOOK);
        let front = format!("---\n{bank}---\n{page}");
        let disk = memory([("content/a.md", page.as_str()), ("content/b.yaml", bank.as_str()), ("content/c.md", front.as_str()), ("book.toml", toml.as_str())]);
        let (report, sources) = examined(&disk);
        for problem in report.iter() {
            prop_assert!(problem.code.slug() != "internal", "{problem:?}");
            prop_assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{}", problem.message);
            if let Place::Span(span) = &problem.place {
                let source = sources.get(span.source).expect("the file is there");
                let range = span.range();
                prop_assert!(range.start <= range.end && range.end <= source.text.len(), "{problem:?}");
                prop_assert!(source.text.is_char_boundary(range.start) && source.text.is_char_boundary(range.end), "{problem:?}");
            }
        }
    }
}
