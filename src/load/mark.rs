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

    /// What the bytes look like, without a mark too: every letter of most languages has one zero in UTF-16, and two or three in UTF-32,
    /// and all of them are characters, which the zeros of a picture are not.
    pub fn guess(bytes: &[u8]) -> Option<Mark> {
        let shown = &bytes[..bytes.len().min(LOOKED_AT)];
        let by_zeros = || {
            let zeros = shown.iter().filter(|byte| **byte == 0).count();
            if zeros * 3 <= shown.len() {
                return None;
            }
            [Mark::Utf32, Mark::Utf16Le, Mark::Utf16Be].into_iter().find(|mark| mark.reads(shown))
        };
        Mark::of(bytes).or_else(|| shown.contains(&0).then(by_zeros).flatten())
    }

    /// Whether all of it is characters of a text.
    fn reads(self, bytes: &[u8]) -> bool {
        let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        let pairs = |unit: fn([u8; 2]) -> u16| {
            let units = bytes.as_chunks::<2>().0.iter().map(move |pair| unit(*pair));
            char::decode_utf16(units).all(|c| c.map_or(true, is_text))
        };
        let fours = |unit: fn([u8; 4]) -> u32| bytes.as_chunks::<4>().0.iter().all(|four| char::from_u32(unit(*four)).is_some_and(is_text));
        match self {
            Mark::Utf16Le => pairs(u16::from_le_bytes),
            Mark::Utf16Be => pairs(u16::from_be_bytes),
            Mark::Utf32 => fours(u32::from_le_bytes) || fours(u32::from_be_bytes),
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Utf16Le | Mark::Utf16Be => "UTF-16",
            Mark::Utf32 => "UTF-32",
        }
    }
}
