use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::cache::Cache;
use crate::config::Config;
use crate::emit::{self, Failure};
use crate::exchange::{BankFile, Export, ExportBank, Format, Record, fields, write};
use crate::feed;
use crate::model::Bank;
use crate::pipeline::{self, Settings, Understood};

use super::args::ExportArgs;
use super::console::{Console, Exit, counted};
use super::{book, list};

/// Writes the questions of a book, of some banks, or those that fit a query, in another format.
pub(super) fn run(args: &ExportArgs, console: Console) -> Exit {
    let folder = match book::open(args.dir.as_deref(), console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let Some(format) = format(args) else {
        return console.fail("it is not clear which format to write", "say `--format csv`, or give the file an ending");
    };
    let settings = Settings { drafts: true, ..Settings::default() };
    let mut cache = Cache::forgetful();
    let understood = pipeline::understand(pipeline::prepare(&folder, &settings, &mut cache), &cache);
    if understood.report.has_errors() {
        let mut report = understood.report;
        report.sort(&understood.sources);
        console.report(&report, &understood.sources);
        return Exit::Content;
    }
    let config = &understood.book.config;
    let banks = match banks(args, &understood) {
        Ok(banks) => banks,
        Err((message, help)) => return console.fail(message, help),
    };
    let losses = losses(format, &banks, config);
    let (banks, rewritten) = if format.is_for_readers() { for_readers(format, banks, &understood) } else { (banks, false) };
    let export = Export { config, banks };
    let bytes = match write(format, &export) {
        Ok(bytes) => bytes,
        Err(problem) => return console.fail(problem, "choose another format"),
    };
    let count: usize = export.banks.iter().map(|bank| bank.records.len()).sum();
    let exit = match &args.output {
        Some(path) => {
            if let Err(exit) = deliver(path, &bytes, args.force, console) {
                return exit;
            }
            console.say(format_args!("{} in `{}`", counted(count, "question"), path.display()));
            Exit::Fine
        }
        None => match String::from_utf8(bytes) {
            Ok(text) => console.print(text),
            Err(_) => return console.fail(format_args!("{} is not text", format.label()), "name a file with `--output`"),
        },
    };
    losses.iter().for_each(|keys| console.say(format_args!("{} has no place for: {keys}", format.label())));
    if rewritten {
        console.say(format_args!(
            "{} is for readers: variables are filled in, citations and drafts left out, and links lead to the site or become words",
            format.label()
        ));
    }
    exit
}

/// Writes the file, unless one is there that holds something else: what somebody made or changed is not lost unasked.
fn deliver(path: &Path, bytes: &[u8], force: bool, console: Console) -> Result<(), Exit> {
    emit::may_write(path, "export", |standing| force || standing == bytes).and_then(|()| emit::deliver(path, bytes)).map_err(|failure| {
        match failure {
            Failure::NotOurs(..) => console.fail(
                format_args!("`{}` is there already and holds something else", path.display()),
                "choose another name, or write over it with `--force`",
            ),
            failure => console.fail(&failure, failure.help()),
        }
    })
}

/// What `--format` says, else what the file's ending says, else CSV.
fn format(args: &ExportArgs) -> Option<Format> {
    match (&args.format, &args.output) {
        (Some(name), _) => Format::from_name(name),
        (None, Some(path)) => Format::of_path(&path.to_string_lossy()).filter(|format| Format::writable().any(|other| other == *format)),
        (None, None) => Some(Format::Csv),
    }
}

fn banks(args: &ExportArgs, understood: &Understood) -> Result<Vec<ExportBank>, (String, String)> {
    let book = &understood.book;
    let query = args.filter.as_deref().map(|filter| list::parse(filter, &book.config.facets)).transpose()?;
    let all = || format!("the banks are {}", book.banks.iter().map(|bank| format!("`{}`", *bank.id)).collect::<Vec<_>>().join(", "));
    if let Some(unknown) = args.bank.iter().find(|wanted| !book.banks.iter().any(|bank| names(wanted, bank))) {
        return Err((format!("there is no bank `{}`", unknown.display()), all()));
    }
    let mut chosen = Vec::new();
    for bank in book.banks.iter().filter(|bank| args.bank.is_empty() || args.bank.iter().any(|wanted| names(wanted, bank))) {
        let Some(source) = understood.sources.get(bank.source) else { continue };
        let Some(file) = BankFile::of(Arc::clone(source), Arc::clone(&bank.syntax)) else { continue };
        let ids: Option<BTreeSet<&str>> = query.as_ref().map(|query| {
            let fitting = bank.questions.iter().filter(|question| query.fits(question, &book.config.facets));
            fitting.map(|question| question.id.value.as_str()).collect()
        });
        let bank = ExportBank::new(&bank.id, file, ids.as_ref());
        if query.is_none() || !bank.records.is_empty() {
            chosen.push(bank);
        }
    }
    if chosen.is_empty() {
        return Err(("no question fits".into(), all()));
    }
    Ok(chosen)
}

/// Whether somebody means this bank: by its id, or its path from `content/` or the book's root.
fn names(wanted: &Path, bank: &Bank) -> bool {
    let bare = |path: &str| path.trim_end_matches(".yaml").trim_end_matches(".yml").to_owned();
    let wanted = bare(wanted.to_string_lossy().replace('\\', "/").trim_start_matches("./").trim_start_matches("content/"));
    wanted == *bank.id || wanted == bare(&bank.path)
}

/// The keys that some question has and the format has no place for.
fn losses(format: Format, banks: &[ExportBank], config: &Config) -> Option<String> {
    let records = || banks.iter().flat_map(|bank| &bank.records);
    let keys = fields(config).into_iter().map(|field| field.key).filter(|key| !format.holds(key));
    let lost = keys.filter(|key| records().any(|record| !record.all(key).is_empty())).collect::<Vec<_>>().join(", ");
    (!lost.is_empty()).then_some(lost)
}

/// The banks as readers may have them, and whether something that the format could hold is another now.
fn for_readers(format: Format, banks: Vec<ExportBank>, understood: &Understood) -> (Vec<ExportBank>, bool) {
    let (book, routes) = (&understood.book, pipeline::routes(understood));
    let mut rewritten = false;
    let mut publish = |bank: ExportBank| {
        let address = |link: &str| {
            let own = book.banks.iter().find(|own| *own.id == bank.id)?;
            feed::absolute(&routes, own, link)
        };
        let published = bank.clone().published(&book.config).linked(&address);
        let differs =
            |(before, now): (&Record, &Record)| now.cells.iter().any(|(key, cell)| format.holds(key) && cell.values != before.all(key));
        rewritten |= bank.records.len() != published.records.len() || bank.records.iter().zip(&published.records).any(differs);
        published
    };
    let banks = banks.into_iter().map(&mut publish).collect();
    (banks, rewritten)
}
