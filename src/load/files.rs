use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report, Source, SourceMap};

use super::disk::unreadable;
use super::foreign::foreign;
use super::held_back::is_held_back;
use super::{Disk, Listed, Mark};

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 32 * 1024 * 1024;

/// Every file of a book.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// `book.toml` and the Markdown and YAML files under `content/`, by their paths from the book's root.
    pub sources: SourceMap,
    /// Everything else under `content/`, by its path from there.
    pub assets: BTreeMap<String, Arc<AssetFile>>,
    /// The files of the book's own theme, by their paths from `themes/<name>/`; empty for the built-in one.
    pub theme: BTreeMap<String, Arc<AssetFile>>,
    /// What the disk said of the files under `content/` and then of those of the theme.
    listed: [Listing; 2],
    /// Whether there was nothing to report of what lies in these folders.
    pub(super) plain: bool,
}

/// What a disk said of a folder: every file below it, in the order of their paths.
#[derive(Clone, Debug, Default)]
struct Listing {
    folder: String,
    files: Arc<[Listed]>,
}

/// A file that is copied or belongs to a theme.
#[derive(Debug)]
pub struct AssetFile {
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
    /// Of the bytes.
    pub fingerprint: Fingerprint,
}

/// Reads every file of the book, `book.toml` excepted, which `config` was made from and which is handed over in `toml`.
/// What did not change since `before` was read is taken from there. What cannot be read is reported and left out.
pub fn load(disk: &dyn Disk, toml: Arc<Source>, config: &Config, before: Option<&Files>, report: &mut Report) -> Files {
    let mut found = Report::default();
    let mut content: Vec<Listed> = disk.list("content", &mut found);
    content.retain(|file| !file.path.split('/').any(is_held_back));
    let theme_folder = format!("themes/{}", *config.html.theme);
    let theme: Vec<Listed> = disk.list(&theme_folder, &mut found);
    let plain = found.is_empty();
    report.append(found);
    let known = before.filter(|before| before.has_read(&content));
    let mut files = known.map_or_else(Files::default, |known| Files { theme: BTreeMap::new(), ..known.clone() });
    if files.sources.at("book.toml").is_none_or(|before| before.fingerprint != toml.fingerprint) {
        files.sources.insert(toml);
    }
    let is_new = |(at, file): &(usize, &Listed)| known.is_none_or(|known| known.listed[0].files[*at] != **file || file.stamp.is_none());
    let wanted: Vec<&Listed> = content.iter().enumerate().filter(is_new).map(|(_, file)| file).chain(&theme).collect();
    let read: Vec<(Read, Report)> = wanted
        .par_iter()
        .map(|file| {
            let mut report = Report::default();
            let read = before.and_then(|before| before.remembered(file)).unwrap_or_else(|| read(disk, file, before.is_some(), &mut report));
            (read, report)
        })
        .collect();
    for (file, (read, problems)) in wanted.into_iter().zip(read) {
        report.append(problems);
        let in_theme = file.path.strip_prefix(&theme_folder).and_then(|path| path.strip_prefix('/'));
        match (read, in_theme) {
            (Read::Asset(asset), Some(path)) => {
                files.theme.insert(path.to_owned(), asset);
            }
            (Read::Asset(asset), None) => {
                files.assets.insert(file.path.strip_prefix("content/").unwrap_or(&file.path).to_owned(), asset);
            }
            (Read::Source(source), _) => files.sources.insert(source),
            (Read::Nothing, None) => files.forget(&file.path),
            (Read::Nothing, Some(_)) => {}
        }
    }
    files.listed = [("content".to_owned(), content), (theme_folder, theme)].map(|(folder, files)| Listing { folder, files: files.into() });
    files.plain = plain;
    files
}

enum Read {
    Source(Arc<Source>),
    Asset(Arc<AssetFile>),
    Nothing,
}

impl Files {
    /// What the disk said of all files below `folder`, if it was asked.
    pub(super) fn listing(&self, folder: &str) -> Option<&[Listed]> {
        self.listed.iter().find(|listing| listing.folder == folder).map(|listing| &*listing.files)
    }

    /// What the disk said of the file at `path`, from the book's root.
    pub(super) fn find(&self, path: &str) -> Option<&Listed> {
        self.listed.iter().find_map(|Listing { files, .. }| {
            let at = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
            Some(&files[at])
        })
    }

    /// Whether these are the files under `content/`, by their paths, and all of them were read.
    fn has_read(&self, content: &[Listed]) -> bool {
        let all_read = self.sources.iter().count() + self.assets.len() == content.len() + 1;
        all_read && self.listed[0].files.iter().map(|file| &file.path).eq(content.iter().map(|file| &file.path))
    }

    /// Leaves out a file under `content/` that can no longer be read.
    fn forget(&mut self, path: &str) {
        self.sources.remove(path);
        self.assets.remove(path.strip_prefix("content/").unwrap_or(path));
    }

    fn remembered(&self, file: &Listed) -> Option<Read> {
        if file.stamp.is_none() || self.find(&file.path) != Some(file) {
            return None;
        }
        if let Some(source) = self.sources.at(&file.path) {
            return Some(Read::Source(Arc::clone(source)));
        }
        let asset = match file.path.strip_prefix("content/") {
            Some(path) => self.assets.get(path),
            None => file.path.splitn(3, '/').nth(2).and_then(|path| self.theme.get(path)),
        };
        asset.map(|asset| Read::Asset(Arc::clone(asset)))
    }
}

/// Whether the file at `path`, from the book's root, is read as text: Markdown and YAML under `content/`.
pub fn is_text(path: &str) -> bool {
    path.starts_with("content/") && [".md", ".yaml", ".yml"].iter().any(|ending| path.ends_with(ending))
}

/// `again`: the book was read before, and an author may be saving this file right now.
fn read(disk: &dyn Disk, file: &Listed, again: bool, report: &mut Report) -> Read {
    if file.size > MAX_FILE {
        report.add(
            Diagnostic::new(
                Code::TooLarge,
                Place::File(file.path.clone()),
                format!("`{}` has {} MB; a file may have 32", file.path, file.size.div_ceil(1 << 20)),
            )
            .help("split it, or put it on another server and link to it"),
        );
        return Read::Nothing;
    }
    let bytes = match disk.read_listed(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            report.add(unreadable(&file.path, &error));
            return Read::Nothing;
        }
    };
    if !is_text(&file.path) {
        return Read::Asset(Arc::new(AssetFile { fingerprint: Fingerprint::of(&bytes), bytes: bytes.into() }));
    }
    match decode(&file.path, bytes) {
        Ok(source) => {
            let mut source = source.without_controls();
            // A file that is saved after it was listed would pass for an older edit than it is.
            let now = again.then(|| disk.find(&file.path)).flatten();
            source.modified = now.map_or(file.modified, |now| now.modified);
            Read::Source(Arc::new(source))
        }
        Err(problem) => {
            report.add(*problem);
            Read::Nothing
        }
    }
}

/// The text of a file without its byte order mark, with line ends of old Macs as everybody else writes them. Fails with a problem that
/// names what else it is, or the first byte that is not UTF-8.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    let problem = |message: String| Diagnostic::new(Code::NotUtf8, Place::File(path.to_owned()), message);
    if let Some(kind) = foreign(&bytes) {
        let help =
            "copy its text into a new file in a plain text editor; or give it the ending that it is known by, to publish it as it is";
        return Err(Box::new(problem(format!("`{path}` is not a plain text but {kind}")).help(help)));
    }
    let not_utf8 = |found: String| {
        let problem = problem(format!("`{path}` is not UTF-8: {found}"));
        Box::new(problem.help("save it as UTF-8: most editors have that under “Save with encoding”"))
    };
    if let Some(mark) = Mark::guess(&bytes) {
        return Err(not_utf8(format!("it looks like {}", mark.name())));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        not_utf8(format!("byte 0x{:02X} in line {line}", bytes[at]))
    })?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(Source::new(path, with_line_ends(text)))
}

/// A text with line feeds in the place of the carriage returns that stand alone, as old Macs ended lines. No byte moves.
pub fn with_line_ends(text: String) -> String {
    let alone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    // Without a way out of the loop, so that the compiler looks at many bytes at once: hardly a file has any.
    if !text.bytes().fold(false, |found, byte| found | (byte == b'\r')) || !text.match_indices('\r').any(|(at, _)| alone(at)) {
        return text;
    }
    text.char_indices().map(|(at, c)| if c == '\r' && alone(at) { '\n' } else { c }).collect()
}
