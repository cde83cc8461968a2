//! Looks over text that is nearly always plain, many bytes at once.

/// Where the first byte stands that is `notable`, if any.
pub fn first(bytes: &[u8], notable: impl Fn(u8) -> bool) -> Option<usize> {
    // There is no way out within a chunk, so that the compiler looks at all of its bytes at once.
    let is_plain = |chunk: &&[u8; 32]| !chunk.iter().fold(false, |found, byte| found | notable(*byte));
    let (chunks, rest) = bytes.as_chunks();
    // What is too short for a chunk is filled up with a byte of its own.
    let mut last = [rest.first().copied().unwrap_or_default(); 32];
    last[..rest.len()].copy_from_slice(rest);
    let plain = 32 * chunks.iter().chain([&last]).take_while(is_plain).count();
    bytes.get(plain..)?.iter().position(|byte| notable(*byte)).map(|at| plain + at)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        for length in 0..100 {
            assert_eq!(first(&vec![b'a'; length], |byte| byte == b'<'), None);
            for at in 0..length {
                let mut text = vec![b'a'; length];
                text[at..].fill(b'<');
                assert_eq!(first(&text, |byte| byte == b'<'), Some(at), "{length}");
            }
        }
    }
}
