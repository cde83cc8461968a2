use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diag::Fingerprint;
use crate::site::Artifact;

use super::packing::json;

/// Where the worker lies: at the root, because it may only serve what lies below itself.
pub const WORKER: &str = "sw.js";

/// What the worker does; `SITE` is written in front of it.
const SCRIPT: &str = include_str!("../../themes/default/scripts/offline.js");

/// The service worker that keeps a whole site, these files by their paths, on a reader's device when they ask for it. `key` tells the books of one origin
/// apart. Addresses in it are relative to the worker, which lies at the root.
pub fn worker(files: &BTreeMap<String, Fingerprint>, key: &str) -> Artifact {
    let mut out = String::from("const SITE = {\"key\":");
    json(key, &mut out);
    out.push_str(",\"files\":[");
    // A host reads these; they are not for readers, and cards are for other sites.
    let kept = files.iter().filter(|(path, _)| *path != "_headers" && !path.starts_with('.') && !path.starts_with("assets/cards/"));
    for (at, (path, fingerprint)) in kept.enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        json(&crate::plan::url::encode(path), &mut out);
        let _ = write!(out, ",\"{}\"]", fingerprint.short());
    }
    out.push_str("]};\n");
    out.push_str(SCRIPT);
    Artifact::new(WORKER, out.into_bytes())
}
