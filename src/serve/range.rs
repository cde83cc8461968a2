use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The whole, also where the header makes no sense or asks for several parts.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that are not there.
    Outside,
}

/// Reads a `Range` header for a body of `length` bytes (RFC 9110, section 14).
pub(super) fn read(header: Option<&str>, length: usize) -> Asked {
    let Some((first, last)) = header.and_then(|header| header.strip_prefix("bytes=")).and_then(|range| range.split_once('-')) else {
        return Asked::Whole;
    };
    match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last && first < length => Asked::Part(first..last.saturating_add(1).min(length)),
        (Ok(first), Err(_)) if last.trim().is_empty() && first < length => Asked::Part(first..length),
        (Err(_), Ok(last)) if first.trim().is_empty() && last > 0 && length > 0 => Asked::Part(length.saturating_sub(last)..length),
        (Ok(first), _) if first >= length => Asked::Outside,
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_to_the_body() {
        assert_eq!(read(Some("bytes=0-3"), 10), Asked::Part(0..4));
        assert_eq!(read(Some("bytes=8-99"), 10), Asked::Part(8..10));
        assert_eq!(read(Some("bytes=4-"), 10), Asked::Part(4..10));
        assert_eq!(read(Some("bytes=-3"), 10), Asked::Part(7..10));
        assert_eq!(read(Some("bytes=-99"), 10), Asked::Part(0..10));
        assert_eq!(read(Some("bytes=10-"), 10), Asked::Outside);
        assert_eq!(read(Some("bytes=0-18446744073709551615"), 10), Asked::Part(0..10));
    }

    #[test]
    fn nonsense_asks_for_the_whole() {
        for header in ["bytes=3-1", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=-"] {
            assert_eq!(read(Some(header), 10), Asked::Whole, "{header}");
        }
        assert_eq!(read(None, 10), Asked::Whole);
    }
}
