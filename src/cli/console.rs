use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use crate::diag::format::{Format, Options, render};
use crate::diag::{Report, SourceMap};

use super::args::When;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Fine.
    Fine,
    /// The content has errors.
    Content,
    /// It could not run.
    Failed,
}

/// Where messages and results go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    when: When,
    quiet: bool,
}

impl Console {
    /// A console that colours `when`, and says only what is wrong if it is `quiet`.
    pub(super) fn new(when: When, quiet: bool) -> Console {
        Console { when, quiet }
    }

    /// Whether messages are coloured.
    pub(super) fn colours_messages(self) -> bool {
        self.colours(io::stderr().is_terminal())
    }

    fn colours(self, terminal: bool) -> bool {
        match self.when {
            When::Always => true,
            When::Never => false,
            // The shells of Emacs are terminals without colours, and say so.
            When::Auto => {
                terminal
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && std::env::var_os("TERM").is_none_or(|kind| kind != "dumb")
            }
        }
    }

    /// Says something in passing; not when quiet.
    pub(super) fn say(self, message: impl Display) {
        if !self.quiet {
            // Nobody is left to be told when the error stream is closed.
            let _ = writeln!(io::stderr(), "{message}");
        }
    }

    /// Says why a command could not run, and what to do.
    pub(super) fn fail(self, message: impl Display, help: impl Display) -> Exit {
        let (red, bold, plain) = if self.colours_messages() { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let _ = writeln!(io::stderr(), "{red}error{plain}{bold}: {message}{plain}");
        let help = help.to_string();
        if !help.is_empty() {
            let _ = writeln!(io::stderr(), "  = help: {help}");
        }
        Exit::Failed
    }

    /// Gives a result. A reader that went away (`| head`) ends the command in peace.
    pub(super) fn print(self, result: impl Display) -> Exit {
        self.printed(write!(io::stdout(), "{result}"))
    }

    /// How a command ends whose result was written so far.
    pub(super) fn printed(self, written: io::Result<()>) -> Exit {
        match written.and_then(|()| io::stdout().flush()) {
            Ok(()) => Exit::Fine,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
            Err(error) => {
                let help = "make room where it is to go, or send it somewhere else";
                self.fail(format_args!("the result cannot be written: {error}"), help)
            }
        }
    }

    /// Says what is wrong with a book, with a line that counts it.
    pub(super) fn report(self, report: &Report, sources: &SourceMap) {
        if report.is_empty() {
            return;
        }
        let text = render(report, sources, Format::Full, Options { color: self.colours_messages() });
        let _ = write!(io::stderr(), "{text}");
        let _ = writeln!(io::stderr(), "{}", summary(report));
    }

    /// A report as the result of a command.
    pub(super) fn print_report(self, report: &Report, sources: &SourceMap, format: Format) -> Exit {
        let color = format == Format::Full && self.colours(io::stdout().is_terminal());
        self.print(render(report, sources, format, Options { color }))
    }

    /// Whether long work may show how far it is.
    pub(super) fn shows_progress(self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }
}

/// `2 errors, 1 warning`.
pub(super) fn summary(report: &Report) -> String {
    let counts = report.counts();
    match (counts.errors, counts.warnings) {
        (0, 0) => "no errors, no warnings".into(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// `1 question`, `2 questions`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
