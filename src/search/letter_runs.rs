use std::ops::Range;

/// Where runs of letters and digits stand in a text of ASCII. They are found without a branch for each letter.
pub(crate) struct LetterRuns<'t> {
    text: &'t [u8],
    /// How many bytes were looked at, at most 63 more than there are.
    seen: usize,
    /// A bit for each of the last 64 bytes looked at: whether a run begins or ends there. Those that were given are gone.
    edges: u64,
    /// Whether the byte before the next ones is in a run.
    within: u64,
}

const CHUNK: usize = 64;

impl<'t> LetterRuns<'t> {
    pub(crate) fn new(text: &'t str) -> LetterRuns<'t> {
        LetterRuns { text: text.as_bytes(), seen: 0, edges: 0, within: 0 }
    }

    /// Where the next run begins or ends; none behind the last run.
    fn edge(&mut self) -> Option<usize> {
        while self.edges == 0 {
            let rest = self.text.get(self.seen..)?;
            let letters = match rest.first_chunk() {
                Some(chunk) => letters(chunk),
                None => {
                    let mut chunk = [0; CHUNK];
                    chunk[..rest.len()].copy_from_slice(rest);
                    letters(&chunk)
                }
            };
            self.edges = letters ^ (letters << 1 | self.within);
            self.within = letters >> 63;
            self.seen += CHUNK;
        }
        let edge = self.seen - CHUNK + self.edges.trailing_zeros() as usize;
        self.edges &= self.edges - 1;
        Some(edge)
    }
}

impl Iterator for LetterRuns<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        Some(self.edge()?..self.edge()?)
    }
}

/// A bit for each of 64 bytes of ASCII: whether it is a letter or a digit.
// On its own, the compiler looks at many bytes at once; within its caller it looks at one after the other.
#[inline(never)]
fn letters(chunk: &[u8; CHUNK]) -> u64 {
    let letters = chunk.map(|byte| u8::from(byte.is_ascii_alphanumeric()));
    letters.as_chunks().0.iter().enumerate().fold(0, |bits, (at, eight)| {
        // One factor brings the bits of eight bytes together, in the last of them.
        bits | (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at)
    })
}

#[cfg(test)]
mod tests {
    use super::LetterRuns;

    #[test]
    fn every_run_is_found_wherever_it_stands() {
        for length in 0..200 {
            for pattern in ["a", "a ", "aB9 - z", "@[`{/:Az09", " ab"] {
                let text: String = pattern.chars().cycle().take(length).collect();
                let found: Vec<&str> = LetterRuns::new(&text).map(|run| &text[run]).collect();
                let expected: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty()).collect();
                assert_eq!(found, expected);
            }
        }
    }
}
