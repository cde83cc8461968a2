//! prepbook turns YAML question banks and Markdown guidance into a searchable static site.
//!
//! A small compiler: sources with spans go in, diagnostics and a site come out. The modules below stand in the order of
//! the pipeline, and each may use only those above it (`tests/architecture.rs` holds them to it).

pub mod diag;
pub mod parse;
pub mod config;
pub mod load;
pub mod model;
pub mod exchange;
pub mod check;
pub mod theme;
pub mod plan;
pub mod site;
pub mod render;
pub mod search;
pub mod feed;
pub mod emit;
pub mod cache;
pub mod pipeline;
pub mod serve;
pub mod cli;
