use std::collections::BTreeSet;

use crate::config::Config;

use super::{Encoding, Format, Input, read};

/// Whether a file is an export in this format: every question of one has an id. Of a sheet the headers tell, because the book may
/// have had other facets.
pub fn is_export(format: Format, bytes: Vec<u8>, config: &Config) -> bool {
    if format == Format::Text {
        return is_handout(&bytes);
    }
    let (encoding, slots) = (Encoding::Marked, BTreeSet::new());
    let found = read(Input { path: "", bytes, format, encoding, mappings: &[], sheet: None, config, slots });
    let has = |key: &str| found.headers.iter().any(|header| header == key);
    has("id") && has("ask") || found.draft.records.iter().any(|record| record.one("id").is_some())
}

/// A title that is underlined begins it.
fn is_handout(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.lines().nth(1).is_some_and(|line| !line.is_empty() && line.chars().all(|c| c == '='))
}
