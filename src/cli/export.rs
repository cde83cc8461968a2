use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cache::Cache;
use crate::emit;
use crate::exchange::{BankFile, Export, ExportBank, Format, fields, is_export, write};
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
    let may_write = |path: &PathBuf| emit::may_write(path, "export in this format", |bytes| is_export(format, bytes, config));
    if let Err(failure) = args.output.as_ref().map_or(Ok(()), may_write) {
        return console.fail(&failure, failure.help());
    }
    let banks = match banks(args, &understood) {
        Ok(banks) => banks,
        Err((message, help)) => return console.fail(message, help),
    };
    let export = Export { config, banks };
    let bytes = match write(format, &export) {
        Ok(bytes) => bytes,
        Err(problem) => return console.fail(problem, "choose another format"),
    };
    let count: usize = export.banks.iter().map(|bank| bank.records.len()).sum();
    let exit = match &args.output {
        Some(path) => match emit::deliver(path, &bytes) {
            Ok(()) => {
                console.say(format_args!("{} in `{}`", counted(count, "question"), path.display()));
                Exit::Fine
            }
            Err(failure) => return console.fail(&failure, failure.help()),
        },
        None => match String::from_utf8(bytes) {
            Ok(text) => console.print(text),
            Err(_) => return console.fail(format_args!("{} is not text", format.label()), "name a file with `--output`"),
        },
    };
    say_losses(format, &export, console);
    exit
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
    let mut chosen = Vec::new();
    for bank in &book.banks {
        let name = bank.path.trim_end_matches(".yaml").trim_end_matches(".yml");
        let named = |wanted: &PathBuf| {
            let wanted = wanted.to_string_lossy().replace('\\', "/");
            let wanted = wanted.trim_start_matches("./").trim_start_matches("content/").trim_end_matches(".yaml").trim_end_matches(".yml");
            wanted == *bank.id || wanted == name
        };
        if !args.bank.is_empty() && !args.bank.iter().any(named) {
            continue;
        }
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
        let all = book.banks.iter().map(|bank| format!("`{}`", *bank.id)).collect::<Vec<_>>().join(", ");
        return Err(("no question fits".into(), format!("the banks are {all}")));
    }
    Ok(chosen)
}

/// Names the keys that some question has and the format has no place for.
fn say_losses(format: Format, export: &Export<'_>, console: Console) {
    let records = || export.banks.iter().flat_map(|bank| &bank.records);
    let keys = fields(export.config).into_iter().map(|field| field.key).filter(|key| !format.holds(key));
    let lost = keys.filter(|key| records().any(|record| !record.all(key).is_empty())).collect::<Vec<_>>().join(", ");
    if !lost.is_empty() {
        console.say(format_args!("{} has no place for: {lost}", format.label()));
    }
}
