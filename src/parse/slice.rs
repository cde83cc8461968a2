use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A part of a text that lies in memory once for all its parts.
#[derive(Clone)]
pub struct Slice {
    whole: Arc<String>,
    start: u32,
    end: u32,
}

impl Slice {
    /// The part of this text at a range of its bytes. Panics, as of `str`, if that is not one.
    pub fn part(&self, range: Range<usize>) -> Slice {
        let start = self.start as usize;
        let _ = &self[range.clone()];
        Slice { whole: Arc::clone(&self.whole), start: (start + range.start) as u32, end: (start + range.end) as u32 }
    }

    /// What follows this part in the text that it lies in.
    pub fn behind(&self) -> &str {
        &self.whole[self.end as usize..]
    }
}

impl From<Arc<String>> for Slice {
    fn from(whole: Arc<String>) -> Slice {
        Slice { start: 0, end: whole.len() as u32, whole }
    }
}

impl From<String> for Slice {
    fn from(text: String) -> Slice {
        Slice::from(Arc::new(text))
    }
}

impl From<&str> for Slice {
    fn from(text: &str) -> Slice {
        Slice::from(text.to_owned())
    }
}

impl Deref for Slice {
    type Target = str;
    fn deref(&self) -> &str {
        &self.whole[self.start as usize..self.end as usize]
    }
}

impl fmt::Debug for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl PartialEq for Slice {
    fn eq(&self, other: &Slice) -> bool {
        **self == **other
    }
}

impl Eq for Slice {}
