//! The `prepbook` command: arguments in, exit code out.

use std::process::ExitCode;

// A build makes and drops millions of short texts on every core: this allocator takes a tenth less time for it than the system's.
// Without huge pages (`no_thp`), which leave a quarter of the memory unused. On most Linux it stands in the place of the system's
// (`override`), which Rust asks for memory without an alignment wherever it can: asked with one, it goes a long way round and takes more.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
use mimalloc as _;
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    prepbook::cli::run(std::env::args_os())
}
