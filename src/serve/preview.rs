use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::cache::Cache;
use crate::load::Disk;
use crate::pipeline::{self, Build, Settings};

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

/// Serves the preview until the process ends. `tell` hears of every build. Fails if the folder cannot be watched.
pub fn run(preview: Preview, listener: TcpListener, hosts: Hosts, mut tell: impl FnMut(&Build, Duration)) -> Result<(), String> {
    let session = Arc::new(Session::default());
    let mut watcher = Watcher::start(&preview.root, &preview.output, preview.poll)?;
    {
        let session = Arc::clone(&session);
        thread::Builder::new()
            .name("server".into())
            .spawn(move || server::serve(&listener, &session, &hosts))
            .map_err(|error| format!("no thread for the server: {error}"))?;
    }
    let mut cache = Cache::default();
    loop {
        let start = std::time::Instant::now();
        let mut build = build(&preview, &mut cache);
        if build.site.is_none() && watcher.wait(SECOND_LOOK) {
            build = self::build(&preview, &mut cache);
        }
        tell(&build, start.elapsed());
        session.publish(build);
        while !watcher.wait(Duration::from_secs(3600)) {}
    }
}

fn build(preview: &Preview, cache: &mut Cache) -> Build {
    let prepared = pipeline::prepare(preview.disk.as_ref(), &preview.settings, cache);
    pipeline::build(prepared, &preview.settings, cache)
}
