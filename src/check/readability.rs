use crate::model::Page;

use super::paragraph::{ParagraphKind, paragraphs};

/// How hard an English page is to read, by the formula of Flesch and Kincaid, from its paragraphs and list items: headings,
/// tables, callouts and blocks are not sentences that one reads in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readability {
    /// Words counted.
    pub words: usize,
    /// Sentences counted: of at least four words.
    pub sentences: usize,
    /// Syllables counted.
    pub syllables: usize,
    /// The sentence with the highest grade of its own.
    pub hardest: Option<String>,
}

/// Fewer words than these are a list item or a cry.
const SHORTEST: usize = 4;

impl Readability {
    /// Measures the body of a page.
    pub fn of(page: &Page) -> Readability {
        let mut measured = Readability::default();
        let mut worst = f64::MIN;
        for paragraph in paragraphs(&page.body).iter().filter(|paragraph| paragraph.kind == ParagraphKind::Text) {
            for sentence in sentences(&paragraph.words) {
                let words: Vec<&str> = words(sentence).collect();
                if words.len() < SHORTEST {
                    continue;
                }
                let syllables: usize = words.iter().map(|word| syllables(word)).sum();
                measured.words += words.len();
                measured.sentences += 1;
                measured.syllables += syllables;
                let grade = grade(words.len(), 1, syllables);
                if grade > worst {
                    worst = grade;
                    measured.hardest = Some(sentence.trim().to_owned());
                }
            }
        }
        measured
    }

    /// The grade; none for a text too short to have one.
    pub fn grade(&self) -> Option<f64> {
        (self.words >= 30).then(|| grade(self.words, self.sentences, self.syllables))
    }
}

fn grade(words: usize, sentences: usize, syllables: usize) -> f64 {
    let (words, sentences, syllables) = (words as f64, sentences.max(1) as f64, syllables as f64);
    0.39 * words / sentences + 11.8 * syllables / words.max(1.0) - 15.59
}

fn words(sentence: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    sentence.split(move |c| !part(c)).filter(|word| word.chars().any(char::is_alphanumeric))
}

/// Cuts after `.`, `!` or `?` (and closing marks) before white space; an abbreviation does not end a sentence.
fn sentences(paragraph: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in paragraph.char_indices() {
        match c {
            '.' | '!' | '?' => ended = !(c == '.' && abbreviation(&paragraph[start..at])),
            '"' | '”' | '’' | '\'' | ')' => {}
            c if c.is_whitespace() && ended => {
                found.push(&paragraph[start..at]);
                start = at;
                ended = false;
            }
            _ => ended = false,
        }
    }
    found.push(&paragraph[start..]);
    found
}

fn abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    matches!(word, "e.g" | "i.e" | "Dr" | "Mr" | "Mrs" | "Ms" | "vs" | "etc" | "e" | "i")
}

/// Words that the rules below miscount, with their syllables.
const EXCEPTIONS: &[(&str, usize)] = &[
    ("people", 2),
    ("someone", 2),
    ("something", 2),
    ("sometimes", 2),
    ("everyone", 3),
    ("anyone", 3),
    ("anything", 3),
    ("idea", 3),
    ("ideas", 3),
    ("being", 2),
    ("doing", 2),
    ("going", 2),
    ("science", 2),
    ("quiet", 2),
    ("area", 3),
    ("areas", 3),
    ("video", 3),
    ("react", 2),
    ("create", 2),
    ("business", 2),
    ("evening", 2),
    ("every", 2),
    ("everything", 3),
    ("hour", 1),
    ("hours", 1),
    ("our", 1),
    ("somewhere", 2),
    ("therefore", 2),
    ("homework", 2),
    ("interview", 3),
    ("interviews", 3),
    ("useful", 2),
    ("careful", 2),
    ("role", 1),
];

/// The syllables of an English word, near enough: groups of vowels, less the silent ones.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().replace('’', "'");
    let word = word.trim_matches('\'');
    if word.chars().all(|c| c.is_ascii_digit()) {
        return if word.len() == 1 { 1 } else { 2 };
    }
    let word = ["'s", "'t", "'ll", "'re", "'ve", "'d", "'m"].iter().fold(word, |word, ending| word.strip_suffix(ending).unwrap_or(word));
    if let Some((_, count)) = EXCEPTIONS.iter().find(|(known, _)| *known == word) {
        return *count;
    }
    let letters: Vec<char> = word.chars().collect();
    let vowel = |at: usize| letters.get(at).is_some_and(|c| "aeiouyàáâäéèêëíìîïóòôöúùûü".contains(*c));
    let groups = (0..letters.len()).filter(|at| vowel(*at) && (*at == 0 || !vowel(*at - 1))).count();
    let end = letters.len();
    let before = |back: usize| end.checked_sub(back).and_then(|at| letters.get(at)).copied().unwrap_or(' ');
    let consonant = |c: char| c.is_alphabetic() && !"aeiouy".contains(c);
    let silent_e = before(1) == 'e' && consonant(before(2)) && !(before(2) == 'l' && consonant(before(3)));
    let silent_ed = word.ends_with("ed") && consonant(before(3)) && !matches!(before(3), 't' | 'd');
    let hissing = matches!(before(3), 's' | 'x' | 'z' | 'c' | 'g') || word.ends_with("ches") || word.ends_with("shes");
    let silent_es = word.ends_with("es") && consonant(before(3)) && !hissing && !(before(3) == 'l' && consonant(before(4)));
    let parted = ["iet", "ior", "ium", "ual", "iate"].iter().any(|pair| word.contains(pair))
        || ["ia", "io", "eo", "ian"].iter().any(|end| word.ends_with(end));
    let count = groups + usize::from(parted) - usize::from(groups > 1 && (silent_e || silent_ed || silent_es));
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_common_words() {
        for (word, count) in [
            ("the", 1),
            ("table", 2),
            ("named", 1),
            ("wanted", 2),
            ("likes", 1),
            ("watches", 2),
            ("career", 2),
            ("question", 2),
            ("organisation", 5),
            ("don't", 1),
            ("minutes", 2),
            ("20", 2),
            ("conversation", 4),
            ("people", 2),
            ("gradual", 3),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn sentences_end_where_readers_pause() {
        assert_eq!(sentences("Ask one, e.g. this. “Why?” Then wait.").len(), 3);
        assert_eq!(sentences("No end").len(), 1);
    }
}
