//! The commands as a person types them: exit codes, and what goes to which stream.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn prepbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prepbook")).args(arguments).current_dir(folder).env("NO_COLOR", "1").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn book(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const TOML: (&str, &str) = ("book.toml", "[book]\ntitle = \"A book\"\n");
const HOME: (&str, &str) = ("content/index.md", "---\ntitle: Home\nsummary: A page to begin with.\n---\nHello.\n");

#[test]
fn a_new_book_checks_and_builds_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    assert!(prepbook(folder.path(), &["init", "x"]).status.success());
    for command in [&["check", "x", "--deny", "warnings"][..], &["build", "x", "--deny", "warnings"]] {
        let output = prepbook(folder.path(), command);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}{}", out(&output), err(&output));
        assert_eq!(out(&output), "", "{command:?}");
    }
    assert!(folder.path().join("x/public/index.html").is_file());
}

#[test]
fn search_finds_what_stands_in_another_language_too() {
    let french = "title: Travail\nsummary: Le travail.\nlanguage: fr\nquestions:\n  - id: combien\n    ask: Combien gagne-t-on ici ?\n";
    let folder = book(&[TOML, HOME, ("content/banque.yaml", french)]);
    let output = prepbook(folder.path(), &["search", "gagne"]);
    assert!(out(&output).contains("combien"), "{}{}", out(&output), err(&output));
}

#[test]
fn what_is_no_book_is_called_by_what_it_is() {
    let folder = book(&[TOML, HOME]);
    for (given, why, help) in [
        ("content/index.md", "`content/index.md` is a file, and a book is a folder", "name the folder of the book"),
        ("content", "there is no `book.toml` in `content`", "name the folder of the book"),
        ("contnet", "there is no folder `contnet`", "name the folder of the book"),
        ("/contnet", "there is no folder `/contnet`", "check how it is written"),
    ] {
        let output = prepbook(folder.path(), &["check", given]);
        assert_eq!(output.status.code(), Some(2), "{given}");
        assert!(err(&output).contains(why) && err(&output).contains(help), "{given}: {}", err(&output));
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(err(&prepbook(empty.path(), &["check"])).contains("in the present folder or above it"));
}

#[test]
fn init_writes_over_nothing() {
    let folder = book(&[("content/index.md", "mine")]);
    let output = prepbook(folder.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("is there already"), "{}", err(&output));
    assert_eq!(fs::read_to_string(folder.path().join("content/index.md")).unwrap(), "mine");
    assert!(!folder.path().join("book.toml").exists());
}

#[test]
fn new_files_of_every_kind_fit_into_a_new_book() {
    let folder = tempfile::tempdir().unwrap();
    prepbook(folder.path(), &["init"]);
    for (kind, path) in [
        ("guide", "guides/second"),
        ("bank", "questions/second.yaml"),
        ("template", "templates/second"),
        ("checklist", "checklists/second"),
        // Names that are no ids, or that YAML would read otherwise.
        ("guide", "guides/A day: with #1"),
        ("bank", "questions/My first questions.yaml"),
        ("template", "templates/Thank you"),
        ("checklist", "checklists/2026"),
    ] {
        let output = prepbook(folder.path(), &["new", kind, path]);
        assert!(output.status.success(), "{}", err(&output));
        assert_eq!([out(&output), err(&output)].concat().contains("it is a draft"), kind != "bank", "{kind}");
    }
    let output = prepbook(folder.path(), &["check", "--drafts"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    let again = prepbook(folder.path(), &["new", "guide", "guides/second"]);
    assert_eq!(again.status.code(), Some(2));
    let climbing = prepbook(folder.path(), &["new", "guide", "../second"]);
    assert_eq!(climbing.status.code(), Some(2));
}

#[test]
fn errors_in_the_content_end_with_1_and_write_nothing() {
    let folder = book(&[TOML, HOME, ("content/a.yaml", "questions:\n  - id: one\n    aks: What?\n")]);
    let build = prepbook(folder.path(), &["build"]);
    assert_eq!(build.status.code(), Some(1));
    assert_eq!(out(&build), "");
    assert!(err(&build).contains("content/a.yaml:3:5"), "{}", err(&build));
    assert!(err(&build).contains("did you mean `ask`?"), "{}", err(&build));
    assert!(!folder.path().join("public").exists());
    let check = prepbook(folder.path(), &["check", "--format", "json"]);
    assert_eq!(check.status.code(), Some(1));
    for line in out(&check).lines() {
        let problem: serde_json::Value = serde_json::from_str(line).unwrap();
        for key in ["code", "severity", "message", "path", "line", "column", "end_line", "end_column", "help"] {
            assert!(problem.get(key).is_some(), "{key} in {line}");
        }
    }
}

#[test]
fn what_cannot_run_ends_with_2() {
    let empty = tempfile::tempdir().unwrap();
    for command in [
        &["build"][..],
        &["check"],
        &["list"],
        &["explain", "no-such-code"],
        &["frobnicate"],
        &["check", "--as-of", "soon"],
        &["schema", "bank", "--book", "none"],
    ] {
        let output = prepbook(empty.path(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(err(&output).contains("error"), "{command:?}: {}", err(&output));
    }
}

#[test]
fn a_base_url_that_was_given_is_an_argument_and_not_content() {
    let folder = book(&[TOML, HOME]);
    for command in ["build", "serve"] {
        let output = prepbook(folder.path(), &[command, "--base-url", "careers.example.edu"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("--base-url") && !err(&output).contains("book.toml"), "{}", err(&output));
    }
}

#[test]
fn denied_warnings_end_with_1() {
    let folder = book(&[TOML, ("content/index.md", "# Home\n\nNo summary.\n")]);
    assert_eq!(prepbook(folder.path(), &["check"]).status.code(), Some(0));
    assert_eq!(prepbook(folder.path(), &["check", "--deny", "warnings"]).status.code(), Some(1));
    assert_eq!(prepbook(folder.path(), &["build", "--deny", "warnings"]).status.code(), Some(1));
    assert!(!folder.path().join("public").exists());
}

#[test]
fn a_book_is_found_from_a_folder_within_it() {
    let folder = book(&[TOML, HOME, ("content/guides/index.md", "---\ntitle: Guides\nsummary: All of them in a row.\n---\nHello.\n")]);
    let output = prepbook(&folder.path().join("content/guides"), &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(folder.path().join("public/guides/index.html").is_file());
}

#[test]
fn list_says_what_fits_a_query() {
    let toml = "[book]\ntitle = \"A book\"\n[facets.stage]\nany = \"any\"\nvalues = [\"any\", \"open\", \"close\"]\n";
    let bank = "title: Bank\nsummary: Three questions.\nquestions:\n  - { id: first, ask: What now?, stage: open }\n  - { id: every, ask: How so?, stage: any }\n  - { id: last, ask: Who else?, stage: close }\n";
    let folder = book(&[("book.toml", toml), HOME, ("content/bank.yaml", bank)]);
    let output = prepbook(folder.path(), &["list", "--where", "stage=close", "--json"]);
    let ids: Vec<String> = out(&output)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["last", "every"], "the exact ones come first");
    let wrong = prepbook(folder.path(), &["list", "--where", "stage=clos"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("did you mean `close`?"), "{}", err(&wrong));
    let nothing = prepbook(folder.path(), &["list", "--where", "stage="]);
    assert!(err(&nothing).contains("`stage=` names no value"), "{}", err(&nothing));
}

#[test]
fn search_says_what_it_finds_and_when_it_finds_nothing() {
    let folder = book(&[TOML, HOME]);
    let output = prepbook(folder.path(), &["search", "home"]);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
    assert!(out(&output).contains("Home"), "{}", out(&output));
    let output = prepbook(folder.path(), &["search", "zebra"]);
    assert_eq!((output.status.code(), out(&output).as_str(), err(&output).as_str()), (Some(0), "", "nothing was found\n"));
}

#[test]
fn a_page_and_a_question_are_found_by_what_people_type_and_do_not_show_it() {
    let page =
        ("content/nerves.md", "---\ntitle: Nerves\nsearches: [stage fright, what if i forget everything]\n---\nA talk is no test.\n");
    let bank = (
        "content/q.yaml",
        "title: Days\nquestions:\n- id: yesterday\n  ask: What filled your day?\n  searches:\n  - daily grind\n  - is it mostly meetings\n",
    );
    let folder = book(&[TOML, HOME, page, bank]);
    for (query, title) in [("forget everything", "Nerves"), ("stage frihgt", "Nerves"), ("mostly meetings", "What filled your day?")] {
        let output = prepbook(folder.path(), &["search", query, "--json"]);
        let first: serde_json::Value = serde_json::from_str(out(&output).lines().next().unwrap()).unwrap();
        assert_eq!(first["title"], title, "{query}");
    }
    prepbook(folder.path(), &["build"]);
    for file in ["nerves.html", "nerves.md", "q/yesterday.html", "q.html", "api/q.json", "api/q.csv", "api/q.anki.txt", "llms.txt"] {
        let text = fs::read_to_string(folder.path().join("public").join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(!text.contains("grind") && !text.contains("fright"), "{file}");
    }
}

#[test]
fn what_is_shown_of_a_question_that_was_found_does_not_begin_with_its_weak_version() {
    let question = "id: day\n  ask: What filled your day?\n  weak_version: Are you busy?\n  reveals: Where the time goes.\n  follow_ups: [And yesterday?]\n";
    let bank = ("content/q.yaml", &*format!("title: Days\nquestions:\n- {question}"));
    let folder = book(&[TOML, HOME, bank]);
    prepbook(folder.path(), &["build"]);
    let index = fs::read_dir(folder.path().join("public/assets/search/en")).unwrap();
    let files = index.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let rows = files.filter(|text| text.contains("What filled your day?")).collect::<String>();
    assert!(rows.contains("\"Where the time goes. · And yesterday? · Are you busy?\""), "{rows}");
}

#[test]
fn stats_count_what_is_there() {
    let folder = book(&[TOML, HOME]);
    let output = prepbook(folder.path(), &["stats", "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(stats["counts"]["guide"], 1);
    assert_eq!(stats["counts"]["question"], 0);
    assert!(stats["bytes"]["html"]["bytes"].as_u64().unwrap() > 0);
}

#[test]
fn stats_count_problems_as_check_does() {
    let folder = book(&[("book.toml", "[book\ntitle = \"T\"\n"), HOME]);
    assert!(out(&prepbook(folder.path(), &["stats"])).ends_with("\n1 error, 0 warnings\n"));
    assert!(err(&prepbook(folder.path(), &["check"])).ends_with("1 error\n"));
}

#[test]
fn a_file_where_the_site_should_go_is_to_be_moved() {
    let folder = book(&[TOML, HOME, ("public", "mine")]);
    let output = prepbook(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("move the file away that stands where the folder should be"), "{}", err(&output));
}

#[test]
fn clean_takes_away_what_build_wrote_and_nothing_else() {
    let folder = book(&[TOML, HOME]);
    prepbook(folder.path(), &["build"]);
    fs::write(folder.path().join("public/mine.txt"), "mine").unwrap();
    let output = prepbook(folder.path(), &["clean"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let left: Vec<_> = fs::read_dir(folder.path().join("public")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["mine.txt"]);
}

#[test]
fn a_second_build_of_an_unchanged_book_repeats_the_report_and_writes_nothing() {
    let folder = book(&[TOML, ("content/index.md", "# Home\n\nNo summary.\n")]);
    let first = prepbook(folder.path(), &["build"]);
    assert!(err(&first).contains("warning[summary]"), "{}", err(&first));
    let stamp = |path: &str| fs::metadata(folder.path().join(path)).unwrap().modified().unwrap();
    let before = (stamp("public/index.html"), stamp("public/.prepbook.json"));
    let second = prepbook(folder.path(), &["build"]);
    assert!(err(&second).contains("warning[summary]"), "{}", err(&second));
    assert!(err(&second).contains("nothing changed"), "{}", err(&second));
    assert_eq!((stamp("public/index.html"), stamp("public/.prepbook.json")), before);
}

#[test]
fn a_theme_that_breaks_after_a_good_build_is_reported() {
    let toml = ("book.toml", "[book]\ntitle = \"A book\"\n[output.html]\ntheme = \"ours\"\n");
    let folder = book(&[toml, HOME, ("themes/ours/theme.toml", "name = \"ours\"\napi = 1\n")]);
    assert!(prepbook(folder.path(), &["build"]).status.success());
    fs::write(folder.path().join("themes/ours/theme.toml"), "name = \"ours\"\napi = \"one\"\n").unwrap();
    let broken = prepbook(folder.path(), &["build"]);
    assert_eq!(broken.status.code(), Some(1), "{}", err(&broken));
    assert!(err(&broken).contains("themes/ours/theme.toml"), "{}", err(&broken));
}

#[test]
fn a_book_without_content_is_told_so() {
    let folder = book(&[TOML]);
    let output = prepbook(folder.path(), &["build"]);
    assert!(output.status.success() && err(&output).contains("the book has no folder `content`"), "{}", err(&output));
}

#[test]
fn a_zip_file_is_no_part_of_the_book() {
    let folder = book(&[TOML, HOME]);
    for inside in ["content/site.zip", "themes/ours.zip", "content/index.md"] {
        let output = prepbook(folder.path(), &["build", "--zip", inside]);
        assert_eq!(output.status.code(), Some(2), "{inside}");
        assert!(err(&output).contains("cannot be the zip file"), "{inside}: {}", err(&output));
        assert!(!folder.path().join("public").exists(), "{inside}");
    }
    let output = prepbook(folder.path(), &["build", "--zip", "site.zip"]);
    assert!(output.status.success() && err(&output).contains("zipped in `site.zip`"), "{}", err(&output));
}

#[test]
fn a_file_that_cannot_be_written_is_called_what_it_was_called() {
    let folder = book(&[TOML, HOME, ("content/a.yaml", "questions:\n  - id: a\n    ask: Why?\n")]);
    for command in [&["export", "-o", "none/all.csv"][..], &["build", "--zip", "none/all.zip"]] {
        let output = prepbook(folder.path(), command);
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        assert!(err(&output).contains(&format!("`{}` cannot be written", command[2])), "{}", err(&output));
        assert!(!err(&output).contains("prepbook-tmp") && err(&output).contains("make its folder"), "{}", err(&output));
    }
}

#[test]
fn no_output_takes_the_place_of_what_prepbook_did_not_make() {
    let folder = book(&[
        TOML,
        HOME,
        ("content/a.yaml", "title: A\nquestions:\n  - id: a\n    ask: Why?\n"),
        ("README.md", "# Mine\n\n- one\n- two\n"),
        ("package.json", "{ \"name\": \"mine\" }\n"),
        ("people.csv", "name,mail\nAda,ada@example.edu\n"),
        ("ours.csv", "id,ask\n1,mine\n"),
        ("notes.txt", "Notes\n=====\nMine\n"),
        ("essay.md", "# Essay\n\n- one <!-- id: one -->\n"),
        ("letter.docx", "PK\u{3}\u{4} no site"),
        ("LICENSE.txt", "Mine\n"),
    ]);
    let at = |path: &str| folder.path().join(path);
    assert!(prepbook(folder.path(), &["build"]).status.success());
    for command in [
        &["build", "--zip", "README.md"][..],
        &["build", "--zip", "book.toml"],
        &["build", "--zip", "letter.docx"],
        &["build", "--zip", "public/index.html"],
        &["build", "--zip", "public/site.zip"],
        &["build", "-d", "out", "--zip", "out/site.zip"],
        &["export", "-o", "README.md"],
        &["export", "-o", "package.json"],
        &["export", "-o", "people.csv"],
        &["export", "-o", "ours.csv"],
        &["export", "-o", "notes.txt"],
        &["export", "-o", "essay.md"],
        &["export", "-o", "LICENSE.txt"],
        &["export", "-o", "public/a.md"],
        &["export", "--format", "csv", "-o", "content/a.yaml"],
        &["export", "--format", "gift", "-o", "book.toml"],
    ] {
        let target = at(command.last().unwrap());
        let before = fs::read(&target).ok();
        let output = prepbook(folder.path(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}: {}", err(&output));
        assert!(err(&output).contains(command.last().unwrap()) && err(&output).contains("help: choose"), "{}", err(&output));
        assert!(fs::read(&target).ok() == before, "{command:?}");
    }
    let formats = ["csv", "tsv", "json", "md", "anki.txt", "gift", "xml", "txt", "xlsx"];
    let exports = formats.map(|ending| ["export".to_owned(), "-o".to_owned(), format!("all.{ending}")]);
    let zip = ["build", "--zip", "site.zip"].map(str::to_owned);
    for command in exports.iter().chain([&zip]) {
        fs::write(at(&command[2]), "").unwrap();
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        for round in ["an empty file", "the same one"] {
            let output = prepbook(folder.path(), &command);
            assert!(output.status.success(), "{round} {command:?}: {}", err(&output));
        }
    }
}

#[test]
fn an_export_that_somebody_edited_is_replaced_only_by_force() {
    let folder = book(&[TOML, HOME, ("content/a.yaml", "title: A\nquestions:\n  - id: a\n    ask: Why?\n")]);
    let file = folder.path().join("work.csv");
    assert!(prepbook(folder.path(), &["export", "-o", "work.csv"]).status.success());
    let first = fs::read_to_string(&file).unwrap();
    let edited = format!("{first}b,Two hours of work?\r\n");
    fs::write(&file, &edited).unwrap();
    let refused = prepbook(folder.path(), &["export", "-o", "work.csv"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("holds something else") && err(&refused).contains("--force"), "{}", err(&refused));
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);
    assert!(prepbook(folder.path(), &["export", "-o", "work.csv", "--force"]).status.success());
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    let inside = prepbook(folder.path(), &["export", "--bank", "a", "--bank", "nope"]);
    assert_eq!(inside.status.code(), Some(2));
    assert!(err(&inside).contains("there is no bank `nope`") && err(&inside).contains("the banks are `a`"), "{}", err(&inside));
}

#[test]
fn what_readers_get_on_the_command_line_is_said_to_be_rewritten() {
    let toml = ("book.toml", "[book]\ntitle = \"A book\"\n[vars]\nminutes = 20\n[site]\nbase-url = \"https://example.edu/\"\n");
    let bank = "title: A\nquestions:\n  - id: a\n    ask: Have you {{ minutes }} minutes?\n    answer: See [home](index.md).\n  - { id: b, ask: Why? }\n";
    let folder = book(&[toml, HOME, ("content/a.yaml", bank)]);
    let output = prepbook(folder.path(), &["export", "--format", "anki"]);
    assert!(err(&output).contains("Anki is for readers: variables are filled in"), "{}", err(&output));
    assert!(out(&output).contains("<a href=\"https://example.edu/index.html\">home</a>"), "{}", out(&output));
    let exact = prepbook(folder.path(), &["export", "--format", "csv"]);
    assert!(out(&exact).contains("{{ minutes }}") && !err(&exact).contains("readers"), "{}", err(&exact));
}

#[cfg(unix)]
#[test]
fn an_export_goes_through_links_and_pipes() {
    let folder = book(&[TOML, HOME, ("content/a.yaml", "questions:\n  - id: a\n    ask: Why?\n"), ("2026.csv", "")]);
    let at = |path: &str| folder.path().join(path);
    std::os::unix::fs::symlink("2026.csv", at("latest.csv")).unwrap();
    let linked = prepbook(folder.path(), &["export", "-o", "latest.csv"]);
    assert!(linked.status.success(), "{}", err(&linked));
    assert!(at("latest.csv").is_symlink() && fs::read_to_string(at("2026.csv")).unwrap().contains("Why?"));
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let reader = Command::new("cat").arg(at("pipe")).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let piped = prepbook(folder.path(), &["export", "--format", "csv", "-o", "pipe"]);
    let read = reader.wait_with_output().unwrap();
    assert!(piped.status.success() && out(&read).contains("Why?"), "{}", err(&piped));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    prepbook(folder.path(), &["init"]);
    for command in [
        &["--help"][..],
        &["--version"],
        &["help", "build"],
        &["list"],
        &["search", "talk"],
        &["stats"],
        &["export"],
        &["schema"],
        &["explain"],
        &["completions", "bash"],
        &["check", "--format", "sarif"],
    ] {
        let run = |to: std::process::Stdio| {
            let mut program = Command::new(env!("CARGO_BIN_EXE_prepbook"));
            let running = program.args(command).current_dir(folder.path()).stdout(to).stderr(std::process::Stdio::piped()).spawn();
            running.unwrap().wait_with_output().unwrap()
        };
        let full = run(fs::OpenOptions::new().write(true).open("/dev/full").unwrap().into());
        assert_eq!(full.status.code(), Some(2), "{command:?}");
        assert!(err(&full).contains("the result cannot be written") && err(&full).contains("help: make room"), "{}", err(&full));
        let (gone, pipe) = std::io::pipe().unwrap();
        drop(gone);
        let closed = run(pipe.into());
        assert!(closed.status.success() && !err(&closed).contains("cannot be written"), "{command:?}: {}", err(&closed));
    }
}

#[test]
fn an_export_that_is_printed_says_too_what_it_cannot_hold() {
    let folder = book(&[TOML, HOME, ("content/a.yaml", "questions:\n  - { id: a, ask: Why?, owner: Ada }\n")]);
    let output = prepbook(folder.path(), &["export", "--format", "markdown"]);
    assert!(output.status.success() && err(&output).contains("Markdown has no place for: owner"), "{}", err(&output));
}

#[test]
fn every_code_can_be_explained() {
    let folder = tempfile::tempdir().unwrap();
    let list = out(&prepbook(folder.path(), &["explain"]));
    assert!(list.lines().count() > 40, "{list}");
    for line in list.lines() {
        let slug = line.split_whitespace().next().unwrap();
        let explained = prepbook(folder.path(), &["explain", slug]);
        assert!(explained.status.success() && out(&explained).starts_with("# "), "{slug}");
    }
}

#[test]
fn anchors_in_raw_html_count_where_raw_html_does() {
    let page = "---\ntitle: Home\nsummary: A page to begin with.\n---\n[There](#there)\n\n<a name=\"there\"></a>Here.\n";
    let trusting = "[book]\ntitle = \"A book\"\n[build]\nunsafe-html = true\n";
    let folder = book(&[("book.toml", trusting), ("content/index.md", page)]);
    let output = prepbook(folder.path(), &["check", "--format", "short"]);
    assert_eq!(out(&output), "");
    let careful = book(&[TOML, ("content/index.md", page)]);
    let output = prepbook(careful.path(), &["check", "--format", "short"]);
    assert!(out(&output).contains("dead-anchor"), "{}", out(&output));
}

#[test]
fn the_site_is_never_written_into_the_book_even_where_no_folder_is_yet() {
    let folder = book(&[TOML, HOME]);
    for inside in ["content/site", "content/a/b", "themes/x", "../"] {
        let output = prepbook(folder.path(), &["build", "-d", inside]);
        assert_eq!(output.status.code(), Some(2), "{inside}: {}", err(&output));
        assert!(err(&output).contains("cannot be the output folder"), "{inside}: {}", err(&output));
    }
    assert_eq!(fs::read_dir(folder.path().join("content")).unwrap().count(), 1);
}

#[test]
fn two_lists_of_one_name_are_not_written_over_one_another() {
    let folder = book(&[TOML, HOME, ("a/list.csv", "id,ask\nfirst,What now?\n"), ("b/list.csv", "id,ask\nsecond,What then?\n")]);
    let output = prepbook(folder.path(), &["import", "a/list.csv", "b/list.csv"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("two of these files would become"), "{}", err(&output));
    assert!(!folder.path().join("content/questions").exists());
}

/// A bank with one question.
const BANK: (&str, &str) = ("content/a.yaml", "title: A\nquestions:\n  - id: a\n    ask: Why?\n");

#[test]
fn a_new_bank_goes_where_it_is_said_and_nowhere_else() {
    let folder = book(&[TOML, HOME, ("in.csv", "ask\nWhat now?\n")]);
    let outside = tempfile::tempdir().unwrap();
    let absolute = outside.path().join("x.yaml");
    for (to, help) in [
        (absolute.to_str().unwrap(), "write `--to questions/name.yaml`"),
        ("../x.yaml", "write `--to questions/name.yaml`"),
        ("index.md", "write `--to index.yaml`"),
    ] {
        let output = prepbook(folder.path(), &["import", "in.csv", "--to", to]);
        assert_eq!(output.status.code(), Some(1), "{to}: {}", err(&output));
        assert!(err(&output).contains(help), "{to}: {}", err(&output));
    }
    assert!(!absolute.exists());
    for (to, place) in [
        ("./content/questions/x.yaml", "content/questions/x.yaml"),
        ("questions/", "content/questions/in.yaml"),
        ("content", "content/in.yaml"),
        ("talks/first", "content/talks/first.yaml"),
    ] {
        let output = prepbook(folder.path(), &["import", "in.csv", "--to", to]);
        assert!(output.status.success(), "{to}: {}", err(&output));
        fs::remove_file(folder.path().join(place)).unwrap_or_else(|error| panic!("{to}: {error}"));
    }
}

#[test]
fn what_is_imported_builds_or_is_not_written() {
    let folder = book(&[TOML, HOME, BANK]);
    for (list, to, said) in [
        ("id,ask,answer\nb,What now?,[see](other.md)\n", "x.yaml", "other.md"),
        ("id,ask,better\nb,What now?,nope\n", "x.yaml", "nope"),
        ("id,ask\nA,What now?\n", "x.yaml", "A"),
        ("id,ask\nb,What {company} now?\n", "x.yaml", "company"),
        ("id,ask\nb,What now?\n", "index", "content/index.yaml"),
        ("id,ask\nb,What now?\n", "q/x.yaml", "content/q/x.yaml"),
    ] {
        fs::write(folder.path().join("in.csv"), list).unwrap();
        let output = prepbook(folder.path(), &["import", "in.csv", "--to", to]);
        assert_eq!(output.status.code(), Some(1), "{list}: {}", err(&output));
        assert!(err(&output).contains(said) && err(&output).contains("the book would not build"), "{list}: {}", err(&output));
        assert!(!folder.path().join("content/x.yaml").exists() && !folder.path().join("content/q").exists());
    }
    // What was wrong before is no fault of the new questions.
    fs::write(folder.path().join("content/b.yaml"), "questions:\n  - { id: c, ask: Why?, better: nope }\n").unwrap();
    let output = prepbook(folder.path(), &["import", "in.csv", "--to", "x.yaml"]);
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn a_row_with_an_id_of_the_bank_need_not_say_its_question_again() {
    let folder = book(&[TOML, HOME, BANK, ("in.csv", "id,minutes\na,5\n"), ("new.csv", "id,minutes\nz,5\n")]);
    let output = prepbook(folder.path(), &["import", "in.csv", "--into", "a"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(fs::read_to_string(folder.path().join("content/a.yaml")).unwrap().ends_with("    ask: Why?\n    minutes: 5\n"));
    let unknown = prepbook(folder.path(), &["import", "new.csv", "--into", "a"]);
    assert!(err(&unknown).contains("this entry has no question"), "{}", err(&unknown));
    let alone = prepbook(folder.path(), &["import", "in.csv"]);
    assert!(err(&alone).contains("say which bank with `--into`"), "{}", err(&alone));
}
