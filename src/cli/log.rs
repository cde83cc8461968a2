use std::time::Duration;

use crate::diag::Report;
use crate::pipeline::Build;

use super::console::{Console, counted};

/// Says how one build after the other went.
pub(super) struct Log {
    console: Console,
    /// What was wrong with the book when it last had no errors. Errors can hide the rest, which is not new when they are mended.
    known: Report,
}

impl Log {
    pub(super) fn new(console: Console) -> Log {
        Log { console, known: Report::default() }
    }

    /// Says what is wrong with the book and was not before, and what else there is to say of a build that took so long.
    pub(super) fn tell(&mut self, build: &Build, took: Duration) {
        let (new, counts) = (build.report.since(&self.known), build.report.counts());
        self.console.report(&new, &build.sources);
        let before = match counts.warnings - new.counts().warnings {
            0 => String::new(),
            known => format!("; {} as before", counted(known, "warning")),
        };
        if counts.errors > 0 {
            self.console.say(format_args!("the last good site stays up until this is mended{before}"));
        } else {
            let took = took.as_secs_f64() * 1000.0;
            self.console.say(format_args!("{} read anew ({took:.0} ms){before}", counted(build.work.lowered, "file")));
            self.known = build.report.clone();
        }
    }
}
