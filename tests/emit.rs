//! What a build does to a folder: it writes what changed, each file at once, and touches nothing that is not its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output as Ended, Stdio};
use std::thread;
use std::time::Duration;

use prepbook::emit::{self, Failure, Output, Written};
use prepbook::site::{Artifact, Shelf, Site};

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    for (path, text) in files {
        site.add(Artifact::new(*path, text.as_bytes().to_vec())).unwrap();
    }
    site
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        Place(folder)
    }

    fn output(&self) -> std::path::PathBuf {
        self.0.path().join("public")
    }

    fn write(&self, site: &Site) -> Result<Written, Failure> {
        Output::open(&self.output(), self.0.path())?.write(site, "inputs".into(), serde_json::Value::Null)
    }

    /// Every file of the output by its path, without the manifest.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.output()).into_iter().filter(|(path, _)| path != emit::MANIFEST).collect()
    }

    fn holds(&self, expected: &[(&str, &str)]) {
        let expected: BTreeMap<_, _> = expected.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        assert_eq!(self.files(), expected);
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

#[test]
fn only_what_changed_is_written_and_what_is_gone_goes() {
    let place = Place::new();
    let first = [("index.html", "one"), ("a/b.html", "two"), ("a/c/d.html", "three")];
    assert_eq!(place.write(&site(&first)).unwrap(), Written { added: 3, changed: 0, removed: 0, kept: 0 });
    place.holds(&first);
    let manifest = fs::read(place.output().join(emit::MANIFEST)).unwrap();
    assert_eq!(place.write(&site(&first)).unwrap(), Written { added: 0, changed: 0, removed: 0, kept: 3 });
    assert_eq!(fs::read(place.output().join(emit::MANIFEST)).unwrap(), manifest);
    let second = [("index.html", "ONE"), ("a/b.html", "two"), ("new.html", "four")];
    assert_eq!(place.write(&site(&second)).unwrap(), Written { added: 1, changed: 1, removed: 1, kept: 1 });
    place.holds(&second);
    assert!(!place.output().join("a/c").exists(), "an empty folder goes too");
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    fs::write(place.output().join("thesis.txt"), "years of work").unwrap();
    assert!(matches!(place.write(&site(&[("index.html", "one")])), Err(Failure::Foreign(_))));
    place.holds(&[("thesis.txt", "years of work")]);
    for unfit in ["", "content", "content/public", "themes/x"] {
        fs::create_dir_all(place.0.path().join(unfit)).unwrap();
        let opened = Output::open(&place.0.path().join(unfit), place.0.path());
        assert!(matches!(opened, Err(Failure::Unfit(..))), "{unfit}");
    }
    let above = Output::open(place.0.path().parent().unwrap(), place.0.path());
    assert!(matches!(above, Err(Failure::Unfit(..))));
}

#[test]
fn a_manifest_that_names_files_outside_is_refused() {
    for bad in ["../thesis.txt", "/etc/passwd", "a//b", "a/./b", "..\\x"] {
        let place = Place::new();
        fs::create_dir(place.output()).unwrap();
        let manifest = serde_json::json!({ "version": 1, "complete": true, "inputs": "", "report": null, "files": { bad: "x" } });
        fs::write(place.output().join(emit::MANIFEST), manifest.to_string()).unwrap();
        assert!(matches!(place.write(&site(&[("index.html", "one")])), Err(Failure::BadManifest(..))), "{bad}");
    }
}

#[test]
fn a_persons_file_stays_and_is_not_overwritten() {
    let place = Place::new();
    place.write(&site(&[("index.html", "one"), ("a/b.html", "two")])).unwrap();
    fs::write(place.output().join("a/mine.txt"), "mine").unwrap();
    fs::write(place.output().join("c.html"), "mine too").unwrap();
    let refused = place.write(&site(&[("index.html", "changed"), ("c.html", "ours")]));
    assert!(matches!(&refused, Err(Failure::InTheWay(path)) if path.ends_with("c.html")), "{refused:?}");
    place.holds(&[("index.html", "one"), ("a/b.html", "two"), ("a/mine.txt", "mine"), ("c.html", "mine too")]);
    // A file where a folder has to be.
    let refused = place.write(&site(&[("c.html/d.html", "ours")]));
    assert!(matches!(refused, Err(Failure::InTheWay(_))), "{refused:?}");
    place.write(&site(&[("index.html", "one")])).unwrap();
    place.holds(&[("index.html", "one"), ("a/mine.txt", "mine"), ("c.html", "mine too")]);
    Output::open(&place.output(), place.0.path()).unwrap().clean().unwrap();
    assert_eq!(files(&place.output()).keys().collect::<Vec<_>>(), ["a/mine.txt", "c.html"]);
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let place = Place::new();
    place.write(&site(&[("data", "one"), ("more/x/y.html", "two")])).unwrap();
    let after = [("data/x.html", "three"), ("more", "four")];
    place.write(&site(&after)).unwrap();
    place.holds(&after);
}

#[test]
fn a_file_that_somebody_changed_is_put_right() {
    let place = Place::new();
    let files = [("index.html", "one"), ("b.html", "two")];
    place.write(&site(&files)).unwrap();
    fs::write(place.output().join("b.html"), "spoilt").unwrap();
    fs::remove_file(place.output().join("index.html")).unwrap();
    let opened = Output::open(&place.output(), place.0.path()).unwrap();
    assert!(opened.up_to_date("inputs").is_none());
    assert_eq!(place.write(&site(&files)).unwrap().kept, 0);
    place.holds(&files);
    let opened = Output::open(&place.output(), place.0.path()).unwrap();
    assert!(opened.up_to_date("inputs").is_some());
    assert!(opened.up_to_date("other inputs").is_none());
}

#[test]
fn equal_sites_give_equal_archives() {
    let (here, there) = (Place::new(), Place::new());
    let files = [("index.html", "one"), ("a/b.html", "two")];
    let zip = |place: &Place, files: &[(&str, &str)]| {
        place.write(&site(files)).unwrap();
        let archive = place.0.path().join("site.zip");
        emit::zip(&place.output(), &archive).unwrap();
        fs::read(archive).unwrap()
    };
    let one = zip(&here, &files);
    thread::sleep(Duration::from_millis(20));
    assert_eq!(one, zip(&there, &[files[1], files[0]]));
}

#[test]
fn a_stage_that_comes_to_nothing_leaves_the_folder_as_it_was() {
    let place = Place::new();
    let stage = || Output::open(&place.output(), place.0.path()).unwrap().stage().unwrap();
    let staged = stage();
    staged.put(Artifact::new("a/b/c.html", b"new".to_vec()));
    drop(staged);
    assert!(!place.output().exists(), "a folder that was made for nothing goes");
    place.write(&site(&[("index.html", "one")])).unwrap();
    let before = files(&place.output());
    let staged = stage();
    staged.put(Artifact::new("index.html", b"two".to_vec()));
    staged.put(Artifact::new("a/b/c.html", b"new".to_vec()));
    assert_eq!(fs::read(place.output().join("index.html")).unwrap(), b"one", "nothing can be seen before all of it is there");
    drop(staged);
    assert_eq!(files(&place.output()), before);
    assert!(!place.output().join("a").exists());
}

#[test]
fn what_a_killed_build_had_staged_is_removed_by_the_next() {
    let place = Place::new();
    place.write(&site(&[("index.html", "one")])).unwrap();
    let staged = Output::open(&place.output(), place.0.path()).unwrap().stage().unwrap();
    staged.put(Artifact::new("a.html", b"new".to_vec()));
    // A killed process drops nothing, and holds nothing any more.
    let killed = Place::new();
    for (path, bytes) in files(&place.output()) {
        fs::create_dir_all(killed.output()).unwrap();
        fs::write(killed.output().join(path), bytes).unwrap();
    }
    assert!(files(&killed.output()).len() > 2);
    killed.write(&site(&[("index.html", "one")])).unwrap();
    killed.holds(&[("index.html", "one")]);
}

/// Each waits for the other: what stands there afterwards is the site of one of them, and none of it is another's page.
#[test]
fn processes_that_write_into_one_folder_take_turns() {
    let place = Place::new();
    let pages = |mark: &str| -> Vec<(String, String)> {
        (0..40).map(|number| (format!("f{}/p{number}.html", number % 4), format!("{mark} page {number}"))).collect()
    };
    let write = |mark: &str| {
        let pages = pages(mark);
        place.write(&site(&pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>()))
    };
    for round in 0..6 {
        thread::scope(|scope| {
            for writer in 0..4 {
                let (write, mark) = (&write, format!("{round}.{writer}"));
                scope.spawn(move || write(&mark).unwrap());
            }
        });
        let left = place.files();
        let first = String::from_utf8(left["f0/p0.html"].clone()).unwrap();
        let winner = pages(first.split(' ').next().unwrap());
        assert_eq!(left, winner.into_iter().map(|(path, text)| (path, text.into_bytes())).collect());
        if round == 2 {
            Output::open(&place.output(), place.0.path()).unwrap().clean().unwrap();
            assert!(!place.output().exists());
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|ended| ended.stdout == b"0\n")
}

#[test]
fn a_full_disk_leaves_the_last_good_site() {
    let place = Place::new();
    fs::create_dir(place.output()).unwrap();
    let mounted = is_root()
        && Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(place.output())
            .status()
            .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("SKIPPED: a small disk can only be mounted as root");
        return;
    }
    let small = [("index.html", "one")];
    let wrote = place.write(&site(&small));
    let large = "x".repeat(200_000);
    let refused = place.write(&site(&[("index.html", "two"), ("a.html", &large)]));
    let left = place.files();
    let mended = place.write(&site(&small));
    let after = place.files();
    let _ = Command::new("umount").arg("-l").arg(place.output()).status();
    wrote.unwrap();
    assert!(matches!(refused, Err(Failure::Io(..))), "{refused:?}");
    assert!(matches!(left["index.html"].as_slice(), b"one" | b"two"), "{left:?}");
    assert!(!left.contains_key("a.html") && !left.keys().any(|path| path.contains("tmp")), "{left:?}");
    mended.unwrap();
    assert_eq!(after.len(), 1);
}

#[test]
fn a_folder_that_may_not_be_written_to_is_an_error_and_stays() {
    let place = Place::new();
    place.write(&site(&[("index.html", "one")])).unwrap();
    if is_root() {
        eprintln!("SKIPPED: nothing is forbidden to root");
        return;
    }
    let mut rights = fs::metadata(place.output()).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(place.output(), rights.clone()).unwrap();
    assert!(matches!(place.write(&site(&[("index.html", "two")])), Err(Failure::Io(..))));
    place.holds(&[("index.html", "one")]);
    #[allow(clippy::permissions_set_readonly_false, reason = "the folder is thrown away")]
    rights.set_readonly(false);
    fs::set_permissions(place.output(), rights).unwrap();
}

fn program(book: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prepbook"));
    command.arg("build").arg(book).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn finished(book: &Path) -> Ended {
    let ended = program(book).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    ended
}

/// A book without content. `settings` stand in `book.toml` below its title.
fn empty_book(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("book.toml"), format!("[book]\ntitle = \"Talks\"\n{settings}")).unwrap();
    folder
}

#[test]
fn what_a_build_left_that_was_killed_goes_though_nothing_changed() {
    let folder = empty_book("");
    let book = folder.path();
    fs::write(book.join("content/one.md"), "# One\n\nA text.\n").unwrap();
    finished(book);
    let clean = files(&book.join("public"));
    for left in [".prepbook-tmp-build", ".prepbook-tmp-7", "assets/.prepbook-tmp-8"] {
        fs::write(book.join("public").join(left), "half a").unwrap();
    }
    finished(book);
    assert_eq!(files(&book.join("public")), clean);
}

/// A build that is killed at any moment leaves files that are whole, and the next one mends the rest. `PREPBOOK_KILLS` says how many.
#[test]
fn a_killed_build_leaves_a_usable_site_and_the_next_one_mends_it() {
    let folder = empty_book("[check]\nsummary = \"ignore\"\norphan-page = \"ignore\"\n");
    let book = folder.path();
    let lay = |text: &str| {
        for number in 0..40 {
            fs::write(book.join(format!("content/p{number}.md")), format!("# Page {number}\n\n{text}\n")).unwrap();
        }
    };
    let all = |text: &str| {
        lay(text);
        let start = std::time::Instant::now();
        finished(book);
        (files(&book.join("public")), start.elapsed())
    };
    let ((one, _), (two, took)) = (all("The first text."), all("The second text."));
    let kills: u32 = std::env::var("PREPBOOK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
    for number in 0..kills {
        let (text, clean) = if number % 2 == 0 { ("The first text.", &one) } else { ("The second text.", &two) };
        if number % 5 == 4 {
            fs::remove_dir_all(book.join("public")).unwrap();
        }
        lay(text);
        let mut running = program(book).spawn().unwrap();
        // Later each time, so that every part of a build is met; the last part, where it writes, most often.
        thread::sleep(took.mul_f64(1.1 * f64::from(number + 1) / f64::from(kills)).max(Duration::from_millis(1)));
        let _ = running.kill();
        let _ = running.wait();
        for (path, bytes) in files(&book.join("public")) {
            let whole = path == emit::MANIFEST
                || path.contains(".prepbook-tmp-")
                || [&one, &two].iter().any(|site| site.get(&path) == Some(&bytes));
            assert!(whole, "kill {number}: {path} is neither the old nor the new one");
        }
        finished(book);
        let mended = files(&book.join("public"));
        let wrong: Vec<&String> = mended.keys().chain(clean.keys()).filter(|path| mended.get(*path) != clean.get(*path)).collect();
        assert!(wrong.is_empty(), "kill {number}: the next build did not mend {wrong:?}");
    }
}
