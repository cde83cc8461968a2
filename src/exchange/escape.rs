use crate::parse::scan;

/// `text` with each of these ASCII characters replaced by what stands beside it.
pub(super) fn escape<const N: usize>(text: &str, instead: [(u8, &str); N]) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(at) = scan::first(rest.as_bytes(), |byte| instead.iter().fold(false, |found, (sign, _)| found | (byte == *sign))) {
        escaped.push_str(&rest[..at]);
        escaped.extend(instead.iter().find(|(sign, _)| *sign == rest.as_bytes()[at]).map(|(_, other)| *other));
        rest = &rest[at + 1..];
    }
    escaped.push_str(rest);
    escaped
}
