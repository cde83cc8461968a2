//! Tells the program what it was made from, and rebuilds it when an embedded file comes or goes, which `include_dir!` alone does not notice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for embedded in ["themes/default", "src/diag/codes", "content", "book.toml"] {
        println!("cargo::rerun-if-changed={embedded}");
    }
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    // A site is only up to date if the same code made it.
    let mut code = DefaultHasher::new();
    hash(Path::new("src"), &mut code);
    hash(Path::new("Cargo.lock"), &mut code);
    println!("cargo::rustc-env=PREPBOOK_CODE={:016x}", code.finish());
}

/// Adds the names and contents below `path` in the order of the names; what cannot be read counts as absent.
fn hash(path: &Path, to: &mut impl Hasher) {
    path.file_name().hash(to);
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| hash(path, to));
    } else if let Ok(bytes) = fs::read(path) {
        bytes.hash(to);
    }
}
