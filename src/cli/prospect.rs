use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::cache::Cache;
use crate::diag::{Code, Diagnostic, Report, Severity, SourceMap};
use crate::load::{Disk, Folder, Listed, Memory};
use crate::pipeline::{self, Build, Settings};

/// A book as it would be with other files in it.
pub(super) struct Prospect<'f> {
    folder: &'f Folder,
    files: Memory,
}

impl Disk for Prospect<'_> {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        let all = self.folder.list(folder, report).into_iter().chain(self.files.list(folder, report));
        all.map(|file| (file.path.clone(), file)).collect::<BTreeMap<_, _>>().into_values().collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(path).or_else(|_| self.folder.read(path))
    }

    fn find(&self, path: &str) -> Option<Listed> {
        self.files.find(path).or_else(|| self.folder.find(path))
    }
}

impl<'f> Prospect<'f> {
    /// The book in `folder` with these `files` (from its root, with `/`), or with these in the place of its own.
    pub(super) fn new(folder: &'f Folder, files: Memory) -> Prospect<'f> {
        Prospect { folder, files }
    }

    /// The errors that the files bring: those that the book does not have without them. And what they point into.
    pub(super) fn new_errors(&self) -> (Report, SourceMap) {
        let Build { mut report, sources, .. } = examined(self);
        if !report.has_errors() {
            return (Report::default(), sources);
        }
        let standing = examined(self.folder);
        let known: BTreeSet<_> = standing.report.iter().map(|problem| told(problem, &standing.sources)).collect();
        report.configure(|problem| {
            let is_new = problem.severity == Severity::Error && !known.contains(&told(problem, &sources));
            is_new.then_some(Severity::Error)
        });
        (report, sources)
    }
}

fn examined(disk: &dyn Disk) -> Build {
    let (settings, mut cache) = (Settings::default(), Cache::forgetful());
    pipeline::plan(pipeline::prepare(disk, &settings, &mut cache), &settings, &mut cache).outlook()
}

/// What tells problems apart whose places may have moved.
fn told<'p>(problem: &'p Diagnostic, sources: &'p SourceMap) -> (Code, &'p str, Option<&'p str>) {
    (problem.code, &problem.message, problem.place.path(sources))
}
