//! Takes: finished files. Gives: the same on disk, changed ones only, each at once; or as one zip file.
//! May use: diag, site. The only writer of the output folder.

mod archive;
mod failure;
mod lock;
mod manifest;
mod output;
mod permission;
mod single;
mod stage;

pub use archive::{zip, zip_fits};
pub use failure::Failure;
pub use manifest::{MANIFEST, Manifest};
pub use output::{Output, Written};
pub use permission::may_write;
pub use single::deliver;
pub use stage::Stage;
