use std::ops::Range;

/// Texts that follow on one another, which are one text to us: the parser cuts at every bracket and underscore.
#[derive(Default)]
pub(super) struct Pending {
    /// Where they stand in the whole.
    pub(super) ranges: Vec<Range<usize>>,
    /// What they say, where that does not stand in the whole in one piece as it is. Most do, and need not be copied.
    copy: String,
}

impl Pending {
    /// Adds `words`, which come from `range` of the `whole`: cut out of it, if they stand there as they are.
    pub(super) fn push(&mut self, words: &str, range: Range<usize>, whole: &str) {
        if words.is_empty() {
            return;
        }
        let stands = words.as_ptr().addr() == whole.as_ptr().addr() + range.start && words.len() == range.len();
        let follows = self.copy.is_empty() && self.ranges.last().is_none_or(|last| last.end == range.start);
        if !stands || !follows {
            if let Some(before) = self.standing() {
                self.copy.push_str(&whole[before]);
            }
            self.copy.push_str(words);
        }
        self.ranges.push(range);
    }

    /// Where all of them stand in the whole, in one piece as they are; none if they do not.
    pub(super) fn standing(&self) -> Option<Range<usize>> {
        let (first, last) = (self.ranges.first()?, self.ranges.last()?);
        self.copy.is_empty().then_some(first.start..last.end)
    }

    /// What they say.
    pub(super) fn words<'a>(&'a self, whole: &'a str) -> &'a str {
        self.standing().map_or(&self.copy, |range| &whole[range])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Forgets them; their memory serves for the next ones.
    pub(super) fn clear(&mut self) {
        self.ranges.clear();
        self.copy.clear();
    }
}
