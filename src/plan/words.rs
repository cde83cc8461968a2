use serde_json::Value;

/// The theme's words, for the few texts that are made here: titles of generated pages, callouts, footnotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a>(pub(super) &'a Value);

impl<'a> Words<'a> {
    /// The word at this path, `callouts.note`. A theme without it shows the last part of the path, which is at least English.
    pub(super) fn get(self, path: &'a str) -> &'a str {
        let found = path.split('.').try_fold(self.0, |words, key| words.get(key));
        found.and_then(Value::as_str).unwrap_or_else(|| path.rsplit('.').next().unwrap_or(path))
    }

    /// The same with `{name}` replaced by `value`.
    pub(super) fn with(self, path: &'a str, name: &str, value: &str) -> String {
        self.get(path).replace(&format!("{{{name}}}"), value)
    }
}
