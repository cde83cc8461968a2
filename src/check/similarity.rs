use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

/// How much of the weight of two texts must be shared for them to be nearly the same.
const THRESHOLD: f64 = 0.8;
/// Texts of fewer words are alike by chance.
const FEWEST_WORDS: usize = 4;
/// How many texts with one rare word are looked at: keeps a book made by a script from taking time without end.
const MOST_CANDIDATES: usize = 128;

/// For each text that is nearly the same as an earlier one: its index, and that of the nearest earlier one.
///
/// The measure is the shared part of the two sets of words, each word weighing more the rarer it is in all the texts: so
/// "What does a nurse do all day?" is not "What does a teacher do all day?". Only texts that share one of their rarest
/// words can be that alike, so only these are compared (prefix filtering, as for set similarity joins), which keeps the
/// whole nearly linear.
pub(super) fn near_pairs<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Vec<(usize, usize)> {
    let documents = Documents::new(texts);
    let mut by_word: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut pairs = Vec::new();
    let totals: Vec<f64> = documents.words.iter().map(|words| documents.weight(words)).collect();
    // By which text each one was last compared.
    let mut compared: Vec<usize> = vec![usize::MAX; totals.len()];
    for (index, words) in documents.words.iter().enumerate() {
        if words.len() < FEWEST_WORDS {
            continue;
        }
        let prefix = documents.prefix(words);
        let mut nearest: Option<(f64, usize)> = None;
        for word in prefix {
            for other in by_word.get(word).into_iter().flatten().take(MOST_CANDIDATES) {
                // What two texts share is at most the lighter one, so a much heavier one need not be compared. A little less, for rounding.
                let (lighter, heavier) = (totals[index].min(totals[*other]), totals[index].max(totals[*other]));
                if std::mem::replace(&mut compared[*other], index) == index || lighter < heavier * THRESHOLD - 1e-9 {
                    continue;
                }
                let alike = documents.alike(words, &documents.words[*other]);
                let nearer = nearest.is_none_or(|(best, at)| alike > best || alike == best && *other < at);
                if alike >= THRESHOLD && nearer {
                    nearest = Some((alike, *other));
                }
            }
        }
        pairs.extend(nearest.map(|(_, other)| (index, other)));
        for word in prefix {
            by_word.entry(*word).or_default().push(index);
        }
    }
    pairs
}

/// Texts as sets of words, the rarest first.
struct Documents {
    words: Vec<Vec<u32>>,
    weights: Vec<f64>,
}

impl Documents {
    fn new<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Documents {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut counts: Vec<u32> = Vec::new();
        let mut words: Vec<Vec<u32>> = Vec::new();
        for text in texts {
            let mut set: Vec<u32> = text
                .into_iter()
                .flat_map(split)
                .map(|word| {
                    let next = numbers.len() as u32;
                    *numbers.entry(word).or_insert(next)
                })
                .collect();
            set.sort_unstable();
            set.dedup();
            counts.resize(numbers.len(), 0);
            set.iter().for_each(|word| counts[*word as usize] += 1);
            words.push(set);
        }
        let all = words.len() as f64;
        // Words are numbered in the order of the texts, so the order of equally rare ones is the same in every run.
        words.iter_mut().for_each(|set| set.sort_unstable_by_key(|word| (counts[*word as usize], *word)));
        let weights = counts.iter().map(|count| (1.0 + all / f64::from((*count).max(1))).ln()).collect();
        Documents { words, weights }
    }

    fn weight(&self, words: &[u32]) -> f64 {
        words.iter().map(|word| self.weights[*word as usize]).sum()
    }

    /// The rarest words of a text, so many that another text without any of them cannot be alike.
    fn prefix<'w>(&self, words: &'w [u32]) -> &'w [u32] {
        let needed = self.weight(words) * THRESHOLD;
        let mut rest = 0.0;
        let mut length = words.len();
        while length > 1 {
            rest += self.weights[words[length - 1] as usize];
            // A little less, so that rounding never loses a pair.
            if rest >= needed - 1e-9 {
                break;
            }
            length -= 1;
        }
        &words[..length]
    }

    fn alike(&self, a: &[u32], b: &[u32]) -> f64 {
        let shared: f64 = a.iter().filter(|word| b.contains(word)).map(|word| self.weights[*word as usize]).sum();
        let union = self.weight(a) + self.weight(b) - shared;
        if union > 0.0 { shared / union } else { 0.0 }
    }
}

/// The words of a text in lower case. Scripts without spaces come as single characters, which are joined in pairs.
fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for word in text.unicode_words() {
        let mut characters = word.chars();
        let single = characters.next().filter(|c| *c as u32 > 0x2e80 && characters.next().is_none());
        match (before, single) {
            (Some(first), Some(second)) => words.push([first, second].iter().collect()),
            (_, None) => words.push(word.to_lowercase()),
            (None, Some(_)) => {}
        }
        before = single;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::near_pairs;

    fn pairs(texts: &[&str]) -> Vec<(usize, usize)> {
        near_pairs(texts.iter().map(|text| Some(*text)))
    }

    #[test]
    fn a_word_more_or_less_is_nearly_the_same() {
        let texts =
            ["What was your very first step into this kind of work?", "Who decides?", "What was your first step into this kind of work?"];
        assert_eq!(pairs(&texts), [(2, 0)]);
    }

    #[test]
    fn another_rare_word_is_another_question() {
        let mut texts: Vec<String> =
            ["nurse", "teacher", "plumber", "lawyer", "actor"].iter().map(|who| format!("What does a {who} do all day at work?")).collect();
        texts.push("What surprises newcomers about how people work together here?".into());
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(pairs(&texts), []);
    }

    #[test]
    fn no_pair_is_lost_by_looking_at_rare_words_only() {
        // Every pair, compared one by one, must be found by the quick way too.
        let words = ["how", "do", "you", "learn", "what", "work", "people", "day", "first", "new", "field", "ask"];
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        let texts: Vec<String> =
            (0..120).map(|_| (0..6 + next() % 4).map(|_| words[next() % words.len()]).collect::<Vec<_>>().join(" ")).collect();
        let documents = super::Documents::new(texts.iter().map(|text| Some(text.as_str())));
        let found: Vec<usize> = near_pairs(texts.iter().map(|text| Some(text.as_str()))).into_iter().map(|(later, _)| later).collect();
        let expected: Vec<usize> = (0..texts.len())
            .filter(|later| documents.words[*later].len() >= super::FEWEST_WORDS)
            .filter(|later| {
                (0..*later).any(|earlier| {
                    let (a, b) = (&documents.words[*later], &documents.words[earlier]);
                    b.len() >= super::FEWEST_WORDS && documents.alike(a, b) >= super::THRESHOLD
                })
            })
            .collect();
        assert!(!expected.is_empty());
        assert_eq!(found, expected);
    }
}
