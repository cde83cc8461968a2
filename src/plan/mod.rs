//! Takes: a checked book and a theme. Gives: every address and every view of the site.
//! May use: diag, parse, config, load, model, check, theme.

mod block_view;
mod brief;
mod card;
mod card_sheet;
mod catalogue;
mod citation_view;
mod claim;
mod escape;
mod frame;
mod headers;
mod html;
mod index_view;
mod job;
mod json_ld;
mod layout;
mod leaf;
mod list_view;
mod nav;
mod near;
mod page_view;
mod picture;
mod plan;
mod print_view;
mod question_view;
mod record_view;
pub mod route;
mod sheet;
mod site_view;
mod template_view;
pub mod url;
mod variable;
pub mod view;
mod words;

pub use brief::Brief;
pub use card::Card;
pub use card_sheet::{CardPlace, CardSheet};
pub use job::{Job, JobKind};
pub use layout::{Layout, lay_out};
pub use plan::Plan;
pub use route::{Address, Routes};
pub use sheet::Sheet;

pub(crate) use escape::{PART_MARK, ROOT_MARK};
