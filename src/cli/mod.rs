//! Takes: the arguments of the command line. Gives: messages, results and an exit code.
//! May use: everything; the only place that knows the calendar clock, the environment and the terminal.

mod args;
mod book;
mod build;
mod check;
mod clean;
mod completions;
mod console;
mod explain;
mod export;
mod import;
mod init;
mod item;
mod list;
mod log;
mod mdbook;
mod new;
mod prospect;
mod run;
mod scaffold;
mod schema;
mod search;
mod serve;
mod stats;
mod watch;

pub use args::Args;
pub use run::run;
