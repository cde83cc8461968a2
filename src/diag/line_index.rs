/// Every so many bytes the characters are counted, so that a place in a line of 30 MB is found without reading the line.
const STRIDE: usize = 1 << 10;

/// Where the lines of a text begin. A line ends at `\n`; a `\r` before it belongs to the line end.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters begin before byte `n * STRIDE`.
    characters: Vec<u32>,
}

/// A place as people count: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl LineIndex {
    /// Counts the lines of `text`.
    pub fn new(text: &str) -> LineIndex {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        let mut characters = vec![0];
        let mut counted = 0;
        for stride in text.as_bytes().chunks_exact(STRIDE) {
            counted += count_starts(stride);
            characters.push(counted);
        }
        LineIndex { starts, characters }
    }

    /// The place of the byte `offset` in the `text` this index was made from; offsets past the end are the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset) - 1;
        let start = self.starts[line] as usize;
        Position { line: line + 1, column: self.characters_before(text, offset) - self.characters_before(text, start) + 1 }
    }

    /// The byte at which the line (from 1) begins, if there is such a line.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).map(|start| *start as usize)
    }

    /// How many lines there are; at least one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let stride = (offset / STRIDE).min(self.characters.len() - 1);
        self.characters[stride] as usize + count_starts(&text.as_bytes()[stride * STRIDE..offset]) as usize
    }
}

/// How many characters begin in these bytes of UTF-8.
fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_also_far_into_a_line() {
        let text = format!("é\n{}x\r\n", "ö".repeat(3 * STRIDE + 5));
        let lines = LineIndex::new(&text);
        let x = text.find('x').unwrap();
        assert_eq!(lines.position(&text, x), Position { line: 2, column: 3 * STRIDE + 6 });
        assert_eq!(lines.position(&text, x - 1), Position { line: 2, column: 3 * STRIDE + 5 }, "inside a character is its start");
        assert_eq!(lines.position(&text, usize::MAX), Position { line: 3, column: 1 });
        assert_eq!(LineIndex::new("").position("", 0), Position { line: 1, column: 1 });
    }
}
