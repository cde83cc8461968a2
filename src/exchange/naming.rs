use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::{Book, slug};

use super::Record;

/// Words of an English question that tell it from no other.
const EMPTY_WORDS: &[&str] = &[
    "a", "an", "the", "is", "are", "was", "were", "do", "does", "did", "you", "your", "i", "my", "to", "of", "in", "on", "for", "and",
    "or", "that", "this", "it", "there", "have", "has", "had", "be", "been", "would", "could", "can", "will", "with", "at", "as",
];
/// Long enough to be told apart, short enough for an address.
const WORDS: usize = 5;
const BYTES: usize = 48;

/// The ids that are taken.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    taken: BTreeSet<String>,
    /// The number that the next question of a name is tried with: of many with the same words each would count from the first.
    next: BTreeMap<String, usize>,
}

impl Ids {
    /// The ids of every question of a book, those that are not published too.
    pub fn of(book: &Book) -> Ids {
        let shown = book.banks.iter().flat_map(|bank| &bank.questions).map(|question| question.id.value.clone());
        Ids { taken: shown.chain(book.hidden.questions.keys().cloned()).collect(), next: BTreeMap::new() }
    }

    /// Takes an id; gives whether it was free.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// An id made from the first words of a question, with a number if it is taken. The same question in the same book
    /// gets the same id.
    fn for_question(&mut self, ask: &str) -> String {
        let words = slug(ask);
        let telling: Vec<&str> = words.split('-').filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(word)).collect();
        let chosen = if telling.len() < 2 { words.split('-').collect() } else { telling };
        let mut id = String::new();
        for word in chosen.into_iter().take(WORDS) {
            let dash = usize::from(!id.is_empty());
            if id.len() + dash + word.len() > BYTES {
                break;
            }
            if dash == 1 {
                id.push('-');
            }
            id.push_str(word);
        }
        if id.is_empty() {
            // One word longer than an id may be, as in scripts without spaces.
            id = Some(shortened(&words)).filter(|id| !id.is_empty()).unwrap_or_else(|| "question".to_owned());
        }
        self.numbered(&id)
    }

    /// The id, or with a number if it is taken.
    fn numbered(&mut self, id: &str) -> String {
        let mut numbered = id.to_owned();
        let mut number = self.next.get(id).copied().unwrap_or(2);
        while !self.take(&numbered) {
            numbered = format!("{id}-{number}");
            number += 1;
        }
        self.next.insert(id.to_owned(), number);
        numbered
    }
}

/// A slug that is no longer than the ids that are made here.
pub(super) fn shortened(slug: &str) -> String {
    let end = slug.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= BYTES).last().unwrap_or(0);
    slug[..end].trim_end_matches('-').to_owned()
}

/// Gives an id to every record without one: that of the question with the same words or the same name in `existing`, else a new one,
/// made from its name if it has one.
pub fn name(records: &mut [Record], existing: &[Record], ids: &mut Ids) {
    let said: BTreeSet<String> = records.iter().filter_map(|record| record.one("id")).map(str::to_owned).collect();
    said.iter().for_each(|id| {
        ids.take(id);
    });
    // Of several with the same words the first row is the first one, the second row the second.
    let mut by_words: BTreeMap<String, VecDeque<&str>> = BTreeMap::new();
    for record in existing {
        if let (Some(id), Some(ask)) = (record.one("id"), record.one("ask"))
            && !said.contains(id)
        {
            by_words.entry(slug(ask)).or_default().push_back(id);
        }
    }
    let mut by_name: BTreeSet<&str> = existing.iter().filter_map(|record| record.one("id")).filter(|id| !said.contains(*id)).collect();
    for record in records.iter_mut().filter(|record| record.one("id").is_none()) {
        let Some(ask) = record.one("ask") else { continue };
        let id = match (by_words.get_mut(&slug(ask)).and_then(VecDeque::pop_front), &record.called) {
            (Some(id), _) => id.to_owned(),
            // A question of this name was there: its words were edited.
            (None, Some(called)) if by_name.contains(called.as_str()) => called.clone(),
            (None, Some(called)) => ids.numbered(called),
            (None, None) => ids.for_question(ask),
        };
        by_name.remove(id.as_str());
        let place = record.place.clone();
        record.set("id", [id], place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::model::valid_id;

    #[test]
    fn ids_are_readable_unique_and_valid() {
        let mut ids = Ids::default();
        assert_eq!(ids.for_question("What did you believe about this job before you started?"), "what-believe-about-job-before");
        assert_eq!(ids.for_question("What did you believe about this job before we met?"), "what-believe-about-job-before-2");
        assert_eq!(ids.for_question("???"), "question");
        assert_eq!(ids.for_question("Why?"), "why");
        for odd in ["这是一个非常非常长的问题没有任何空格可以用来断开它所以必须截断", "_x", "é́"] {
            let id = ids.for_question(odd);
            assert!(valid_id(&id), "{id}");
        }
    }

    #[test]
    fn the_same_words_keep_their_id() {
        let record = |id: Option<&str>, ask: &str| {
            let mut record = Record::new(Place::Book);
            record.set("ask", [ask.to_owned()], Place::Book);
            if let Some(id) = id {
                record.set("id", [id.to_owned()], Place::Book);
            }
            record
        };
        let mut records = [record(None, "why  this?"), record(Some("x"), "Else?"), record(None, "Why this?")];
        name(&mut records, &[record(Some("reason"), "Why this?")], &mut Ids::default());
        assert_eq!(records.map(|record| record.one("id").unwrap().to_owned()), ["reason", "x", "why-this"]);
    }
}
