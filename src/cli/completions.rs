use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::args::Args;
use super::console::{Console, Exit};

/// Prints the completion script of a shell.
pub(super) fn run(shell: Shell, console: Console) -> Exit {
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "prepbook", &mut script);
    console.print(String::from_utf8_lossy(&script))
}
