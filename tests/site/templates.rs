use std::io;
use std::path::Path;

use prepbook::diag::{Code, Place, Report};
use prepbook::load::{Disk, Folder, Listed};
use prepbook::pipeline::Build;

use crate::support::{build, build_from, errors, own_book, pages, site, text};

/// The book of this repository without the theme that it has beside it.
struct WithoutTheme(Folder);

impl Disk for WithoutTheme {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        if folder.starts_with("themes") { Vec::new() } else { self.0.list(folder, report) }
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.0.find(path).filter(|file| !file.path.starts_with("themes"))
    }
}

/// A small book whose theme has this file.
fn with(path: &str, template: &str) -> Build {
    build([
        ("content/index.md", "# Home"),
        ("content/a.md", "# A"),
        ("content/b.md", "# B"),
        (format!("themes/default/templates/{path}").as_str(), template),
    ])
}

/// The only error's message, after a look at its code.
fn fault(build: &Build) -> String {
    let found = errors(build);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].0, Code::Template);
    found[0].1.clone()
}

#[test]
fn an_override_takes_the_place_of_its_part_alone() {
    let build = with("parts/footer.html", "<footer>Ours, {{ site.organisation }}</footer>");
    assert!(text(&build, "a.html").contains("<footer>Ours, The centre</footer>"));
    assert!(text(&build, "a.html").contains("site-header"));
}

#[test]
fn built_in_templates_say_what_copies_of_them_say() {
    let folder = Folder::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository");
    let (copied, built_in) = (own_book(), build_from(&WithoutTheme(folder)));
    assert!(copied.sources.iter().any(|source| source.path.starts_with("themes/")));
    assert!(!built_in.sources.iter().any(|source| source.path.starts_with("themes/")));
    let differ = site(&copied).iter().filter(|artifact| site(&built_in).get(&artifact.path) != Some(artifact));
    assert_eq!(differ.map(|artifact| artifact.path.as_str()).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn pages_that_differ_in_more_than_their_words_are_drawn_as_copies_of_the_templates_say() {
    let bank = "title: Q & A\nquestions:\n- { id: one, ask: 'What <of> it?', risk: careful }\n- { id: two, ask: Now?, risk: avoid, better: one, why_not: So. }\n";
    let guides = [
        ("content/index.md", "# Home"),
        ("content/g/index.md", "---\ntitle: Guides\nrelated: [a.md, q.yaml, 'https://example.org/?a&b']\n---\n\n# Guides"),
        ("content/g/q.yaml", bank),
        ("content/g/h/r.yaml", "questions:\n- { id: three, ask: And? }\n"),
        (
            "content/g/a.md",
            "---\ntitle: <A> & 'b' \"c\"\nsummary: One & <two>\nauthor: A & B\n---\n\n## One <1>\n\nText.\n\n### Two\n\n#### Three",
        ),
        ("content/g/b.md", "---\ntitle: A book\nsummary: Called what the site is\n---\n\n## One\n\nText."),
        ("content/g/c.md", "---\ntitle: C\n---\n\n## One\n\n## Two"),
        ("content/g/d.md", "---\ntitle: D\nupdated_on: 2026-01-02\nlanguage: de\n---\n\nText."),
        ("content/g/e.md", "---\ntitle: E\nrelated: [a.md]\n---\n\n> [!NOTE]\n> A callout."),
        ("content/g/f.md", "---\ntitle: F\n---\n"),
        ("content/g/h/i.md", "---\ntitle: I\nreviewed_on: 2026-01-02\n---\n\nText.\n\n## One\n\n## Two"),
        ("content/j.md", "---\ntitle: J\n---\n\nText."),
    ];
    let built_in = build(guides);
    for (path, copy) in [
        ("parts/children.html", include_str!("../../themes/default/templates/parts/children.html")),
        ("parts/card-page.html", include_str!("../../themes/default/templates/parts/card-page.html")),
        ("parts/index-rows.html", include_str!("../../themes/default/templates/parts/index-rows.html")),
    ] {
        let path = format!("themes/default/templates/{path}");
        let copied = build(guides.into_iter().chain([(path.as_str(), copy)]));
        let copied = pages(site(&copied));
        for (address, page) in pages(site(&built_in)) {
            assert_eq!(Some(&page), copied.get(&address), "{address}");
        }
    }
}

#[test]
fn a_part_within_furniture_may_look_at_anything() {
    let build = with("parts/nav-links.html", "<li>You read {{ page.title }}</li>");
    for (address, title) in [("a.html", "A"), ("b.html", "B")] {
        assert!(text(&build, address).contains(&format!("<li>You read {title}</li>")), "{address}");
        assert!(text(&build, address).contains("site-footer"));
    }
}

#[test]
fn a_template_that_does_not_parse_is_shown_where() {
    let build = with("parts/footer.html", "<footer>\n{% if %}\n</footer>");
    let problem = build.report.iter().find(|problem| problem.code == Code::Template).expect("a problem");
    let Place::Span(span) = problem.place else { panic!("{:?}", problem.place) };
    let source = build.sources.get(span.source).expect("the template is among the sources");
    assert_eq!(source.path, "themes/default/templates/parts/footer.html");
    assert_eq!(source.lines().position(&source.text, span.start as usize).line, 2);
}

#[test]
fn a_name_that_is_not_there_is_said_once_with_the_page() {
    let build = with("pages/guide.html", "<p>{{ page.titel }}</p>");
    assert!(fault(&build).contains("titel"), "{}", fault(&build));
    let problem = build.report.iter().find(|problem| problem.code == Code::Template).expect("a problem");
    assert_eq!(problem.label.as_deref(), Some("while `a.html` was drawn"));
    let page = build.sources.get(problem.notes[0].span.source).expect("the page");
    assert_eq!(page.path, "content/a.md");
}

#[test]
fn names_that_only_loading_finds_have_their_place() {
    for template in ["{{ page.title | nofilter }}", "{% include \"parts/nowhere.html\" %}", "{{ nofunction() }}", "{{ <nocomponent /> }}"] {
        let build = with("parts/footer.html", template);
        assert!(fault(&build).contains("unknown"), "{}", fault(&build));
        let place = &build.report.iter().find(|problem| problem.code == Code::Template).expect("a problem").place;
        assert!(!matches!(place, Place::Book), "{template}");
    }
}

#[test]
fn a_template_that_holds_itself_is_refused() {
    assert!(fault(&with("parts/footer.html", "{% include \"parts/footer.html\" %}")).contains("itself"));
    assert!(fault(&with("base.html", "{% extends \"base.html\" %}")).contains("itself"));
    let looping = "{% component again(n) %}{{ <again n={n} /> }}{% endcomponent again %}{{ <again n={1} /> }}";
    assert!(fault(&with("parts/footer.html", looping)).contains("calls itself"));
}

#[test]
fn loops_over_huge_ranges_end() {
    let over = |template: &str| fault(&with("pages/guide.html", template));
    assert!(over("{% for n in range(end=100000000000) %}x{% endfor %}").contains("counts off more than"));
    let nested = "{% for a in range(end=9000) %}{% for b in range(end=9000) %}{% endfor %}{% endfor %}";
    assert!(over(nested).contains("counts off more than"));
    let words = "word ".repeat(100);
    let grown = format!("{{% set all = range(end=9000) %}}{{% for a in all %}}{{% for b in all %}}{words}{{% endfor %}}{{% endfor %}}");
    assert!(over(&grown).contains("16 MB"), "{}", over(&grown));
}

#[test]
fn a_block_of_the_themes_own_is_drawn_with_its_body() {
    let build = build([
        ("content/index.md", "# Home\n\n```poll\nask: Why <not>?\nfacets: [role]\nquestions: { stage: open }\n```"),
        ("content/q.yaml", "title: Q\nquestions:\n- { id: one, ask: What?, stage: open }\n"),
        (
            "themes/default/templates/blocks/poll.html",
            "<div id=\"{{ block.id }}\">{{ block.custom.data.ask }} {{ block.custom.queries.questions[0].url }} {{ block.custom.facets[0].values | length }} {{ root }}|{{ site.title }}</div>",
        ),
    ]);
    assert!(
        text(&build, "index.html").contains("<div id=\"block-1\">Why &lt;not&gt;? q/one.html 3 |A book</div>"),
        "{}",
        text(&build, "index.html")
    );
}
