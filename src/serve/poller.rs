use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crate::diag::Report;
use crate::load::{Disk, Folder, Listed};

use super::stir::Stir;

/// How often a folder is looked at where events do not come.
const PAUSE: Duration = Duration::from_millis(700);

/// Looks at a book's files again and again, and says when they are not as they were. The poller of notify compares whole seconds: of two
/// saves in one second it misses the second.
pub(super) struct Poller {
    folder: Folder,
    seen: Vec<Listed>,
}

impl Poller {
    pub(super) fn new(folder: Folder) -> Poller {
        let mut poller = Poller { folder, seen: Vec::new() };
        poller.seen = poller.look();
        poller
    }

    /// Sends until nobody receives.
    pub(super) fn run(mut self, changed: &Sender<Stir>) {
        loop {
            thread::sleep(PAUSE);
            // The stamp of a file that was just saved is not given out, so it differs again at the next look: a second save within one
            // tick of the file system's clock is not missed.
            let now = self.look();
            if now != self.seen && changed.send(Stir::Anything).is_err() {
                return;
            }
            self.seen = now;
        }
    }

    fn look(&self) -> Vec<Listed> {
        // What cannot be followed is said by the build.
        let mut unsaid = Report::default();
        let mut found: Vec<Listed> = self.folder.find("book.toml").into_iter().collect();
        for folder in super::watcher::WATCHED {
            found.extend(self.folder.list(folder, &mut unsaid));
        }
        found
    }
}
