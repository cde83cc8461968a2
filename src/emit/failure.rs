use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the site could not be written. The last good site is still there.
#[derive(Debug)]
pub enum Failure {
    /// The folder holds files and no manifest of ours.
    Foreign(PathBuf),
    /// A file that we did not write stands where one of ours would go.
    InTheWay(PathBuf),
    /// The folder may not be an output folder: it holds the book, or lies in its content.
    Unfit(PathBuf, &'static str),
    /// The zip file would lie in the book's content.
    InContent(PathBuf),
    /// A file that somebody named would lie in a built site.
    InSite(PathBuf),
    /// A file that somebody named is there, and is not what is to be written anew.
    NotOurs(PathBuf, &'static str),
    /// The manifest cannot be read.
    BadManifest(PathBuf, String),
    /// Another process writes there.
    Busy(PathBuf),
    /// The file system said no.
    Io(PathBuf, io::Error),
}

impl Failure {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Failure + '_ {
        move |error| Failure::Io(path.to_owned(), error)
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Failure::Foreign(_) => "choose an empty folder with `-d`, or empty this one yourself".into(),
            Failure::InTheWay(_) => "move it away: prepbook does not overwrite what it did not write".into(),
            Failure::Unfit(..) => "choose a folder beside the content, such as `public`".into(),
            Failure::InContent(_) => "choose a place outside of `content/` and `themes/`".into(),
            Failure::InSite(_) => "choose a place outside of the site".into(),
            Failure::NotOurs(..) => "choose another name, or move it away: prepbook does not overwrite what it did not write".into(),
            Failure::BadManifest(..) => "empty the folder yourself and build again".into(),
            Failure::Busy(_) => "wait until it is done, or stop it, and try again".into(),
            Failure::Io(_, error) => match error.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "give yourself the right to write there, or choose another place".into()
                }
                io::ErrorKind::NotFound => "make its folder first, or choose another place".into(),
                io::ErrorKind::NotADirectory => "move the file away that stands where the folder should be, or choose another place".into(),
                io::ErrorKind::IsADirectory => "name a file in it, or another place".into(),
                io::ErrorKind::StorageFull => "make room on the disk and try again: what was there before still stands".into(),
                _ => "check that the disk is there and try again: what was there before still stands".into(),
            },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Foreign(path) => write!(f, "`{}` is not empty and was not written by prepbook", path.display()),
            Failure::InTheWay(path) => write!(f, "`{}` stands where a page would go and was not written by prepbook", path.display()),
            Failure::Unfit(path, why) => write!(f, "`{}` cannot be the output folder: {why}", path.display()),
            Failure::InContent(path) => write!(f, "`{}` cannot be the zip file: it lies in the book's content", path.display()),
            Failure::InSite(path) => write!(f, "`{}` lies in a built site, which holds its own files alone", path.display()),
            Failure::NotOurs(path, what) => write!(f, "`{}` is there already and is no {what} of prepbook's", path.display()),
            Failure::BadManifest(path, why) => write!(f, "`{}` cannot be understood: {why}", path.display()),
            Failure::Busy(path) => write!(f, "another prepbook writes into `{}`", path.display()),
            Failure::Io(path, error) => write!(f, "`{}` cannot be written: {error}", path.display()),
        }
    }
}

impl std::error::Error for Failure {}
