use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::cache::Cache;
use crate::load::Disk;
use crate::pipeline::{self, Build, Drawn, Settings};

use super::hosts::Hosts;
use super::server;
use super::session::Session;
use super::watcher::Watcher;

/// A file may be read while its editor is half-way through writing it. Errors wait this long for the other half before they are shown.
const SECOND_LOOK: Duration = Duration::from_millis(80);

/// A preview of one book.
pub struct Preview {
    /// The book.
    pub disk: Box<dyn Disk>,
    /// What the command line said.
    pub settings: Settings,
    /// The book's folder.
    pub root: PathBuf,
    /// A folder whose changes are our own.
    pub output: PathBuf,
    /// Look again and again in place of waiting for events.
    pub poll: bool,
}

/// Serves the preview until the process ends. `tell` hears of builds, also of how long it took until their pages could be seen.
/// Fails if the folder cannot be watched.
pub fn run(
    preview: Preview,
    listener: TcpListener,
    hosts: Hosts,
    tell: impl FnMut(&Build, Duration) + Send + 'static,
) -> Result<(), String> {
    let session = Arc::new(Session::default());
    let mut watcher = Watcher::start(&preview.root, &preview.output, preview.poll)?;
    let own = Arc::clone(&session);
    start("server", move || server::serve(&listener, &own, &hosts))?;
    let (finish, drawn) = mpsc::channel();
    let own = Arc::clone(&session);
    start("search index", move || finish_each(&drawn, &own, tell))?;
    let mut cache = Cache::default();
    loop {
        let start = Instant::now();
        let mut drawn = draw(&preview, &mut cache);
        if drawn.build().site.is_none() && watcher.wait(SECOND_LOOK) {
            drawn = draw(&preview, &mut cache);
        }
        let number = session.publish(drawn.build().clone());
        // The other thread ends only with the process.
        let _ = finish.send((drawn, number, start.elapsed()));
        while !watcher.wait(Duration::from_secs(3600)) {}
    }
}

fn start<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> Result<(), String> {
    thread::Builder::new().name(name.into()).spawn(work).map(|_| ()).map_err(|error| format!("no thread for the {name}: {error}"))
}

fn draw(preview: &Preview, cache: &mut Cache) -> Drawn {
    let prepared = pipeline::prepare(preview.disk.as_ref(), &preview.settings, cache);
    pipeline::draw(prepared, &preview.settings, cache)
}

/// Makes the search index of the last good book; what was drawn before that is out of date.
fn finish_each(drawn: &Receiver<(Drawn, u64, Duration)>, session: &Session, mut tell: impl FnMut(&Build, Duration)) {
    while let Ok(next) = drawn.recv() {
        let (mut good, mut last) = (None, None);
        for (drawn, number, took) in std::iter::once(next).chain(drawn.try_iter()) {
            match drawn.build().site.is_some() {
                true => (good, last) = (Some((drawn, number, took)), None),
                false => last = Some((drawn, took)),
            }
        }
        if let Some((drawn, number, took)) = good {
            let build = drawn.finish();
            session.complete(number, build.clone());
            tell(&build, took);
        }
        if let Some((drawn, took)) = last {
            tell(drawn.build(), took);
        }
    }
}
