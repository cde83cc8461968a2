use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use super::args::{Args, Command, When};
use super::console::{Console, Exit};
use super::{build, check, clean, completions, explain, export, import, init, list, new, schema, search, serve, stats, watch};

/// Runs the command with these arguments, the first of which is the name of the program. Exit codes: 0 fine, 1 the content
/// has errors, 2 it could not run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        // A wrong argument goes to stderr; help and version are results like others.
        Err(error) if error.use_stderr() => {
            let _ = error.print();
            return Exit::Failed.into();
        }
        Err(error) => return Console::new(When::Auto, false).printed(error.print()).into(),
    };
    let console = Console::new(args.color, args.quiet);
    let exit = match args.command {
        Command::Init { dir, sample } => init::run(&dir, sample, console),
        Command::New { kind, path, book } => new::run(kind, &path, book.as_deref(), console),
        Command::Build(args) => build::run(&args, console),
        Command::Serve { dir, port, hostname, base_url, open, follow, drafts, poll } => {
            serve::run(&serve::Options { dir, port, hostname, base_url, open, follow, drafts, poll }, console)
        }
        Command::Watch { dir, poll } => watch::run(dir.as_deref(), poll, console),
        Command::Check { dir, format, as_of, deny, drafts } => check::run(dir.as_deref(), format, as_of.as_deref(), deny, drafts, console),
        Command::List { dir, filter, json } => list::run(dir.as_deref(), filter.as_deref(), json, console),
        Command::Search { query, dir, limit, json } => search::run(&query, dir.as_deref(), usize::from(limit), json, console),
        Command::Stats { dir, json } => stats::run(dir.as_deref(), json, console),
        Command::Import(args) => import::run(&args, console),
        Command::Export(args) => export::run(&args, console),
        Command::Schema { kind, book } => schema::run(kind.as_deref(), book.as_deref(), console),
        Command::Explain { code } => explain::run(code.as_deref(), console),
        Command::Clean { dir, dest } => clean::run(dir.as_deref(), dest.as_deref(), console),
        Command::Completions { shell } => completions::run(shell, console),
    };
    exit.into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Fine => ExitCode::SUCCESS,
            Exit::Content => ExitCode::from(1),
            Exit::Failed => ExitCode::from(2),
        }
    }
}
