use std::path::Path;
use std::time::{Duration, Instant};

use crate::cache::Cache;
use crate::emit::{Failure, Output};
use crate::load::Folder;
use crate::pipeline::{self, Settings};

use super::book;
use super::console::{Console, Exit};
use super::serve::{tell, watch};

/// Builds the site, and again on every change, until it is interrupted.
pub(super) fn run(dir: Option<&Path>, poll: bool, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let output = folder.root().join(pipeline::prepare(&folder, &Settings::default(), &mut Cache::forgetful()).build_dir());
    let mut watcher = match watch(&folder, Some(&output), poll, console) {
        Ok(watcher) => watcher,
        Err(exit) => return exit,
    };
    let mut cache = Cache::default();
    loop {
        if let Err(failure) = build(&folder, &mut cache, console) {
            // A full disk or a file in the way can be mended while we wait.
            console.fail(&failure, failure.help());
        }
        while !watcher.wait(Duration::from_secs(3600)) {}
    }
}

fn build(folder: &Folder, cache: &mut Cache, console: Console) -> Result<(), Failure> {
    let start = Instant::now();
    let settings = Settings::default();
    let prepared = pipeline::prepare(folder, &settings, cache);
    let output = Output::open(&folder.root().join(prepared.build_dir()), folder.root())?;
    let inputs = prepared.inputs();
    let build = pipeline::build(prepared, &settings, cache);
    tell(&build, start.elapsed(), console);
    if let Some(site) = &build.site {
        let written = output.write(site, inputs, build.report.store(&build.sources))?;
        console.say(format_args!("{} new, {} changed, {} removed", written.added, written.changed, written.removed));
    }
    Ok(())
}
