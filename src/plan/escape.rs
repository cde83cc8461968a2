use crate::parse::scan;

/// Stands around the name of a part in a text until the part is drawn: the number of a block, or `c` and the number of a card.
/// No character, so no author can have meant it.
pub(crate) const PART_MARK: char = '\u{FFFE}';
/// Stands for the way to the root in what is drawn once for pages in several folders. No character either.
pub(crate) const ROOT_MARK: char = '\u{FFFF}';

/// Whether a byte may begin something that cannot stay as it is. The last two begin the control characters from U+0080 on, and U+FFFE
/// and U+FFFF.
fn is_notable(byte: u8) -> bool {
    let control = (byte < b' ') & (byte != b'\t') & (byte != b'\n') | (byte == 0x7f);
    let mark = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    control | mark | (byte == 0xc2) | (byte == 0xef)
}

/// Adds `text` to `html` with what means something in markup escaped, in attributes too. What may not stand in HTML at all
/// becomes a replacement character.
pub(super) fn push(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = scan::first(rest.as_bytes(), is_notable) {
        let (plain, notable) = rest.split_at(at);
        html.push_str(plain);
        let Some(c) = notable.chars().next() else { break };
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\r' => {}
            PART_MARK | ROOT_MARK => html.push(char::REPLACEMENT_CHARACTER),
            _ if c.is_control() => html.push(char::REPLACEMENT_CHARACTER),
            _ => html.push(c),
        }
        rest = &notable[c.len_utf8()..];
    }
    html.push_str(rest);
}

/// Adds an address of the site, which may begin with a [`ROOT_MARK`].
pub(super) fn push_address(html: &mut String, address: &str) {
    let rest = address.strip_prefix(ROOT_MARK);
    html.extend(rest.map(|_| ROOT_MARK));
    push(html, rest.unwrap_or(address));
}

/// `text` escaped, on its own.
pub(super) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}
