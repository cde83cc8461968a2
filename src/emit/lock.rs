use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::Failure;

/// Says that files of an unfinished build may lie about. Whoever writes has it open and locked; one that nobody holds was left by a
/// process that was killed.
pub(super) const MARK: &str = ".prepbook-tmp-build";
/// How long another process is waited for: longer than it takes to write the largest of sites.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it is tried to make the folder anew that another process has just removed.
const SHORT_PATIENCE: Duration = Duration::from_secs(1);
/// How often it is seen whether it is done.
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write into an output folder. One at a time has it, in whatever process.
#[derive(Debug)]
pub(super) struct Lock {
    mark: PathBuf,
    /// Whether files of an unfinished build may lie about: at first, if somebody had it before and was killed. The mark stays if they
    /// do in the end.
    pub(super) litter: bool,
    /// The system gives the lock back with it, also when the process is killed.
    _file: File,
}

impl Lock {
    /// Waits for the right to write into `folder`, which is made if it is not there. Fails if another process has it for too long, or if
    /// nothing can be written there.
    pub(super) fn take(folder: &Path) -> Result<Lock, Failure> {
        let mark = folder.join(MARK);
        let start = Instant::now();
        loop {
            fs::create_dir_all(folder).map_err(Failure::io(folder))?;
            let (file, litter) = match open(&mark) {
                // The folder went with the build of another process that came to nothing.
                Err(error) if error.kind() == io::ErrorKind::NotFound && start.elapsed() < SHORT_PATIENCE => {
                    thread::sleep(PAUSE);
                    continue;
                }
                opened => opened.map_err(Failure::io(folder))?,
            };
            match file.try_lock() {
                // Whoever is done takes the mark away, and the next one makes another.
                Ok(()) if !is_at(&file, &mark) => {}
                // Some network drives know no locks; there it is as if nobody else were about.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Lock { mark, litter, _file: file }),
                Err(TryLockError::WouldBlock) if start.elapsed() >= PATIENCE => return Err(Failure::Busy(folder.to_owned())),
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.litter {
            let _ = fs::remove_file(&self.mark);
        }
    }
}

/// Opens the mark, and says whether it was there.
fn open(mark: &Path) -> io::Result<(File, bool)> {
    match OpenOptions::new().write(true).create_new(true).open(mark) {
        Ok(file) => Ok((file, false)),
        // Another person's may be read alone, which is enough to lock it.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok((File::open(mark)?, true)),
        Err(error) => Err(error),
    }
}

/// Whether this is still the file of that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(own), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    (own.dev(), own.ino()) == (there.dev(), there.ino())
}

/// Elsewhere a file that was removed keeps its name until everybody has closed it, and cannot be asked for meanwhile.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    fs::metadata(path).is_ok()
}
