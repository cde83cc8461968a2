use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::console::{Console, Exit};

/// Writes new files below `folder`, and nothing over a file that is there: if one is in the way, none is written.
pub(super) fn write(folder: &Path, files: &[(PathBuf, Vec<u8>)], console: Console) -> Result<(), Exit> {
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(console.fail(
            format_args!("`{}` is there already", folder.join(path).display()),
            "choose another folder or name; nothing was written",
        ));
    }
    for (path, content) in files {
        let path = folder.join(path);
        create(&path, content).map_err(|error| console.fail(format_args!("`{}` cannot be written: {error}", path.display()), ""))?;
    }
    Ok(())
}

fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(content)
}
