use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};

use crate::cache::Cache;
use crate::diag::{Code, Report};
use crate::load::{Disk, Glance};
use crate::pipeline::{self, Build, Planned, Prepared, Settings};

use super::hosts::Hosts;
use super::live::Live;
use super::server;
use super::session::Session;
use super::stir::Stir;
use super::watcher::Watcher;

/// A file may be read while its editor is half-way through writing it. Errors and files that are suddenly empty wait this long for the
/// rest before they are shown.
const SECOND_LOOK: Duration = Duration::from_millis(80);
/// Where only files were looked at that are known to have changed, all are looked at when it has been quiet for this long: some systems do
/// not tell of all names of a file.
const WHOLE_LOOK: Duration = Duration::from_millis(250);
/// How often it is seen whether another day has begun, on which a review may be due.
const NEW_DAY: Duration = Duration::from_secs(60);
/// After a save the browser has the machine for itself for this long before every page is drawn: it may be painting.
const PAUSE: Duration = Duration::from_millis(150);
/// How urgent the rest of the site is, from 0 to 99; 10 steps nicer than normal on Unix. Less, and a busy machine never gets to it.
const LOW: u8 = 22;

/// A preview of one book.
pub struct Preview {
    /// The book.
    pub disk: Box<dyn Disk>,
    /// What the command line said.
    pub settings: Settings,
    /// The day against which review dates are held, in the place of that of the settings.
    pub today: fn() -> Date,
    /// What says that the book may have changed.
    pub watcher: Watcher,
}

/// Serves the preview until the process ends. `tell` hears of builds, also of how long it took until their pages could be seen.
/// Fails if there are no threads to be had.
pub fn run(
    mut preview: Preview,
    listener: TcpListener,
    hosts: Hosts,
    tell: impl FnMut(&Build, Duration) + Send + 'static,
) -> Result<(), String> {
    let session = Arc::new(Session::default());
    let own = Arc::clone(&session);
    start("server", move || server::serve(listener, &own, &hosts))?;
    let (finish, published) = mpsc::channel();
    let finisher = Finisher { session: Arc::clone(&session), published, hurry: Arc::default() };
    let hurry = Arc::clone(&finisher.hurry);
    start("rest of the site", move || finisher.run(tell))?;
    let (mut cache, mut empty, mut stir) = (Cache::default(), usize::MAX, Stir::Anything);
    loop {
        let start = Instant::now();
        let settings = Settings { as_of: Some((preview.today)()), ..preview.settings.clone() };
        hurry.store(true, Ordering::Relaxed);
        let mut planned = plan(&preview, &settings, &mut cache, &stir);
        if (planned.report().has_errors() || empty_files(planned.report()) > empty)
            && let Some(more) = preview.watcher.wait(SECOND_LOOK)
        {
            stir = stir.and(more);
            planned = plan(&preview, &settings, &mut cache, &stir);
        }
        empty = empty_files(planned.report());
        let (outlook, inputs) = (planned.outlook(), planned.inputs().to_owned());
        let live = session.publish(planned);
        hurry.store(false, Ordering::Relaxed);
        // The other thread ends only with the process.
        let _ = finish.send((live, outlook, start.elapsed()));
        stir = next(&mut preview, &settings, &mut cache, &inputs, stir == Stir::Anything);
    }
}

/// Waits until the book may be another one than it was on this day with these `inputs`, of which the `whole` was looked at or not.
fn next(preview: &mut Preview, settings: &Settings, cache: &mut Cache, inputs: &str, mut whole: bool) -> Stir {
    loop {
        if let Some(stir) = preview.watcher.wait(if whole { NEW_DAY } else { WHOLE_LOOK }) {
            return stir;
        }
        let is_same = whole || prepare(preview, settings, cache, &Stir::Anything).inputs() == inputs;
        if !is_same || Some((preview.today)()) != settings.as_of {
            return Stir::Anything;
        }
        whole = true;
    }
}

fn empty_files(report: &Report) -> usize {
    report.iter().filter(|problem| problem.code == Code::EmptyFile).count()
}

fn start<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> Result<(), String> {
    thread::Builder::new().name(name.into()).spawn(work).map(|_| ()).map_err(|error| format!("no thread for the {name}: {error}"))
}

fn plan(preview: &Preview, settings: &Settings, cache: &mut Cache, stir: &Stir) -> Planned {
    pipeline::plan(prepare(preview, settings, cache, stir), settings, cache)
}

fn prepare(preview: &Preview, settings: &Settings, cache: &mut Cache, stir: &Stir) -> Prepared {
    let (disk, before) = (preview.disk.as_ref(), cache.files.clone());
    let glance = match (stir, &before) {
        (Stir::Content(changed), Some(before)) => Glance::new(disk, before, changed),
        _ => None,
    };
    pipeline::prepare(glance.as_ref().map_or(disk, |glance| glance), settings, cache)
}

/// Lets every other thread go first, so that the next change does not wait for the rest of the last one.
fn step_back() {
    // Where the system does not allow it, saves are a little slower.
    if let Ok(low) = ThreadPriorityValue::try_from(LOW) {
        let _ = set_current_thread_priority(ThreadPriority::Crossplatform(low));
    }
}

/// What was published, what was known of it then, and how long that took.
type Published = (Option<Arc<Live>>, Build, Duration);

/// Makes what nobody waits for: the search index of the site that is shown, and all its pages to see whether they can be drawn.
struct Finisher {
    session: Arc<Session>,
    published: Receiver<Published>,
    /// Whether a change is being read, which then comes through `published`.
    hurry: Arc<AtomicBool>,
}

impl Finisher {
    /// Goes on until the process ends. Work for a site that is no longer shown, or stands in the way of the next one, is called off.
    fn run(self, mut tell: impl FnMut(&Build, Duration)) {
        let pool = rayon::ThreadPoolBuilder::new().start_handler(|_| step_back()).build();
        let apart = |work: &mut (dyn FnMut() + Send)| match &pool {
            Ok(pool) => pool.install(work),
            Err(_) => work(),
        };
        let (mut cache, mut next) = (Cache::default(), None);
        // The site that is not finished, and whether there is somebody to tell: a report on a broken book is newer than its own.
        let mut open: Option<(Arc<Live>, Option<Duration>)> = None;
        while let Some(oldest) = next.take().or_else(|| self.published.recv().ok()) {
            let (live, outlook, took) = self.published.try_iter().last().unwrap_or(oldest);
            open = match live {
                Some(live) => Some((live, Some(took))),
                None => {
                    tell(&outlook, took);
                    open.map(|(live, _)| (live, None))
                }
            };
            let Some((live, took)) = open.take().filter(|(live, _)| self.session.shows(live)) else { continue };
            let mut found = Report::default();
            apart(&mut || self.session.complete(&live, live.planned().index(&mut cache, &mut found)));
            next = self.published.recv_timeout(PAUSE).ok();
            let still = || self.session.shows(&live) && !self.hurry.load(Ordering::Relaxed);
            let mut verified = None;
            if next.is_none() {
                apart(&mut || verified = live.planned().verify(&mut cache, std::mem::take(&mut found), &still));
            }
            match verified {
                Some(build) => {
                    self.session.judge(&live, build.clone());
                    took.into_iter().for_each(|took| tell(&build, took));
                }
                None => open = Some((live, took)),
            }
        }
    }
}
