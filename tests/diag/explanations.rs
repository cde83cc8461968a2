//! Every code has an explanation, and a book that shows it: built here, it gives that code at the place it promises, and
//! nothing else.

use prepbook::diag::Code;
use prepbook::diag::format::{Format, Options, render};
use prepbook::pipeline::Settings;

use crate::inspect::{examined, found, memory, report_of};

/// Codes that no text can show; where their tests are.
const SHOWN_ELSEWHERE: &[(&str, &str)] = &[
    ("not-utf8", "tests/bad_input.rs"),
    ("control-character", "tests/bad_input.rs"),
    ("unreadable", "tests/bad_input.rs"),
    ("too-large", "tests/bad_input.rs"),
    ("outside-book", "tests/bad_input.rs"),
    ("review-due", "tests/diag/rules.rs"),
    ("contrast", "src/theme"),
    ("search-budget", "tests/search.rs"),
    ("not-carried", "tests/exchange.rs"),
    ("internal", "src/model/lower"),
];

/// The files and the expectations of an explanation.
struct Example {
    files: Vec<(String, String)>,
    /// `code path:line`, or `code path`.
    expected: Vec<String>,
}

fn example(code: Code) -> Example {
    let path = format!("{}/src/diag/codes/{}.md", env!("CARGO_MANIFEST_DIR"), code.slug());
    let explanation = std::fs::read_to_string(&path).expect("every code has a file");
    let mut example = Example { files: Vec::new(), expected: Vec::new() };
    let mut open: Option<(&str, String, String)> = None;
    for line in explanation.lines() {
        if let Some((fence, path, mut body)) = open.take() {
            if line == fence {
                example.files.push((path, body));
            } else {
                body.push_str(line);
                body.push('\n');
                open = Some((fence, path, body));
            }
            continue;
        }
        let fence = ["~~~~", "```"].into_iter().find(|fence| line.starts_with(fence));
        if let (Some(fence), Some((_, path))) = (fence, line.split_once(' ')) {
            open = Some((fence, path.to_owned(), String::new()));
        }
        if let Some(expected) = line.strip_prefix("<!-- expects: ").and_then(|rest| rest.strip_suffix(" -->")) {
            example.expected.push(expected.to_owned());
        }
    }
    example
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let explanation = code.explanation();
        assert!(explanation.starts_with("# "), "{} has no explanation", code.slug());
        for part in ["**Why it matters.**", "**How to mend it.**"] {
            assert!(explanation.contains(part), "{} does not say {part}", code.slug());
        }
        let elsewhere = SHOWN_ELSEWHERE.iter().any(|(slug, _)| *slug == code.slug());
        assert_eq!(example(*code).expected.is_empty(), elsewhere, "{}: an example, or a test of its own", code.slug());
    }
}

#[test]
fn every_example_shows_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let Example { files, mut expected } = example(*code);
        if expected.is_empty() {
            continue;
        }
        let disk = memory(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        // Templates are read last, when the pages are to be drawn.
        let (report, sources) = if *code == Code::Template { report_of(&disk, &Settings::default()) } else { examined(&disk) };
        let found = found(&report, &sources);
        let mut places: Vec<String> = found
            .iter()
            .map(|problem| {
                // A promise without a line is about the file.
                let line = format!("{} {}:{}", problem.code, problem.path, problem.line);
                if expected.contains(&line) { line } else { format!("{} {}", problem.code, problem.path) }
            })
            .collect();
        places.sort();
        expected.sort();
        if places != expected {
            wrong.push(format!(
                "{}: expected {expected:?}, found\n{}",
                code.slug(),
                render(&report, &sources, Format::Full, Options::default())
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn slugs_are_found_again() {
    for code in Code::ALL {
        assert_eq!(Code::from_slug(code.slug()), Some(*code));
    }
}
