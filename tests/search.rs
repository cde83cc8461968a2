//! The search index from outside: what is written can be found, by the reader here and by the script in the browser alike.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use prepbook::cache::Memo;
use prepbook::search::{self, Apostrophe, Facet, FacetValue, Group, Options, Reader, Remember, Run, Tokens, Writer, slips};
use prepbook::site::Artifact;
use serde_json::{Value, json};

/// A number below `below`; the same ones each time.
fn random(seed: &mut u64, below: u32) -> u32 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as u32 % below
}

type Document = search::Document<'static>;

/// A corpus of made-up questions, the same each time.
fn corpus(size: usize) -> (Vec<Document>, Vec<Facet>) {
    const WORDS: &[&str] = &[
        "career",
        "manager",
        "salary",
        "studies",
        "study",
        "planning",
        "planned",
        "plan",
        "thank",
        "you",
        "who",
        "else",
        "nurse",
        "nursing",
        "software",
        "engineer",
        "engineering",
        "résumé",
        "naïve",
        "straße",
        "c++",
        "team",
        "teams",
        "conflict",
        "conflicts",
        "deadline",
        "informational",
        "interview",
        "interviews",
        "coffee",
        "chat",
        "linkedin",
        "voicemail",
        "letter",
        "cover",
        "remote",
        "hybrid",
        "promotion",
        "recruiter",
        "recruiting",
        "visa",
        "permit",
        "curious",
        "curiosity",
        "beginning",
        "begin",
        "advice",
        "advise",
        "network",
        "networking",
        "質問",
        "面接の準備",
        "вопрос",
        "ερώτηση",
        "mentor",
        "introduce",
        "introduction",
        "hours",
        "weekend",
        "shift",
        "shifts",
        "the",
        "a",
        "of",
    ];
    let mut seed = 7u64;
    let mut next = |below: usize| random(&mut seed, below as u32) as usize;
    let options = Options::default();
    let body = options.field("body").unwrap();
    let mut documents = Vec::new();
    for number in 0..size {
        let mut text = |words: usize| (0..words).map(|_| WORDS[next(WORDS.len()).min(next(WORDS.len()))]).collect::<Vec<_>>().join(" ");
        let (title, rest) = (text(6), text(25));
        let page = number / 3;
        let section = number % 5 == 0;
        documents.push(Document {
            kind: options.kind(if section { "section" } else { "question" }).unwrap(),
            id: format!("d{number}").into(),
            url: if section { format!("guides/g{page}.html#s{number}") } else { format!("q/d{number}.html") },
            title: title.into(),
            fields: vec![(body, rest.into())],
            facets: vec![(0, (number % 3) as u16)],
            ..Document::default()
        });
    }
    let value = |id: &str| FacetValue { id: id.to_owned(), label: id.to_owned() };
    let facet =
        Facet { id: "stage".into(), label: "Stage".into(), any: Some(0), values: vec![value("any"), value("open"), value("close")] };
    (documents, vec![facet])
}

/// A document that is nothing but its title.
fn titled(title: &str) -> Document {
    Document { title: title.to_owned().into(), url: format!("{title}.html"), ..Document::default() }
}

fn options() -> Options {
    let group = |phrases: &[&str]| phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
    Options {
        synonyms: vec![group(&["informational interview", "coffee chat"]), group(&["remote", "work from home", "hybrid"])],
        subject: group(&["campus tour"]),
        ..Options::default()
    }
}

fn files(documents: &[Document], facets: &[Facet]) -> BTreeMap<String, Vec<u8>> {
    write(documents.iter().map(|document| ("en", document)), facets)
}

/// The files of the indexes of documents with their languages.
fn write<'a>(documents: impl Iterator<Item = (&'a str, &'a Document)>, facets: &[Facet]) -> BTreeMap<String, Vec<u8>> {
    write_with(documents, facets, None)
}

fn write_with<'a>(
    documents: impl Iterator<Item = (&'a str, &'a Document)>,
    facets: &[Facet],
    remember: Option<&Remember<'_>>,
) -> BTreeMap<String, Vec<u8>> {
    write_groups(documents.map(|(language, of)| (language, std::slice::from_ref(of))), facets, remember)
}

/// Of documents with their parts.
fn write_groups<'a>(
    groups: impl Iterator<Item = (&'a str, &'a [Document])>,
    facets: &[Facet],
    remember: Option<&Remember<'_>>,
) -> BTreeMap<String, Vec<u8>> {
    let files = Mutex::new(BTreeMap::new());
    let put = |file: Artifact| {
        files.lock().unwrap().insert(file.path, file.bytes.to_vec());
    };
    let groups = groups.map(|(language, of)| Group { language, size: of.len() as u32, of }).collect();
    let documents = &|documents: &&[Document]| documents.to_vec();
    let bytes = Writer { documents, facets, options: &options(), put: &put, remember }.write(groups);
    let files = files.into_inner().unwrap();
    assert_eq!(bytes, files.values().map(|file| file.len() as u64).sum::<u64>());
    files
}

/// Of an index that is written again, only the run with another text in it is read, and the files are those of a first time.
#[test]
fn runs_that_are_the_same_are_not_read_again() {
    let (mut documents, facets) = corpus(2000);
    let mut memo: Memo<String, Run> = Memo::default();
    let again = |documents: &[Document], memo: &Memo<String, Run>| {
        let remember = |name, key, make: &dyn Fn() -> Run| memo.get(name, key, make);
        write_with(documents.iter().map(|document| ("en", document)), &facets, Some(&remember))
    };
    assert_eq!(again(&documents, &memo), files(&documents, &facets));
    assert_eq!(memo.end_round(), 4);
    documents[700].title.to_mut().push_str(" of a zebra");
    assert_eq!(again(&documents, &memo), files(&documents, &facets));
    assert_eq!(memo.end_round(), 1);
    documents.remove(1800);
    assert_eq!(again(&documents, &memo), files(&documents, &facets));
    assert_eq!(memo.end_round(), 1);
}

fn reader(files: &BTreeMap<String, Vec<u8>>) -> Reader<'_> {
    Reader::open(|name| files.get(&format!("assets/search/en/{name}")).cloned()).unwrap()
}

/// Lays an index out on disk, for node.
fn lay(name: &str, files: &BTreeMap<String, Vec<u8>>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder.join("assets/search/en")
}

/// What the script in the browser says.
fn browser(ask: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/agree.cjs");
    let mut node = Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("this test needs node");
    node.stdin.take().unwrap().write_all(ask.to_string().as_bytes()).unwrap();
    let out = node.wait_with_output().unwrap();
    assert!(out.status.success());
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Texts of many scripts, with the characters that trip tokenisers up.
fn texts() -> Vec<String> {
    const PIECES: &[&str] = &[
        "don't",
        "l’homme",
        "O'Neill's",
        "ʼtis",
        "c++",
        "C#",
        "c#x",
        "f#",
        "xc++",
        "j++a",
        "e\u{301}té",
        "Å",
        "ÅNGSTRÖM",
        "ﬁn",
        "½",
        "Ⅻ",
        "straße",
        "ẞ",
        "Łódź",
        "Øre",
        "ÆON",
        "Iİıi",
        "ΟΔΥΣΣΕΥΣ",
        "ὀδυσσεύς",
        "ёлка",
        "ЙОД",
        "עברית",
        "אָ",
        "العَرَبِيّة",
        "हिन्दी",
        "क्षत्रिय",
        "ภาษาไทย",
        "ລາວ",
        "ខ្មែរ",
        "မြန်မာ",
        "質問",
        "か",
        "がく",
        "ガイド",
        "한국어",
        "中a文b",
        "a中",
        "𠀀𠀁",
        "👩‍💻",
        "1st",
        "3.5",
        "e-mail",
        "x_y",
        "\u{200d}",
        "\u{ad}",
        "–",
        "…",
        "´",
        "²",
        "①",
        "ſ",
        "ŉ",
        "ǆ",
        "K",
        "µ",
        "º",
        "\u{345}",
        "ͅα",
        "\u{0}",
        " ",
        "\n",
        "'",
        "’",
    ];
    let mut seed = 11u64;
    let mut next = |below: u32| random(&mut seed, below);
    let mut texts: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).collect();
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..next(6) + 1 {
            match next(4) {
                0 => text.extend(char::from_u32(next(0x3000))),
                1 => text.extend(char::from_u32(next(0x2_0000))),
                2 => text.push(char::from((next(96) + 32) as u8)),
                _ => text.push_str(PIECES[next(PIECES.len() as u32) as usize]),
            }
        }
        texts.push(text);
    }
    // Plain text goes a shorter way: words of any length with all that can stand at their ends.
    for _ in 0..2000 {
        let mut text = String::new();
        for _ in 0..next(12) {
            text.extend((0..next(20)).map(|_| char::from(b'a' + next(26) as u8)));
            let ends = [" ", " ", ", ", ".", "'", "''", " '", "1", "S", "++", "#", "c++", "c'++ ", " f# ", "\n", "\u{7f}", "{z}", "`a"];
            text.push_str(ends[next(ends.len() as u32) as usize]);
        }
        texts.push(text);
    }
    texts
}

#[test]
fn both_tokenisers_cut_the_same_words() {
    let texts = texts();
    let answer = browser(&json!({ "texts": texts, "slips": [], "queries": [], "folder": "" }));
    let (mut joins, mut parts) = (Tokens::new(Apostrophe::Joins), Tokens::new(Apostrophe::Parts));
    let answers = texts.iter().zip(answer["tokens"].as_array().unwrap());
    // Node answers null to characters that its Unicode does not know yet.
    for (text, theirs) in answers.filter(|(_, theirs)| !theirs.is_null()) {
        assert_eq!(&json!([joins.all(text), parts.all(text)]), theirs, "{text:?} {}", text.escape_unicode());
    }
}

#[test]
fn both_count_the_same_slips() {
    let words = [
        "",
        "a",
        "career",
        "carreer",
        "crae",
        "caerer",
        "networking",
        "netowrking",
        "profesional",
        "professional",
        "übung",
        "ubung",
        "wat",
        "what",
        "thank",
        "tank",
        "recommend",
        "reccomend",
    ];
    let mut asked = Vec::new();
    for a in words {
        for b in words {
            asked.extend([(a, b, 10, false), (a, b, 20, false), (a, b, 20, true)]);
        }
    }
    let answer = browser(&json!({ "texts": [], "slips": asked, "queries": [], "folder": "" }));
    for ((a, b, most, beginning), theirs) in asked.into_iter().zip(answer["slips"].as_array().unwrap()) {
        assert_eq!(slips(a, b, most, beginning).unwrap_or(255), theirs.as_u64().unwrap() as u32, "{a} {b} {most} {beginning}");
    }
}

#[test]
fn the_browser_ranks_as_the_reader_does() {
    let queries: &[&str] = &[
        "career",
        "career manager",
        "carreer",
        "salry of a manager",
        "studying",
        "plann",
        "coffee chat",
        "informational interviews",
        "work from home visa",
        "linked in voicemail",
        "coverletter",
        "who else",
        "the",
        "質問",
        "面接",
        "c++ team",
        "resume",
        "naive",
        "strasse",
        "ερωτηση",
        "вопросы",
        "xylophone",
        "nursing shift hours weekend",
        "recruting advise netwroking",
        "mentor ",
        "curio",
        "engineeringly",
        "",
        "  ",
        "how do you thank the recruiter",
        "begining",
        "promtion conflict",
        "the interviews",
        "planned studies ",
        "who is the manager of the team",
        "introductoi",
        "informatonl",
        "salary campus tour",
        "tour of the campus",
        "campus tour ",
    ];
    let (documents, facets) = corpus(4000);
    let pages = with_parts(corpus(4000).0);
    let groups = pages.iter().map(|page| ("en", page.as_slice()));
    for (name, files) in [("search-agree", files(&documents, &facets)), ("search-agree-pages", write_groups(groups, &facets, None))] {
        let answer = browser(&json!({ "texts": [], "slips": [], "queries": queries, "folder": lay(name, &files) }));
        for (query, theirs) in queries.iter().zip(answer["results"].as_array().unwrap()).filter(|(query, _)| !query.trim().is_empty()) {
            let found = reader(&files).find(query, 20).unwrap();
            let hits: Vec<Value> = found
                .hits
                .iter()
                .map(|hit| json!([hit.document, hit.score, hit.row.id, hit.row.url, hit.row.crumb, hit.row.text]))
                .collect();
            assert_eq!(&json!({ "total": found.total, "weak": found.weak, "hits": hits }), theirs, "{name}: {query}");
        }
    }
}

/// Pages of these documents, with as many sections as chance gives.
fn with_parts(documents: Vec<Document>) -> Vec<Vec<Document>> {
    let (guide, section) = (options().kind("guide").unwrap(), options().kind("section").unwrap());
    let (mut pages, mut seed): (Vec<Vec<Document>>, u64) = (Vec::new(), 3);
    for document in documents {
        match pages.last_mut() {
            Some(page) if page.len() <= random(&mut seed, 25) as usize => {
                let fields = document.fields.iter().cycle().take(3).cloned().collect();
                let (id, url) = (page[0].id.clone(), format!("{}#{}", page[0].url, document.id));
                page.push(Document { kind: section, id, url, crumb: page[0].title.clone(), fields, ..document });
            }
            _ => pages.push(vec![Document { kind: guide, ..document }]),
        }
    }
    pages
}

/// A block says once what its rows belong to: each tells all of it again, wherever a block begins.
#[test]
fn a_section_knows_its_page() {
    let pages = with_parts(corpus(12_000).0);
    let files = write_groups(pages.iter().map(|page| ("en", page.as_slice())), &[], None);
    let mut reader = reader(&files);
    for (document, number) in pages.iter().flatten().zip(0..) {
        let row = reader.row(number).unwrap();
        let Document { id, url, title, crumb, .. } = document;
        assert_eq!([row.id, row.url, row.title, row.crumb], [&**id, url, title, crumb].map(str::to_owned));
    }
}

/// The words of a section are kept once: the page's excerpt goes on in them, until there is enough of it.
#[test]
fn the_text_of_a_page_goes_on_in_its_sections() {
    let pages = with_parts(corpus(12_000).0);
    let files = write_groups(pages.iter().map(|page| ("en", page.as_slice())), &[], None);
    let mut reader = reader(&files);
    let text = |document: &Document| document.fields.iter().map(|(_, text)| text.to_string()).collect::<Vec<_>>().join(" · ");
    let (mut number, mut cut, mut whole) = (0, 0, 0);
    for page in &pages {
        let row = reader.row(number).unwrap();
        let (mut expected, mut length) = (Vec::new(), 0);
        for document in page {
            if length < 2000 {
                length += document.fields.iter().map(|(_, text)| text.len()).sum::<usize>();
                expected.push(text(document));
            }
        }
        let is_cut = expected.len() < page.len();
        (cut, whole) = (cut + u32::from(is_cut), whole + u32::from(!is_cut));
        assert_eq!((&*row.id, row.text), (&*page[0].id, expected.join(" · ").chars().take(2000).collect()));
        if let Some(section) = page.get(1) {
            assert_eq!(reader.row(number + 1).unwrap().text, text(section), "a section's is its own");
        }
        number += page.len() as u32;
    }
    assert!(cut > 100 && whole > 100, "{cut} {whole}");
}

#[test]
fn documents_read_in_several_runs_are_found_by_their_titles() {
    let (documents, facets) = corpus(9000);
    let files = files(&documents, &facets);
    let mut reader = reader(&files);
    for (number, document) in documents.iter().enumerate().step_by(97) {
        let row = reader.row(number as u32).unwrap();
        assert_eq!((&*row.id, &*row.title), (&*document.id, &*document.title));
        let found = reader.find(&format!("{} ", document.title), 20).unwrap();
        assert!(found.hits.iter().any(|hit| hit.row.title == document.title), "{}", document.title);
    }
}

#[test]
fn every_document_is_found_by_its_title() {
    let (documents, facets) = corpus(300);
    let files = files(&documents, &facets);
    let mut reader = reader(&files);
    for document in &documents {
        let found = reader.find(&format!("{} ", document.title), 20).unwrap();
        assert!(found.hits.iter().any(|hit| hit.row.title == document.title), "{}", document.title);
    }
}

#[test]
fn a_slip_a_form_and_another_name_all_find_it() {
    let titles =
        ["Salary and benefits", "Planning your week", "The coffee chat", "LinkedIn profile", "Thank you note", "Professional dress"];
    let documents = titles.map(titled);
    let files = files(&documents, &[]);
    let mut reader = reader(&files);
    for (query, wanted) in [
        ("sallary", 0),
        ("salery ", 0),
        ("planned", 1),
        ("plans", 1),
        ("informational interview", 2),
        ("linked in", 3),
        ("thankyou", 4),
        ("profesional", 5),
        ("PROFESSIONNAL", 5),
        ("dr", 5),
    ] {
        let found = reader.find(query, 5).unwrap();
        assert_eq!(found.hits.first().map(|hit| hit.row.title.as_str()), Some(titles[wanted]), "{query}");
    }
    assert!(reader.find("quantum chromodynamics", 5).unwrap().hits.is_empty());
}

#[test]
fn the_very_words_stand_before_other_forms_of_them() {
    let titles = [
        "Interviewing for what you planned",
        "Interviews about the plan",
        "An interview and some plans",
        "Of the interview and your plan",
        "Tell me about pride",
        "Telling them of pride",
        "A pride of them",
    ];
    let documents = titles.map(titled);
    let files = files(&documents, &[]);
    let mut reader = reader(&files);
    // A word that a match does not need tells two apart all the same.
    for (query, wanted) in [
        ("interview plan ", 3),
        ("plans interview ", 2),
        ("interviewing planned ", 0),
        ("tell pride ", 4),
        ("telling pride ", 5),
        ("intervievv plans ", 2),
        ("interviwing ", 0),
    ] {
        let found = reader.find(query, 5).unwrap();
        assert_eq!(found.hits.first().map(|hit| hit.row.title.as_str()), Some(titles[wanted]), "{query}");
    }
}

#[test]
fn a_slip_in_a_word_that_is_being_typed_is_of_the_word_before_one_that_only_begins_so() {
    let titles = ["Presentational matters", "Presentation skills"];
    let documents = titles.map(titled);
    let files = files(&documents, &[]);
    let found = reader(&files).find("presntatio", 5).unwrap();
    assert_eq!(found.fixed, [("presntatio".to_owned(), "presentation".to_owned())]);
}

#[test]
fn of_a_word_that_a_match_does_not_need_no_slip_is_named() {
    let titles = ["The work is done", "When they write back"];
    let documents = titles.map(titled);
    let files = files(&documents, &[]);
    let found = reader(&files).find("what if they dont write back", 5).unwrap();
    assert!(found.fixed.is_empty(), "{:?}", found.fixed);
    assert_eq!(found.hits.first().map(|hit| hit.row.title.as_str()), Some(titles[1]));
}

#[test]
fn a_small_word_that_no_text_has_is_no_slip_for_another() {
    let files = files(&["A stiff neck", "The day before"].map(titled), &[]);
    let found = reader(&files).find("what the heck", 5).unwrap();
    assert!(found.fixed.is_empty() && found.hits.iter().all(|hit| hit.row.title != "A stiff neck"), "{found:?}");
    assert_eq!(reader(&files).find("stiff neckk", 5).unwrap().fixed, [("neckk".to_owned(), "neck".to_owned())]);
}

#[test]
fn what_the_book_is_about_says_little_beside_other_words() {
    let titles = ["The campus tour: how to book a tour of the campus", "What visitors wear", "A map of the campus"];
    let documents = titles.map(titled);
    let files = files(&documents, &[]);
    for (query, wanted) in [("what do visitors wear on a campus tour", 1), ("campus tour", 0), ("campus map", 2)] {
        let found = reader(&files).find(query, 5).unwrap();
        assert_eq!(found.hits.first().map(|hit| hit.row.title.as_str()), Some(titles[wanted]), "{query}");
    }
    assert_eq!(reader(&files).find("visitors campus tour", 5).unwrap().total, 1);
}

#[test]
fn each_language_has_its_own_index() {
    let documents = [("fr-CA", titled("l'homme")), ("en", titled("question")), ("", titled("nothing said"))];
    let files = write(documents.iter().map(|(language, document)| (*language, document)), &[]);
    for folder in ["fr-ca", "en", "und"] {
        assert!(files.contains_key(&format!("assets/search/{folder}/m.js")), "{folder}");
    }
    let mut french = Reader::open(|name| files.get(&format!("assets/search/fr-ca/{name}")).cloned()).unwrap();
    assert_eq!(french.find("homme", 5).unwrap().hits.len(), 1);
}

#[test]
fn a_file_that_is_gone_or_broken_is_named() {
    let (documents, facets) = corpus(50);
    let mut files = files(&documents, &facets);
    let block = files.keys().find(|path| path.contains("/d")).unwrap().clone();
    files.insert(block.clone(), b"pbs(\"d\",[[1".to_vec());
    let broken = reader(&files).find("career", 20).unwrap_err();
    assert!(block.ends_with(&format!("/{}.js", broken.key)), "{broken:?}");
    files.remove("assets/search/en/m.js");
    assert!(Reader::open(|name| files.get(&format!("assets/search/en/{name}")).cloned()).is_err());
}
