//! Control characters, which neither HTML nor XML may hold.

/// Whether it is a control character that no page may hold. Those from U+0080 on are letters of Windows-1252 that were taken for Latin-1.
pub fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// The text with blanks in the place of control characters, as many as they have bytes, so that all else stays where it is.
pub fn blanked(text: &str) -> String {
    let mut blanked = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) { blanked.extend(std::iter::repeat_n(' ', c.len_utf8())) } else { blanked.push(c) }
    }
    blanked
}

/// Whether a text may hold one; many of its bytes are looked at in one step.
pub(super) fn may_have_controls(text: &str) -> bool {
    let ascii = text.bytes().fold(false, |found, byte| found | (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) | (byte == 0x7F));
    ascii || !text.is_ascii() && text.as_bytes().windows(2).fold(false, |found, pair| found | ((pair[0] == 0xC2) & (pair[1] < 0xA0)))
}
