use crate::diag::Span;

use super::Text;

/// A value of a YAML or TOML file, with its place. Both formats are read into this, so that one reader of fields, with
/// one set of complaints, serves books, banks and front matter alike.
#[derive(Clone, Debug)]
pub struct Node {
    /// What stands there.
    pub value: Value,
    /// Where; for a block scalar, its content.
    pub span: Span,
}

/// The shape of a [`Node`].
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// Any single value. It stays text until somebody asks for a number: `no`, `1.10` and `017` are what they look like.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with values, in the order of the file, without duplicates.
    Mapping(Vec<Entry>),
}

/// A single value as text.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text, and where each of its parts stands in the file.
    pub text: Text,
    /// Whether quotes or a block style make it text beyond doubt.
    pub quoted: bool,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// What to call this shape in a message: `a list`.
    pub fn shape(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a single value",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The entry of this key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The text, if this is a single value.
    pub fn text(&self) -> Option<&Text> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }
}
