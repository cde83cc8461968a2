use std::path::Path;
use std::time::{Duration, Instant};

use crate::cache::Cache;
use crate::emit::{Failure, Output};
use crate::load::Folder;
use crate::pipeline::{self, Settings};

use super::book;
use super::console::{Console, Exit};
use super::log::Log;
use super::serve::watch;

/// How long a build that could not be written is left alone before it is tried again.
const RETRY: Duration = Duration::from_secs(3);

/// Builds the site, and again on every change, until it is interrupted.
pub(super) fn run(dir: Option<&Path>, poll: bool, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let mut watcher = match watch(&folder, poll, console) {
        Ok(watcher) => watcher,
        Err(exit) => return exit,
    };
    let mut cache = Cache::default();
    let (mut log, mut failed) = (Log::new(console), None::<String>);
    loop {
        let failure = build(&folder, &mut cache, console, &mut log, failed.is_some()).err();
        // A full disk or a file in the way can be mended while we wait. It is said once.
        let said = failure.as_ref().map(Failure::to_string);
        if let Some(failure) = failure.filter(|_| said != failed) {
            console.fail(&failure, failure.help());
        }
        failed = said;
        let patience = if failed.is_some() { RETRY } else { Duration::from_secs(3600) };
        while watcher.wait(patience).is_none() && failed.is_none() {}
    }
}

/// Builds once. Where it is only tried `again` to write the site, the report was heard already.
fn build(folder: &Folder, cache: &mut Cache, console: Console, log: &mut Log, again: bool) -> Result<(), Failure> {
    let start = Instant::now();
    let settings = Settings::default();
    let prepared = pipeline::prepare(folder, &settings, cache);
    let output = Output::open(&folder.root().join(prepared.build_dir()), folder.root())?;
    let inputs = prepared.inputs();
    let build = pipeline::build(prepared, &settings, cache);
    // A reader of what is said may be slow, and others wait for the output folder.
    let written = build.site.as_ref().map(|site| output.write(site, inputs, build.report.store(&build.sources)));
    if !again || build.work.lowered > 0 {
        log.tell(&build, start.elapsed());
    }
    if let Some(written) = written.transpose()? {
        console.say(format_args!("{} new, {} changed, {} removed", written.added, written.changed, written.removed));
    }
    Ok(())
}
