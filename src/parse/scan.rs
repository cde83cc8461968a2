//! Looks over text that is nearly always plain, many bytes at once.

const CHUNK: usize = 32;

/// Where the first byte stands that is `notable`, if any.
pub fn first(bytes: &[u8], notable: impl Fn(u8) -> bool) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    let plain = CHUNK * chunks.iter().take_while(|chunk| is_plain(chunk, &notable)).count();
    if plain + rest.len() == bytes.len() && is_plain_at_its_end(bytes, &notable) {
        return None;
    }
    bytes[plain..].iter().position(|byte| notable(*byte)).map(|at| plain + at)
}

/// There is no way out within a chunk, so that the compiler looks at all of its bytes at once.
fn is_plain(chunk: &[u8; CHUNK], notable: &impl Fn(u8) -> bool) -> bool {
    !chunk.iter().fold(false, |found, byte| found | notable(*byte))
}

/// Whether nothing is notable in the last chunk, or in what is too short for one: that makes a chunk of two parts, which may lie over
/// each other, and of bytes that it has anyway.
fn is_plain_at_its_end(bytes: &[u8], notable: &impl Fn(u8) -> bool) -> bool {
    if let Some(last) = bytes.last_chunk() {
        return is_plain(last, notable);
    }
    let Some(any) = bytes.first() else { return true };
    let mut chunk = [*any; CHUNK];
    if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        chunk[..16].copy_from_slice(first);
        chunk[16..].copy_from_slice(last);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        chunk[..8].copy_from_slice(first);
        chunk[8..16].copy_from_slice(last);
    } else {
        return !bytes.iter().any(|byte| notable(*byte));
    }
    is_plain(&chunk, notable)
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
