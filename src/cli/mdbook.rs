use std::collections::BTreeSet;
use std::path::{Component, Path};
use std::sync::Arc;

use crate::cache::Cache;
use crate::diag::{Report, Source, SourceMap};
use crate::exchange::mdbook::{self, Guides, Taken};
use crate::load::Folder;
use crate::model::lower::{self, Grammar};
use crate::model::{Book, Kind, slug};
use crate::pipeline::{self, Settings};

use super::args::MdbookArgs;
use super::book;
use super::console::{Console, Exit};

/// Brings an mdBook into a new folder of the book. Everything is read and checked before the folder comes, and it comes whole.
pub(super) fn run(args: &MdbookArgs, console: Console) -> Exit {
    let folder = match book::open(args.book.as_deref(), console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let from = match Folder::open(&args.from) {
        Ok(from) => from,
        Err(error) => {
            return console.fail(format_args!("`{}` cannot be read: {error}", args.from.display()), "name the folder of an mdBook");
        }
    };
    let settings = Settings { drafts: true, ..Settings::default() };
    let mut cache = Cache::forgetful();
    let understood = pipeline::understand(pipeline::prepare(&folder, &settings, &mut cache), &cache);
    let guides = mdbook::read(&from, &understood.book.config, taken(&understood.book));
    let to = args.to.clone().unwrap_or_else(|| slug(&guides.title).into());
    let to = to.strip_prefix("content").unwrap_or(&to).to_owned();
    let is_plain = to.components().all(|part| matches!(part, Component::Normal(_))) && to.components().next().is_some();
    let place = folder.root().join("content").join(&to);
    if !is_plain || place.exists() {
        return console.fail(format_args!("`{}` cannot be the new folder", place.display()), "name one that is not there yet with `--to`");
    }
    let mut report = guides.report.clone();
    let sources = check(&guides, &to, &understood.book, &mut report);
    report.sort(&sources);
    console.report(&report, &sources);
    if report.has_errors() {
        console.say("nothing was written: the errors above come first");
        return Exit::Content;
    }
    let said = format!("{} chapters and {} other files", guides.chapters, guides.files.len() - guides.chapters);
    if args.dry_run {
        let shown: Vec<String> = guides.files.keys().map(|path| to.join(path).to_string_lossy().replace('\\', "/")).collect();
        console.say(format_args!("{}: {said} (not written)", place.display()));
        return console.print(shown.join("\n") + "\n");
    }
    match write(&guides, &place) {
        Ok(()) => {
            console.say(format_args!("{}: {said}", place.display()));
            Exit::Fine
        }
        Err(error) => console.fail(format_args!("`{}` cannot be written: {error}", place.display()), "nothing was imported"),
    }
}

fn taken(book: &Book) -> Taken {
    let guides = book.pages.iter().filter(|page| matches!(page.kind, Kind::Guide));
    let paths = book.pages.iter().map(|page| &page.path).chain(book.banks.iter().map(|bank| &bank.path));
    let html = |path: &String| format!("{}.html", path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem));
    Taken { ids: guides.map(|page| page.id.value.clone()).collect(), addresses: paths.map(html).collect::<BTreeSet<_>>() }
}

/// Holds each chapter against the book's own rules, so that what is written can be read.
fn check(guides: &Guides, to: &Path, book: &Book, report: &mut Report) -> SourceMap {
    let mut sources = SourceMap::default();
    for (path, bytes) in guides.files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let whole = Path::new("content").join(to).join(path).to_string_lossy().replace('\\', "/");
        let source = Arc::new(Source::new(whole, String::from_utf8_lossy(bytes)));
        let mut own = Report::default();
        lower::lower(&source, Grammar::new(&book.config, &[]), &mut own);
        if own.has_errors() {
            sources.insert(source);
            report.append(own);
        }
    }
    sources
}

/// Writes all files aside, in a folder that no book publishes, and moves it to its place.
fn write(guides: &Guides, place: &Path) -> std::io::Result<()> {
    let parent = place.parent().unwrap_or(place);
    std::fs::create_dir_all(parent)?;
    let aside = tempfile::Builder::new().prefix("_import-").tempdir_in(parent)?;
    for (path, bytes) in &guides.files {
        let file = aside.path().join(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, bytes)?;
    }
    let aside = aside.keep();
    // A temporary folder is private; this one is the author's.
    #[cfg(unix)]
    std::fs::set_permissions(&aside, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    std::fs::rename(&aside, place).inspect_err(|_| {
        // It is litter now; that it cannot be removed is the lesser trouble.
        let _ = std::fs::remove_dir_all(&aside);
    })
}
