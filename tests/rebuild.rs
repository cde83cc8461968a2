//! One change of each kind, and what a second build in the same process makes of it: the right pages, and no work for the others.

use std::io;
use std::time::{Duration, SystemTime};

use prepbook::cache::{Cache, Work};
use prepbook::diag::Report;
use prepbook::diag::format::{Format, Options, render};
use prepbook::load::{Disk, Listed, Memory};
use prepbook::pipeline::{self, Build, Settings};

const BOOK: &str = "[book]\ntitle = \"Talks\"\n[facets.stage]\nlabel = \"Stage\"\nvalues = [{ id = \"open\", label = \"Opening\" }]\n[vars]\nminutes = 20\n";

struct Author {
    disk: Memory,
    cache: Cache,
}

impl Author {
    /// An author whose book was built once.
    fn new() -> (Author, Build) {
        let files = [
            ("book.toml", BOOK),
            ("content/index.md", "---\ntitle: Home\n---\nSee [one](guides/one.md).\n"),
            ("content/guides/index.md", "---\ntitle: Guides\n---\nAll of them.\n"),
            ("content/guides/one.md", "---\ntitle: One\nsummary: The first guide.\n---\nIt takes {{ minutes }} minutes.\n"),
            ("content/guides/two.md", "---\ntitle: Two\nsummary: The second guide.\n---\nMore, as [@C1] and [@S1] say.\n"),
            ("content/far/away.md", "---\ntitle: Away\nsummary: A page that nothing else speaks of.\n---\n![A drawing](drawing.svg)\n"),
            ("content/far/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>"),
            (
                "content/questions/first.yaml",
                "title: First\nquestions:\n  - { id: alpha, ask: What came first?, stage: open }\n  - { id: beta, ask: \"What would {first_name} say?\" }\n",
            ),
            ("content/templates/mail.md", "---\nkind: template\ntitle: Mail\nsummary: A letter.\n---\nDear {first_name},\nthank you.\n"),
            ("content/records/slots.yaml", "slots:\n  - { id: first_name, label: First name, type: text, example: Priya }\n"),
            ("content/records/sources.yaml", "sources:\n  - { id: S1, title: A work, author: Somebody, year: 2020 }\n"),
            (
                "content/records/claims.yaml",
                "claims:\n  - { id: C1, text: It works, wording: It may work, confidence: medium, sources: [S1] }\n",
            ),
        ];
        let mut author = Author { disk: files.into_iter().collect(), cache: Cache::default() };
        let first = author.build();
        assert!(first.site.is_some(), "{}", said(&first));
        (author, first)
    }

    fn build(&mut self) -> Build {
        let settings = Settings::default();
        let prepared = pipeline::prepare(&self.disk, &settings, &mut self.cache);
        pipeline::build(prepared, &settings, &mut self.cache)
    }

    /// Saves the file and builds; what a clean build would give is what comes out.
    fn save(&mut self, path: &str, text: &str) -> Build {
        self.disk.write(path, text);
        self.built_as_clean()
    }

    fn built_as_clean(&mut self) -> Build {
        let warm = self.build();
        let cold = Author { disk: self.disk.clone(), cache: Cache::forgetful() }.build();
        assert_eq!(said(&warm), said(&cold));
        assert_eq!(warm.site.is_some(), cold.site.is_some());
        if let (Some(warm), Some(cold)) = (&warm.site, &cold.site) {
            let paths = |site: &prepbook::site::Site| site.iter().map(|one| one.path.clone()).collect::<Vec<_>>();
            assert_eq!(paths(warm), paths(cold));
            warm.iter().zip(cold.iter()).for_each(|(warm, cold)| assert!(warm == cold, "{} differs from a clean build's", warm.path));
        }
        warm
    }
}

fn said(build: &Build) -> String {
    render(&build.report, &build.sources, Format::Json, Options::default())
}

fn text(build: &Build, path: &str) -> String {
    let site = build.site.as_ref().unwrap_or_else(|| panic!("no site: {}", said(build)));
    let artifact = site.get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8_lossy(&artifact.bytes).into_owned()
}

fn has(build: &Build, path: &str) -> bool {
    build.site.as_ref().is_some_and(|site| site.get(path).is_some())
}

#[test]
fn nothing_changed_nothing_done() {
    let (mut author, first) = Author::new();
    assert!(first.work.rendered > 15 && first.work.lowered == 10, "{:?}", first.work);
    assert_eq!(author.built_as_clean().work, Work { lowered: 0, rendered: 0, read: 0 });
}

#[test]
fn a_sentence_draws_its_own_page_and_those_that_hold_its_text() {
    let (mut author, _) = Author::new();
    let build =
        author.save("content/far/away.md", "---\ntitle: Away\nsummary: A page that nothing else speaks of.\n---\nAnother sentence.\n");
    assert!(text(&build, "far/away.html").contains("Another sentence."));
    assert_eq!(build.work, Work { lowered: 1, rendered: 1, read: 1 });
    let build = author.save("content/guides/one.md", "---\ntitle: One\nsummary: The first guide.\n---\nIt takes half an hour.\n");
    assert!(text(&build, "guides/one.html").contains("half an hour"));
    // And the print version of its section.
    assert_eq!(build.work, Work { lowered: 1, rendered: 2, read: 1 });
}

#[test]
fn a_title_reaches_every_page_that_shows_it_and_no_other() {
    let (mut author, first) = Author::new();
    let build = author.save("content/far/away.md", "---\ntitle: Far off\nsummary: A page that nothing else speaks of.\n---\nText.\n");
    assert!(text(&build, "far/away.html").contains("Far off"));
    assert!(text(&build, "index-all.html").contains("Far off"));
    assert_eq!(build.work.lowered, 1);
    assert!(build.work.rendered >= 2 && build.work.rendered < first.work.rendered / 2, "{:?} of {:?}", build.work, first.work);
}

#[test]
fn a_page_that_moves_moves_the_links_to_it() {
    let (mut author, _) = Author::new();
    let page = "---\ntitle: One\nsummary: The first guide.\n---\nText.\n";
    author.disk.remove("content/guides/one.md");
    author.disk.write("content/guides/uno.md", page);
    let broken = author.built_as_clean();
    assert!(broken.site.is_none(), "the home page links to the old name");
    let build = author.save("content/index.md", "---\ntitle: Home\n---\nSee [one](guides/uno.md).\n");
    assert!(text(&build, "index.html").contains("href=\"guides/uno.html\""));
    assert!(!has(&build, "guides/one.html") && has(&build, "guides/uno.html"));
    // The home page is the same file when a heading elsewhere changes the address that it points to.
    author.save("content/index.md", "---\ntitle: Home\n---\nSee [one](guides/uno.md#when).\n");
    let build = author.save("content/guides/uno.md", "---\ntitle: One\nsummary: The first guide.\n---\n## Then {#when}\n\nText.\n");
    assert!(text(&build, "index.html").contains("guides/uno.html#when"));
}

#[test]
fn a_page_that_goes_is_gone_everywhere() {
    let (mut author, _) = Author::new();
    author.disk.remove("content/far/away.md");
    let build = author.built_as_clean();
    assert!(!has(&build, "far/away.html"));
    let site = build.site.as_ref().unwrap();
    for artifact in site.iter().filter(|artifact| artifact.path.ends_with(".html") || artifact.path.ends_with(".json")) {
        assert!(!String::from_utf8_lossy(&artifact.bytes).contains("away.html"), "{} still names it", artifact.path);
    }
}

#[test]
fn a_question_added_renamed_and_removed() {
    let (mut author, first) = Author::new();
    let more = "title: First\nquestions:\n  - { id: alpha, ask: What came first?, stage: open }\n  - { id: beta, ask: \"What would {first_name} say?\" }\n  - { id: gamma, ask: What came last? }\n";
    let build = author.save("content/questions/first.yaml", more);
    assert!(has(&build, "q/gamma.html") && text(&build, "questions/first.html").contains("What came last?"));
    assert_eq!(build.work.lowered, 1);
    assert!(build.work.rendered < first.work.rendered, "{:?}", build.work);
    let build = author.save("content/questions/first.yaml", &more.replace("gamma", "delta"));
    assert!(has(&build, "q/delta.html") && !has(&build, "q/gamma.html"));
    author.disk.remove("content/questions/first.yaml");
    let build = author.built_as_clean();
    assert!(!has(&build, "q/alpha.html") && !has(&build, "questions/first.html"));
}

#[test]
fn slots_reach_the_letters_and_questions_that_use_them() {
    let (mut author, first) = Author::new();
    let build =
        author.save("content/records/slots.yaml", "slots:\n  - { id: first_name, label: Their given name, type: text, example: Priya }\n");
    assert!(text(&build, "templates/mail.html").contains("Their given name"));
    assert!(text(&build, "q/beta.html").contains("Their given name"));
    assert_eq!(build.work.lowered, 1);
    assert!(build.work.rendered < first.work.rendered / 2, "{:?}", build.work);
}

#[test]
fn sources_reach_the_pages_that_cite_them() {
    let (mut author, first) = Author::new();
    let build =
        author.save("content/records/sources.yaml", "sources:\n  - { id: S1, title: A better work, author: Somebody, year: 2020 }\n");
    assert!(text(&build, "guides/two.html").contains("A better work"));
    assert!(text(&build, "sources.html").contains("A better work"));
    assert_eq!(build.work.lowered, 1);
    assert!(build.work.rendered < first.work.rendered / 2, "{:?}", build.work);
}

#[test]
fn a_template_of_the_book() {
    let (mut author, _) = Author::new();
    let build =
        author.save("content/templates/mail.md", "---\nkind: template\ntitle: Mail\nsummary: A letter.\n---\nHello {first_name}!\n");
    assert!(text(&build, "templates/mail.html").contains("Hello"));
    assert_eq!(build.work.lowered, 1);
}

#[test]
fn an_asset_changes_without_a_page_and_with_its_size_the_pages_that_show_it() {
    let (mut author, _) = Author::new();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><g/></svg>";
    let build = author.save("content/far/drawing.svg", drawing);
    assert_eq!(text(&build, "far/drawing.svg"), drawing);
    assert_eq!(build.work, Work { lowered: 0, rendered: 0, read: 0 });
    author.disk.remove("content/far/drawing.svg");
    assert!(author.built_as_clean().site.is_none(), "a page shows it");
    let build = author.save("content/far/drawing.svg", drawing);
    assert!(has(&build, "far/drawing.svg"));
}

#[test]
fn book_toml_changes_what_every_page_says() {
    let (mut author, first) = Author::new();
    let build = author.save("book.toml", &BOOK.replace("\"Talks\"", "\"Conversations\""));
    assert!(text(&build, "far/away.html").contains("Conversations"));
    assert_eq!(build.work, Work { lowered: 0, rendered: first.work.rendered, read: 0 });
    let build = author.save("book.toml", &BOOK.replace("minutes = 20", "minutes = 35"));
    assert!(text(&build, "guides/one.html").contains("35 minutes"));
    author.disk.remove("book.toml");
    assert!(author.built_as_clean().site.is_none());
    assert_eq!(author.save("book.toml", BOOK).site, first.site);
}

#[test]
fn a_part_of_the_theme_and_a_style() {
    let (mut author, first) = Author::new();
    let style = |build: &Build| {
        build.site.iter().flat_map(|site| site.iter()).find(|one| one.path.starts_with("assets/style.")).map(|one| one.path.clone())
    };
    let build = author.save("themes/default/templates/parts/footer.html", "<footer>Our own footer</footer>");
    assert!(text(&build, "far/away.html").contains("Our own footer"));
    assert_eq!(build.work, Work { lowered: 0, rendered: first.work.rendered, read: 0 });
    assert_eq!(style(&build), style(&first));
    let build = author.save("themes/default/styles/prose.css", "p { color: red; }\n");
    assert_ne!(style(&build), style(&first));
    assert!(text(&build, "far/away.html").contains(style(&build).unwrap().as_str()));
    let build = author.save("themes/default/templates/parts/footer.html", "<footer>{{ nothing.there }}</footer>");
    assert!(build.site.is_none());
    author.disk.remove("themes/default/templates/parts/footer.html");
    author.disk.remove("themes/default/styles/prose.css");
    assert_eq!(author.built_as_clean().site, first.site);
}

#[test]
fn what_was_drawn_before_a_mistake_is_not_drawn_again_after_it() {
    let (mut author, first) = Author::new();
    let page = "---\ntitle: Away\nsummary: A page that nothing else speaks of.\n---\n![A drawing](drawing.svg)\n";
    assert!(author.save("content/far/away.md", "See [it](nowhere.md).\n").site.is_none());
    let build = author.save("content/far/away.md", page);
    assert_eq!(build.site, first.site);
    assert!(build.work.rendered < first.work.rendered / 2, "{:?}", build.work);
}

#[test]
fn behind_the_preview_a_style_has_nothing_drawn_and_a_template_everything() {
    let (mut author, _) = Author::new();
    let (settings, mut behind) = (Settings::default(), Cache::default());
    let mut drawn = |author: &mut Author| {
        let prepared = pipeline::prepare(&author.disk, &settings, &mut author.cache);
        let planned = pipeline::plan(prepared, &settings, &mut author.cache);
        let build = planned.verify(&mut behind, Report::default(), &|| true).expect("it was not called off");
        (build.work.rendered, build.report.has_errors())
    };
    let (all, _) = drawn(&mut author);
    assert!(all > 15);
    author.disk.write("themes/default/styles/prose.css", "p { color: red; }\n");
    author.disk.write("themes/default/scripts/page.js", "'use strict';\n");
    assert_eq!(drawn(&mut author), (0, false));
    author.disk.write("themes/default/templates/parts/footer.html", "<footer>{{ page.nothing.more }}</footer>\n");
    assert_eq!(drawn(&mut author), (all, true));
    author.disk.write("themes/default/styles/prose.css", "p { color: blue; }\n");
    assert_eq!(drawn(&mut author), (0, true), "what was wrong still is");
    author.disk.remove("themes/default/templates/parts/footer.html");
    assert!(!drawn(&mut author).1);
}

/// A folder in which a page is saved right after it was listed.
struct Hasty {
    before: Memory,
    after: Memory,
    saved: SystemTime,
}

impl Disk for Hasty {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        self.before.list(folder, report)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.after.read(path)
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.after.find(path).map(|file| Listed { modified: Some(self.saved), ..file })
    }
}

/// Or the preview that follows edits would go to the page that was saved before.
#[test]
fn a_page_that_is_saved_while_the_book_is_read_is_the_last_one_that_was_saved() {
    let (mut author, _) = Author::new();
    let before = author.disk.clone();
    author.disk.write("content/guides/two.md", "---\ntitle: Two\nsummary: The second guide.\n---\nAnother text.\n");
    let hasty = Hasty { before, after: author.disk, saved: SystemTime::UNIX_EPOCH + Duration::from_secs(7) };
    let settings = Settings::default();
    let build = pipeline::plan(pipeline::prepare(&hasty, &settings, &mut author.cache), &settings, &mut author.cache).outlook();
    assert_eq!(build.sources.at("content/guides/two.md").and_then(|source| source.modified), Some(hasty.saved));
}
