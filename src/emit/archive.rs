use std::fs::{self, File};
use std::io::{BufWriter, Cursor, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::lock::Lock;
use super::output::{lies_in_content, real};
use super::permission::may_write;
use super::single::deliver_with;
use super::{Failure, MANIFEST, Manifest};

/// A file that every site has.
const ALWAYS: &str = ".nojekyll";

/// Fails if a zip file at `path` would become part of the book at `book` or of its site at `site`, or take the place of a file that is
/// no zip file of a site.
pub fn zip_fits(path: &Path, book: &Path, site: &Path) -> Result<(), Failure> {
    if lies_in_content(path, book) {
        return Err(Failure::InContent(path.to_owned()));
    }
    if real(path).starts_with(real(site)) {
        return Err(Failure::InSite(path.to_owned()));
    }
    let is_site = |bytes| ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name(ALWAYS).is_some());
    may_write(path, "zip file of a site", is_site)
}

/// Writes the site in the output folder `site` as one zip file at `path`, in one step. The same site gives the same bytes: every
/// file carries the format's earliest date. Fails if the folder holds no finished site.
pub fn zip(site: &Path, path: &Path) -> Result<(), Failure> {
    let missing = || Failure::BadManifest(site.join(MANIFEST), "no finished site lies beside it".to_owned());
    Manifest::read(site)?.ok_or_else(missing)?;
    // Nobody writes there while it is read.
    let _lock = Lock::take(site)?;
    let manifest = Manifest::read(site)?.filter(|manifest| manifest.complete).ok_or_else(missing)?;
    deliver_with(path, |file| pack(site, &manifest, file, path))
}

fn pack(site: &Path, manifest: &Manifest, file: &mut File, path: &Path) -> Result<(), Failure> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let failed = |error: std::io::Error| Failure::Io(path.to_owned(), error);
    let mut archive = ZipWriter::new(BufWriter::new(file));
    for name in manifest.files.keys() {
        let from = site.join(name);
        archive.start_file(name, options).map_err(|error| failed(error.into()))?;
        archive.write_all(&fs::read(&from).map_err(Failure::io(&from))?).map_err(failed)?;
    }
    let mut rest: BufWriter<&mut File> = archive.finish().map_err(|error| failed(error.into()))?;
    rest.flush().map_err(failed)
}
