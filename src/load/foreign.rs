/// How files begin that programs other than text editors write, and what they are called.
const BEGINNINGS: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "a file of Word, Excel or LibreOffice, or a ZIP archive"),
    (b"\xD0\xCF\x11\xE0", "a file of an old Word or Excel"),
    (b"{\\rtf", "a rich text (RTF)"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1F\x8B", "a compressed file (gzip)"),
    (b"SQLite format", "a database"),
];

/// What a file is whose name says that it is a text while its first bytes say that another program wrote it.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, name)| *name)
}
