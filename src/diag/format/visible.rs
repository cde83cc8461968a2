use std::borrow::Cow;

/// `text` with everything that could steer a terminal, or make a line read other than it is, made visible: one character
/// for one, so that columns stay true. Tabs and line ends stay.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| stand_in(c).is_none()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
    }
}

/// The same on a single line.
pub(super) fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stand_in(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => None,
        // The Unicode pictures of the control characters: ␀ to ␟, and ␡.
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        // Marks that turn the direction of text round, and those that nobody sees.
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' => Some('\u{fffd}'),
        '\u{2066}'..='\u{2069}' | '\u{feff}' => Some('\u{fffd}'),
        _ => None,
    }
}
