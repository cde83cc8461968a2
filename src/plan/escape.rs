/// Stands around the number of a block in a text until the block is drawn. No character, so no author can have meant it.
pub(crate) const BLOCK_MARK: char = '\u{FFFE}';

/// Adds `text` to `html` with what means something in markup escaped, in attributes too. What may not stand in HTML at all
/// becomes a replacement character.
pub(super) fn push(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let escaped = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\r' => "",
            '\t' | '\n' => continue,
            BLOCK_MARK | '\u{FFFF}' => "\u{FFFD}",
            _ if c.is_control() => "\u{FFFD}",
            _ => continue,
        };
        html.push_str(&text[from..at]);
        html.push_str(escaped);
        from = at + c.len_utf8();
    }
    html.push_str(&text[from..]);
}

/// `text` escaped, on its own.
pub(super) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}
