use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::console::{Console, Exit};
use super::scaffold;

/// A small book whose files explain themselves.
static START: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/start");
/// The content of the book about informational interviews.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
static SAMPLE_TOML: &[u8] = include_bytes!("../../book.toml");

/// Starts a book in `dir`.
pub(super) fn run(dir: &Path, sample: bool, console: Console) -> Exit {
    let mut files = Vec::new();
    if sample {
        files.push((PathBuf::from("book.toml"), SAMPLE_TOML.to_vec()));
        collect(&SAMPLE, Path::new("content"), &mut files);
    } else {
        collect(&START, Path::new(""), &mut files);
    }
    if let Err(exit) = scaffold::write(dir, &files, console) {
        return exit;
    }
    let go = if dir == Path::new(".") { String::new() } else { format!("cd {} && ", dir.display()) };
    console.say(format_args!("{} files written. Next: {go}prepbook serve --open", files.len()));
    Exit::Fine
}

fn collect(folder: &Dir<'_>, below: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    files.extend(folder.files().map(|file| (below.join(file.path()), file.contents().to_vec())));
    folder.dirs().for_each(|dir| collect(dir, below, files));
}
