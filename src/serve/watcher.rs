//! The only file that names notify. Says when something may have changed, never what: notify reports only the first folder
//! of a new tree, and editors save in many ways. What changed is found by looking.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::load::Folder;

use super::links;
use super::poller::Poller;

/// A save is often several events; this long after the last one it is over.
const SETTLE: Duration = Duration::from_millis(3);
/// A program that writes without a pause is not waited for longer than this.
const LONGEST: Duration = Duration::from_millis(40);

/// How often it is seen whether the book's folder is still the one that is watched: it takes the watch with it when it goes.
const LOOK: Duration = Duration::from_millis(700);

/// What is watched with all that is in it.
pub(super) const WATCHED: [&str; 2] = ["content", "themes"];

/// Watches a book's folder for as long as it lives.
pub struct Watcher {
    /// None where the files are looked at again and again, because no events come.
    events: Option<RecommendedWatcher>,
    root: PathBuf,
    receive: Receiver<()>,
    /// Which folders are watched: the book's, and those in it.
    folders: [Option<Identity>; 3],
    /// What is watched besides, because links in those folders lead there.
    targets: Targets,
}

type Targets = Arc<Mutex<BTreeSet<PathBuf>>>;

impl Watcher {
    /// Watches `book.toml`, `content/` and `themes/` of the book at `root`, which need not all be there yet. What the caller writes
    /// to `output` is left aside. Polls if asked to, and by itself on network drives and where events cannot be had. Fails if the
    /// folder cannot be watched at all.
    pub fn start(root: &Path, output: Option<&Path>, poll: bool) -> Result<Watcher, String> {
        let (send, receive) = mpsc::channel();
        let root = root.canonicalize().map_err(|error| error.to_string())?;
        let output = output.map(|output| std::path::absolute(output).unwrap_or_else(|_| output.to_owned()));
        let targets = Targets::default();
        if !poll && !is_remote(&root) {
            let listener = listener(&root, output.as_deref(), Arc::clone(&targets), send.clone());
            let events = RecommendedWatcher::new(listener, Config::default());
            if let Ok(mut events) = events
                && watch(&mut events, &root).is_ok()
            {
                let mut watcher = Watcher { events: Some(events), folders: folders(&root), root, receive, targets };
                watcher.follow_links();
                return Ok(watcher);
            }
        }
        let folder = Folder::open(&root).map_err(|error| error.to_string())?;
        let poller = Poller::new(folder, output.as_deref());
        let spawned = thread::Builder::new().name("poller".into()).spawn(move || poller.run(&send));
        spawned.map_err(|error| error.to_string())?;
        Ok(Watcher { events: None, folders: folders(&root), root, receive, targets })
    }

    /// Waits until something may have changed and it has been quiet for a moment since. Gives false if `patience` ended first.
    pub fn wait(&mut self, patience: Duration) -> bool {
        if self.follow_links() {
            return true;
        }
        if !self.stirs_within(patience) {
            return false;
        }
        let start = Instant::now();
        while start.elapsed() < LONGEST && self.receive.recv_timeout(SETTLE) != Err(RecvTimeoutError::Timeout) {}
        // `content/` may have come, or be another folder of the same name since a branch was switched, and so may the book's own. Watching
        // anew walks through all of it, which is not done for nothing. Folders in it are noticed by notify itself.
        let folders = folders(&self.root);
        if folders != self.folders
            && let Some(events) = &mut self.events
        {
            let _ = watch(events, &self.root);
        }
        self.folders = folders;
        true
    }

    /// Waits until something stirs, or another folder is in the place of the book's.
    fn stirs_within(&self, patience: Duration) -> bool {
        let start = Instant::now();
        loop {
            let left = patience.saturating_sub(start.elapsed());
            if self.receive.recv_timeout(left.min(LOOK)).is_ok() || folders(&self.root)[0] != self.folders[0] {
                return true;
            }
            if left <= LOOK {
                return false;
            }
        }
    }

    /// Whether files are looked at again and again, which takes longer than hearing of changes.
    pub fn polls(&self) -> bool {
        self.events.is_none()
    }

    /// Watches where links lead. Gives whether one leads to where none did, and where something may have changed unseen.
    fn follow_links(&mut self) -> bool {
        let Some(events) = &mut self.events else { return false };
        let found = links::targets(&self.root, &WATCHED);
        let mut known = lock(&self.targets);
        if *known == found {
            return false;
        }
        let new: Vec<PathBuf> = found.difference(&known).cloned().collect();
        *known = found;
        drop(known);
        for target in &new {
            // A file may be replaced by another one, of which only its folder hears.
            let _ = match target.is_dir() {
                true => events.watch(target, RecursiveMode::Recursive),
                false => events.watch(target.parent().unwrap_or(target), RecursiveMode::NonRecursive),
            };
        }
        !new.is_empty()
    }

    /// Whether something may have changed since the last wait.
    pub fn is_stirred(&self) -> bool {
        self.receive.try_recv().is_ok()
    }
}

/// A panic of another thread leaves a set that is whole: it is replaced at once.
fn lock(targets: &Targets) -> MutexGuard<'_, BTreeSet<PathBuf>> {
    targets.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells a folder from another one that came in its place: its number in the file system, which may be given out again, and when it was
/// made, where the system knows.
type Identity = (u64, Option<SystemTime>);

/// The book's folder and those in it that are watched with all that is in them, as far as they are there.
fn folders(root: &Path) -> [Option<Identity>; 3] {
    let [content, themes] = WATCHED.map(|name| root.join(name));
    [root, &content, &themes].map(|path| std::fs::metadata(path).ok().filter(Metadata::is_dir).map(|folder| identity(&folder)))
}

fn identity(folder: &Metadata) -> Identity {
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(folder);
    #[cfg(not(unix))]
    let number = 0;
    (number, folder.created().ok())
}

fn watch(watcher: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in WATCHED.map(|name| root.join(name)) {
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

/// Passes on what can matter: not our own reading, not the output, not other files beside `book.toml` save what links lead to.
fn listener(root: &Path, output: Option<&Path>, targets: Targets, send: Sender<()>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let (root, output) = (root.to_owned(), output.map(Path::to_owned));
    let matters = move |path: &PathBuf| {
        let inside = path.strip_prefix(&root).ok().and_then(|inside| inside.iter().next());
        let ours = inside.is_none_or(|first| first == "book.toml" || first == "content" || first == "themes" || first.is_empty())
            || lock(&targets).iter().any(|target| path.starts_with(target));
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
