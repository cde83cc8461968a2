use std::path::{Path, PathBuf};

use crate::load::Folder;

use super::console::{Console, Exit};

/// The folder of the book that a command is about: the one given, else the nearest one from the present folder up that has a `book.toml`.
pub(super) fn find(given: Option<&Path>) -> PathBuf {
    if let Some(given) = given {
        return given.to_owned();
    }
    let here = PathBuf::from(".");
    let Ok(absolute) = std::path::absolute(&here) else { return here };
    let found = absolute.ancestors().find(|folder| folder.join("book.toml").is_file()).map(Path::to_owned);
    found.map_or(here, |folder| if folder == absolute { ".".into() } else { folder })
}

/// Opens the book, or says why there is none.
pub(super) fn open(given: Option<&Path>, console: Console) -> Result<Folder, Exit> {
    let folder = find(given);
    if !folder.join("book.toml").is_file() {
        let shown = if folder == Path::new(".") { "the present folder or above it".into() } else { format!("`{}`", folder.display()) };
        return Err(console.fail(format_args!("there is no `book.toml` in {shown}"), "run `prepbook init` to start a book"));
    }
    Folder::open(&folder).map_err(|error| console.fail(format_args!("`{}` cannot be read: {error}", folder.display()), ""))
}
