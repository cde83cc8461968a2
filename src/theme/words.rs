use serde_json::{Map, Value};

/// The tags to look for words under, from the least to the most particular: `en`, then `de`, then `de-AT`.
pub(super) fn languages(tag: &str) -> Vec<String> {
    let mut tags = vec!["en".to_owned()];
    let mut grown = String::new();
    for part in tag.split('-') {
        if !grown.is_empty() {
            grown.push('-');
        }
        grown.push_str(part);
        if !tags.contains(&grown) {
            tags.push(grown.clone());
        }
    }
    tags
}

/// Lays `over` onto `words`, key by key, so that a translation may be partial.
pub(super) fn overlay(words: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (words.get_mut(&key), value) {
            (Some(Value::Object(below)), Value::Object(above)) => overlay(below, above),
            (_, value) => {
                words.insert(key, value);
            }
        }
    }
}
