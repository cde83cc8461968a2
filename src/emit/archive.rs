use std::io::{Cursor, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::site::Site;

use super::Failure;
use super::output::replace;

/// Writes the site as one zip file at `path`, in one step. The same site gives the same bytes: every file carries the format's earliest date.
pub fn zip(site: &Site, path: &Path) -> Result<(), Failure> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let failed = |error: std::io::Error| Failure::Io(path.to_owned(), error);
    for artifact in site.iter() {
        archive.start_file(&artifact.path, options).map_err(|error| failed(error.into()))?;
        archive.write_all(&artifact.bytes).map_err(failed)?;
    }
    let bytes = archive.finish().map_err(|error| failed(error.into()))?.into_inner();
    replace(path, &bytes)
}
