//! One cell of a bank is edited elsewhere and merged: whatever styles the bank is written in, its other lines stay, and mean what they meant.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use prepbook::config::{self, Config};
use prepbook::diag::{Report, Source};
use prepbook::exchange::{BankFile, Encoding, Format, Input, fields, merge, read};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

fn book() -> Config {
    config::read(&Source::new("book.toml", "[book]\ntitle = \"Talks\"\n"), &mut Report::default())
}

/// The bank after questions were merged into it by way of a file; none if it cannot be edited in place.
fn merged(bank: BankFile, questions: &serde_json::Value) -> Option<String> {
    let (config, bytes) = (book(), serde_json::to_vec(questions).expect("JSON"));
    let (format, encoding, slots) = (Format::Json, Encoding::Marked, BTreeSet::new());
    let reading =
        read(Input { path: "in.json", bytes, format, encoding, mappings: &[], sheet: None, config: &config, known: &slots.clone(), slots });
    assert!(reading.report.is_empty(), "{:?}", reading.report);
    merge(bank, &reading.draft.records, &fields(&config), &mut Report::default()).map(|merged| merged.text)
}

fn bank(text: &str) -> BankFile {
    let mut report = Report::default();
    let bank = BankFile::read(Arc::new(Source::new("content/bank.yaml", text)), &mut report).expect("a bank");
    assert!(report.is_empty(), "{report:?}\n{text}");
    bank
}

/// The same after the question `id` got these values for a key.
fn edited(before: &str, id: &str, key: &str, new: &[String]) -> Option<String> {
    let (config, bank) = (book(), bank(before));
    let found = bank.records.iter().find(|record| record.one("id") == Some(id)).expect("the question");
    let mut question = serde_json::json!({ "id": id, "ask": found.one("ask") });
    question[key] = match fields(&config).iter().find(|field| field.key == key).expect("a key").shape.many() {
        true => serde_json::json!(new),
        false => new.first().map_or("", String::as_str).into(),
    };
    merged(bank, &serde_json::json!([question]))
}

#[test]
fn blank_lines_that_a_neighbour_keeps_stay_its_own() {
    let bank = "questions:\n- id: a\n  ask: Why?\n  notes: |+\n    Kept.\n\n\n  owner: me\n\n- id: b\n  ask: How?\n  follow_ups:\n  - >+\n    One.\n\n  - Two.\n\n  reveals: >+\n    All.\n\n";
    let cases: &[(&str, &str, &[&str], &str, &str)] = &[
        ("a", "owner", &["you"], "  owner: me\n", "  owner: you\n"),
        // The blank line below would become part of the notes.
        ("a", "owner", &[], "  owner: me\n\n", ""),
        ("a", "status", &["draft"], "  owner: me\n", "  owner: me\n  status: draft\n"),
        ("a", "notes", &["New."], "    Kept.\n", "    New.\n"),
        ("b", "follow_ups", &["One."], "  - Two.\n\n", ""),
        ("b", "follow_ups", &["One.", "More.", "Two."], "\n  - Two.\n", "\n  - More.\n  - Two.\n"),
        ("b", "status", &["draft"], "    All.\n\n", "    All.\n\n  status: draft\n"),
    ];
    for (id, key, new, from, to) in cases {
        let new: Vec<String> = new.iter().map(|value| (*value).to_owned()).collect();
        assert_eq!(edited(bank, id, key, &new), Some(bank.replacen(from, to, 1)), "{id}.{key} = {new:?}");
    }
}

#[test]
fn questions_that_come_and_keys_that_go_leave_no_blank_line_to_a_neighbour() {
    let text = "questions:\n- id: a\n  ask: Why?\n\n- id: b\n  ask: How?\n  notes: |+\n    Kept.\n";
    let new = serde_json::json!([{ "id": "c", "ask": "When?" }]);
    assert_eq!(merged(bank(text), &new), Some(format!("{text}- id: c\n  ask: When?\n")));
    let text = "questions:\n- id: a\n  ask: Why?\n  notes: |+\n    Kept.\n  owner: me\n  status: off\n\n- id: b\n  ask: How?\n";
    let two = serde_json::json!([{ "id": "a", "ask": "Why?", "owner": "", "status": "" }]);
    assert_eq!(merged(bank(text), &two), Some(text.replace("  owner: me\n  status: off\n\n", "")));
    // Names of values stay with their values.
    let text =
        "questions:\n- &one\n  id: a\n  ask: &why !!str |\n    Why?\n  tags: &list [x]\n  better: b\n  owner: &me # or you\n    her\n";
    let both = serde_json::json!([{ "id": "a", "ask": "How?", "tags": ["x", "y"], "owner": "him" }]);
    assert_eq!(merged(bank(text), &both), Some(text.replace("Why?", "How?").replace("[x]", "[x, y]").replace("her", "him")));
}

#[test]
fn comments_behind_values_in_quotes_and_brackets_stay() {
    let bank = "questions:\n- id: a\n  ask: \"Why?\" # one\n  answer: 'So' # it's [two]\n  tags: [x, # three ]\n    'y'] # four\n  listen_for:\n  - \"p\" # five\n  - 'q' # six\n  owner: me # seven\n- { id: b, ask: \"How?\" } # eight\n";
    let cases: &[(&str, &str, &[&str], &str, &str)] = &[
        ("a", "ask", &["When?"], "\"Why?\" # one", "\"When?\" # one"),
        ("a", "answer", &["It's"], "'So' #", "'It''s' #"),
        ("a", "tags", &["x", "z"], "[x, # three ]\n    'y'] # four", "[x, z] # four"),
        ("a", "listen_for", &["r", "q"], "\"p\" # five", "\"r\" # five"),
        ("a", "listen_for", &["q"], "  - \"p\" # five\n", ""),
        ("a", "status", &["draft"], "me # seven\n", "me # seven\n  status: draft\n"),
        ("b", "ask", &["When?"], "\"How?\" } # eight", "\"When?\" } # eight"),
    ];
    for (id, key, new, from, to) in cases {
        let new: Vec<String> = new.iter().map(|value| (*value).to_owned()).collect();
        let after = merged(
            self::bank(bank),
            &match (*key, &new[..]) {
                ("ask", [ask]) => serde_json::json!([{ "id": id, "ask": ask }]),
                (key, [one]) if !matches!(key, "tags" | "listen_for") => {
                    serde_json::json!([{ "id": id, "ask": if *id == "a" { "Why?" } else { "How?" }, key: one }])
                }
                (key, many) => serde_json::json!([{ "id": id, "ask": "Why?", key: many }]),
            },
        );
        assert_eq!(after, Some(bank.replacen(from, to, 1)), "{id}.{key} = {new:?}");
    }
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Plain,
    Single,
    Double,
    Block(&'static str),
}

impl Style {
    fn keeps(self) -> bool {
        matches!(self, Style::Block(header) if header.ends_with('+'))
    }
}

/// A key of a question with its value, the blank lines below it and the comment above it.
#[derive(Clone, Debug)]
struct Cell {
    key: &'static str,
    texts: Vec<(String, Style)>,
    blank: usize,
    comment: bool,
    anchor: bool,
}

#[derive(Clone, Debug)]
struct Bank {
    questions: Vec<(bool, Vec<Cell>)>,
    indent: usize,
    crlf: bool,
    markers: bool,
    open_end: bool,
    alias: bool,
}

const TEXTS: &[&str] = &["ask", "reveals", "weak_version", "answer", "why_not", "notes", "owner"];
const LISTS: &[&str] = &["follow_ups", "listen_for", "tags"];

fn texts() -> impl Strategy<Value = String> {
    let texts = [
        "Why here?",
        "It's so.",
        "a: b # c",
        "né",
        "First.\n\nSecond.",
        "One,\ntwo.",
        "- no list",
        "\"said\"",
        "~",
        "12",
        "[x]",
        "All:\n  - deep\nLast.",
    ];
    prop::sample::select(texts.to_vec()).prop_map(str::to_owned)
}

fn styles() -> impl Strategy<Value = Style> {
    let headers = ["|", "|-", "|+", ">", ">-", ">+"].map(Style::Block);
    prop::sample::select([&[Style::Plain, Style::Single, Style::Double][..], &headers].concat())
}

fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let keys = prop::sample::subsequence([&TEXTS[1..], LISTS].concat(), 0..6).prop_map(|keys| [&["id", "ask"], &keys[..]].concat());
    keys.prop_shuffle().prop_flat_map(|keys| {
        let cell = |key: &'static str| {
            let count = if LISTS.contains(&key) { 1..4 } else { 1..2 };
            let rest = (prop::collection::vec((texts(), styles()), count), 0..3usize, prop::bool::weighted(0.2), prop::bool::weighted(0.1));
            rest.prop_map(move |(texts, blank, comment, anchor)| Cell { key, texts, blank, comment, anchor })
        };
        keys.into_iter().map(cell).collect::<Vec<_>>()
    })
}

fn banks() -> impl Strategy<Value = Bank> {
    let questions = prop::collection::vec((prop::bool::weighted(0.2), cells()), 1..4);
    (questions, prop::sample::select(vec![0, 2, 4]), any::<[bool; 3]>(), prop::bool::weighted(0.1))
        .prop_map(|(questions, indent, [crlf, markers, open_end], alias)| Bank { questions, indent, crlf, markers, open_end, alias })
}

/// A value on one line.
fn inline(text: &str, style: Style, flow: bool) -> String {
    let fine = text.chars().all(|c| c.is_alphanumeric() || " .?".contains(c)) && text != "12";
    match style {
        Style::Plain if fine => text.to_owned(),
        Style::Single if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        Style::Block(_) if !flow => unreachable!("blocks have lines"),
        _ => serde_json::to_string(text).expect("JSON"),
    }
}

/// The text of a bank as it is built, and which lines belong to which cell.
#[derive(Default)]
struct Page {
    lines: Vec<String>,
    cells: Vec<(usize, &'static str, Range<usize>)>,
}

impl Page {
    fn value(&mut self, lead: &str, text: &str, style: Style, column: usize, blank: usize) {
        let Style::Block(header) = style else { return self.lines.push(format!("{lead} {}", inline(text, style, false))) };
        self.lines.push(format!("{lead} {header}"));
        self.lines
            .extend(text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(column)) }));
        // Blank lines that are kept belong to the value.
        self.lines.extend((0..if style.keeps() { blank } else { 0 }).map(|_| String::new()));
    }

    fn cell(&mut self, question: usize, cell: &Cell, lead: &str, indent: usize, alias: Option<&str>) {
        let first = self.lines.len();
        let anchor = if cell.anchor { format!(" &{}{question}", cell.key.replace('_', "")) } else { String::new() };
        let lead = format!("{lead}{}:", cell.key);
        match (cell.key, &cell.texts[..]) {
            ("id", _) => self.lines.push(format!("{lead} q{question}")),
            (key, [(text, style)]) if TEXTS.contains(&key) => match alias {
                Some(alias) => self.lines.push(format!("{lead} *{alias}")),
                None => self.value(&format!("{lead}{anchor}"), text, *style, indent + 2, cell.blank),
            },
            (_, texts) if texts.iter().all(|(_, style)| !matches!(style, Style::Block(_))) => {
                let items: Vec<_> = texts.iter().map(|(text, style)| inline(text, *style, true)).collect();
                self.lines.push(format!("{lead}{anchor} [{}] # a list", items.join(", ")));
            }
            (_, texts) => {
                self.lines.push(lead);
                for (text, style) in texts {
                    self.value(&format!("{}-", " ".repeat(indent)), text, *style, indent + 2, cell.blank);
                }
            }
        }
        self.cells.push((question, cell.key, first..self.lines.len()));
        if !cell.texts.last().is_some_and(|(_, style)| style.keeps()) {
            self.lines.extend((0..cell.blank).map(|_| String::new()));
        }
    }

    fn question(&mut self, number: usize, flow: bool, cells: &[Cell], bank: &Bank) {
        let indent = " ".repeat(bank.indent);
        if flow {
            let value = |cell: &Cell| match cell.key {
                "id" => format!("q{number}"),
                key if TEXTS.contains(&key) => inline(&cell.texts[0].0, cell.texts[0].1, true),
                _ => format!("[{}]", cell.texts.iter().map(|(text, style)| inline(text, *style, true)).collect::<Vec<_>>().join(", ")),
            };
            let entries: Vec<_> = cells.iter().map(|cell| format!("{}: {}", cell.key, value(cell))).collect();
            self.cells.extend(cells.iter().map(|cell| (number, cell.key, self.lines.len()..self.lines.len() + 1)));
            return self.lines.push(format!("{indent}- {{ {} }}", entries.join(", ")));
        }
        for (at, cell) in cells.iter().enumerate() {
            if cell.comment {
                self.lines.push(format!("{indent}# above {}", cell.key));
            }
            let lead = if at == 0 { format!("{indent}- ") } else { format!("{indent}  ") };
            let alias = bank.alias && cell.key == "owner" && number > 0 && self.lines.iter().any(|line| line.contains(" &ask0"));
            self.cell(number, cell, &lead, bank.indent + 2, alias.then_some("ask0"));
        }
    }

    fn text(&self, bank: &Bank) -> String {
        let end = if bank.crlf { "\r\n" } else { "\n" };
        let text = self.lines.join(end);
        // A block scalar that keeps its line ends would say something else with one more.
        if bank.open_end { text.trim_end().to_owned() } else { format!("{text}{end}") }
    }
}

fn page(bank: &Bank) -> Page {
    let mut page = Page::default();
    if bank.markers {
        page.lines.extend(["# first".to_owned(), "---".to_owned()]);
    }
    page.lines.extend(["title: T".to_owned(), String::new(), "questions: # all".to_owned()]);
    for (number, (flow, cells)) in bank.questions.iter().enumerate() {
        page.question(number, *flow, cells, bank);
    }
    if bank.markers {
        page.lines.push("...".to_owned());
    }
    page
}

/// What every key of every question says, white space included, read by another reader of YAML than ours.
fn meaning(text: &str) -> serde_yaml::Value {
    let text = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Complains unless the edit of one cell changed its lines only, and its meaning only.
fn check(bank: &Bank, question: usize, key: &str, new: &[String]) -> Result<(), TestCaseError> {
    let page = page(bank);
    let before = page.text(bank);
    let question = question % bank.questions.len();
    let Some(after) = edited(&before, &format!("q{question}"), key, new) else {
        prop_assert!(before.contains('*'), "refused without an alias:\n{}", before);
        return Ok(());
    };
    let shown = format!("q{question}.{key} = {new:?}\n--- before\n{before}\n--- after\n{after}");
    let (old, now): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same = old.iter().zip(&now).take_while(|(old, now)| old == now).count();
    let same_below = old.iter().rev().zip(now.iter().rev()).take_while(|(old, now)| old == now).count();
    match page.cells.iter().find(|(of, name, _)| (*of, *name) == (question, key)) {
        Some((_, _, lines)) => {
            // Blank lines below a cell that went may go with it, lest its neighbour keeps them.
            let blank = old[lines.end.min(old.len())..].iter().take_while(|line| new.is_empty() && line.is_empty()).count();
            prop_assert!(same >= lines.start, "above: {}", shown);
            prop_assert!(same_below + blank + lines.end >= old.len(), "below: {}", shown);
        }
        None => prop_assert!(same + same_below >= old.len() - usize::from(bank.questions[question].0), "{}", shown),
    }
    prop_assert_eq!(after.contains("\r\n"), before.contains("\r\n"));
    let (mut was, mut is) = (meaning(&before), meaning(&after));
    let value = is["questions"][question].as_mapping_mut().and_then(|question| question.remove(key));
    was["questions"][question].as_mapping_mut().and_then(|question| question.remove(key));
    prop_assert!(was == is, "meaning: {}", shown);
    let said = match value {
        Some(serde_yaml::Value::Sequence(items)) => items,
        Some(serde_yaml::Value::Null) | None => Vec::new(),
        Some(value) => vec![value],
    };
    // A number is a text to us.
    let said: Vec<_> = said
        .iter()
        .map(|value| value.as_str().map_or_else(|| value.as_i64().unwrap_or_default().to_string(), |text| text.trim().to_owned()))
        .collect();
    prop_assert_eq!(said, new, "{}", shown);
    Ok(())
}

#[test]
fn an_edit_of_one_cell_touches_no_other_in_any_style() {
    let keys = prop::sample::select([TEXTS, LISTS].concat());
    let edits = (0..3usize, keys, prop::collection::vec(texts(), 0..4)).prop_map(|(question, key, mut new)| {
        new.truncate(if LISTS.contains(&key) { 3 } else { 1 });
        if key == "ask" && new.is_empty() {
            new.push("Why?".to_owned());
        }
        (question, key, new)
    });
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&(banks(), edits), |(bank, (question, key, new))| check(&bank, question, key, &new));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
