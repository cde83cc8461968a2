use std::fmt;
use std::hash::{Hash, Hasher};

/// What some bytes are, in 16 bytes: the first half of their BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint::half(blake3::hash(bytes))
    }

    /// The fingerprint of several pieces in their order; `["ab", "c"]` differs from `["a", "bc"]`.
    pub fn of_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            hasher.update(&(piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        Fingerprint::half(hasher.finalize())
    }

    /// The fingerprint of a value, by all that takes part in its `Hash`.
    pub fn of_value(value: &impl Hash) -> Fingerprint {
        let mut pieces = Pieces(blake3::Hasher::new());
        value.hash(&mut pieces);
        Fingerprint::half(pieces.0.finalize())
    }

    fn half(hash: blake3::Hash) -> Fingerprint {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Fingerprint(half)
    }

    /// The raw bytes, to feed into another fingerprint.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Eight lower-case hexadecimal digits, for file names that change with their content.
    pub fn short(&self) -> String {
        self.0[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What a value writes of itself, in 16 bytes where a `Hasher` has 8.
struct Pieces(blake3::Hasher);

impl Hasher for Pieces {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finalize().as_bytes()[..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
