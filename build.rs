//! Rebuilds when a file of the embedded theme comes or goes, which `include_dir!` alone does not notice.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=themes/default");
}
