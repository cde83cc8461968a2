use std::path::PathBuf;

use jiff::Zoned;

use crate::load::Folder;
use crate::pipeline::Settings;
use crate::serve::{self, Hosts, Preview, Watcher};

use super::book;
use super::console::{Console, Exit};
use super::log::Log;

/// The arguments of `serve`.
pub(super) struct Options {
    pub(super) dir: Option<PathBuf>,
    pub(super) port: Option<u16>,
    pub(super) hostname: String,
    pub(super) base_url: Option<String>,
    pub(super) open: bool,
    pub(super) follow: bool,
    pub(super) drafts: bool,
    pub(super) poll: bool,
}

/// Serves the preview until it is interrupted.
pub(super) fn run(options: &Options, console: Console) -> Exit {
    let folder = match book::open(options.dir.as_deref(), console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let listener = match serve::bind(&options.hostname, options.port) {
        Ok(listener) => listener,
        Err(failure) => return console.fail(&failure, "choose another port with `-p`, or another name with `-n`"),
    };
    let address = match listener.local_addr() {
        Ok(address) => address,
        Err(error) => return console.fail(format_args!("the address of the server is unknown: {error}"), ""),
    };
    let page = format!("http://{}/{}", serve::own_address(address), if options.follow { "?prepbook-follow" } else { "" });
    console.say(format_args!("preview at {page} (stop it with Ctrl-C)"));
    if !address.ip().is_loopback() {
        match serve::address_for_others(address) {
            Some(address) => console.say(format_args!("others in your network can read it at http://{address}/")),
            None => console.say("others in your network can read this preview"),
        }
    }
    let settings = Settings { drafts: options.drafts, base_url: options.base_url.clone(), as_of: None };
    let watcher = match watch(&folder, options.poll, console) {
        Ok(watcher) => watcher,
        Err(exit) => return exit,
    };
    let preview = Preview { disk: Box::new(folder), settings, today: || Zoned::now().date(), watcher };
    let (mut log, mut open) = (Log::new(console), options.open);
    let told = serve::run(preview, listener, Hosts::new(&options.hostname), move |build, took| {
        log.tell(build, took);
        if std::mem::take(&mut open)
            && let Err(error) = open::that_detached(&page)
        {
            console.say(format_args!("no browser could be opened: {error}"));
        }
    });
    match told {
        Ok(()) => Exit::Fine,
        Err(error) => console.fail(format_args!("the preview cannot run: {error}"), "close other programs and try again"),
    }
}

/// Begins to watch a book, and says so where that is slow.
pub(super) fn watch(folder: &Folder, poll: bool, console: Console) -> Result<Watcher, Exit> {
    let watcher = Watcher::start(folder.root(), poll)
        .map_err(|error| console.fail(format_args!("the book cannot be watched: {error}"), "try `--poll`"))?;
    if watcher.polls() && !poll {
        console.say("no word of changes is to be had here: all files are looked at every 0.7 s");
    }
    Ok(watcher)
}
