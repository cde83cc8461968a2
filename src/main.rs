//! The `prepbook` command: arguments in, exit code out.

use std::process::ExitCode;

// A build makes and drops millions of short texts on every core: this allocator takes a tenth less time for it than the system's.
// Without huge pages (`no_thp`), which leave a quarter of the memory unused.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    prepbook::cli::run(std::env::args_os())
}
