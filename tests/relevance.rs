//! How well the site's search answers people, measured on this repository's own book. The queries were written by what somebody wants,
//! before anyone looked at results: `queries-dev.tsv` may be tuned on, `queries-own.tsv` too. `queries-held.tsv` is for measuring: whoever
//! mends single rows of it makes it one of the others. A fall of more than a hundredth below `baseline.tsv` fails; after a change for
//! the better, run with `UPDATE_BASELINE=1`. `peers.mjs` puts other engines beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use prepbook::cache::Cache;
use prepbook::diag::Report;
use prepbook::load::Folder;
use prepbook::pipeline::{self, Settings};
use prepbook::search::{Reader, Row};

/// What a set of queries came to.
#[derive(Default)]
struct Score {
    queries: usize,
    first: f64,
    three: f64,
    reciprocal: f64,
    gain: f64,
    zero: f64,
    /// Of the queries that nothing fits: how many were answered as if something did.
    confident: f64,
    unfit: usize,
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The index files of the book in this repository.
fn index() -> BTreeMap<String, Vec<u8>> {
    let (settings, mut cache) = (Settings::default(), Cache::forgetful());
    let disk = Folder::open(folder()).unwrap();
    let prepared = pipeline::prepare(&disk, &settings, &mut cache);
    let files = pipeline::plan(prepared, &settings, &mut cache).index(&mut cache, &mut Report::default());
    files.into_iter().map(|file| (file.path, file.bytes.to_vec())).collect()
}

/// `g:pitch` for a guide or a part of it, `q:` a question, `t:` a template, `k:` a checklist, `w:` a tool.
fn reference(row: &Row) -> String {
    let letter = match row.kind.as_str() {
        "question" => "q",
        "guide" | "section" => "g",
        "template" => "t",
        "checklist" => "k",
        "tool" => "w",
        other => other,
    };
    format!("{letter}:{}", row.id)
}

/// Every reference that the book has.
fn known(reader: &mut Reader<'_>) -> std::collections::BTreeSet<String> {
    let mut all = std::collections::BTreeSet::new();
    for document in 0..reader.size() {
        all.insert(reference(&reader.row(document).unwrap()));
    }
    all
}

fn score(file: &str, reader: &mut Reader<'_>) -> Score {
    let known = known(reader);
    let text = std::fs::read_to_string(folder().join("tests/relevance").join(file)).unwrap();
    let mut score = Score::default();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (query, primary, also) = (cells[2], cells[5], cells.get(6).copied().unwrap_or_default());
        let found = reader.find(query, 20).unwrap();
        let mut list: Vec<String> = Vec::new();
        for reference in found.hits.iter().map(|hit| reference(&hit.row)) {
            if !list.contains(&reference) {
                list.push(reference);
            }
        }
        if primary == "none" {
            score.unfit += 1;
            score.confident += f64::from(u8::from(!found.weak && found.total > 0));
            continue;
        }
        let there = |cell: &str| cell.split(' ').filter(|reference| known.contains(*reference)).map(str::to_owned).collect::<Vec<_>>();
        let (wanted, useful) = (there(primary), there(also));
        if wanted.is_empty() {
            println!("  not in the book: {query} ({primary})");
            continue;
        }
        let place = list.iter().position(|reference| wanted.contains(reference));
        if place.is_none_or(|place| place > 2) {
            println!(
                "  {:>4} {query} → {}, wanted {}",
                place.map_or("-".into(), |place| (place + 1).to_string()),
                list.iter().take(3).cloned().collect::<Vec<_>>().join(" "),
                wanted.join(" ")
            );
        }
        score.add(place, &list, &wanted, &useful);
    }
    score
}

impl Score {
    fn add(&mut self, place: Option<usize>, list: &[String], wanted: &[String], useful: &[String]) {
        let grade = |reference: &String| {
            if wanted.contains(reference) {
                7.0
            } else if useful.contains(reference) {
                1.0
            } else {
                0.0
            }
        };
        let discounted = |grades: &mut dyn Iterator<Item = f64>| {
            grades.take(10).enumerate().map(|(at, grade)| grade / (at as f64 + 2.0).log2()).sum::<f64>()
        };
        let ideal = discounted(&mut wanted.iter().map(|_| 7.0).chain(useful.iter().map(|_| 1.0)));
        self.queries += 1;
        self.first += f64::from(u8::from(place == Some(0)));
        self.three += f64::from(u8::from(place.is_some_and(|place| place < 3)));
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        self.gain += discounted(&mut list.iter().map(grade)) / ideal;
        self.zero += f64::from(u8::from(list.is_empty()));
    }

    fn row(&self, name: &str) -> String {
        let of = |sum: f64| sum / self.queries.max(1) as f64;
        let cells =
            [of(self.first), of(self.three), of(self.reciprocal), of(self.gain), of(self.zero), self.confident / self.unfit.max(1) as f64];
        let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:.3}")).collect();
        format!("{name}\t{}\t{}", self.queries, cells.join("\t"))
    }
}

const HEAD: &str = "queries\tnumber\tsuccess@1\tsuccess@3\tMRR\tnDCG@10\tnothing found\tconfident though nothing fits";

#[test]
fn search_answers_as_well_as_before() {
    let files = index();
    let mut reader = Reader::open(|name| files.get(&format!("assets/search/en/{name}")).cloned()).unwrap();
    let mut table = format!("{HEAD}\n");
    for name in ["queries-dev", "queries-own", "queries-held", "queries-blind", "queries-fresh"] {
        println!("{name}");
        let _ = writeln!(table, "{}", score(&format!("{name}.tsv"), &mut reader).row(name));
    }
    println!("{table}");
    let path = folder().join("tests/relevance/baseline.tsv");
    if std::env::var_os("UPDATE_BASELINE").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let baseline = std::fs::read_to_string(path).unwrap();
    for (now, before) in table.lines().zip(baseline.lines()).skip(1) {
        let number = |line: &str, at: usize| line.split('\t').nth(at).and_then(|cell| cell.parse::<f64>().ok()).unwrap();
        for at in 2..6 {
            assert!(number(now, at) >= number(before, at) - 0.01, "column {at} fell: {before} → {now}");
        }
        for at in 6..8 {
            assert!(number(now, at) <= number(before, at) + 0.01, "column {at} rose: {before} → {now}");
        }
    }
}
