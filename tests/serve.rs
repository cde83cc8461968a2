//! The preview from outside: a real server on a free port, spoken to in bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use prepbook::cache::Cache;
use prepbook::load::Folder;
use prepbook::pipeline::{self, Settings};
use prepbook::serve::{self, Hosts, Preview, Watcher};
use prepbook::site::Site;

/// Longer than anything takes on a busy machine; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A book that no test changes.
const STILL: &[(&str, &str)] = &[
    ("book.toml", "[book]\ntitle = \"Talks\"\n[site]\nbase-url = \"https://example.edu/sub/\"\n"),
    (
        "content/index.md",
        "---\ntitle: Home\nsummary: The first page of a small book for the tests of the preview.\n---\nSee [one](guides/one.md).\n",
    ),
    ("content/guides/index.md", "---\ntitle: Guides\n---\nAll of them.\n"),
    ("content/guides/one.md", "---\ntitle: One\n---\nA page with `</body>` in its text.\n"),
    ("content/sub/own.md", "---\ntitle: Own\n---\nIts folder is called like the path of `base-url`.\n"),
    ("content/notes.txt", "0123456789"),
    ("content/questions/first.yaml", "title: First\nquestions:\n  - id: first\n    ask: What came first?\n"),
];

fn lay(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn built(root: &Path) -> Site {
    let (folder, settings, mut cache) = (Folder::open(root).unwrap(), Settings::default(), Cache::forgetful());
    let prepared = pipeline::prepare(&folder, &settings, &mut cache);
    let build = pipeline::build(prepared, &settings, &mut cache);
    Site::clone(&build.site.expect("the book of the test has no errors"))
}

/// Serves the book at `root` from a thread that lives as long as the tests.
fn serve(root: PathBuf) -> SocketAddr {
    serve_with(root, false)
}

fn serve_with(root: PathBuf, poll: bool) -> SocketAddr {
    serve_on(root, poll, || jiff::civil::date(2030, 1, 1))
}

fn serve_on(root: PathBuf, poll: bool, today: fn() -> jiff::civil::Date) -> SocketAddr {
    let listener = serve::bind("127.0.0.1", Some(0)).unwrap();
    let address = listener.local_addr().unwrap();
    let watcher = Watcher::start(&root, poll).unwrap();
    let preview = Preview { disk: Box::new(Folder::open(&root).unwrap()), settings: Settings::default(), today, watcher };
    thread::spawn(move || serve::run(preview, listener, Hosts::new("127.0.0.1"), |_, _| {}));
    address
}

/// The preview of [`STILL`], once its first build has come.
fn still() -> (SocketAddr, &'static Site) {
    static SHARED: OnceLock<(SocketAddr, Site)> = OnceLock::new();
    let (address, site) = SHARED.get_or_init(|| {
        let root = lay(STILL).keep();
        let address = serve(root.clone());
        eventually(|| get(address, "/").status == 200);
        (address, built(&root))
    });
    (*address, site)
}

fn eventually(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "it did not come to pass within {PATIENCE:?}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[derive(Debug)]
struct Heard {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

struct Line(BufReader<TcpStream>);

impl Line {
    fn open(address: SocketAddr) -> Line {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Line(BufReader::new(stream))
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    /// The head of an answer, and its body as long as it says that it is.
    fn hear(&mut self, has_body: bool) -> Heard {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("no answer: {line:?}"));
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length =
            headers.get("content-length").and_then(|length| length.parse().ok()).filter(|_| has_body && status != 304).unwrap_or(0);
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        Heard { status, headers, body }
    }

    fn get(&mut self, path: &str) -> Heard {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes());
        self.hear(true)
    }
}

fn ask(address: SocketAddr, method: &str, path: &str, headers: &str) -> Heard {
    let mut line = Line::open(address);
    line.send(format!("{method} {path} HTTP/1.1\r\n{headers}\r\n").as_bytes());
    line.hear(method != "HEAD")
}

fn with(address: SocketAddr, path: &str, headers: &str) -> Heard {
    ask(address, "GET", path, &format!("Host: localhost\r\n{headers}"))
}

fn get(address: SocketAddr, path: &str) -> Heard {
    with(address, path, "")
}

#[test]
fn what_is_served_is_what_is_built_and_one_script() {
    let (address, site) = still();
    let mut line = Line::open(address);
    for artifact in site.iter() {
        let heard = line.get(&format!("/{}", artifact.path));
        assert_eq!(heard.status, 200, "{}", artifact.path);
        if !artifact.path.ends_with(".html") {
            assert_eq!(heard.body, *artifact.bytes, "{}", artifact.path);
            continue;
        }
        let text = heard.text();
        assert_eq!(text.matches("/__prepbook/").count(), 1, "{}", artifact.path);
        let (before, rest) = text.split_once("<script src=\"/__prepbook/reload.js?").unwrap();
        let (generation, after) = rest.split_once("\"></script>").unwrap();
        assert!(generation.parse::<u64>().is_ok(), "{generation}");
        assert_eq!([before, after].concat().as_bytes(), &*artifact.bytes, "{}", artifact.path);
        assert_eq!(heard.header("cache-control"), "no-store");
    }
}

#[test]
fn only_requests_for_its_own_names_are_answered() {
    let (address, _) = still();
    for host in ["evil.example", "evil.example:3000", "127.0.0.1.evil.example", "localhost@evil.example", ""] {
        let heard = ask(address, "GET", "/", &format!("Host: {host}\r\n"));
        assert_eq!(heard.status, 403, "{host}");
        assert!(!heard.text().contains("Home"));
    }
    assert_eq!(ask(address, "GET", "/", "").status, 403, "without a Host header");
    for host in ["localhost", "127.0.0.1:3000", "[::1]:3000"] {
        assert_eq!(ask(address, "GET", "/", &format!("Host: {host}\r\n")).status, 200, "{host}");
    }
}

#[test]
fn pages_of_others_are_turned_away() {
    let (address, _) = still();
    for origin in ["null", "https://evil.example", "http://10.1.2.3", "http://localhost:9999", "http://localhost.evil.example"] {
        for path in ["/", "/__prepbook/events?0", "/__prepbook/status?/"] {
            assert_eq!(with(address, path, &format!("Origin: {origin}\r\n")).status, 403, "{origin} {path}");
        }
    }
    let heard = with(address, "/", "Origin: http://localhost\r\n");
    assert_eq!((heard.status, heard.header("access-control-allow-origin")), (200, ""));
    assert_eq!(heard.header("cross-origin-resource-policy"), "same-origin");
}

#[test]
fn no_path_leads_out_of_the_site() {
    let (address, _) = still();
    let ways = [
        "/../book.toml",
        "/%2e%2e/book.toml",
        "/%2E%2E%2Fbook.toml",
        "/..%5cbook.toml",
        "/guides/..%2f..%2fbook.toml",
        "/book.toml",
        "//book.toml",
        "/content/index.md",
        "/.git/config",
        "/%00",
        "/%",
        "/%zz",
        "/%ff",
        "/....//book.toml",
        "/__prepbook/../book.toml",
        "/__prepbook/%2e%2e/x",
    ];
    for way in ways {
        let heard = get(address, way);
        assert!(matches!(heard.status, 400 | 404), "{way}: {}", heard.status);
        assert!(!heard.text().contains("[book]"), "{way}");
    }
}

#[test]
fn nothing_can_be_changed_through_it() {
    let (address, _) = still();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let heard = ask(address, method, "/", "Host: localhost\r\nContent-Length: 0\r\n");
        assert_eq!((heard.status, heard.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let (head, whole) = (ask(address, "HEAD", "/notes.txt", "Host: localhost\r\n"), get(address, "/notes.txt"));
    assert_eq!((head.status, head.header("content-length")), (200, whole.header("content-length")));
}

#[test]
fn parts_of_a_file_are_sent_when_asked_for() {
    let (address, _) = still();
    let part = with(address, "/notes.txt", "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.text().as_str(), part.header("content-range")), (206, "234", "bytes 2-4/10"));
    let none = with(address, "/notes.txt", "Range: bytes=10-\r\n");
    assert_eq!((none.status, none.header("content-range")), (416, "bytes */10"));
    assert_eq!(with(address, "/notes.txt", "Range: bytes=-3\r\n").text(), "789");
    let tag = part.header("etag");
    assert_eq!(with(address, "/notes.txt", &format!("Range: bytes=2-4\r\nIf-Range: {tag}\r\n")).status, 206);
    let other = with(address, "/notes.txt", "Range: bytes=2-4\r\nIf-Range: \"another\"\r\n");
    assert_eq!((other.status, other.text().as_str()), (200, "0123456789"), "a part of another file is of no use");
}

#[test]
fn a_file_that_is_still_the_same_is_not_sent_again() {
    let (address, _) = still();
    let first = get(address, "/notes.txt");
    assert_eq!(first.header("cache-control"), "no-cache");
    let tag = first.header("etag");
    for known in [tag.to_owned(), format!("\"x\", {tag}")] {
        let again = with(address, "/notes.txt", &format!("If-None-Match: {known}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0));
    }
    assert_eq!(with(address, "/notes.txt", "If-None-Match: \"x\"\r\n").status, 200);
}

#[test]
fn folders_missing_pages_and_the_path_of_base_url() {
    let (address, site) = still();
    assert_eq!(get(address, "/guides/").text().matches("<h1").count(), 1);
    let folder = get(address, "/guides");
    assert_eq!((folder.status, folder.header("location")), (302, "guides/"));
    assert_eq!(get(address, "/guides?prepbook-follow").header("location"), "guides/?prepbook-follow");
    assert_eq!(get(address, &format!("http://{address}/guides/one.html")).status, 200, "an address written out as to a proxy");
    assert_eq!(get(address, &format!("http://{address}")).text(), get(address, "/").text());
    let missing = get(address, "/guides/none.html");
    assert_eq!(missing.status, 404);
    assert!(missing.body.len() > site.get("404.html").unwrap().bytes.len());
    // Links of 404.html begin with the path of `base-url`.
    let moved = get(address, "/sub/guides/one.html");
    assert_eq!((moved.status, moved.header("location")), (302, "/guides/one.html"));
    assert_eq!(get(address, "/sub/notes.txt").text(), "0123456789");
    assert_eq!(get(address, "/sub/").header("location"), "/index.html");
    assert_eq!(get(address, "/sub/own.html").status, 200, "a folder of that name goes first");
    assert_eq!(get(address, "/sub//evil.example/").status, 404);
}

#[test]
fn fifty_requests_at_once_on_lines_that_stay_open() {
    let (address, _) = still();
    for _ in 0..3 {
        let mut lines: Vec<Line> = (0..50).map(|_| Line::open(address)).collect();
        for _ in 0..2 {
            for line in &mut lines {
                line.send(b"GET /guides/one.html HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            for line in &mut lines {
                assert_eq!(line.hear(true).status, 200);
            }
        }
    }
}

#[test]
fn silent_and_slow_clients_do_not_keep_others_waiting() {
    let (address, _) = still();
    let silent: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut slow: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(address).unwrap()).collect();
    for round in 0..5 {
        for line in &mut slow {
            line.write_all(if round == 0 { b"GET / HTTP/1.1\r\nHost: " } else { b"a" }).unwrap();
        }
        assert_eq!(get(address, "/guides/one.html").status, 200);
    }
    // Neither do clients that ask and do not read.
    let mut deaf: Vec<Line> = (0..20).map(|_| Line::open(address)).collect();
    for line in &mut deaf {
        for _ in 0..10 {
            line.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
    }
    assert_eq!(get(address, "/guides/one.html").status, 200);
    drop(silent);
}

#[test]
fn a_head_that_does_not_come_to_its_end_is_refused_in_time() {
    let (address, _) = still();
    let mut trickling: Vec<Line> = (0..100).map(|_| Line::open(address)).collect();
    let mut silent = Line::open(address);
    for line in &mut trickling {
        line.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        line.0.get_mut().set_nonblocking(true).unwrap();
    }
    // A byte now and then for each, until each was told to stop.
    let mut told = vec![Vec::new(); trickling.len()];
    eventually(|| {
        for (line, heard) in trickling.iter_mut().zip(&mut told) {
            let _ = line.0.get_mut().write_all(b"a");
            let _ = line.0.read_to_end(heard);
        }
        assert_eq!(get(address, "/guides/one.html").status, 200);
        told.iter().all(|heard| heard.starts_with(b"HTTP/1.1 408"))
    });
    let mut heard = Vec::new();
    silent.0.read_to_end(&mut heard).unwrap();
    assert!(heard.is_empty(), "who said nothing is told nothing");
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let (address, _) = still();
    assert_eq!(with(address, "/", &format!("X-Long: {}\r\n", "x".repeat(60_000))).status, 200);
    for length in [70_000, 10_000_000] {
        let long = with(address, "/", &format!("X-Long: {}\r\n", "x".repeat(length)));
        assert_eq!(long.status, 431, "{length}");
        assert_eq!(get(address, "/").status, 200);
    }
}

#[test]
fn nonsense_is_refused() {
    let (address, _) = still();
    for nonsense in [
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\r\n\r\n",
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Name: Zo\u{eb}\r\n\r\n",
    ] {
        let mut line = Line::open(address);
        line.send(nonsense.as_bytes());
        line.0.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        line.0.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 400"), "{nonsense:?}: {:?}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn one_line_serves_many_requests_in_turn() {
    let (address, _) = still();
    let mut line = Line::open(address);
    line.send(b"HEAD /notes.txt HTTP/1.1\r\nHost: localhost\r\n\r\nGET /notes.txt HTTP/1.1\r\nHost: localhost\r\n\r\nGET /none HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!((line.hear(false).status, line.hear(true).text().as_str(), line.hear(true).status), (200, "0123456789", 404));
    assert_eq!(line.get("/").status, 200);
}

#[test]
fn what_may_be_a_body_is_not_taken_for_the_next_request() {
    let (address, _) = still();
    let hidden = "GET /notes.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let length = format!("Content-Length: {}", hidden.len());
    for (header, status) in [(length.as_str(), 413), ("Transfer-Encoding: chunked", 413), ("Connection: close", 200)] {
        let mut line = Line::open(address);
        line.send(format!("GET /guides/one.html HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n{hidden}").as_bytes());
        assert_eq!(line.hear(true).status, status, "{header}");
        let mut rest = Vec::new();
        let _ = line.0.read_to_end(&mut rest);
        assert!(rest.is_empty(), "{header}: {:?}", String::from_utf8_lossy(&rest));
    }
}

#[test]
fn the_preview_writes_nothing_wherever_the_site_of_the_book_goes() {
    let folder = lay(&[
        ("book.toml", "[book]\ntitle = \"Talks\"\n[build]\nbuild-dir = \"dist\"\n"),
        ("content/index.md", "---\ntitle: Home\n---\nBefore.\n"),
    ]);
    let address = serve(folder.path().to_owned());
    eventually(|| get(address, "/").text().contains("Before."));
    write(folder.path(), "content/index.md", "---\ntitle: Home\n---\nAfter.\n");
    eventually(|| get(address, "/").text().contains("After."));
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["book.toml", "content"]);
}

/// One message of an event stream.
fn event(line: &mut Line) -> serde_json::Value {
    loop {
        let mut text = String::new();
        assert_ne!(line.0.read_line(&mut text).unwrap(), 0, "the stream ended");
        if let Some(data) = text.strip_prefix("data: ") {
            return serde_json::from_str(data).unwrap();
        }
    }
}

fn generation(address: SocketAddr) -> String {
    let text = get(address, "/index.html").text();
    text.split_once("reload.js?").unwrap().1.split_once('"').unwrap().0.to_owned()
}

fn listen(address: SocketAddr, since: &str) -> Line {
    let mut line = Line::open(address);
    line.send(format!("GET /__prepbook/events?{since} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes());
    assert_eq!(line.hear(false).headers["content-type"], "text/event-stream");
    line
}

/// A preview of a book of its own.
fn changing() -> (tempfile::TempDir, SocketAddr) {
    let folder = lay(&[
        ("book.toml", "[book]\ntitle = \"Talks\"\n"),
        ("content/index.md", "---\ntitle: Home\n---\nBefore.\n"),
        ("content/other.md", "Text.\n"),
    ]);
    let address = serve(folder.path().to_owned());
    eventually(|| get(address, "/").status == 200);
    (folder, address)
}

#[test]
fn a_broken_book_keeps_its_last_good_site_and_says_so_until_it_is_mended() {
    let (folder, address) = changing();
    let mut line = listen(address, &generation(address));
    write(folder.path(), "content/index.md", "---\ntitle: Home\n---\nSee [this](nowhere.md).\n");
    let broken = event(&mut line);
    assert!(broken["errors"].as_str().unwrap().contains("nowhere.md"), "{broken}");
    assert_eq!(broken["changed"], serde_json::json!([]));
    assert!(get(address, "/").text().contains("Before."));
    // A page that is opened now has to hear of it too.
    let status: serde_json::Value = serde_json::from_slice(&get(address, "/__prepbook/status?/index.html").body).unwrap();
    assert!(status["errors"].as_str().unwrap().contains("nowhere.md"));
    write(folder.path(), "content/index.md", "---\ntitle: Home\n---\nAfter.\n");
    let mended = event(&mut line);
    assert_eq!(mended["errors"], serde_json::Value::Null);
    assert_eq!(mended["edited"], "index.html");
    assert!(get(address, "/").text().contains("After."));
}

#[test]
fn a_book_that_is_broken_from_the_start_comes_up_when_it_is_mended() {
    let folder = lay(&[("book.toml", "[book\n"), ("content/index.md", "---\ntitle: Home\n---\nText.\n")]);
    let address = serve(folder.path().to_owned());
    eventually(|| get(address, "/__prepbook/status?/").text().contains("errors"));
    let waiting = get(address, "/");
    assert_eq!(waiting.status, 503);
    assert!(waiting.text().contains("/__prepbook/reload.js?"));
    write(folder.path(), "book.toml", "[book]\ntitle = \"Talks\"\n");
    eventually(|| get(address, "/").status == 200);
}

#[test]
fn every_kind_of_change_is_served() {
    let (folder, address) = changing();
    let root = folder.path();
    let serves = |path: &str, text: &str| eventually(|| get(address, path).text().contains(text));
    write(root, "content/deep/er/new.md", "A new page.\n");
    serves("/deep/er/new.html", "A new page.");
    fs::rename(root.join("content/deep/er/new.md"), root.join("content/deep/er/renamed.md")).unwrap();
    serves("/deep/er/renamed.html", "A new page.");
    eventually(|| get(address, "/deep/er/new.html").status == 404);
    // As editors save: another file takes its place.
    write(root, "content/deep/er/.renamed.md.swp", "Replaced.\n");
    fs::rename(root.join("content/deep/er/.renamed.md.swp"), root.join("content/deep/er/renamed.md")).unwrap();
    serves("/deep/er/renamed.html", "Replaced.");
    fs::remove_dir_all(root.join("content/deep")).unwrap();
    eventually(|| get(address, "/deep/er/renamed.html").status == 404);
    write(root, "content/data.bin", "one");
    serves("/data.bin", "one");
    write(root, "book.toml", "[book]\ntitle = \"Another name\"\n");
    serves("/", "Another name");
    write(root, "themes/default/templates/parts/footer.html", "<footer>Our own footer</footer>");
    serves("/", "Our own footer");
    // A whole folder is exchanged, as when a branch is switched.
    write(root, "elsewhere/index.md", "Of the other branch.\n");
    fs::rename(root.join("content"), root.join("aside")).unwrap();
    fs::rename(root.join("elsewhere"), root.join("content")).unwrap();
    serves("/", "Of the other branch.");
    write(root, "content/index.md", "After the switch.\n");
    serves("/", "After the switch.");
    for number in 0..100 {
        write(root, "content/index.md", &format!("Saved {number} times.\n"));
    }
    serves("/", "Saved 99 times.");
}

#[cfg(unix)]
#[test]
fn the_lock_that_emacs_keeps_beside_an_edited_file_is_no_fault_of_the_book() {
    let root = lay(STILL);
    std::os::unix::fs::symlink("me@host.4711:1795900000", root.path().join("content/guides/.#one.md")).unwrap();
    assert!(built(root.path()).get("guides/one.html").is_some());
    std::os::unix::fs::symlink("nowhere", root.path().join("content/guides/two.md")).unwrap();
    let folder = Folder::open(root.path()).unwrap();
    let prepared = pipeline::prepare(&folder, &Settings::default(), &mut Cache::forgetful());
    let build = pipeline::build(prepared, &Settings::default(), &mut Cache::forgetful());
    assert!(build.report.has_errors(), "a link of the author's own that leads nowhere is one");
}

/// As when a repository is cloned anew, or a cloud drive is synchronised.
#[test]
fn a_book_whose_folder_went_and_came_back_is_served() {
    let (folder, address) = changing();
    let root = folder.path();
    let serves = |text: &str| eventually(|| get(address, "/").text().contains(text));
    for (number, pause) in [0, 10, 100, 900].into_iter().enumerate() {
        fs::remove_dir_all(root).unwrap();
        thread::sleep(Duration::from_millis(pause));
        write(root, "book.toml", "[book]\ntitle = \"Talks\"\n");
        write(root, "content/index.md", &format!("Back for the {number}th time.\n"));
        serves(&format!("Back for the {number}th time."));
        write(root, "content/index.md", &format!("Edited for the {number}th time.\n"));
        serves(&format!("Edited for the {number}th time."));
    }
}

/// What links lead to is seen too, also through a link that came while the preview ran.
#[cfg(unix)]
#[test]
fn a_change_of_what_a_link_leads_to_is_served() {
    use std::os::unix::fs::symlink;
    let folder = lay(STILL);
    let root = folder.path();
    write(root, "shared/terms.md", "---\ntitle: Terms\n---\nSaid once.\n");
    symlink("../shared/terms.md", root.join("content/terms.md")).unwrap();
    let address = serve(root.to_owned());
    let serves = |path: &str, text: &str| eventually(|| get(address, path).text().contains(text));
    serves("/terms.html", "Said once.");
    write(root, "shared/terms.md", "---\ntitle: Terms\n---\nSaid twice.\n");
    serves("/terms.html", "Said twice.");
    write(root, "kept/deep/page.md", "---\ntitle: Deep\n---\nIn a folder.\n");
    symlink("../kept", root.join("content/kept")).unwrap();
    serves("/kept/deep/page.html", "In a folder.");
    write(root, "kept/deep/page.md", "---\ntitle: Deep\n---\nIn a linked folder.\n");
    serves("/kept/deep/page.html", "In a linked folder.");
    write(root, "kept/new.md", "---\ntitle: New\n---\nNew there.\n");
    serves("/kept/new.html", "New there.");
    // Some editors take the old file away before they write the new one.
    for number in 0..3 {
        fs::rename(root.join("shared/terms.md"), root.join("shared/terms.md~")).unwrap();
        thread::sleep(Duration::from_millis(40));
        write(root, "shared/terms.md", &format!("---\ntitle: Terms\n---\nSaved {number} times.\n"));
        serves("/terms.html", &format!("Saved {number} times."));
    }
    // A folder is exchanged, as when a branch is switched.
    write(root, "other/deep/page.md", "---\ntitle: Deep\n---\nIn the other folder.\n");
    fs::rename(root.join("kept"), root.join("aside")).unwrap();
    fs::rename(root.join("other"), root.join("kept")).unwrap();
    serves("/kept/deep/page.html", "In the other folder.");
    write(root, "kept/deep/page.md", "---\ntitle: Deep\n---\nEdited in the other folder.\n");
    serves("/kept/deep/page.html", "Edited in the other folder.");
    // A link to a file in a folder that another link leads to takes nothing away from that.
    write(root, "kept/other.md", "---\ntitle: Other\nid: kept-other\n---\nOf another name.\n");
    symlink("../kept/deep/page.md", root.join("content/_aside.md")).unwrap();
    serves("/kept/other.html", "Of another name.");
    fs::create_dir(root.join("kept/later")).unwrap();
    thread::sleep(Duration::from_millis(100));
    write(root, "kept/later/more.md", "---\ntitle: Later\n---\nCame later.\n");
    serves("/kept/later/more.html", "Came later.");
}

/// Some editors empty a file before they write it. How long that may take has a limit, which a busy machine may exceed.
#[test]
fn a_file_that_is_empty_for_a_moment_is_not_shown_empty() {
    let (folder, address) = changing();
    let path = folder.path().join("content/other.md");
    let shown = || get(address, "/other.html").text();
    eventually(|| shown().contains("Text."));
    for number in 0..3 {
        let start = Instant::now();
        fs::File::create(&path).unwrap();
        thread::sleep(Duration::from_millis(10));
        let seen = shown();
        let quick = start.elapsed() < Duration::from_millis(60);
        fs::write(&path, format!("Text. Written {number} times.\n")).unwrap();
        assert!(!quick || seen.contains("Text."), "an empty page was served");
        eventually(|| shown().contains(&format!("Written {number} times")));
    }
}

#[test]
fn a_review_that_falls_due_overnight_is_said_in_the_morning() {
    static DAY: std::sync::atomic::AtomicI8 = std::sync::atomic::AtomicI8::new(1);
    let folder = lay(STILL);
    write(folder.path(), "content/old.md", "---\ntitle: Old\nreviewed_on: 2029-12-15\nreview_in: 1\n---\nText.\n");
    let address = serve_on(folder.path().to_owned(), false, || jiff::civil::date(2030, 1, DAY.load(std::sync::atomic::Ordering::Relaxed)));
    let status = || get(address, "/__prepbook/status?old.html").text();
    eventually(|| status().contains("\"overdue\":false"));
    DAY.store(31, std::sync::atomic::Ordering::Relaxed);
    write(folder.path(), "content/notes.txt", "The first save of the day.");
    eventually(|| status().contains("\"overdue\":true"));
}

#[test]
fn without_events_every_save_is_seen_all_the_same() {
    let folder = lay(&[("book.toml", "[book]\ntitle = \"Talks\"\n"), ("content/index.md", "---\ntitle: Home\n---\nSaved 00 times.\n")]);
    let address = serve_with(folder.path().to_owned(), true);
    let serves = |text: &str| eventually(|| get(address, "/").text().contains(text));
    serves("Saved 00 times.");
    let path = folder.path().join("content/index.md");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    for number in 1..4 {
        // Neither the length nor the time of the last change says that it is another text.
        fs::write(&path, format!("---\ntitle: Home\n---\nSaved 0{number} times.\n")).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        serves(&format!("Saved 0{number} times."));
    }
    write(folder.path(), "content/new/page.md", "New here.\n");
    eventually(|| get(address, "/new/page.html").status == 200);
    fs::remove_file(folder.path().join("content/new/page.md")).unwrap();
    eventually(|| get(address, "/new/page.html").status == 404);
}

#[cfg(target_os = "linux")]
#[test]
fn a_burst_of_connections_is_let_in_at_once() {
    let most: usize = fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap().trim().parse().unwrap();
    // Nobody accepts: all of them have to find room to wait.
    let listener = serve::bind("127.0.0.1", Some(0)).unwrap();
    let address = listener.local_addr().unwrap();
    let connect = |_| TcpStream::connect_timeout(&address, Duration::from_secs(5)).expect("room for one more");
    assert_eq!((0..most.min(400)).map(connect).collect::<Vec<_>>().len(), most.min(400));
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_seen_under_both() {
    let (folder, address) = changing();
    write(folder.path(), "content/first.md", "A text.\n");
    fs::hard_link(folder.path().join("content/first.md"), folder.path().join("content/second.md")).unwrap();
    eventually(|| get(address, "/second.html").text().contains("A text."));
    // Events name but one of them.
    write(folder.path(), "content/first.md", "Another text.\n");
    eventually(|| ["/first.html", "/second.html"].iter().all(|page| get(address, page).text().contains("Another text.")));
}

#[test]
fn fifty_streams_hear_the_same_and_pages_come_meanwhile() {
    let (folder, address) = changing();
    let since = generation(address);
    let mut lines: Vec<Line> = (0..50).map(|_| listen(address, &since)).collect();
    assert_eq!(get(address, "/").status, 200);
    write(folder.path(), "content/other.md", "Another text.\n");
    for line in &mut lines {
        let news = event(line);
        assert_eq!(news["edited"], "other.html", "{news}");
    }
    // One that broke off goes on where it stopped, whatever its address says.
    let now = generation(address);
    let mut again = Line::open(address);
    again.send(format!("GET /__prepbook/events?{since} HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {now}\r\n\r\n").as_bytes());
    again.hear(false);
    write(folder.path(), "content/picture.svg", "<svg/>");
    let news = event(&mut again);
    assert_eq!(news["since"].to_string(), now);
    assert_eq!(news["changed"], serde_json::json!(["picture.svg"]), "a page that shows it loads anew");
}

#[test]
fn a_page_that_no_template_can_draw_is_shown_as_it_last_could_be() {
    let (folder, address) = changing();
    let mut line = listen(address, &generation(address));
    write(folder.path(), "themes/default/templates/pages/guide.html", "{{ page.title | upper }} {{ page.no_such_thing.at_all }}");
    eventually(|| event(&mut line)["errors"].as_str().is_some_and(|errors| errors.contains("no_such_thing")));
    assert!(get(address, "/").text().contains("Before."));
    fs::remove_file(folder.path().join("themes/default/templates/pages/guide.html")).unwrap();
    eventually(|| event(&mut line)["errors"].is_null());
}

#[test]
fn a_page_of_an_earlier_server_is_told_to_load_anew() {
    let (address, _) = still();
    let now: u64 = generation(address).parse().unwrap();
    for since in [0, now - 1_000_000, now + 1_000_000] {
        let news: serde_json::Value = serde_json::from_slice(&get(address, &format!("/__prepbook/news?{since}")).body).unwrap();
        assert_eq!((news["generation"].as_u64(), &news["changed"]), (Some(now), &serde_json::Value::Null));
    }
    assert_eq!(get(address, &format!("/__prepbook/news?{now}")).text(), "null");
}

struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(folder: &Path, arguments: &[&str]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prepbook"));
    Program(command.arg("serve").arg(folder).args(arguments).stderr(Stdio::piped()).spawn().unwrap())
}

#[test]
fn a_port_that_was_asked_for_and_is_taken_is_an_error() {
    let folder = lay(STILL);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut refused = program(folder.path(), &["-p", &port]);
    assert_eq!(refused.0.wait().unwrap().code(), Some(2));
    let mut said = String::new();
    refused.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains(&port), "{said}");
}

#[test]
fn without_a_port_the_next_free_one_is_taken() {
    let folder = lay(STILL);
    // Whoever has it, it is taken.
    let _taken = TcpListener::bind("127.0.0.1:3000");
    let mut running = program(folder.path(), &[]);
    let mut line = String::new();
    BufReader::new(running.0.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let port: u16 =
        line.split_once("127.0.0.1:").and_then(|(_, rest)| rest.split('/').next()?.parse().ok()).unwrap_or_else(|| panic!("{line}"));
    assert!((3001..3100).contains(&port), "{line}");
}

#[test]
fn the_terminal_says_each_warning_once() {
    let folder = lay(STILL);
    let mut running = program(folder.path(), &["-p", "0"]);
    let mut lines = BufReader::new(running.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut said = || {
        let mut text = String::new();
        while !text.contains(" read anew (") {
            text += &(lines.next().unwrap() + "\n");
        }
        text
    };
    let first = said();
    assert!(first.contains("warning[summary]") && !first.contains("as before"), "{first}");
    let before = format!("; {} warnings as before\n", first.matches("warning[").count());
    write(folder.path(), "content/guides/one.md", "---\ntitle: One\nlevel: 2\n---\nAnother text.\n");
    let second = said();
    assert!(!second.contains("warning[") && second.ends_with(&before), "{second}");
    write(folder.path(), "content/two.md", "---\ntitle: Two\n---\nA second page.\n");
    let third = said();
    assert_eq!(third.matches("warning[").count(), third.matches("content/two.md").count(), "{third}");
    assert!(third.contains("content/two.md") && third.ends_with(&before), "{third}");
}
