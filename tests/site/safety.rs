use crate::support::{build, pages, site};

/// Markup, schemes, attributes, an entity, and the character that marks blocks.
const HOSTILE: &str = "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](data:text/html,x) [c](JaVaScRiPt:x) <b onclick=x>b</b> \\\" ' &lt; \u{FFFE}0\u{FFFE} {{ what }}";

#[test]
fn nothing_that_an_author_writes_becomes_a_script() {
    let yaml = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let text = yaml(HOSTILE);
    let page = format!(
        "---\ntitle: {text}\nsummary: {text}\nauthor: {text}\ntags: [{text}]\n---\n{HOSTILE}\n\n## Head {{onclick=alert(1)}}\n\n{HOSTILE}[^1]\n\n[^1]: {HOSTILE}\n\n| {HOSTILE} | a |\n|:-:|--:|\n| b | c |\n\n![{HOSTILE}](javascript:x)\n\n```minutes\nparts:\n- {{ label: {text}, value: 3, about: {text} }}\n```\n\n```stages\n- {{ label: {text}, text: {text} }}\n```\n"
    );
    let bank = format!(
        "title: {text}\nsummary: {text}\nquestions:\n- id: one\n  ask: {text}\n  reveals: {text}\n  listen_for: [{text}]\n  follow_ups: [{text}]\n  weak_version: {text}\n  answer: {text}\n  examples: [{text}]\n  why_not: {text}\n  look_up_at: [{text}]\n  tags: [{text}]\n"
    );
    let template = format!(
        "---\nkind: template\ntitle: T\nchannel: email\nsubject: {text}\nwhen: {text}\ndo: [{text}]\nslots:\n- {{ id: who, label: {text}, help: {text}, example: {text} }}\n---\nDear {{who}} {HOSTILE}\n"
    );
    let records = format!(
        "sources:\n- {{ id: S1, title: {text}, author: {text}, note: {text} }}\nclaims:\n- {{ id: C1, text: {text}, wording: {text} }}\nglossary:\n- {{ term: {text}, id: t, meaning: {text}, also: [{text}] }}\n"
    );
    let mut files = vec![
        ("content/index.md", page.clone()),
        ("content/g/index.md", page.clone()),
        ("content/g/a.md", page),
        ("content/b.yaml", bank),
        ("content/t.md", template),
        ("content/r.yaml", records),
        ("content/c.md", format!("---\nkind: checklist\ntitle: C\n---\n## {HOSTILE}\n\n- [ ] {HOSTILE}\n\n  {HOSTILE}\n")),
    ];
    // The links that could run something are errors of the book; without them it is built, and looked at.
    for (_, text) in &mut files {
        for link in ["[a](javascript:alert(1))", "[b](data:text/html,x)", "[c](JaVaScRiPt:x)"] {
            *text = text.replace(link, "");
        }
        *text = text.replace("](javascript:x)", "](x.png)");
    }
    files.extend(["content/x.png", "content/g/x.png"].map(|path| (path, String::new())));
    let build = build(files.iter().map(|(path, text)| (*path, text.as_str())));
    for (path, html) in pages(site(&build)) {
        let lower = html.to_lowercase();
        for scripted in ["<script>", "<img src=x", "<b onclick", " onclick=\"", " onerror=\"", "javascript:", " style=\"", "<style"] {
            assert!(!lower.contains(scripted), "{path} has {scripted}");
        }
        assert!(!html.contains('\u{FFFE}'), "{path}");
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"") || script.starts_with(" type=\"application/"), "{path}: {}", &script[..60]);
        }
    }
}

#[test]
fn links_that_could_run_something_are_words() {
    let build = build([("content/index.md", "# Home\n\n[a](javascript:x) [b](vbscript:x) [c](data:x)")]);
    assert!(build.site.is_none());
    assert_eq!(build.report.counts().errors, 3);
}

#[test]
fn every_page_carries_the_policy() {
    let build = build([
        ("content/index.md", "---\ntitle: Home\naliases: [old.html]\n---\n"),
        ("content/q.yaml", "title: Q\nquestions:\n- { id: one, ask: What? }\n"),
    ]);
    for (path, html) in pages(site(&build)) {
        assert!(html.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'"), "{path}");
    }
}
