use std::io;
use std::time::SystemTime;

use crate::diag::{Diagnostic, Report};

/// Where a book's files come from: a folder, or memory in tests.
pub trait Disk: Send + Sync {
    /// Every file below `folder` (from the book's root, with `/`), in the order of their paths. What cannot be followed is reported.
    fn list(&self, folder: &str, report: &mut Report) -> Vec<Listed>;

    /// The content of the file at `path` (from the book's root, with `/`).
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The content of a file that was listed. Fails as [`Disk::read`] does; with the length that is known, a folder is asked less often.
    fn read_listed(&self, file: &Listed) -> io::Result<Vec<u8>> {
        self.read(&file.path)
    }

    /// The file at `path` as [`Disk::list`] would list it, if there is one.
    fn find(&self, path: &str) -> Option<Listed>;
}

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// From the book's root, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When its content was last changed, if that is known.
    pub modified: Option<SystemTime>,
    /// What tells, with the rest, whether it changed without reading it.
    pub stamp: Option<Stamp>,
}

/// What a file system says besides of a file's last change. Two that are listed alike have equal content only if the change is not so
/// recent that a second one could carry the same time: then no stamp is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Last change of the file's record (Unix), in nanoseconds; it moves when a file is replaced by an older one.
    pub changed: i128,
    /// Which file it is (Unix).
    pub inode: u64,
}

/// A file with this problem is left out, or stands empty.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    use crate::diag::{Code, Place};
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => "give yourself the right to read it",
        io::ErrorKind::NotFound => "it was there a moment ago: save it again, or remove the link that leads nowhere",
        _ => "open it with another program to see whether the disk can still read it",
    };
    Diagnostic::new(Code::Unreadable, Place::File(path.to_owned()), format!("`{path}` cannot be read: {error}")).help(help)
}
