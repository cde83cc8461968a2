use std::fmt;
use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// What some bytes are, in 16 bytes: their XXH3-128 hash. It tells apart what authors write, not what somebody makes to be taken
/// for something else: whoever can do that can write the book as well.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint(xxh3_128(bytes).to_be_bytes())
    }

    /// The fingerprint of several pieces in their order; `["ab", "c"]` differs from `["a", "bc"]`.
    pub fn of_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hasher = Xxh3::new();
        for piece in pieces {
            hasher.update(&(piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        Fingerprint(hasher.digest128().to_be_bytes())
    }

    /// The fingerprint of a value, by all that takes part in its `Hash`.
    pub fn of_value(value: &impl Hash) -> Fingerprint {
        let mut pieces = Pieces(Xxh3::new());
        value.hash(&mut pieces);
        Fingerprint(pieces.0.digest128().to_be_bytes())
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
struct Pieces(Xxh3);

impl Hasher for Pieces {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
