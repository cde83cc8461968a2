//! Ten different faults in one file give ten problems in one run, each at its place, each with a help.

use crate::inspect::{Found, inspect};

const BANK: &str = "\
title: How they got here
sumary: Motives, turns and luck.
defaults: { stage: midle }
questions:
  - id: wrong belief
    ask: What did you believe that turned out to be untrue?
  - id: first-step
    ask: What was your first step?
    risk: save
    reveals: See [the pitch](../guides/pich.md).
  - id: no-ask
  - id: pay-direct
    ask: How much do you make?
    risk: avoid
    better: first-stop
  - id: slot
    ask: How long did you stay at {employer}?
    minutes: a few
  - id: first-step
    ask: |
      Which thing would you
      do otherwise? [@C99]
";

const GUIDE: &str = "\
---
title: The first minute
sumary: How to begin.
order: first
stage: opening
---
Begin with {{ minuts }} and [the pitch](pich.md).

#### Deep

![](talk.png)

Most say yes [@C99].[^1]

```questions
stagee: open
```

```questions
- first-stop
```

<b>bold</b>
";

fn check(path: &str, text: &str, expected: &[(&str, u64, u64, &str)]) {
    let others = [
        ("content/guides/pitch.md", "---\nsummary: Who you are.\n---\nSay who you are.\n"),
        ("content/guides/talk.png", "not a picture"),
        ("content/questions/other.yaml", "questions:\n  - id: first-stage\n    ask: What came before that?\n"),
    ];
    let problems = inspect(others.into_iter().chain([(path, text)]));
    let here: Vec<&Found> = problems.iter().filter(|problem| problem.path == path).collect();
    let places: Vec<(&str, u64, u64)> = here.iter().map(|problem| (problem.code.as_str(), problem.line, problem.column)).collect();
    let wanted: Vec<(&str, u64, u64)> = expected.iter().map(|(code, line, column, _)| (*code, *line, *column)).collect();
    assert_eq!(places, wanted, "{here:#?}");
    for (problem, (code, _, _, help)) in here.iter().zip(expected) {
        assert!(problem.help.contains(help), "{code}: `{}` should say `{help}`", problem.help);
    }
}

#[test]
fn in_a_bank() {
    check(
        "content/questions/path.yaml",
        BANK,
        &[
            ("unknown-key", 2, 1, "did you mean `summary`?"),
            ("unknown-value", 3, 20, "did you mean `middle`?"),
            ("bad-id", 5, 9, "expected letters"),
            ("bad-value", 9, 11, "did you mean `safe`?"),
            ("dead-link", 10, 18, "did you mean `../guides/pitch.md`?"),
            ("missing-key", 11, 5, "add `ask: …`"),
            ("no-better", 15, 13, "did you mean `first-step`?"),
            ("unknown-slot", 17, 35, "declare it"),
            ("bad-value", 18, 14, "expected a whole number"),
            ("duplicate-id", 19, 9, "choose another id"),
            ("unknown-citation", 22, 21, "add it to a file with `sources:`"),
        ],
    );
}

#[test]
fn in_a_guide() {
    check(
        "content/guides/first.md",
        GUIDE,
        &[
            ("unknown-key", 3, 1, "did you mean `summary`?"),
            ("bad-value", 4, 8, "expected a whole number"),
            ("unknown-value", 5, 8, "did you mean `open`?"),
            ("unknown-variable", 7, 12, "did you mean `minutes`?"),
            ("dead-link", 7, 29, "did you mean `pitch.md`?"),
            ("heading-jump", 9, 1, "write `## Deep`"),
            ("missing-alt", 11, 1, "say what the image tells"),
            ("unknown-citation", 13, 14, "add it to a file with `sources:`"),
            ("footnote", 13, 21, "add a line"),
            ("unknown-key", 16, 1, "did you mean `stage`?"),
            ("unknown-id", 20, 3, "did you mean `first-stage`?"),
            ("raw-html", 23, 1, "write it in Markdown"),
        ],
    );
}
