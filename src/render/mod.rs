//! Takes: the jobs of a plan, and a theme. Gives: an artifact for each.
//! May use: diag, parse, config, load, model, check, theme, plan, site.

mod cards;
mod component_cycle;
mod fold;
mod furniture;
mod kept;
mod page;
mod parts;
mod range_budget;
mod render;
mod rows;
mod stencil;

pub use cards::Cards;
pub use page::{Renderer, Templates, theme_sources};
pub use render::{Draw, add_each_once, file, render};
