//! What a misspelt word may have meant. `search-core.js` counts the same way; `tests/search/slips.tsv` holds both to it.

/// Keys that lie beside or below one another.
const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// What an edit costs.
const EDIT: u32 = 10;
/// What a likely slip costs: a neighbouring key, a letter doubled or not.
const SLIP: u32 = 7;
/// What two letters in the wrong order cost.
const SWAP: u32 = 8;

fn near(a: char, b: char) -> bool {
    let place = |c: char| KEYS.iter().enumerate().find_map(|(y, keys)| Some((keys.find(c)?, y)));
    let (Some((ax, ay)), Some((bx, by))) = (place(a), place(b)) else { return false };
    let (upper, lower) = if ay <= by { (ax, bx) } else { (bx, ax) };
    match ay.abs_diff(by) {
        0 => ax.abs_diff(bx) == 1,
        1 => lower == upper || lower + 1 == upper,
        _ => false,
    }
}

/// What it costs to make `a` of `b`, or of a beginning of it (`beginning`); none beyond `most`.
pub fn slips(a: &str, b: &str, most: u32, beginning: bool) -> Option<u32> {
    let a: Vec<char> = a.chars().collect();
    let mut b: Vec<char> = b.chars().collect();
    let (n, spare) = (a.len(), (most / SLIP) as usize);
    let whole = b.len();
    b.truncate(n + spare);
    let m = b.len();
    if n > 60 || m > 60 || m + spare < n || (!beginning && whole > n + spare) {
        return None;
    }
    let doubled = |word: &[char], at: usize| if at > 1 && word[at - 1] == word[at - 2] { SLIP } else { EDIT };
    let mut above2 = vec![0; m + 1];
    let mut above = vec![0; m + 1];
    for j in 1..=m {
        above[j] = above[j - 1] + doubled(&b, j);
    }
    for i in 1..=n {
        let drop = doubled(&a, i);
        let mut line = vec![above[0] + drop];
        for j in 1..=m {
            let (x, y) = (a[i - 1], b[j - 1]);
            let mut cost = above[j - 1];
            if x != y {
                cost += if near(x, y) { SLIP } else { EDIT };
                cost = cost.min(above[j] + drop).min(line[j - 1] + doubled(&b, j));
                if i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y {
                    cost = cost.min(above2[j - 2] + SWAP);
                }
            }
            line.push(cost);
        }
        if line.iter().all(|cost| *cost > most) {
            return None;
        }
        (above2, above) = (above, line);
    }
    let from = if beginning { n.saturating_sub(spare).max(1).min(m) } else { m };
    above[from..=m].iter().copied().min().filter(|cost| *cost <= most)
}

/// A set of the letters of a word, as bits.
pub(crate) fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, c| bits | 1 << (c as u32 & 31))
}

/// A word that the index has, what it costs to come from there, and how common it is.
pub(crate) struct Guess {
    pub(crate) word: String,
    pub(crate) cost: u32,
    common: u32,
}

/// Guesses for one word, gathered from one vocabulary file after the other.
pub(crate) struct Guesses<'a> {
    word: &'a str,
    length: usize,
    letters: u32,
    typing: bool,
    found: Vec<Guess>,
}

/// Up to here nobody looks at words that begin otherwise.
const LIKELY: u32 = 8;

impl<'a> Guesses<'a> {
    /// For `word`, or a word that begins with it where the reader is still `typing`.
    pub(crate) fn new(word: &'a str, typing: bool) -> Guesses<'a> {
        Guesses { word, length: word.chars().count(), letters: letters(word), typing, found: Vec::new() }
    }

    /// Looks at words with how common they are. One edit from four letters, two from seven; of three letters only what
    /// lost a fourth.
    pub(crate) fn scan(&mut self, words: &[(String, u32)]) {
        let most = if self.length > 6 { 2 * EDIT } else { EDIT };
        for (word, common) in words {
            let length = word.chars().count();
            let over = length as i64 - self.length as i64;
            let limit = if self.length > 5 && length > 7 && over < 3 { 2 * EDIT } else { most };
            let far = over * 10 > i64::from(limit);
            let other = letters(word);
            let missing = |a: u32, b: u32| (a & !b).count_ones() * EDIT > limit;
            if over * 10 < -i64::from(limit) || (self.length < 4 && over != 1) || (far && !self.typing) || missing(self.letters, other) {
                continue;
            }
            let mut cost = if far || missing(other, self.letters) { None } else { slips(self.word, word, limit, false) };
            // Of a word that is being typed a beginning may be nearer than all of it.
            if cost.is_none_or(|cost| cost > EDIT) && self.typing && over > 0 && self.length > 4 {
                let beginning = slips(self.word, word, most, true).map(|cost| cost + 5);
                cost = cost.into_iter().chain(beginning).min();
            }
            if let Some(cost) = cost {
                let other_start = word.chars().next() != self.word.chars().next();
                self.found.push(Guess { word: word.clone(), cost: cost + if other_start { 3 } else { 0 }, common: *common });
            }
        }
    }

    /// Whether something likely was found.
    pub(crate) fn likely(&self) -> bool {
        self.found.iter().any(|guess| guess.cost <= LIKELY)
    }

    /// Whether something is one edit away.
    pub(crate) fn close(&self) -> bool {
        self.found.iter().any(|guess| guess.cost <= EDIT)
    }

    /// The letters that a word can begin with which a finger beside the key, or a letter too many, has made this one of.
    pub(crate) fn starts(&self) -> impl Iterator<Item = char> {
        let mut letters = self.word.chars();
        let (first, second) = (letters.next(), letters.next());
        ('a'..='z').filter(move |letter| second == Some(*letter) || first.is_some_and(|first| near(first, *letter)))
    }

    /// The best six, the likeliest first.
    pub(crate) fn best(mut self) -> Vec<Guess> {
        let rank = |guess: &Guess| i64::from(guess.cost) * 4 - i64::from(guess.common);
        self.found.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.word.cmp(&b.word)));
        let least = self.found.first().map_or(0, |guess| guess.cost);
        self.found.retain(|guess| guess.cost <= least + 8);
        self.found.truncate(6);
        self.found
    }
}
