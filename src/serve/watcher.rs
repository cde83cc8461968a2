//! The only file that names notify. Says that something may have changed, and no more unless files were written where they are: notify
//! reports only the first folder of a new tree, and editors save in many ways. What changed is found by looking.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::ModifyKind;
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::load::Folder;

use super::links;
use super::poller::Poller;
use super::stir::Stir;

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
    receive: Receiver<Stir>,
    /// Which folders are watched: the book's, and those in it.
    folders: [Option<Identity>; 3],
    /// Where links in those folders lead.
    targets: Targets,
    /// What is watched because of that.
    places: Places,
    /// Whether there may be other links since they were followed.
    links_may_differ: bool,
}

type Targets = Arc<Mutex<BTreeSet<PathBuf>>>;

/// Folders, whether they are watched with all that is in them, and which ones they are.
type Places = BTreeMap<PathBuf, (bool, Option<Identity>)>;

impl Watcher {
    /// Watches `book.toml`, `content/` and `themes/` of the book at `root`, which need not all be there yet. Polls if asked to, and by
    /// itself on network drives and where events cannot be had. Fails if the folder cannot be watched at all.
    pub fn start(root: &Path, poll: bool) -> Result<Watcher, String> {
        let (send, receive) = mpsc::channel();
        let root = root.canonicalize().map_err(|error| error.to_string())?;
        let targets = Targets::default();
        if !poll && !is_remote(&root) {
            let listener = listener(&root, Arc::clone(&targets), send.clone());
            let events = RecommendedWatcher::new(listener, Config::default());
            if let Ok(mut events) = events
                && watch(&mut events, &root).is_ok()
            {
                let (events, folders) = (Some(events), folders(&root));
                let mut watcher = Watcher { events, root, receive, folders, targets, places: Places::new(), links_may_differ: false };
                watcher.follow_links();
                return Ok(watcher);
            }
        }
        let folder = Folder::open(&root).map_err(|error| error.to_string())?;
        let poller = Poller::new(folder);
        let spawned = thread::Builder::new().name("poller".into()).spawn(move || poller.run(&send));
        spawned.map_err(|error| error.to_string())?;
        let folders = folders(&root);
        Ok(Watcher { events: None, folders, root, receive, targets, places: Places::new(), links_may_differ: false })
    }

    /// Waits until something may have changed and it has been quiet for a moment since. None if `patience` ended first.
    pub fn wait(&mut self, patience: Duration) -> Option<Stir> {
        if std::mem::take(&mut self.links_may_differ) && self.follow_links() {
            return Some(Stir::Anything);
        }
        let mut stir = self.stirs_within(patience)?;
        let start = Instant::now();
        while start.elapsed() < LONGEST
            && let Ok(more) = self.receive.recv_timeout(SETTLE)
        {
            stir = stir.and(more);
        }
        // `content/` may have come, or be another folder of the same name since a branch was switched, and so may the book's own. Watching
        // anew walks through all of it, which is not done for nothing. Folders in it are noticed by notify itself.
        let folders = folders(&self.root);
        if folders != self.folders {
            stir = Stir::Anything;
            if let Some(events) = &mut self.events {
                let _ = watch(events, &self.root);
            }
            self.folders = folders;
        }
        self.links_may_differ = stir == Stir::Anything;
        Some(stir)
    }

    /// Waits until something stirs, or another folder is in the place of one that is watched.
    fn stirs_within(&self, patience: Duration) -> Option<Stir> {
        let start = Instant::now();
        loop {
            let left = patience.saturating_sub(start.elapsed());
            let stir = self.receive.recv_timeout(left.min(LOOK)).ok();
            let other = |(path, (_, known)): (&PathBuf, &(bool, Option<Identity>))| identity_of(path) != *known;
            if folders(&self.root)[0] != self.folders[0] || self.places.iter().any(other) {
                return Some(Stir::Anything);
            }
            if stir.is_some() || left <= LOOK {
                return stir;
            }
        }
    }

    /// Whether files are looked at again and again, which takes longer than hearing of changes.
    pub fn polls(&self) -> bool {
        self.events.is_none()
    }

    /// Watches where links lead. Gives whether something may have changed there unseen.
    fn follow_links(&mut self) -> bool {
        let Some(events) = &mut self.events else { return false };
        let targets = links::targets(&self.root, &WATCHED);
        let places = links::places(&self.root, &targets).into_iter();
        let places: Places = places.map(|(path, deep)| (path.clone(), (deep, identity_of(&path)))).collect();
        *lock(&self.targets) = targets;
        let new: Vec<&PathBuf> = places.keys().filter(|path| places.get(*path) != self.places.get(*path)).collect();
        for path in &new {
            let mode = if places[*path].0 { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            // What was watched under this name may be another folder. One that went meanwhile is seen to be missing at the next look.
            let _ = events.unwatch(path);
            let _ = events.watch(path, mode);
        }
        let unseen = !new.is_empty();
        self.places = places;
        unseen
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
    [root, &content, &themes].map(identity_of)
}

fn identity_of(folder: &Path) -> Option<Identity> {
    std::fs::metadata(folder).ok().filter(Metadata::is_dir).map(|folder| identity(&folder))
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

/// Passes on what can matter: not our own reading, not other files beside `book.toml` save what links lead to.
fn listener(root: &Path, targets: Targets, send: Sender<Stir>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let root = root.to_owned();
    move |event| {
        let matters = |path: &PathBuf| {
            let inside = path.strip_prefix(&root).ok().and_then(|inside| inside.iter().next());
            inside.is_none_or(|first| first == "book.toml" || first == "content" || first == "themes" || first.is_empty())
                || lock(&targets).iter().any(|target| path.starts_with(target))
        };
        let stir = match event {
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => None,
            // An overflow names no path: anything may have happened.
            Ok(event) if event.need_rescan() || event.paths.is_empty() => Some(Stir::Anything),
            Ok(event) => event.paths.iter().any(matters).then(|| stir(&root, &event)),
            Err(_) => Some(Stir::Anything),
        };
        // The receiver goes only with the watcher.
        stir.into_iter().for_each(|stir| drop(send.send(stir)));
    }
}

/// What may have changed by an event: one that says that data was written names the files.
fn stir(root: &Path, event: &Event) -> Stir {
    let path = |path: &PathBuf| Some(path.strip_prefix(root).ok()?.to_str()?.replace(MAIN_SEPARATOR, "/"));
    match event.kind {
        EventKind::Modify(ModifyKind::Data(_)) => event.paths.iter().map(path).collect::<Option<_>>().map_or(Stir::Anything, Stir::Content),
        _ => Stir::Anything,
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
