use crate::site::Artifact;

/// A file of the index before it has its place: what kind, and its JSON.
///
/// Every file is a script of one call, `pbs("<key>",<json>)`: loaded by `fetch` where there is a server, and by a script
/// element from disk, where `fetch` is not allowed. It is named for its content, so that it may be kept for ever.
#[derive(Debug)]
pub(crate) struct Envelope {
    kind: char,
    json: String,
    hash: [u8; 16],
}

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Letters of a file's name after its kind, unless two contents share them.
pub(crate) const NAME: usize = 8;

impl Envelope {
    /// A file of this kind.
    pub(crate) fn new(kind: char, json: String) -> Envelope {
        let hash = hash(&json);
        Envelope { kind, json, hash }
    }

    /// The first `length` letters of its hash.
    pub(crate) fn name(&self, length: usize) -> String {
        letters(self.hash, length)
    }

    /// The finished file.
    pub(crate) fn artifact(&self, folder: &str, length: usize) -> Artifact {
        artifact(folder, &self.key(length), &self.json)
    }

    /// Its name with its kind before it.
    pub(crate) fn key(&self, length: usize) -> String {
        format!("{}{}", self.kind, self.name(length))
    }

    /// How many letters of hash tell all of `files` apart: [`NAME`], or two more until they do.
    pub(crate) fn distinct<'a>(files: impl Iterator<Item = &'a Envelope> + Clone) -> usize {
        let mut length = NAME;
        loop {
            let mut names: Vec<(String, char, [u8; 16])> = files.clone().map(|file| (file.name(length), file.kind, file.hash)).collect();
            names.sort_unstable();
            if length >= 24 || names.windows(2).all(|pair| (&pair[0].0, pair[0].1) != (&pair[1].0, pair[1].1) || pair[0].2 == pair[1].2) {
                return length;
            }
            length += 2;
        }
    }
}

/// The hash of a file's content, of which its name is made.
pub(crate) fn hash(json: &str) -> [u8; 16] {
    let mut hash = [0; 16];
    hash.copy_from_slice(crate::diag::Fingerprint::of(json.as_bytes()).as_bytes());
    hash
}

/// The first `length` letters of a hash, five bits each.
pub(crate) fn letters(hash: [u8; 16], length: usize) -> String {
    let bits = u128::from_be_bytes(hash);
    (0..length.min(25)).map(|at| char::from(LETTERS[(bits >> (123 - 5 * at)) as usize & 31])).collect()
}

/// The file with this key and content.
pub(crate) fn artifact(folder: &str, key: &str, json: &str) -> Artifact {
    Artifact::new(format!("{folder}/{key}.js"), ["pbs(\"", key, "\",", json, ")\n"].concat().into_bytes())
}

/// The content of a file, or none where it is not one of ours.
pub(crate) fn content(file: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(file).ok()?;
    let from = text.find(',')? + 1;
    text.get(from..text.rfind(')')?)
}
