use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::Path;

use super::Failure;
use super::output::TEMPORARY;

/// Puts a file in place in one step: readers see the old one or the new one, never a part.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    put(path, path, |file| file.write_all(bytes).map_err(Failure::io(path)))
}

/// Writes a file that somebody named. A link stays, and the file that it leads to is replaced; a device or a pipe stays too, and
/// takes the bytes one after the other.
pub fn deliver(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    deliver_with(path, |file| file.write_all(bytes).map_err(Failure::io(path)))
}

/// The same with a file that is written piece by piece, back and forth.
pub(super) fn deliver_with(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() && !found.is_dir() => stream(path, write),
        _ => put(&path.canonicalize().unwrap_or_else(|_| path.to_owned()), path, write),
    }
}

fn stream(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut whole = tempfile::tempfile().map_err(Failure::io(path))?;
    write(&mut whole)?;
    let mut pass_on = || -> io::Result<u64> {
        whole.rewind()?;
        io::copy(&mut whole, &mut OpenOptions::new().write(true).open(path)?)
    };
    pass_on().map(drop).map_err(Failure::io(path))
}

/// Writes a file beside `place` and moves it there. Failures name the path that was `asked` for.
fn put(place: &Path, asked: &Path, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The error names the temporary file, which nobody has asked for.
    let mut file = builder().tempfile_in(folder).map_err(|error| Failure::Io(asked.to_owned(), error.kind().into()))?;
    write(file.as_file_mut())?;
    file.persist(place).map_err(|error| Failure::Io(asked.to_owned(), error.error))?;
    Ok(())
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // Temporary files are private by default; these become pages that a web server reads.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
