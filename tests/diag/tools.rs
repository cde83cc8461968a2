//! The bodies of tools are checked like anything else an author writes: each key, its shape, and the facets it names.

use crate::inspect::{inspect, places};

/// What is wrong with this body of the tool `name`, as `code line:column message`; its first line is line 3 of the page.
fn faults(name: &str, body: &str) -> Vec<String> {
    let page = format!("Text.\n```{name}\n{body}\n```\n");
    let bank = "questions:\n  - id: one\n    ask: What came first?\n    stage: open\n  - id: two\n    ask: What came then?\n    stage: middle\n  - id: three\n    ask: What came last?\n    stage: close\n";
    let found = inspect([("content/a.md", page.as_str()), ("content/q.yaml", bank)]);
    found.into_iter().map(|one| format!("{} {}:{} {}", one.code, one.line, one.column, one.message)).collect()
}

const PLANNER: &str = "\
lengths: [15, 20]
opening: { stage: open }
middle: { stage: middle }
closing: { stage: close }
parts: [{ id: a, label: A, part: middle }]
plans: [{ length: 15, minutes: [15], questions: [3] }]";

#[test]
fn a_planner_that_says_what_it_must_is_fine() {
    assert_eq!(faults("planner", PLANNER), [""; 0]);
}

#[test]
fn an_unknown_key_is_found_where_it_stands_with_the_nearest_one() {
    let body = format!("{PLANNER}\nmore_tine: x");
    assert_eq!(faults("planner", &body), ["unknown-key 9:1 `more_tine` is not a key of a planner"]);
    let found = inspect([("content/a.md", "```pitch\nshapes: [{ id: a, label: A, second: 30, parts: [] }]\n```\n")]);
    let unknown = found.iter().find(|problem| problem.code == "unknown-key").expect("it is seen");
    assert_eq!((unknown.line, unknown.column, unknown.help.as_str()), (2, 29, "did you mean `seconds`?"));
}

#[test]
fn missing_keys_are_named_also_of_an_empty_body() {
    assert_eq!(faults("reminder", "title: Thank them"), ["missing-key 3:1 this reminder has no `days`"]);
    let empty = places([("content/a.md", "```notes\n```\n")]);
    assert_eq!(empty, ["missing-key content/a.md:1:1"]);
}

#[test]
fn numbers_have_bounds_and_lists_are_lists() {
    assert_eq!(faults("reminder", "title: T\ndays: soon"), ["bad-value 4:7 `days` is `soon`"]);
    assert_eq!(faults("reminder", "title: T\ndays: 366"), ["bad-value 4:7 `days` is `366`"]);
    assert_eq!(faults("reflection", "groups: none"), ["wrong-type 3:9 found `none` where a list for `groups` should be"]);
    assert_eq!(faults("notes", "sections:\n  - { id: a, label: A, plan: yes }"), ["bad-value 4:30 `plan` is `yes`"]);
}

#[test]
fn facets_and_their_values_must_be_the_books() {
    let wrong = |line: &str| faults("planner", &format!("{PLANNER}\n{line}"));
    assert_eq!(wrong("prefer: [roll]"), ["bad-value 9:10 `roll` is not a facet of this book"]);
    assert_eq!(wrong("match: [role]"), [""; 0]);
    assert_eq!(wrong("courtesy: { role: [pier] }"), ["unknown-value 9:20 `pier` is not a value of `role`"]);
    assert_eq!(
        wrong("mismatches: [{ when: { rol: [peer] }, question: { stage: [open] }, say: S }]"),
        ["bad-value 9:24 `rol` is not a facet of this book"]
    );
}

#[test]
fn a_query_of_a_tool_is_read_like_any_other() {
    let body = PLANNER.replace("{ stage: open }", "{ stage: opem }");
    assert_eq!(faults("planner", &body), ["unknown-value 4:19 `opem` is not a value of `stage`"]);
    let body = PLANNER.replace("{ stage: open }", "open");
    assert!(faults("planner", &body)[0].starts_with("wrong-type 4:10"), "{:?}", faults("planner", &body));
}
