use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::output::builder;
use super::{Failure, MANIFEST, Manifest};

/// Writes the site in the output folder `site` as one zip file at `path`, in one step. The same site gives the same bytes: every
/// file carries the format's earliest date. Fails if the folder holds no finished site.
pub fn zip(site: &Path, path: &Path) -> Result<(), Failure> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let failed = |error: std::io::Error| Failure::Io(path.to_owned(), error);
    let missing = || Failure::BadManifest(site.join(MANIFEST), "no finished site lies beside it".to_owned());
    let manifest = Manifest::read(site)?.filter(|manifest| manifest.complete).ok_or_else(missing)?;
    let mut file =
        builder().tempfile_in(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))).map_err(failed)?;
    let mut archive = ZipWriter::new(BufWriter::new(file.as_file_mut()));
    for name in manifest.files.keys() {
        let from = site.join(name);
        archive.start_file(name, options).map_err(|error| failed(error.into()))?;
        archive.write_all(&fs::read(&from).map_err(Failure::io(&from))?).map_err(failed)?;
    }
    let mut rest: BufWriter<&mut File> = archive.finish().map_err(|error| failed(error.into()))?;
    rest.flush().map_err(failed)?;
    drop(rest);
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
