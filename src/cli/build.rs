use std::mem::ManuallyDrop;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cache::Cache;
use crate::diag::Report;
use crate::emit::{self, Failure, Output};
use crate::load::Folder;
use crate::pipeline::{self, Settings};
use crate::site::Nowhere;

use super::args::{BuildArgs, Deny};
use super::book;
use super::console::{Console, Exit};

/// Builds the site into its folder, and into a zip file if asked to.
pub(super) fn run(args: &BuildArgs, console: Console) -> Exit {
    let folder = match book::open(args.dir.as_deref(), console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    match build(&folder, args, console) {
        Ok(exit) => exit,
        Err(failure) => console.fail(&failure, failure.help()),
    }
}

fn build(folder: &Folder, args: &BuildArgs, console: Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let settings = Settings { drafts: args.drafts, base_url: args.base_url.clone(), as_of: None };
    let bar = progress(console);
    // Not given back piece by piece: the process ends after this, and the system takes all of it at once.
    let mut cache = ManuallyDrop::new(Cache::forgetful());
    let prepared = pipeline::prepare(folder, &settings, &mut cache);
    let dest = folder.root().join(args.dest.clone().unwrap_or_else(|| prepared.build_dir().into()));
    let output = Output::open(&dest, folder.root())?;
    args.zip.as_deref().map_or(Ok(()), |zip| emit::zip_fits(zip, folder.root(), &dest))?;
    let remembered =
        if args.zip.is_none() { output.up_to_date(&prepared.inputs()).and_then(|manifest| Report::recall(&manifest.report)) } else { None };
    if let Some(report) = remembered {
        bar.finish_and_clear();
        console.report(&report, prepared.sources());
        console.say(format_args!("nothing changed: `{}` is up to date ({} ms)", dest.display(), start.elapsed().as_millis()));
        return Ok(verdict(report.counts().warnings, args.deny));
    }
    let inputs = prepared.inputs();
    let planned = ManuallyDrop::new(pipeline::plan(prepared, &settings, &mut cache));
    // With errors nothing will be written; the pages are drawn all the same, because a template may have more of them.
    let stage = if planned.report().has_errors() { None } else { Some(output.stage()?) };
    let build = match &stage {
        Some(stage) => planned.make(&mut cache, stage),
        None => planned.make(&mut cache, &Nowhere),
    };
    let exit = if build.report.has_errors() { Exit::Content } else { verdict(build.report.counts().warnings, args.deny) };
    // Before anything is said: a pager may read slowly, and others wait for the output folder.
    let written = stage.filter(|_| exit == Exit::Fine).map(|stage| stage.commit(inputs, build.report.store(&build.sources)));
    bar.finish_and_clear();
    console.report(&build.report, &build.sources);
    let Some(written) = written.transpose()? else {
        let why = if build.report.has_errors() { "the errors above come first" } else { "warnings are denied" };
        console.say(format_args!("nothing was written: {why}"));
        return Ok(exit);
    };
    console.say(format_args!(
        "{} files in `{}`: {} new, {} changed, {} removed ({} ms)",
        written.added + written.changed + written.kept,
        dest.display(),
        written.added,
        written.changed,
        written.removed,
        start.elapsed().as_millis()
    ));
    if let Some(zip) = &args.zip {
        emit::zip(&dest, zip)?;
        console.say(format_args!("zipped in `{}`", zip.display()));
    }
    Ok(Exit::Fine)
}

/// What a finished book with so many warnings comes to.
pub(super) fn verdict(warnings: usize, deny: Option<Deny>) -> Exit {
    if warnings > 0 && deny == Some(Deny::Warnings) { Exit::Content } else { Exit::Fine }
}

/// Shows on a terminal that long work goes on; short work is over before it is drawn.
fn progress(console: Console) -> ProgressBar {
    if !console.shows_progress() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message("building");
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(250));
    bar
}
