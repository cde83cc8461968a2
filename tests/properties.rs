//! What holds of every book and every sequence of changes: warm equals cold, whoever lists the files.

use prepbook::cache::Cache;
use prepbook::diag::format::{Format, Options, render};
use prepbook::diag::{Fingerprint, Report};
use prepbook::load::{Disk, Folder, Glance, Listed, Memory, Stamp};
use prepbook::pipeline::{self, Build, Settings};

/// A seeded row of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// How often; `PREPBOOK_CHANGES` says more where there is time.
fn times(few: usize) -> usize {
    std::env::var("PREPBOOK_CHANGES").ok().and_then(|times| times.parse().ok()).unwrap_or(few)
}

fn build(disk: &dyn Disk, cache: &mut Cache) -> Build {
    let settings = Settings::default();
    let prepared = pipeline::prepare(disk, &settings, cache);
    pipeline::build(prepared, &settings, cache)
}

fn same(one: &Build, other: &Build, when: &str) {
    let said = |build: &Build| render(&build.report, &build.sources, Format::Json, Options::default());
    assert_eq!(said(one), said(other), "{when}");
    assert_eq!(one.site.is_some(), other.site.is_some(), "{when}");
    let (Some(one), Some(other)) = (&one.site, &other.site) else { return };
    let paths = |site: &prepbook::site::Site| site.iter().map(|artifact| artifact.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(one), paths(other), "{when}");
    one.iter().zip(other.iter()).for_each(|(one, other)| assert!(one == other, "{when}: {} differs", one.path));
}

/// The files of a book, each with the texts that it may have. The first of each makes a good book; the last is often broken.
const FILES: &[(&str, &[&str])] = &[
    (
        "book.toml",
        &[
            "[book]\ntitle = \"Talks\"\n[facets.stage]\nlabel = \"Stage\"\nvalues = [{ id = \"open\", label = \"Opening\" }, { id = \"close\", label = \"Closing\" }]\n[vars]\nminutes = 20\n",
            "[book]\ntitle = \"Talks\"\ndescription = \"Other words\"\n[site]\nbase-url = \"https://example.edu/x/\"\naccent = \"#702020\"\n[facets.stage]\nlabel = \"When\"\nvalues = [{ id = \"open\", label = \"First\" }]\n[vars]\nminutes = 35\n[check]\nsummary = \"ignore\"\n",
            "[book]\ntitle = \"Talks\"\n[nav]\nheader = [\"guides/index.md\"]\n[search]\nsynonyms = [[\"talk\", \"chat\"]]\n[vars]\nminutes = 1\n",
            "[book]\ntitel = \"Talks\"\n",
        ],
    ),
    (
        "content/index.md",
        &["# Home\n\nSee [guides](guides/index.md).\n", "---\ntitle: Start\ncard: true\n---\nHello.\n", "See [one](guides/one.md#when).\n"],
    ),
    (
        "content/guides/index.md",
        &[
            "---\ntitle: Guides\norder: 2\n---\nAll.\n",
            "---\ntitle: All guides\nsummary: What there is to read.\n---\n## Here\n",
            "---\ntitle: All the guides\nsummary: What there is to read.\n---\n## Here\n",
        ],
    ),
    (
        "content/guides/one.md",
        &[
            "---\ntitle: One\n---\n## When\n\nIt takes {{ minutes }} minutes.\n",
            "---\ntitle: The only one\n---\n## When\n\nIt takes {{ minutes }} minutes.\n",
            "---\ntitle: &t One {{ minutes }}\nsummary: *t\ncard: true\n---\n## When\n\nIt takes {{ minutes }} minutes.\n",
            "---\ntitle: &t The only\nsummary: *t\ncard: true\n---\n## When\n\nIt takes {{ minutes }} minutes.\n",
            "---\ntitle: One\naliases: [old/one.html]\nrelated: [index.md]\n---\nNo heading.\n",
            "---\ntitle: One\ndraft: true\n---\nNot yet.\n",
            "---\ntitle: One\nstage: open\n---\n```questions\nstage: open\n```\n\n> [!NOTE]\n> Mind [@C1].\n",
            "---\ntitle: [One\n---\n",
        ],
    ),
    (
        "content/guides/two.md",
        &[
            "# Two\n\nMore[^1].\n\n[^1]: A note.\n",
            "# Number two\n\nMore[^1].\n\n[^1]: A note.\n",
            "# Two\n\n- [ ] a thing\n\n![Picture](../pictures/dot.svg)\n",
            "\u{0}\n```template\nid: mail\n```\n",
            "[dead](none.md)\n",
        ],
    ),
    (
        "content/checks/list.md",
        &[
            "---\nkind: checklist\ntitle: List\n---\n## Before\n\n- [ ] One thing\n\n  For a reason.\n",
            "---\nkind: checklist\ntitle: List\n---\n- [ ] Another thing\n",
        ],
    ),
    (
        "content/mails/mail.md",
        &[
            "---\nkind: template\nid: mail\ntitle: Mail\n---\nDear {first_name},\nthank you.\n",
            "---\nkind: template\nid: mail\ntitle: Mail\nsubject: Hello {first_name}\n---\nHi {first_name}!\n",
            "---\nkind: template\nid: mail\n---\n{nobody}\n",
        ],
    ),
    (
        "content/bank/a.yaml",
        &[
            "title: A\nquestions:\n  - { id: alpha, ask: What came first?, stage: open }\n  - { id: beta, ask: What came then?, better: alpha, risk: avoid, why_not: No. }\n",
            "title: A\ndefaults: { stage: open }\nquestions:\n  - { id: alpha, ask: \"What would {first_name} do?\", follow_ups: [And then?], tags: [x] }\n",
            "title: A\nquestions:\n  - { id: alpha, ask: What came first?, status: draft }\n  - { id: gamma, ask: \"What **is** it?\", aliases: [old-gamma] }\n",
            "questions:\n  - { id: alpha }\n  - { ask: x\n",
        ],
    ),
    (
        "content/bank/b.yaml",
        &[
            "questions:\n  - { id: delta, ask: What came first of all?, stage: open }\n",
            "questions:\n  - { id: delta, ask: Who else?, sources: [S1] }\n",
            "questions:\n  - { id: alpha, ask: A second one? }\n",
        ],
    ),
    (
        "content/records/slots.yaml",
        &[
            "slots:\n  - { id: first_name, label: First name, type: text, example: Priya }\n",
            "slots:\n  - { id: first_name, label: Given name, type: text, example: Kim }\n",
        ],
    ),
    (
        "content/records/sources.yaml",
        &[
            "sources:\n  - { id: S1, title: A work, author: Somebody, year: 2020 }\n",
            "sources:\n  - { id: S1, title: Another work, author: Someone, url: \"https://example.edu/w\" }\n",
        ],
    ),
    (
        "content/records/claims.yaml",
        &[
            "claims:\n  - { id: C1, text: It works, wording: It may work, confidence: medium, sources: [S1] }\n",
            "claims:\n  - { id: C1, text: So it is, wording: So it seems, confidence: low, sources: [S1] }\n",
        ],
    ),
    (
        "content/records/terms.yaml",
        &[
            "glossary:\n  - { term: Nudge, meaning: One short reminder. }\n",
            "glossary:\n  - { term: Nudge, meaning: \"See [guides](../guides/index.md).\", also: [reminder] }\n",
        ],
    ),
    (
        "content/pictures/dot.svg",
        &[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"30\"/>",
        ],
    ),
    ("content/notes.txt", &["one", "two"]),
    (
        "themes/default/templates/parts/footer.html",
        &["", "<footer>Our footer, {{ page.title }}</footer>", "<footer>{{ words.nothing.there }}</footer>", "{% if %}"],
    ),
    ("themes/default/styles/prose.css", &["", "p { color: red; }\n", "p { color: blue; }\n"]),
    ("themes/default/i18n/en.toml", &["", "not = [toml"]),
];

/// Not there unless a change brings it: an empty text would take the place of what is built in.
fn starts_absent(path: &str) -> bool {
    path.starts_with("themes/")
}

fn first_book() -> Memory {
    FILES.iter().filter(|(path, _)| !starts_absent(path)).map(|(path, texts)| (*path, texts[0])).collect()
}

/// Changes a file, and says how. Three of four changes lead back towards the good book, so that most books can be built.
fn change(disk: &mut Memory, dice: &mut Dice) -> String {
    let (path, texts) = FILES[dice.below(FILES.len())];
    let mends = dice.below(4) > 0;
    match dice.below(8) {
        // A sentence more before all others or after them: the most common change, which moves the places of all that follows.
        6 | 7 if path.ends_with(".md") => {
            let text = texts[0];
            let words = format!("Words {}.", dice.below(1000));
            let body = text.find("---\n").and_then(|first| Some(first + text[first + 4..].find("---\n")? + 8)).unwrap_or(0);
            let at = if dice.below(2) == 0 { body } else { text.len() };
            disk.write(path, format!("{}\n{words}\n\n{}", &text[..at], &text[at..]));
            format!("{path} with `{words}` at {at}")
        }
        0 if !mends && path != "book.toml" => {
            disk.remove(path);
            format!("without {path}")
        }
        1 if path.ends_with(".md") => {
            let moved = path.replace(".md", "-moved.md");
            if !disk.remove(&moved) && !mends {
                disk.write(moved.clone(), texts[dice.below(texts.len())]);
            }
            format!("{moved} came or went")
        }
        _ if mends && starts_absent(path) => {
            disk.remove(path);
            format!("without {path}")
        }
        _ => {
            let number = if mends { 0 } else { dice.below(texts.len()) };
            disk.write(path, texts[number]);
            format!("{path} with text {number}")
        }
    }
}

#[test]
fn warm_equals_cold_after_any_changes() {
    let (mut disk, mut dice, mut warm) = (first_book(), Dice(42), Cache::default());
    assert!(build(&disk, &mut warm).site.is_some(), "the first book is a good one");
    let (mut history, mut good, mut glances) = (Vec::new(), 0, 0);
    let times = times(40);
    for number in 0..times {
        let before = disk.clone();
        // Sometimes several at once, as when a branch is switched.
        for _ in 0..=dice.below(2) * dice.below(4) {
            history.push(change(&mut disk, &mut dice));
        }
        let (warm, cold) = (build_what_changed(&disk, &before, &mut warm, &mut glances), build(&disk, &mut Cache::forgetful()));
        good += usize::from(cold.site.is_some());
        let last = &history[history.len().saturating_sub(12)..];
        same(&warm, &cold, &format!("after change {number}: {}", last.join("; ")));
        if let Some(site) = &warm.site {
            assert!(site.iter().all(|artifact| Fingerprint::of(&artifact.bytes) == artifact.fingerprint));
        }
    }
    assert!(good * 5 >= times, "only {good} of {times} books could be built: the test says little");
    assert!(glances * 5 >= times, "only {glances} of {times} times was it known what changed: the test says little");
}

/// A disk that tells by a stamp whether a file changed, as a folder does.
struct Stamped<'a>(&'a Memory);

impl Disk for Stamped<'_> {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        self.0.list(folder, report).iter().filter_map(|file| self.find(&file.path)).collect()
    }

    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn find(&self, path: &str) -> Option<Listed> {
        let content = Fingerprint::of(&self.0.read(path).ok()?);
        let changed = content.as_bytes().iter().fold(0_i128, |number, byte| number.rotate_left(8) ^ i128::from(*byte));
        Some(Listed { stamp: Some(Stamp { changed, inode: 0 }), ..self.0.find(path)? })
    }
}

/// Builds a book that was `before` as the preview does: if no file came or went, nothing is looked at but those that changed.
fn build_what_changed(now: &Memory, before: &Memory, cache: &mut Cache, glances: &mut usize) -> Build {
    let (disk, files) = (Stamped(now), cache.files.clone());
    let differs = |path: &&str| now.read(path).ok() != before.read(path).ok();
    let changed = now.paths().filter(differs).map(str::to_owned).collect();
    let glance = files.as_ref().filter(|_| now.paths().eq(before.paths())).and_then(|files| Glance::new(&disk, files, &changed));
    *glances += usize::from(glance.is_some());
    build(glance.as_ref().map_or(&disk, |glance| glance), cache)
}

/// Changes one file of a book that nobody made for this, and says how: a sentence more, another title or question, half a file, none,
/// another name, an asset, a style, a template; or all is as it was.
fn disturb(disk: &mut Memory, good: &Memory, dice: &mut Dice) -> String {
    let paths: Vec<String> = disk.paths().filter(|path| path.starts_with("content/")).map(str::to_owned).collect();
    let path = paths[dice.below(paths.len())].clone();
    let bytes = disk.read(&path).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap_or_default();
    let word = format!("word{}", dice.below(1000));
    let (how, changed) = match dice.below(9) {
        0 => ("half", Some(bytes[..bytes.len() / 2].to_vec())),
        1 => ("gone", None),
        2 => {
            disk.write(path.replacen("content/", &format!("content/{word}-"), 1), bytes);
            ("renamed", None)
        }
        3 => {
            disk.write("themes/default/styles/prose.css", format!("p {{ --{word}: 1 }}\n"));
            ("untouched beside a style", Some(bytes))
        }
        4 => {
            disk.write("themes/default/templates/parts/footer.html", format!("<footer>{word} {{{{ site.title }}}}</footer>"));
            ("untouched beside a template", Some(bytes))
        }
        5 | 6 if path.ends_with(".md") => ("longer", Some(format!("{text}\nIt ends with {word}.\n").into_bytes())),
        _ => {
            let key = if path.ends_with(".yaml") { "ask: " } else { "title: " };
            ("reworded", Some(text.replacen(key, &format!("{key}{word} "), 1 + dice.below(2)).into_bytes()))
        }
    };
    match changed {
        Some(bytes) => disk.write(&*path, bytes),
        None => drop(disk.remove(&path)),
    }
    if dice.below(3) == 0 {
        *disk = good.clone();
        return format!("{path} {how}, then all as it was");
    }
    format!("{path} {how}")
}

/// The same on the book of this repository.
#[test]
fn warm_equals_cold_on_a_real_book() {
    let folder = Folder::open(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut good = Memory::default();
    for file in folder.list("content", &mut Report::default()) {
        good.write(file.path.clone(), folder.read(&file.path).unwrap());
    }
    good.write("book.toml", folder.read("book.toml").unwrap());
    let (mut disk, mut dice, mut warm) = (good.clone(), Dice(3), Cache::default());
    let mut history = Vec::new();
    for number in 0..times(2) {
        history.push(disturb(&mut disk, &good, &mut dice));
        let (warm, cold) = (build(&disk, &mut warm), build(&disk, &mut Cache::forgetful()));
        same(&warm, &cold, &format!("after change {number}: {}", history[history.len().saturating_sub(8)..].join("; ")));
    }
}

/// The preview draws no file before somebody asks for it, and each is the one that a build writes.
#[test]
fn each_file_by_itself_is_that_of_the_whole_site() {
    let (mut disk, mut dice) = (first_book(), Dice(7));
    let (mut warm, mut behind) = (Cache::default(), Cache::default());
    for number in 0..times(12) {
        let history = change(&mut disk, &mut dice);
        let settings = Settings::default();
        let prepared = pipeline::prepare(&disk, &settings, &mut warm);
        let planned = pipeline::plan(prepared, &settings, &mut warm);
        let cold = build(&disk, &mut Cache::forgetful());
        let mut found = Report::default();
        let index = planned.index(&mut behind, &mut found);
        let verified = planned.verify(&mut behind, found, &|| true).unwrap();
        assert_eq!(verified.report.has_errors(), cold.report.has_errors(), "change {number}: {history}");
        let Some(site) = &cold.site else { continue };
        assert_eq!(verified.report, cold.report, "change {number}: {history}");
        for artifact in site.iter() {
            let own = match artifact.path.starts_with("assets/search/") {
                true => index.iter().find(|file| file.path == artifact.path).cloned(),
                false => planned.file(&artifact.path).map(|file| file.unwrap()),
            };
            assert!(own.as_ref() == Some(artifact), "change {number}, {history}: {}", artifact.path);
        }
        assert!(planned.file("guides/not-there.html").is_none());
    }
}

#[test]
fn a_cache_that_remembers_changes_nothing() {
    let disk = first_book();
    let mut remembering = Cache::default();
    let first = build(&disk, &mut remembering);
    let second = build(&disk, &mut remembering);
    let without = build(&disk, &mut Cache::forgetful());
    same(&first, &without, "the first time");
    same(&second, &without, "the second time");
    assert_eq!((second.work.lowered, second.work.rendered, second.work.read), (0, 0, 0));
}

/// A disk that lists its files in another order.
struct Shuffled(Memory, u64);

impl Disk for Shuffled {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        let (mut files, mut dice) = (self.0.list(folder, report), Dice(self.1));
        for at in (1..files.len()).rev() {
            files.swap(at, dice.below(at + 1));
        }
        files
    }

    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.0.find(path)
    }
}

#[test]
fn the_order_in_which_a_disk_lists_files_does_not_matter() {
    let whole = build(&first_book(), &mut Cache::forgetful());
    let mut broken = first_book();
    broken.write("content/bank/b.yaml", "questions:\n  - { id: alpha, ask: A second one? }\n");
    broken.write("content/guides/two.md", "[dead](none.md) and [dead](no.md)\n");
    let reported = build(&broken, &mut Cache::forgetful());
    assert!(reported.site.is_none());
    for seed in 0..3 {
        same(&whole, &build(&Shuffled(first_book(), seed), &mut Cache::forgetful()), "listed otherwise");
        same(&reported, &build(&Shuffled(broken.clone(), seed), &mut Cache::forgetful()), "listed otherwise");
    }
}

#[test]
fn a_folder_and_memory_give_the_same_site() {
    let (folder, disk) = (tempfile::tempdir().unwrap(), first_book());
    for path in disk.paths() {
        let target = folder.path().join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, disk.read(path).unwrap()).unwrap();
    }
    let real = Folder::open(folder.path()).unwrap();
    let mut warm = Cache::default();
    let in_memory = build(&disk, &mut Cache::forgetful());
    same(&build(&real, &mut warm), &in_memory, "from a folder");
    // Files that a stamp says are unchanged are not read again; a file of the same size and another text is.
    std::thread::sleep(std::time::Duration::from_millis(150));
    build(&real, &mut warm);
    std::fs::write(folder.path().join("content/notes.txt"), "owt").unwrap();
    let after = build(&real, &mut warm);
    assert_eq!(&*after.site.unwrap().get("notes.txt").unwrap().bytes, b"owt");
}
