use std::collections::BTreeSet;
use std::path::{Component, Path};

use crate::cache::Cache;
use crate::diag::SourceMap;
use crate::exchange::mdbook::{self, Guides, Taken};
use crate::load::Folder;
use crate::model::{Book, Kind, slug};
use crate::pipeline::{self, Settings};

use super::args::MdbookArgs;
use super::book;
use super::console::{Console, Exit};
use super::prospect::Prospect;

/// Brings an mdBook into a new folder of the book. Everything is read before the folder comes, and it comes whole.
/// What others wrote for their own program may have errors here: they are said, and mended in the new files.
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
    if report.has_errors() {
        console.report(&report, &SourceMap::default());
        console.say("nothing was written: the errors above come first");
        return Exit::Content;
    }
    let whole = |path: &String| Path::new("content").join(&to).join(path).to_string_lossy().replace('\\', "/");
    let files = guides.files.iter().map(|(path, bytes)| (whole(path), bytes.clone())).collect();
    let (errors, sources) = Prospect::new(&folder, files).new_errors();
    let exit = if errors.has_errors() { Exit::Content } else { Exit::Fine };
    report.append(errors);
    report.sort(&sources);
    console.report(&report, &sources);
    let said = format!("{} chapters and {} other files", guides.chapters, guides.files.len() - guides.chapters);
    if args.dry_run {
        let shown: Vec<String> = guides.files.keys().map(|path| to.join(path).to_string_lossy().replace('\\', "/")).collect();
        console.say(format_args!("{}: {said} (not written)", place.display()));
        let printed = console.print(shown.join("\n") + "\n");
        return if printed == Exit::Fine { exit } else { printed };
    }
    match write(&guides, &place) {
        Ok(()) => {
            console.say(format_args!("{}: {said}", place.display()));
            if exit == Exit::Content {
                console.say("mend the errors above in the new files: until then the book does not build");
            }
            exit
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
