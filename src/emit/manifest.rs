use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Failure;

/// The name of the manifest in the output folder.
pub const MANIFEST: &str = ".prepbook.json";

/// The format of the manifest; another one is not understood.
const VERSION: u32 = 1;

/// What in an output folder is ours. Holds no times and no absolute paths, so that equal builds have equal manifests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub(super) version: u32,
    /// Whether every file of it is known to have been written: not so while a build writes, or after one was killed.
    pub complete: bool,
    /// Of everything the site was made from: when it is the same again, so is the site.
    pub inputs: String,
    /// The report of that build, as the pipeline stored it.
    pub report: serde_json::Value,
    /// Path and fingerprint of each file.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// A manifest of files that are all there.
    pub fn new(inputs: String, report: serde_json::Value, files: BTreeMap<String, String>) -> Manifest {
        Manifest { version: VERSION, complete: true, inputs, report, files }
    }

    /// Reads the manifest of the folder; `None` if it has none.
    pub fn read(folder: &Path) -> Result<Option<Manifest>, Failure> {
        let path = folder.join(MANIFEST);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::Io(path, error)),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| Failure::BadManifest(path.clone(), error.to_string()))?;
        if manifest.version != VERSION {
            return Err(Failure::BadManifest(path, format!("it has version {}, and this prepbook knows {VERSION}", manifest.version)));
        }
        let climbs = |file: &String| file.split('/').any(|part| matches!(part, "" | "." | "..")) || file.contains('\\');
        match manifest.files.keys().find(|file| climbs(file)) {
            Some(file) => Err(Failure::BadManifest(path, format!("it names `{file}`"))),
            None => Ok(Some(manifest)),
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
