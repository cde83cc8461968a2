/// `text` with each ASCII character for which there is something to be written `instead` replaced by it.
pub(super) fn escape(text: &str, instead: impl Fn(u8) -> Option<&'static str>) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte < 128
            && let Some(other) = instead(byte)
        {
            escaped.push_str(&text[from..at]);
            escaped.push_str(other);
            from = at + 1;
        }
    }
    escaped.push_str(&text[from..]);
    escaped
}
