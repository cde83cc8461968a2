use super::language::Language;

/// The book's groups of phrases that mean the same.
///
/// A group becomes a word of its own in the index (`=0`, `=1`, …): a document that holds any of its phrases holds that word,
/// and a query that holds any of them asks for it too. One list to load, however many phrases there are, and no phrase drags
/// in the documents that hold only half of another.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    /// By group: phrases as words.
    pub(crate) groups: Vec<Vec<Vec<String>>>,
}

/// Longest phrase, in words.
pub(crate) const LONGEST: usize = 5;

impl Synonyms {
    /// Cuts the phrases into words of this language. A phrase of more than [`LONGEST`] words is left out, as is one that the
    /// folding makes equal to another of its group, and a group of fewer than two.
    pub(crate) fn new(groups: &[Vec<String>], language: &Language) -> Synonyms {
        let mut tokens = language.tokens();
        let mut phrases = |group: &Vec<String>| {
            let mut cut: Vec<Vec<String>> = Vec::new();
            for phrase in group {
                let words = tokens.all(phrase);
                if !words.is_empty() && words.len() <= LONGEST && !cut.contains(&words) {
                    cut.push(words);
                }
            }
            cut
        };
        Synonyms { groups: groups.iter().map(&mut phrases).filter(|cut| cut.len() > 1).collect() }
    }

    /// The word of the index that stands for a group.
    pub(crate) fn word(group: usize) -> String {
        format!("={group}")
    }
}
