//! How long each stage of a cold build takes, and how much text it reads in that time.
//!
//!     RAYON_NUM_THREADS=1 cargo bench --bench stages -- FOLDER
//!
//! One thread, so that time is work. Medians of five; nothing is written.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use prepbook::cache::Cache;
use prepbook::load::Folder;
use prepbook::pipeline::{self, Settings};
use prepbook::search::{self, Document};
use prepbook::site::{Artifact, Nowhere};

#[cfg(all(target_os = "linux", target_env = "gnu"))]
use mimalloc as _;
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

/// What a round took, by stage, and how many bytes of text each stage had before it.
type Round = Vec<(&'static str, Duration, usize)>;

fn main() -> ExitCode {
    let Some(book) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        eprintln!("stages: name the folder of a book: cargo bench --bench stages -- docs");
        return ExitCode::from(2);
    };
    let disk = match Folder::open(&PathBuf::from(&book)) {
        Ok(disk) => disk,
        Err(error) => {
            eprintln!("stages: `{book}` cannot be opened: {error}");
            return ExitCode::from(2);
        }
    };
    let rounds: Vec<Round> = (0..ROUNDS).map(|_| round(&disk)).collect();
    println!("| stage | ms | MB of text | MB/s |\n|---|---|---|---|");
    for at in 0..rounds[0].len() {
        let mut times: Vec<Duration> = rounds.iter().map(|round| round[at].1).collect();
        times.sort_unstable();
        let (name, seconds, bytes) = (rounds[0][at].0, times[ROUNDS / 2].as_secs_f64(), rounds[0][at].2 as f64 / 1e6);
        println!("| {name} | {:.1} | {bytes:.1} | {:.0} |", seconds * 1e3, bytes / seconds);
    }
    ExitCode::SUCCESS
}

fn round(disk: &Folder) -> Round {
    let (settings, mut cache) = (Settings::default(), Cache::forgetful());
    let mut round = Round::new();
    let (prepared, time) = timed(|| pipeline::prepare(disk, &settings, &mut cache));
    let text: usize = prepared.sources().iter().map(|source| source.text.len()).sum();
    round.push(("read the files", time, text));
    let theme = prepared.theme();
    let (understood, time) = timed(|| pipeline::understand(prepared, &cache));
    round.push(("understand each", time, text));
    let (plan, time) = timed(|| pipeline::dress(&pipeline::examine(understood, &settings, &cache), &theme, &cache));
    round.push(("check and plan", time, text));
    round.extend(index(&plan));
    let planned = pipeline::plan(pipeline::prepare(disk, &settings, &mut cache), &settings, &mut cache);
    let (_, all) = timed(|| planned.make(&mut cache, &Nowhere));
    let index = round.last().map_or(Duration::ZERO, |(_, time, _)| *time);
    round.push(("draw the pages", all.saturating_sub(index), text));
    round
}

/// The search index: its documents by themselves, then all of it.
fn index(plan: &prepbook::plan::Plan) -> Round {
    let found = search::collect(plan, &str::to_owned);
    let groups = found.groups();
    let size = |document: &Document| document.title.len() + document.fields.iter().map(|(_, text)| text.len()).sum::<usize>();
    let (text, collecting) = timed(|| groups.iter().flat_map(|group| found.documents(&group.of)).map(|document| size(&document)).sum());
    let bytes = AtomicUsize::new(0);
    let put = |file: Artifact| {
        bytes.fetch_add(file.bytes.len(), Ordering::Relaxed);
    };
    let writer = search::Writer {
        documents: &|item| found.documents(item),
        facets: &found.facets,
        options: &found.options,
        put: &put,
        remember: None,
    };
    let (_, indexing) = timed(|| writer.write(groups));
    vec![("collect what can be found", collecting, text), ("collect and index it", indexing, text)]
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}
