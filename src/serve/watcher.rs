//! The only file that names notify. Says when something may have changed, never what: notify reports only the first folder
//! of a new tree, and editors save in many ways. What changed is found by looking.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

/// A save is often several events; this long after the last one it is over.
const SETTLE: Duration = Duration::from_millis(3);
/// A program that writes without a pause is not waited for longer than this.
const LONGEST: Duration = Duration::from_millis(40);
/// How often a folder is looked at where events do not come.
const POLL: Duration = Duration::from_millis(700);

/// What is watched with all that is in it.
const WATCHED: [&str; 2] = ["content", "themes"];

/// Watches a book's folder for as long as it lives.
pub struct Watcher {
    inner: Box<dyn notify::Watcher + Send>,
    root: PathBuf,
    receive: Receiver<()>,
    /// Which folders are watched.
    folders: [Option<Identity>; 2],
    /// Whether the files are looked at again and again, because no events come.
    pub polls: bool,
}

impl Watcher {
    /// Watches `book.toml`, `content/` and `themes/` of the book at `root`, which need not all be there yet. What the caller writes
    /// to `output` is left aside. Polls if asked to, and by itself on network drives and where events cannot be had. Fails if the
    /// folder cannot be watched at all.
    pub fn start(root: &Path, output: Option<&Path>, poll: bool) -> Result<Watcher, String> {
        let (send, receive) = mpsc::channel();
        let root = root.canonicalize().map_err(|error| error.to_string())?;
        let output = output.map(|output| std::path::absolute(output).unwrap_or_else(|_| output.to_owned()));
        if !poll && !is_remote(&root) {
            let events = RecommendedWatcher::new(listener(&root, output.as_deref(), send.clone()), Config::default());
            if let Ok(mut events) = events
                && watch(&mut events, &root).is_ok()
            {
                return Ok(Watcher { inner: Box::new(events), folders: folders(&root), root, receive, polls: false });
            }
        }
        let config = Config::default().with_poll_interval(POLL);
        let mut inner = PollWatcher::new(listener(&root, output.as_deref(), send), config).map_err(|error| error.to_string())?;
        watch(&mut inner, &root).map_err(|error| error.to_string())?;
        Ok(Watcher { inner: Box::new(inner), folders: folders(&root), root, receive, polls: true })
    }

    /// Waits until something may have changed and it has been quiet for a moment since. Gives false if `patience` ended first.
    pub fn wait(&mut self, patience: Duration) -> bool {
        if self.receive.recv_timeout(patience).is_err() {
            return false;
        }
        let start = Instant::now();
        while start.elapsed() < LONGEST && self.receive.recv_timeout(SETTLE) != Err(RecvTimeoutError::Timeout) {}
        // `content/` may have come, or be another folder of the same name since a branch was switched. Watching anew walks through
        // all of it, which is not done for nothing. Folders in it are noticed by notify itself.
        let folders = folders(&self.root);
        if folders != self.folders {
            let _ = watch(self.inner.as_mut(), &self.root);
            self.folders = folders;
        }
        true
    }

    /// Whether something may have changed since the last wait.
    pub fn is_stirred(&self) -> bool {
        self.receive.try_recv().is_ok()
    }
}

/// Tells a folder from another one that came in its place.
type Identity = (u64, u64);

/// The folders of the book that are watched with all that is in them, as far as they are there.
fn folders(root: &Path) -> [Option<Identity>; 2] {
    WATCHED.map(|name| std::fs::metadata(root.join(name)).ok().filter(Metadata::is_dir).map(|folder| identity(&folder)))
}

#[cfg(unix)]
fn identity(folder: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (folder.dev(), folder.ino())
}

#[cfg(not(unix))]
fn identity(folder: &Metadata) -> Identity {
    let made = folder.created().ok().and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
    (made.map_or(0, |made| made.as_secs()), made.map_or(0, |made| made.subsec_nanos().into()))
}

fn watch(watcher: &mut dyn notify::Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in WATCHED.map(|name| root.join(name)) {
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

/// Passes on what can matter: not our own reading, not the output, not other files beside `book.toml`.
fn listener(root: &Path, output: Option<&Path>, send: Sender<()>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let (root, output) = (root.to_owned(), output.map(Path::to_owned));
    let matters = move |path: &PathBuf| {
        let inside = path.strip_prefix(&root).ok().and_then(|inside| inside.iter().next());
        let ours = inside.is_none_or(|first| first == "book.toml" || first == "content" || first == "themes" || first.is_empty());
        ours && !output.as_ref().is_some_and(|output| path.starts_with(output))
    };
    move |event| {
        let passes = match event {
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
            // An overflow names no path: anything may have happened.
            Ok(event) => event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(&matters),
            Err(_) => true,
        };
        if passes {
            // The receiver goes only with the watcher.
            let _ = send.send(());
        }
    }
}

/// Whether the folder lies on a file system that is known to give no events: network drives, and shared folders of virtual machines and WSL.
fn is_remote(root: &Path) -> bool {
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts") else { return false };
    let kinds = ["nfs", "nfs4", "cifs", "smb3", "9p", "drvfs", "vboxsf", "fuse.sshfs", "fuse.rclone", "afs", "prl_fs"];
    let mounted = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?.replace("\\040", " "), fields.next()?))
    });
    let nearest = mounted.filter(|(at, _)| root.starts_with(at)).max_by_key(|(at, _)| at.len());
    nearest.is_some_and(|(_, kind)| kinds.contains(&kind))
}
