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
        let (why, help) = missing(&folder);
        return Err(console.fail(why, help));
    }
    Folder::open(&folder).map_err(|error| console.fail(format_args!("`{}` cannot be read: {error}", folder.display()), ""))
}

/// Why there is no book at a path, and what to do.
fn missing(folder: &Path) -> (String, String) {
    let shown = folder.display();
    let absolute = std::path::absolute(folder).unwrap_or_default();
    let above = absolute.ancestors().find(|up| up.join("book.toml").is_file());
    let (why, otherwise) = if folder.is_file() {
        (format!("`{shown}` is a file, and a book is a folder with a `book.toml`"), "name a folder")
    } else if !folder.exists() {
        (format!("there is no folder `{shown}`"), "check how it is written")
    } else if folder == Path::new(".") && above.is_none() {
        ("there is no `book.toml` in the present folder or above it".into(), "run `prepbook init` to start a book")
    } else {
        (format!("there is no `book.toml` in `{shown}`"), "run `prepbook init` to start a book")
    };
    (why, above.map_or(otherwise.into(), |book| format!("name the folder of the book: `{}`", book.display())))
}
