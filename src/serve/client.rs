use crate::site::Artifact;

/// What the preview adds to a page, and nothing else.
pub(super) const PREFIX: &str = "/__prepbook/";
pub(super) const SCRIPT: &str = include_str!("client/reload.js");
pub(super) const STYLE: &str = include_str!("client/preview.css");

/// The page with one script element before the end of its body: the only difference between what is served and what is built.
pub(super) fn with_script(page: &Artifact, generation: u64) -> Vec<u8> {
    let script = format!("<script src=\"{PREFIX}reload.js?{generation}\"></script>");
    let at = rfind(&page.bytes, b"</body>").unwrap_or(page.bytes.len());
    [&page.bytes[..at], script.as_bytes(), &page.bytes[at..]].concat()
}

fn rfind(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).rposition(|window| window == word)
}
