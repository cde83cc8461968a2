/// How the bytes of a text are written, where it is not UTF-8 and they tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// UTF-32, in either order.
    Utf32,
}

/// So many bytes tell.
const LOOKED_AT: usize = 1000;

impl Mark {
    /// What the byte order mark says; none for UTF-8 and where there is no mark.
    pub fn of(bytes: &[u8]) -> Option<Mark> {
        match bytes {
            // Before UTF-16, whose mark it begins with.
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some(Mark::Utf32),
            [0xFF, 0xFE, ..] => Some(Mark::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Mark::Utf16Be),
            _ => None,
        }
    }

    /// What the bytes look like, without a mark too: every letter of most languages has one zero in UTF-16, and two or three in UTF-32.
    pub fn guess(bytes: &[u8]) -> Option<Mark> {
        let shown = &bytes[..bytes.len().min(LOOKED_AT)];
        let zeros = shown.iter().filter(|byte| **byte == 0).count();
        let by_zeros = || match shown.first()? {
            _ if zeros * 3 <= shown.len() => None,
            _ if zeros * 5 > shown.len() * 3 => Some(Mark::Utf32),
            0 => Some(Mark::Utf16Be),
            _ => Some(Mark::Utf16Le),
        };
        Mark::of(bytes).or_else(by_zeros)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Utf16Le | Mark::Utf16Be => "UTF-16",
            Mark::Utf32 => "UTF-32",
        }
    }
}
