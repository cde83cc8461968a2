use crate::diag::{Code, Diagnostic, Place, Source};
use crate::load::{self, Mark};

/// How a text file's bytes are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or what a byte order mark says.
    #[default]
    Marked,
    /// What Excel writes on Windows in Western Europe.
    Windows1252,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

/// The characters of the bytes 0x80 to 0x9F in windows-1252; the five that have none stay control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Encoding {
    /// The names that are known, lower case.
    pub const NAMES: &'static [(&'static str, Encoding)] = &[
        ("utf-8", Encoding::Marked),
        ("windows-1252", Encoding::Windows1252),
        ("latin1", Encoding::Windows1252),
        ("utf-16le", Encoding::Utf16Le),
        ("utf-16be", Encoding::Utf16Be),
    ];

    /// The text of a file. A byte order mark, and letters that are written as only UTF-8 writes them, say more than this encoding does.
    /// Fails where the bytes are not in it, naming the first one that is not.
    pub fn decode(self, path: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
        let mark = Mark::of(&bytes);
        if mark == Some(Mark::Utf32) {
            return Err(unreadable(path, format!("`{path}` is UTF-32"), "save it as UTF-8"));
        }
        let tells = mark.is_some() || bytes.starts_with(b"\xEF\xBB\xBF");
        let is_utf8 = || self == Encoding::Windows1252 && std::str::from_utf8(&bytes).is_ok();
        match if tells || is_utf8() { Encoding::Marked } else { self } {
            Encoding::Marked if mark == Some(Mark::Utf16Le) => utf16(path, &bytes[2..], u16::from_le_bytes),
            Encoding::Marked if mark == Some(Mark::Utf16Be) => utf16(path, &bytes[2..], u16::from_be_bytes),
            Encoding::Marked => marked(path, bytes),
            Encoding::Windows1252 => Ok(Source::new(path, load::with_line_ends(bytes.iter().map(|byte| windows_1252(*byte)).collect()))),
            Encoding::Utf16Le => utf16(path, &bytes, u16::from_le_bytes),
            Encoding::Utf16Be => utf16(path, &bytes, u16::from_be_bytes),
        }
    }
}

fn marked(path: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    if load::foreign(&bytes).is_some() {
        return load::decode(path, bytes);
    }
    let help = match Mark::guess(&bytes) {
        Some(Mark::Utf16Le) => "say `--encoding utf-16le`, or save it as UTF-8",
        Some(Mark::Utf16Be) => "say `--encoding utf-16be`, or save it as UTF-8",
        Some(Mark::Utf32) => "save it as UTF-8",
        None => "save it as UTF-8, or say `--encoding windows-1252` if it came from Excel on Windows",
    };
    load::decode(path, bytes).map_err(|problem| Box::new(problem.help(help)))
}

fn unreadable(path: &str, message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::NotUtf8, Place::File(path.to_owned()), message).help(help))
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn utf16(path: &str, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Source, Box<Diagnostic>> {
    let problem = |message: String| unreadable(path, message, "save it as UTF-8");
    if bytes.len() % 2 == 1 {
        return Err(problem(format!("`{path}` is not UTF-16: it has an odd number of bytes")));
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map(|text| Source::new(path, text)).map_err(|error| problem(format!("`{path}` is not UTF-16: {error}")))
}
