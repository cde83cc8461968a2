use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Place, Report};

use super::disk::unreadable;
use super::held_back::is_held_back;
use super::{Disk, Listed, Stamp};

/// A change this recent may be followed by another one with the same time.
const TOO_RECENT: Duration = Duration::from_millis(100);
/// The same on file systems that count whole seconds, or every other one.
const TOO_RECENT_COARSE: Duration = Duration::from_secs(2);

/// A book in a folder of the file system.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// The root without links, to see whether a link leads out of it.
    real_root: PathBuf,
}

impl Folder {
    /// The book at `root`. Fails if the folder is not there.
    pub fn open(root: &Path) -> io::Result<Folder> {
        Ok(Folder { root: root.to_owned(), real_root: root.canonicalize()? })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn path_in_book(&self, path: &Path) -> Result<String, String> {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let with_slashes = |path: &str| path.replace(MAIN_SEPARATOR, "/");
        inside.to_str().map(with_slashes).ok_or_else(|| with_slashes(&inside.to_string_lossy()))
    }
}

impl Disk for Folder {
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed> {
        let mut found = Vec::new();
        let below = self.root.join(folder);
        if !below.exists() {
            if folder == "content" {
                let message = "the book has no folder `content`: its site will be empty";
                let problem = Diagnostic::new(Code::EmptyFile, Place::File(folder.to_owned()), message);
                report.add(problem.help("write a first page, `prepbook new guide index`, or bring the folder back"));
            }
            return found;
        }
        // Nothing but these names is held back: what `.gitignore` says of a repository is not what an author says of a site.
        let (outside, real_root) = (Arc::new(Mutex::new(Vec::new())), self.real_root.clone());
        let led_out = Arc::clone(&outside);
        let walk = WalkBuilder::new(&below)
            .standard_filters(false)
            .follow_links(true)
            .filter_entry(move |entry| {
                let hidden = entry.depth() > 0 && is_held_back(&entry.file_name().to_string_lossy());
                // Here and not later, so that what lies behind such a link is never walked: it may be the whole disk.
                let out = !hidden && entry.path_is_symlink() && leads_out(entry.path(), &real_root);
                if out && let Ok(mut list) = led_out.lock() {
                    list.push(entry.path().to_owned());
                }
                !hidden && !out
            })
            .build();
        // Asking for what is known of a file takes longer than finding it.
        let entries: Vec<_> = walk.collect();
        let ask = |entry: ignore::DirEntry| (self.path_in_book(entry.path()), entry.metadata());
        let entries: Vec<_> = entries.into_par_iter().with_min_len(64).map(|entry| entry.map(ask)).collect();
        for entry in entries {
            match entry {
                Ok((path, metadata)) => self.add(path, metadata, &mut found, report),
                Err(error) => self.report_walk(&error, report),
            }
        }
        if let Ok(outside) = outside.lock() {
            outside.iter().for_each(|path| self.report_outside(path, report));
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn read_listed(&self, file: &Listed) -> io::Result<Vec<u8>> {
        let mut from = File::open(self.root.join(&file.path))?;
        let size = usize::try_from(file.size).unwrap_or_default();
        // With room for one byte more, a file that is as long as it was need not be asked for its length, nor once more for its end.
        let mut bytes = vec![0; size + 1];
        let read = match from.read(&mut bytes) {
            // Some network drives let themselves be interrupted: the rest is read as ever.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            read => read?,
        };
        bytes.truncate(read);
        if read != size {
            from.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }

    fn find(&self, path: &str) -> Option<Listed> {
        let metadata = std::fs::metadata(self.root.join(path)).ok().filter(Metadata::is_file)?;
        Some(listed(path.to_owned(), &metadata))
    }
}

impl Folder {
    fn add(&self, path: Result<String, String>, metadata: Result<Metadata, ignore::Error>, found: &mut Vec<Listed>, report: &mut Report) {
        let path = match path {
            Ok(path) => path,
            Err(shown) => {
                report.add(
                    Diagnostic::new(Code::BadAddress, Place::File(shown.clone()), format!("the name of `{shown}` is not Unicode"))
                        .help("rename it: its name becomes an address"),
                );
                return;
            }
        };
        match metadata {
            Ok(metadata) if metadata.is_file() => found.push(listed(path, &metadata)),
            Ok(_) => {}
            Err(error) => self.report_walk(&error, report),
        }
    }

    fn report_outside(&self, path: &Path, report: &mut Report) {
        let path = self.shown(path);
        report.add(
            Diagnostic::new(Code::OutsideBook, Place::File(path.clone()), format!("`{path}` is a link that leads out of the book"))
                .help("copy what it leads to into the book"),
        );
    }

    fn report_walk(&self, error: &ignore::Error, report: &mut Report) {
        let path = match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } => return self.report_walk(err, report),
            ignore::Error::Loop { child, ancestor } => {
                let (child, ancestor) = (self.shown(child), self.shown(ancestor));
                report.add(
                    Diagnostic::new(
                        Code::OutsideBook,
                        Place::File(child.clone()),
                        format!("`{child}` is a link that leads back to `{ancestor}`"),
                    )
                    .help("remove the link: following it would never end"),
                );
                return;
            }
            _ => None,
        };
        // A link that leads nowhere fails before its name is looked at. While a file is edited, Emacs keeps one beside it as a lock.
        if path.and_then(|path| path.file_name()).is_some_and(|name| is_held_back(&name.to_string_lossy())) {
            return;
        }
        if let (Some(path), ignore::Error::WithPath { err, .. }) = (path, error) {
            match err.io_error() {
                Some(io) => report.add(unreadable(&self.shown(path), io)),
                None => self.report_walk(err, report),
            }
        } else if let Some(io) = error.io_error() {
            report.add(unreadable("content", io));
        }
    }

    fn shown(&self, path: &Path) -> String {
        self.path_in_book(path).unwrap_or_else(|shown| shown)
    }
}

fn leads_out(path: &Path, real_root: &Path) -> bool {
    path.canonicalize().is_ok_and(|real| !real.starts_with(real_root))
}

fn listed(path: String, metadata: &Metadata) -> Listed {
    let modified = metadata.modified().ok();
    Listed { path, size: metadata.len(), modified, stamp: modified.and_then(|modified| stamp(modified, metadata)) }
}

fn stamp(modified: SystemTime, metadata: &Metadata) -> Option<Stamp> {
    let since = modified.duration_since(UNIX_EPOCH).ok()?;
    let recent = if since.subsec_nanos() == 0 { TOO_RECENT_COARSE } else { TOO_RECENT };
    // The future counts as recent too: clocks of network drives run ahead.
    if modified.elapsed().is_ok_and(|age| age >= recent) {
        let (changed, inode) = record(metadata);
        Some(Stamp { changed, inode })
    } else {
        None
    }
}

#[cfg(unix)]
fn record(metadata: &Metadata) -> (i128, u64) {
    use std::os::unix::fs::MetadataExt;
    (i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec()), metadata.ino())
}

#[cfg(not(unix))]
fn record(_: &Metadata) -> (i128, u64) {
    (0, 0)
}
