use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use similar::TextDiff;

use crate::cache::Cache;
use crate::diag::{Code, Diagnostic, Place, Report, Severity, Source, SourceMap};
use crate::emit;
use crate::exchange::{BankFile, Draft, Encoding, Format, Ids, Input, Mapping, Reading, Record, fields, merge, name, new_bank, read};
use crate::load::{Folder, MAX_FILE};
use crate::pipeline::{self, Settings, Understood};

use super::args::{ImportArgs, ImportBook};
use super::console::{Console, Exit, counted};
use super::prospect::Prospect;
use super::{book, mdbook, new};

/// The most columns that a message lists.
const SHOWN: usize = 30;

/// A file as it will be.
struct Change {
    /// From the book's root.
    path: PathBuf,
    before: Option<String>,
    after: String,
    said: String,
}

/// A command that ends early: the report says why, or the console has said it.
type Outcome<T> = Result<T, Exit>;

/// Reads other formats into banks. Everything is read and checked before the first file is written.
pub(super) fn run(args: &ImportArgs, console: Console) -> Exit {
    if let Some(ImportBook::Mdbook(args)) = &args.book_of {
        return mdbook::run(args, console);
    }
    let folder = match book::open(args.book.as_deref(), console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    import(args, &folder, console).unwrap_or_else(|exit| exit)
}

fn import(args: &ImportArgs, folder: &Folder, console: Console) -> Outcome<Exit> {
    let settings = Settings { drafts: true, ..Settings::default() };
    let mut cache = Cache::forgetful();
    let understood = pipeline::understand(pipeline::prepare(folder, &settings, &mut cache), &cache);
    let into = args.into.as_deref().map(|path| target(path, folder, &understood, console)).transpose()?;
    let known = into.as_ref().map(|source| ids_in(source, &understood)).unwrap_or_default();
    let mut report = Report::default();
    let mut sources = understood.sources.clone();
    let mut drafts = Vec::new();
    let mut headers = Vec::new();
    for path in &args.files {
        let reading = read_file(path, args, &known, &understood, console)?;
        reading.sources.iter().for_each(|source| sources.insert(Arc::clone(source)));
        let failed = reading.report.has_errors();
        report.append(reading.report);
        headers.extend(reading.headers);
        let draft = reading.draft;
        if failed {
            continue;
        }
        if draft.records.is_empty() {
            let place = Place::File(shown(path));
            report.add(Diagnostic::new(Code::EmptyFile, place, "there are no questions in it"));
        } else {
            drafts.push((path.clone(), draft));
        }
    }
    unmatched(args, &headers, &mut report);
    if drafts.is_empty() {
        report.configure(|problem| Some(if problem.code == Code::EmptyFile { Severity::Error } else { problem.severity }));
    }
    if report.has_errors() || drafts.is_empty() {
        return Ok(refuse(report, &sources, console));
    }
    let mut work = Work { understood: &understood, ids: Ids::of(&understood.book), report, sources };
    let changes = match into {
        Some(source) => {
            let records = drafts.into_iter().flat_map(|(_, draft)| draft.records).collect();
            work.merged(source, records).into_iter().collect()
        }
        None => drafts.into_iter().filter_map(|(path, draft)| work.fresh(args.to.as_deref(), &path, draft, folder)).collect::<Vec<_>>(),
    };
    work.one_place_each(&changes);
    if work.report.has_errors() {
        return Ok(refuse(work.report, &work.sources, console));
    }
    if work.breaks(&changes, folder) {
        let why = "the book would not build: mend these questions where they come from, or what they name in the book";
        return Ok(refuse_because(why, work.report, &work.sources, console));
    }
    work.report.sort(&work.sources);
    console.report(&work.report, &work.sources);
    if args.dry_run { Ok(show(&changes, console)) } else { put(&changes, folder, console) }
}

fn refuse(report: Report, sources: &SourceMap, console: Console) -> Exit {
    let why = if report.has_errors() { "the errors above come first" } else { "there is nothing to write" };
    refuse_because(why, report, sources, console)
}

fn refuse_because(why: &str, mut report: Report, sources: &SourceMap, console: Console) -> Exit {
    report.sort(sources);
    console.report(&report, sources);
    console.say(format_args!("nothing was written: {why}"));
    Exit::Content
}

/// The bank that `--into` names: by its path, as it is given, from the book's root or from `content/`, or by its id.
fn target(path: &Path, folder: &Folder, understood: &Understood, console: Console) -> Outcome<Arc<Source>> {
    let tries = [path.to_owned(), folder.root().join(path), folder.root().join("content").join(path)];
    let root = folder.root().canonicalize().unwrap_or_else(|_| folder.root().to_owned());
    for full in tries.iter().filter_map(|path| path.canonicalize().ok()) {
        let inside = full.strip_prefix(&root).map(|inside| inside.to_string_lossy().replace('\\', "/"));
        if let Some(source) = inside.ok().filter(|inside| !inside.ends_with(".md")).and_then(|inside| understood.sources.at(&inside)) {
            return Ok(Arc::clone(source));
        }
    }
    let named = understood.book.banks.iter().find(|bank| path == Path::new(bank.id.value.as_str()));
    if let Some(source) = named.and_then(|bank| understood.sources.get(bank.source)) {
        return Ok(Arc::clone(source));
    }
    Err(console.fail(format_args!("there is no bank `{}` in this book", path.display()), "leave `--into` out to make a new one"))
}

/// Reports mappings of columns that no file has.
fn unmatched(args: &ImportArgs, headers: &[String], report: &mut Report) {
    // A sheet that could not be read has shown no headers.
    if headers.is_empty() && report.has_errors() {
        return;
    }
    for mapping in mappings(args).iter().filter(|mapping| !headers.iter().any(|header| mapping.names(header))) {
        let place = args.files.first().map_or(Place::Book, |path| Place::File(shown(path)));
        let problem = Diagnostic::new(Code::UnknownKey, place, format!("`--map`: there is no column `{}`", mapping.header));
        let found = headers.iter().take(SHOWN).map(|header| format!("`{header}`")).collect::<Vec<_>>().join(", ");
        let more = if headers.len() > SHOWN { " and more" } else { "" };
        report.add(problem.help(match headers {
            [] => "only a sheet has columns: leave it out".to_owned(),
            _ => format!("the columns are {found}{more}"),
        }));
    }
}

/// The ids of the questions in a bank, those that are not published too.
fn ids_in(source: &Arc<Source>, understood: &Understood) -> BTreeSet<String> {
    let bank = understood.book.banks.iter().find(|bank| bank.source == source.id);
    let file = bank.and_then(|bank| BankFile::of(Arc::clone(source), Arc::clone(&bank.syntax)));
    file.iter().flat_map(|file| &file.records).filter_map(|record| record.one("id").map(str::to_owned)).collect()
}

fn read_file(path: &Path, args: &ImportArgs, known: &BTreeSet<String>, understood: &Understood, console: Console) -> Outcome<Reading> {
    let shown = shown(path);
    let format = match &args.format {
        Some(name) => Format::from_name(name),
        None => Format::of_path(&shown).filter(|format| Format::readable().any(|other| other == *format)),
    };
    let Some(format) = format else {
        let names = Format::readable().map(Format::name).collect::<Vec<_>>().join(", ");
        return Err(
            console.fail(format_args!("the name of `{shown}` does not say what it is"), format_args!("say `--format`, one of {names}"))
        );
    };
    let size = std::fs::metadata(path).map(|data| data.len()).unwrap_or(0);
    if size > MAX_FILE {
        return Err(console.fail(format_args!("`{shown}` has {} MB; a file may have 32", size >> 20), "split it"));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        let help = if path.is_dir() { "name the files that are in it" } else { "check how it is spelt, and that you may read it" };
        console.fail(format_args!("`{shown}` cannot be read: {error}"), help)
    })?;
    let encoding = args.encoding.as_deref().and_then(|name| Encoding::NAMES.iter().find(|(known, _)| *known == name));
    let mappings = mappings(args);
    let book = &understood.book;
    let input = Input {
        path: &shown,
        bytes,
        format,
        encoding: encoding.map_or(Encoding::Marked, |(_, encoding)| *encoding),
        mappings: &mappings,
        sheet: args.sheet.as_deref(),
        config: &book.config,
        known,
        slots: book.slots.iter().map(|slot| slot.id.value.clone()).collect(),
    };
    Ok(read(input))
}

fn mappings(args: &ImportArgs) -> Vec<Mapping> {
    args.map.iter().filter_map(|text| mapping(text)).collect()
}

/// `header=key`, or `header=` to leave a column out. The last sign counts: a key has none.
fn mapping(text: &str) -> Option<Mapping> {
    let (header, key) = text.rsplit_once('=')?;
    Some(Mapping { header: header.trim().to_owned(), key: Some(key.trim().to_owned()).filter(|key| !key.is_empty()) })
}

struct Work<'u> {
    understood: &'u Understood,
    ids: Ids,
    report: Report,
    sources: SourceMap,
}

impl Work<'_> {
    /// Reports changes that would be written over one another: two lists of one name from two folders.
    fn one_place_each(&mut self, changes: &[Change]) {
        let mut taken = BTreeSet::new();
        for change in changes.iter().filter(|change| !taken.insert(&change.path)) {
            let shown = shown(&change.path);
            let problem =
                Diagnostic::new(Code::AddressClash, Place::File(shown.clone()), format!("two of these files would become `{shown}`"));
            self.report.add(problem.help("import them one after the other, each with a place of its own: `--to questions/name.yaml`"));
        }
    }

    /// A bank with records merged into it; none if that cannot be done, with the reason in the report.
    fn merged(&mut self, source: Arc<Source>, mut records: Vec<Record>) -> Option<Change> {
        let before = source.text.to_string();
        let path = PathBuf::from(&source.path);
        let Some(bank) = BankFile::read(source, &mut self.report) else {
            let place = Place::File(path.to_string_lossy().into_owned());
            self.report.add(Diagnostic::new(Code::BadValue, place, "this file is not a bank").help("name a file with `questions:`"));
            return None;
        };
        let own: BTreeSet<&str> = bank.records.iter().filter_map(|record| record.one("id")).collect();
        self.foreign(&records, &own);
        self.twice(&records);
        name(&mut records, &bank.records, &mut self.ids);
        let merged = merge(bank, &records, &fields(&self.understood.book.config), &mut self.report)?;
        let said = format!("{} added, {} changed, {} as they were", merged.added, merged.changed, merged.kept);
        Some(Change { path, before: Some(before), after: merged.text, said })
    }

    /// A new bank; none if it cannot be one, with the reason in the report.
    fn fresh(&mut self, to: Option<&Path>, from: &Path, mut draft: Draft, folder: &Folder) -> Option<Change> {
        let stem = from.file_name().unwrap_or_default().to_string_lossy();
        let stem = stem.split('.').next().unwrap_or_default();
        let stem = Some(crate::model::slug(stem)).filter(|stem| !stem.is_empty()).unwrap_or_else(|| "imported".into());
        let path = destination(to.unwrap_or(Path::new("questions/")), &stem, folder).map_err(|problem| self.report.add(*problem)).ok()?;
        if folder.root().join(&path).exists() {
            let place = Place::File(shown(&path));
            let problem = Diagnostic::new(Code::AddressClash, place, format!("`{}` is there already", path.display()));
            self.report.add(problem.help(format!("merge with `--into {}`, or choose another place with `--to`", path.display())));
            return None;
        }
        self.foreign(&draft.records, &BTreeSet::new());
        name(&mut draft.records, &[], &mut self.ids);
        draft.title = draft.title.or_else(|| Some(new::title(&stem)));
        let after = new_bank(&draft, &fields(&self.understood.book.config));
        Some(Change { path, before: None, after, said: counted(draft.records.len(), "question") })
    }

    /// Reports ids that belong to questions of other banks.
    fn foreign(&mut self, records: &[Record], own: &BTreeSet<&str>) {
        let book = &self.understood.book;
        let of = |id: &str| book.banks.iter().find(|bank| bank.questions.iter().any(|question| *question.id == *id));
        let shown: BTreeMap<&str, &str> =
            book.banks.iter().flat_map(|bank| bank.questions.iter().map(|question| (question.id.as_str(), bank.path.as_str()))).collect();
        for record in records {
            let Some(id) = record.one("id").filter(|id| !own.contains(id)) else { continue };
            let hidden = book.hidden.questions.contains_key(id);
            if !hidden && !shown.contains_key(id) {
                continue;
            }
            let bank = of(id).map_or("a bank".to_owned(), |bank| format!("`content/{}`", bank.path));
            let problem = Diagnostic::new(Code::DuplicateId, record.place_of("id"), format!("`{id}` is a question of {bank} already"));
            self.report.add(problem.help(format!("merge into {bank} with `--into`, or give it another id")));
        }
    }

    /// Reports ids that two of the imported files have.
    fn twice(&mut self, records: &[Record]) {
        let mut seen = BTreeSet::new();
        for record in records {
            if let Some(id) = record.one("id").filter(|id| !seen.insert(*id)) {
                let problem = Diagnostic::new(Code::DuplicateId, record.place_of("id"), format!("`{id}` is the id of two questions"));
                self.report.add(problem.help("give one of them another id"));
            }
        }
    }

    /// Holds the book as it would be against its rules, so that what is written builds; gives whether it would not.
    fn breaks(&mut self, changes: &[Change], folder: &Folder) -> bool {
        let files = changes.iter().map(|change| (shown(&change.path), change.after.as_str())).collect();
        let (errors, sources) = Prospect::new(folder, files).new_errors();
        let breaks = errors.has_errors();
        if breaks {
            sources.iter().for_each(|source| self.sources.insert(Arc::clone(source)));
            self.report.append(errors);
        }
        breaks
    }
}

/// Where a new bank goes, from the book's root: to the file that is named, or into the folder, there with a name of its own.
fn destination(to: &Path, own: &str, folder: &Folder) -> Result<PathBuf, Box<Diagnostic>> {
    let wrong = |message: &str, instead: &Path| {
        let problem = Diagnostic::new(Code::BadAddress, Place::File(shown(to)), message);
        Err(Box::new(problem.help(format!("write `--to {}`", shown(instead)))))
    };
    let parts = to.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    if !parts.components().all(|part| matches!(part, Component::Normal(_))) {
        return wrong("this is not a path below `content/`", Path::new("questions/name.yaml"));
    }
    let inside = parts.strip_prefix("content").unwrap_or(&parts);
    let path = Path::new("content").join(inside);
    if to.to_string_lossy().ends_with(['/', '\\']) || folder.root().join(&path).is_dir() {
        return Ok(path.join(own).with_added_extension("yaml"));
    }
    match path.extension().and_then(|ending| ending.to_str()) {
        None => Ok(path.with_extension("yaml")),
        Some("yaml" | "yml") => Ok(path),
        Some(_) => wrong("a bank is a YAML file", &inside.with_extension("yaml")),
    }
}

/// A path as it is shown, and as a book names its files.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Shows what would change, line by line.
fn show(changes: &[Change], console: Console) -> Exit {
    let mut text = String::new();
    for change in changes {
        let name = shown(&change.path);
        let before = change.before.as_deref().unwrap_or_default();
        let old = if change.before.is_some() { name.as_str() } else { "/dev/null" };
        text.push_str(&TextDiff::from_lines(before, change.after.as_str()).unified_diff().header(old, &name).to_string());
        console.say(format_args!("{name}: {} (not written)", change.said));
    }
    console.print(text)
}

fn put(changes: &[Change], folder: &Folder, console: Console) -> Outcome<Exit> {
    for change in changes {
        let path = folder.root().join(&change.path);
        let failed = |error: std::io::Error| console.fail(format_args!("`{}` cannot be written: {error}", path.display()), "");
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        if change.before.as_deref() != Some(&change.after) {
            emit::deliver(&path, change.after.as_bytes()).map_err(|failure| console.fail(&failure, failure.help()))?;
        }
        console.say(format_args!("{}: {}", path.display(), change.said));
    }
    Ok(Exit::Fine)
}
