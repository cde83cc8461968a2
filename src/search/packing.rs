//! The small encodings the shards are made of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::parse::scan;

/// Appends `number` in groups of seven bits, the lowest first; the high bit says that more follows.
pub(crate) fn varint(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 128 {
        bytes.push((number as u8 & 127) | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads a [`varint`] at `at` and moves it on; none if the bytes end within it.
pub(crate) fn read_varint(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let mut number = 0u32;
    let mut shift = 0;
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u32::from(byte & 127).checked_shl(shift)?;
        if byte < 128 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Appends `bytes` in base 64 without padding: it costs next to nothing once compressed, and is safe in a JSON string.
pub(crate) fn base64(bytes: &[u8], text: &mut String) {
    STANDARD_NO_PAD.encode_string(bytes, text);
}

/// Reads [`base64()`]; none if it is not that.
pub(crate) fn read_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD_NO_PAD.decode(text).ok()
}

/// Appends a number.
pub(crate) fn number(number: impl itoa::Integer, text: &mut String) {
    text.push_str(itoa::Buffer::new().format(number));
}

/// Appends `text` as a JSON string. What would end a script element or a line of JavaScript is escaped too.
pub(crate) fn json(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = scan::first(rest.as_bytes(), is_notable) {
        let (plain, notable) = rest.split_at(at);
        out.push_str(plain);
        let (escape, length) = match notable.as_bytes() {
            [b'"', ..] => ("\\\"", 1),
            [b'\\', ..] => ("\\\\", 1),
            [b'\n', ..] => ("\\n", 1),
            [b'<', ..] => ("\\u003c", 1),
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => (" ", 3),
            [0xe2, ..] => (&notable[..3], 3),
            _ => (" ", 1),
        };
        out.push_str(escape);
        rest = &notable[length..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Whether a byte may begin something that is escaped. The last one begins U+2028 and U+2029, among others.
fn is_notable(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\') | (byte == b'<') | (byte == 0xe2)
}

/// How many characters `next` has in common with `last` at the start, at most 35, and the byte where they part in `next`.
pub(crate) fn shared(last: &str, next: &str) -> (u32, usize) {
    let alike = last.chars().zip(next.chars()).take(35).take_while(|(a, b)| a == b);
    alike.fold((0, 0), |(count, bytes), (c, _)| (count + 1, bytes + c.len_utf8()))
}

/// The character for a number under 36: `0` to `9`, `A` to `Z`.
pub(crate) fn digit(number: u32) -> char {
    char::from_digit(number, 36).unwrap_or('0').to_ascii_uppercase()
}
