//! The `prepbook` command: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    prepbook::cli::run(std::env::args_os())
}
