use std::fmt::Write as _;

use crate::site::{Artifact, Site};

use super::packing::json;

/// What the worker does; `SITE` is written in front of it.
const SCRIPT: &str = include_str!("../../themes/default/scripts/offline.js");

/// The service worker that keeps a whole site on a reader's device when they ask for it. `key` tells the books of one origin
/// apart. Addresses in it are relative to the worker, which lies at the root.
pub fn worker(site: &Site, key: &str) -> Artifact {
    let mut out = String::from("const SITE = {\"key\":");
    json(key, &mut out);
    out.push_str(",\"files\":[");
    // A host reads these; they are not for readers, and cards are for other sites.
    let kept = site.iter().filter(|file| file.path != "_headers" && !file.path.starts_with('.') && !file.path.starts_with("assets/cards/"));
    for (at, file) in kept.enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        json(&crate::plan::url::encode(&file.path), &mut out);
        let _ = write!(out, ",\"{}\"]", file.fingerprint.short());
    }
    out.push_str("]};\n");
    out.push_str(SCRIPT);
    Artifact::new("sw.js", out.into_bytes())
}
