use std::path::Path;

use crate::cache::Cache;
use crate::emit::{Failure, Output};
use crate::pipeline::{self, Settings};

use super::book;
use super::console::{Console, Exit};

/// Removes what `build` wrote.
pub(super) fn run(dir: Option<&Path>, dest: Option<&Path>, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let prepared = pipeline::prepare(&folder, &Settings::default(), &mut Cache::forgetful());
    let dest = folder.root().join(dest.unwrap_or(Path::new(prepared.build_dir())));
    let removed = Output::open(&dest, folder.root()).and_then(Output::clean);
    match removed {
        Ok(removed) => {
            console.say(format_args!("{removed} files removed from `{}`", dest.display()));
            Exit::Fine
        }
        Err(failure @ Failure::Foreign(_)) => console.fail(&failure, "nothing was removed: remove it yourself if you want it gone"),
        Err(failure) => console.fail(&failure, failure.help()),
    }
}
