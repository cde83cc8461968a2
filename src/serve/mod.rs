//! Takes: builds. Gives: the site to a browser, from memory, and word of every change.
//! May use: everything above, save cli. `server.rs` alone names tiny_http, `watcher.rs` alone notify.

mod address;
mod answer;
mod client;
mod event;
mod gate;
mod hosts;
mod links;
mod live;
mod places;
mod poller;
mod preview;
mod range;
mod server;
mod session;
mod stir;
mod watcher;

pub use address::{address_for_others, own_address};
pub use hosts::Hosts;
pub use preview::{Preview, run};
pub use server::{Failure, bind};
pub use session::Session;
pub use stir::Stir;
pub use watcher::Watcher;
