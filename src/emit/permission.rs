use std::fs;
use std::path::Path;

use super::output::real;
use super::{Failure, MANIFEST};

/// Fails if a file that somebody named may not be written: if it would lie in a built site, or take the place of what is not
/// `ours`. A device or a pipe takes what it is given, and in an empty file there is nothing to lose.
pub fn may_write(path: &Path, what: &'static str, ours: impl FnOnce(Vec<u8>) -> bool) -> Result<(), Failure> {
    if real(path).ancestors().skip(1).any(|folder| folder.join(MANIFEST).is_file()) {
        return Err(Failure::InSite(path.to_owned()));
    }
    match fs::metadata(path) {
        Ok(found) if found.is_file() && found.len() > 0 => {
            let standing = fs::read(path).map_err(Failure::io(path))?;
            if ours(standing) { Ok(()) } else { Err(Failure::NotOurs(path.to_owned(), what)) }
        }
        _ => Ok(()),
    }
}
