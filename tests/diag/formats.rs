//! Every problem, in every format, for any place in any text.

use std::sync::Arc;

use prepbook::diag::format::{Format, Options, render};
use prepbook::diag::{Code, Diagnostic, Place, Report, Severity, Source, SourceMap, Span};
use proptest::prelude::*;

const FORMATS: [Format; 6] = [Format::Full, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Html];

fn sources(path: &str, text: &str) -> (SourceMap, Arc<Source>) {
    let source = Arc::new(Source::new(path, text));
    let mut sources = SourceMap::default();
    sources.insert(Arc::clone(&source));
    (sources, source)
}

fn report(diagnostics: impl IntoIterator<Item = Diagnostic>) -> Report {
    let mut report = Report::default();
    diagnostics.into_iter().for_each(|diagnostic| report.add(diagnostic));
    report
}

fn one(text: &str, range: std::ops::Range<usize>) -> (Report, SourceMap) {
    let (sources, source) = sources("content/a.yaml", text);
    let diagnostic = Diagnostic::new(Code::BadValue, Span::new(source.id, range), "`risk` is `unsafe`")
        .label("expected one of `safe`, `careful`, `avoid`")
        .help("did you mean `safe`?");
    (report([diagnostic]), sources)
}

fn full(report: &Report, sources: &SourceMap) -> String {
    render(report, sources, Format::Full, Options::default())
}

#[test]
fn full_shows_the_line_with_a_caret_and_the_help() {
    let (report, sources) = one("questions:\r\n  - risk: unsafe\r\n", 20..26);
    assert_eq!(
        full(&report, &sources),
        "error[bad-value]: `risk` is `unsafe`\n --> content/a.yaml:2:9\n  |\n2 |   - risk: unsafe\n  |         ^^^^^^ expected one of `safe`, `careful`, `avoid`\n  |\n  = help: did you mean `safe`?\n\n"
    );
}

#[test]
fn full_is_coloured_only_when_asked() {
    let (report, sources) = one("risk: unsafe\n", 6..12);
    assert!(!full(&report, &sources).contains('\u{1b}'));
    assert!(render(&report, &sources, Format::Full, Options { color: true }).contains("\u{1b}["));
}

#[test]
fn what_stops_a_build_is_last_on_a_terminal_and_first_over_the_page() {
    let (sources, source) = sources("content/a.yaml", "a\nb\nc\n");
    let at = |code, line: usize| Diagnostic::new(code, Span::new(source.id, line * 2..line * 2 + 1), format!("line {}", line + 1));
    let report = report([at(Code::Summary, 0), at(Code::BadValue, 1), at(Code::Summary, 2)]);
    let order = |format| -> Vec<usize> {
        let text = render(&report, &sources, format, Options::default());
        let mut found: Vec<(usize, usize)> = (1..=3).map(|line| (text.find(&format!("line {line}")).unwrap(), line)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, line)| line).collect()
    };
    assert_eq!(order(Format::Full), [1, 3, 2]);
    assert_eq!(order(Format::Html), [2, 1, 3]);
    assert_eq!(order(Format::Short), [1, 2, 3]);
}

#[test]
fn full_points_at_the_other_place_too() {
    let (sources, source) = sources("content/a.yaml", "id: a\nid: b\n");
    let diagnostic = Diagnostic::new(Code::DuplicateKey, Span::new(source.id, 6..8), "`id` stands here twice")
        .note(Span::new(source.id, 0..2), "first here");
    let text = full(&report([diagnostic]), &sources);
    assert!(text.contains("content/a.yaml:2:1") && text.contains("content/a.yaml:1:1") && text.contains("first here"), "{text}");
}

#[test]
fn short_is_one_line() {
    let (report, sources) = one("é: unsafe\n", 4..10);
    assert_eq!(render(&report, &sources, Format::Short, Options::default()), "content/a.yaml:1:4: error[bad-value]: `risk` is `unsafe`\n");
}

#[test]
fn json_has_the_promised_keys_in_their_order() {
    let (report, sources) = one("é: unsafe\n", 4..10);
    assert_eq!(
        render(&report, &sources, Format::Json, Options::default()),
        "{\"code\":\"bad-value\",\"severity\":\"error\",\"message\":\"`risk` is `unsafe`\",\"path\":\"content/a.yaml\",\"line\":1,\"column\":4,\"end_line\":1,\"end_column\":10,\"help\":\"did you mean `safe`?\"}\n"
    );
}

#[test]
fn github_escapes_what_would_end_a_command() {
    let (sources, source) = sources("content/a,b:c%.md", "x\n");
    let diagnostic = Diagnostic::new(Code::DeadLink, Span::new(source.id, 0..1), "50%\r\n::error::no").help("mend it");
    assert_eq!(
        render(&report([diagnostic]), &sources, Format::Github, Options::default()),
        "::error file=content/a%2Cb%3Ac%25.md,line=1,endLine=1,col=1,endColumn=1,title=dead-link::50%25%0D%0A::error::no%0Ahelp: mend it\n"
    );
}

#[test]
fn html_escapes_everything_of_the_authors() {
    let (sources, source) = sources("content/<b>.md", "<script>alert('1')</script>");
    let diagnostic = Diagnostic::new(Code::RawHtml, Span::new(source.id, 0..8), "`<script>` & \"more\"").help("write `&lt;`");
    let html = render(&report([diagnostic]), &sources, Format::Html, Options::default());
    assert!(!html.contains("<script") && !html.contains("<b>.md"), "{html}");
    assert!(html.contains("<code>&lt;script&gt;</code> &amp; &quot;more&quot;") && html.contains("<mark>&lt;script&gt;</mark>"), "{html}");
    assert!(html.contains("data-line=\"1\" data-column=\"1\""), "{html}");
}

#[test]
fn sarif_names_its_rules_and_places() {
    let (sources, source) = sources("content/ä b.md", "é: unsafe\n");
    let diagnostics = [
        Diagnostic::new(Code::OrphanPage, Place::File("content/c.md".to_owned()), "nothing leads here"),
        Diagnostic::new(Code::BadValue, Span::new(source.id, 4..10), "no").note(Span::new(source.id, 0..2), "because of this"),
        Diagnostic::new(Code::SearchBudget, Place::Book, "too large"),
    ];
    let log: serde_json::Value =
        serde_json::from_str(&render(&report(diagnostics), &sources, Format::Sarif, Options::default())).expect("it is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    for result in run["results"].as_array().expect("there are results") {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(!rule["help"]["markdown"].as_str().unwrap_or_default().is_empty(), "{rule}");
    }
    let place = &run["results"][1]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/%C3%A4%20b.md");
    assert_eq!(place["region"]["startColumn"], 4);
    assert_eq!(run["results"][1]["relatedLocations"][0]["message"]["text"], "because of this");
    assert_eq!(run["results"][2]["locations"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_line_of_a_megabyte_is_shortened_around_the_caret() {
    let text = format!("{}unsafe{}", "x ".repeat(500_000), " y".repeat(500_000));
    let (report, sources) = one(&text, 1_000_000..1_000_006);
    for format in FORMATS {
        let shown = render(&report, &sources, format, Options::default());
        assert!(shown.len() < 8_000, "{format:?}: {} bytes", shown.len());
    }
    let shown = full(&report, &sources);
    assert!(shown.contains("content/a.yaml:1:1000001") && shown.contains("…") && shown.contains("^^^^^^"), "{shown}");
}

#[test]
fn terminals_are_not_steered_by_content() {
    let (sources, source) = sources("content/a\u{1b}]0;x\u{7}.md", "\u{1b}[2Jx\u{202e}y\u{9b}z\n");
    let diagnostic = Diagnostic::new(Code::DeadLink, Span::new(source.id, 0..4), "`\u{1b}[31m`").label("\u{7}").help("\u{202e}");
    let report = report([diagnostic]);
    for format in [Format::Full, Format::Short, Format::Html] {
        let shown = render(&report, &sources, format, Options::default());
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{format:?}: {shown:?}");
    }
}

#[test]
fn every_named_format_is_found_by_its_name() {
    for (name, format) in Format::NAMED {
        assert_eq!(Format::from_name(name), Some(*format));
    }
    assert_eq!(Format::from_name("fancy"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn every_diagnostic_renders_in_every_format_for_any_span(
        text in proptest::collection::vec(prop_oneof![
            Just("\r\n".to_owned()), Just("\n".to_owned()), Just("\r".to_owned()), Just("\t".to_owned()), Just("\u{feff}".to_owned()),
            Just("👩‍👩‍👧".to_owned()), Just("e\u{301}".to_owned()), Just("שלום".to_owned()), Just("漢字".to_owned()), Just("\u{0}".to_owned()),
            "\\PC{0,12}", ".{0,200}",
        ], 0..12).prop_map(|pieces| pieces.concat()),
        start in 0usize..600, length in 0usize..600, known in any::<bool>(), code in 0..Code::ALL.len(), words in ".{0,40}",
    ) {
        let (sources, source) = sources("content/a.md", &text);
        let id = if known { source.id } else { Source::new("elsewhere.md", "").id };
        // Ends before starts and offsets inside characters or past the end must not hurt either.
        let span = Span { source: id, start: start as u32, end: (start + length) as u32 / 2 };
        let diagnostic = Diagnostic::new(Code::ALL[code], span, words.clone()).label(words.clone()).help(words.clone()).note(span, words);
        let report = report([diagnostic]);
        for format in FORMATS {
            let shown = render(&report, &sources, format, Options { color: start % 2 == 0 });
            prop_assert!(!shown.is_empty());
            if format == Format::Json {
                let object: serde_json::Value = serde_json::from_str(&shown).expect("one JSON object on one line");
                prop_assert!(!known || object["line"].as_u64() <= Some(text.matches('\n').count() as u64 + 1));
            }
        }
    }
}

#[test]
fn severities_order_and_names_are_stable() {
    assert_eq!((Severity::Error.name(), Severity::Warning.name()), ("error", "warning"));
}
