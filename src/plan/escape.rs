use crate::parse::scan;

/// Stands around the name of a part in a text until the part is drawn: the number of a block, or `c` and the number of a card.
/// No character, so no author can have meant it.
pub(crate) const PART_MARK: char = '\u{FFFE}';
/// Stands for the way to the root in what is drawn once for pages in several folders. No character either.
pub(crate) const ROOT_MARK: char = '\u{FFFF}';

/// Whether a byte may begin something that cannot stay as it is. Bytes that differ in a bit or two are looked at together, and a few
/// more with them, which stay: tabs, ends of lines and `#`.
fn is_notable(byte: u8) -> bool {
    let control = (byte < b' ') | (byte == 0x7f);
    let quote_or_ampersand = byte | 0b101 == b'\'';
    let angle = byte | 0b010 == b'>';
    // These two begin the control characters from U+0080 on, and U+FFFE and U+FFFF.
    control | quote_or_ampersand | angle | (byte == 0xc2) | (byte == 0xef)
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
            _ if c.is_control() && !matches!(c, '\t' | '\n') => html.push(char::REPLACEMENT_CHARACTER),
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

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn what_means_something_is_escaped_and_all_else_stays() {
        assert_eq!(html("<a href=\"#\" title='&'>"), "&lt;a href=&quot;#&quot; title=&#39;&amp;&#39;&gt;");
        assert_eq!(html("\u{1}\r\u{7f}\u{85}\u{fffe}\u{ffff}"), "\u{fffd}".repeat(5));
        let plain: String = (' '..'\u{7f}').filter(|c| !"\"&'<>".contains(*c)).chain("\t\n\u{a0}é–\u{feff}".chars()).collect();
        assert_eq!(html(&plain), plain);
    }
}
