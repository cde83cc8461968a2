use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::block::{self, SHOWN};
use super::envelope::content;
use super::manifest::VERSION;
use super::packing::{read_base64, read_varint};
use super::postings::IMPACT_BITS;
use super::tokens::{Apostrophe, Tokens};

/// A file of the index that is not there or is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its name, without ending: `m`, `t3k9x0aa1`.
    pub key: String,
}

/// Gives the bytes of a file of the index by its path.
type Load<'a> = Box<dyn Fn(&str) -> Option<Vec<u8>> + 'a>;

/// Reads an index that [`Writer`](super::Writer) wrote, and ranks as `search-core.js` does in the browser.
pub struct Reader<'a> {
    load: Load<'a>,
    pub(crate) manifest: Manifest,
    shards: FxHashMap<usize, Rc<Shard>>,
    vocabularies: FxHashMap<usize, Rc<Vec<(String, u32)>>>,
    lists: FxHashMap<(usize, usize), Rc<List>>,
}

/// What is known of an index at once.
pub(crate) struct Manifest {
    pub(crate) documents: u32,
    pub(crate) stop_words: Vec<String>,
    pub(crate) endings: Vec<String>,
    /// By group: phrases as words.
    pub(crate) synonyms: Vec<Vec<Vec<String>>>,
    pub(crate) kinds: Vec<String>,
    pub(crate) apostrophe: Apostrophe,
    terms: Keys,
    vocabulary: Keys,
    directory: (Vec<u32>, Vec<String>, Option<Part>),
}

/// A part of the directory of blocks: how many documents each has, and the end of its name.
type Part = (Vec<u32>, Vec<String>);

/// Files in the order of what they hold.
struct Keys {
    from: Vec<String>,
    keys: Vec<String>,
}

/// A run of words with their postings.
pub(crate) struct Shard {
    pub(crate) words: Vec<String>,
    pub(crate) stems: Vec<usize>,
    ends: Vec<usize>,
    bytes: Vec<u8>,
    more: FxHashMap<usize, String>,
}

/// The documents of a word with their impacts, from 1.
pub(crate) struct List {
    pub(crate) count: u32,
    pub(crate) postings: Vec<(u32, u32)>,
    pub(crate) more: Option<String>,
}

/// What is shown of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `question`.
    pub kind: String,
    /// Unique within its kind.
    pub id: String,
    /// From the site's root, fragment included.
    pub url: String,
    /// What readers see first.
    pub title: String,
    /// What it is part of.
    pub crumb: String,
    /// For an excerpt.
    pub text: String,
    /// How long it takes; 0: not said.
    pub minutes: u64,
}

impl<'a> Reader<'a> {
    /// Opens the index whose files `load` gives by their names, ending included (`m.js`).
    pub fn open(load: impl Fn(&str) -> Option<Vec<u8>> + 'a) -> Result<Reader<'a>, Broken> {
        let load = Box::new(load);
        let json = json(&*load, "m")?;
        let manifest = Manifest::new(&json).ok_or(Broken { key: "m".to_owned() })?;
        Ok(Reader { load, manifest, shards: FxHashMap::default(), vocabularies: FxHashMap::default(), lists: FxHashMap::default() })
    }

    /// How many documents there are.
    pub fn size(&self) -> u32 {
        self.manifest.documents
    }

    /// A tokeniser for the index's language.
    pub(crate) fn tokens(&self) -> Tokens {
        Tokens::new(self.manifest.apostrophe)
    }

    fn json(&self, key: &str) -> Result<Value, Broken> {
        json(&*self.load, key)
    }

    /// The number of the shard that would have `word`.
    pub(crate) fn shard_of(&self, word: &str) -> usize {
        self.manifest.terms.from.partition_point(|from| from.as_str() <= word).saturating_sub(1)
    }

    /// A shard, by its number.
    pub(crate) fn shard(&mut self, at: usize) -> Result<Rc<Shard>, Broken> {
        if let Some(shard) = self.shards.get(&at) {
            return Ok(Rc::clone(shard));
        }
        let Some(key) = self.manifest.terms.keys.get(at).cloned() else { return Ok(Rc::new(Shard::empty())) };
        let shard = Rc::new(Shard::new(&self.json(&key)?).ok_or(Broken { key })?);
        self.shards.insert(at, Rc::clone(&shard));
        Ok(shard)
    }

    /// The documents of the `word`-th word of a shard; a long list only with its best ones, unless `whole`.
    pub(crate) fn list(&mut self, at: usize, word: usize, whole: bool) -> Result<Rc<List>, Broken> {
        let shard = self.shard(at)?;
        let Some(&stem) = shard.stems.get(word) else { return Ok(Rc::new(List { count: 0, postings: Vec::new(), more: None })) };
        let list = match self.lists.get(&(at, stem)) {
            Some(list) => Rc::clone(list),
            None => Rc::new(shard.list(stem)),
        };
        let list = match &list.more {
            Some(key) if whole => Rc::new(List { more: None, count: list.count, postings: self.others(key, &list.postings)? }),
            _ => list,
        };
        self.lists.insert((at, stem), Rc::clone(&list));
        Ok(list)
    }

    fn others(&self, key: &str, best: &[(u32, u32)]) -> Result<Vec<(u32, u32)>, Broken> {
        let json = self.json(key)?;
        let bytes = json.as_str().and_then(read_base64).ok_or_else(|| Broken { key: key.to_owned() })?;
        let mut postings = best.to_vec();
        postings.extend(read_postings(&bytes, 0, bytes.len()));
        Ok(postings)
    }

    /// The number of the vocabulary file for words that begin like this one.
    pub(crate) fn initial(&self, word: &str) -> Option<usize> {
        let first: String = word.chars().take(1).collect();
        self.manifest.vocabulary.from.partition_point(|from| *from <= first).checked_sub(1)
    }

    /// How many vocabulary files there are.
    pub(crate) fn vocabularies(&self) -> usize {
        self.manifest.vocabulary.keys.len()
    }

    /// The words of a vocabulary file, with how common they are.
    pub(crate) fn vocabulary(&mut self, at: usize) -> Result<Rc<Vec<(String, u32)>>, Broken> {
        if let Some(words) = self.vocabularies.get(&at) {
            return Ok(Rc::clone(words));
        }
        let Some(key) = self.manifest.vocabulary.keys.get(at).cloned() else { return Ok(Rc::default()) };
        let json = self.json(&key)?;
        let words = Rc::new(read_vocabulary(json.as_str().ok_or(Broken { key })?));
        self.vocabularies.insert(at, Rc::clone(&words));
        Ok(words)
    }

    /// What is shown of a document.
    pub fn row(&mut self, document: u32) -> Result<Row, Broken> {
        let (firsts, keys, only) = &self.manifest.directory;
        let (mut first, part) = match only {
            Some(part) => (0, part.clone()),
            None => {
                let at = firsts.partition_point(|first| *first <= document).saturating_sub(1);
                let key = keys.get(at).cloned().unwrap_or_default();
                let part = read_part(&self.json(&key)?).ok_or(Broken { key })?;
                (firsts.get(at).copied().unwrap_or(0), part)
            }
        };
        for (count, name) in part.0.iter().zip(part.1) {
            if document < first + count {
                let key = block::key(first, &name);
                let json = self.json(&key)?;
                return self.read_row(&json, (document - first) as usize).ok_or(Broken { key });
            }
            first += count;
        }
        Err(Broken { key: "m".to_owned() })
    }

    /// A row of a block. Its text may go on in those after it.
    fn read_row(&self, block: &Value, at: usize) -> Option<Row> {
        let rows = block.get(0)?.as_array()?.get(at..)?;
        let row = rows.first()?;
        let number = |at: usize| row.get(at).and_then(Value::as_u64);
        let owner = block.get(1)?.get(number(1)? as usize)?;
        let text = |of: &Value, at: usize| of.get(at).and_then(Value::as_str).map(str::to_owned);
        let kind = self.manifest.kinds.get(number(0)? as usize)?.clone();
        let texts = rows.get(..number(6)? as usize)?.iter().map(|row| row.get(4).and_then(Value::as_str));
        let texts: Vec<&str> = texts.collect::<Option<_>>()?;
        let whole = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        // Counted in UTF-16 units, as scripts count.
        let kept: Vec<u16> = whole.encode_utf16().take(SHOWN).collect();
        let kept = String::from_utf16_lossy(&kept);
        let url = text(owner, 1)? + &text(row, 2)?;
        Some(Row { kind, id: text(owner, 0)?, url, title: text(row, 3)?, crumb: text(owner, 2)?, text: kept, minutes: number(5)? })
    }
}

fn json(load: &dyn Fn(&str) -> Option<Vec<u8>>, key: &str) -> Result<Value, Broken> {
    let file = load(&format!("{key}.js"));
    let value = file.as_deref().and_then(content).and_then(|json| serde_json::from_str(json).ok());
    value.ok_or_else(|| Broken { key: key.to_owned() })
}

impl Manifest {
    fn new(json: &Value) -> Option<Manifest> {
        if json.get("v")?.as_u64()? != u64::from(VERSION) {
            return None;
        }
        let name = json.get("h")?.as_u64()? as usize;
        let words = |key: &str| Some(json.get(key)?.as_str()?.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let phrases = |group: &str| group.split('|').map(|phrase| phrase.split(' ').map(str::to_owned).collect()).collect();
        let synonyms = json.get("s")?.as_str()?.split(';').filter(|group| !group.is_empty()).map(phrases).collect();
        let directory = json.get("g")?;
        Some(Manifest {
            documents: json.get("n")?.as_u64()? as u32,
            stop_words: words("w")?,
            endings: words("e")?.into_iter().chain([String::new()]).collect(),
            synonyms,
            kinds: words("k")?,
            apostrophe: if json.get("j")?.as_u64()? == 1 { Apostrophe::Joins } else { Apostrophe::Parts },
            terms: Keys::new(json.get("t")?, 't', name)?,
            vocabulary: Keys::new(json.get("y")?, 'v', name)?,
            directory: (numbers(directory.get(0)?)?, keys(directory.get(1)?.as_str()?, 'g', name), read_part(directory.get(2)?)),
        })
    }
}

impl Keys {
    fn new(json: &Value, kind: char, name: usize) -> Option<Keys> {
        let from = json.get(0)?.as_str()?.split('|').map(str::to_owned).collect();
        Some(Keys { from, keys: keys(json.get(1)?.as_str()?, kind, name) })
    }
}

/// Names without anything between them, as keys of files of this kind.
fn keys(names: &str, kind: char, name: usize) -> Vec<String> {
    names.as_bytes().chunks(name.max(1)).map(|name| format!("{kind}{}", String::from_utf8_lossy(name))).collect()
}

fn numbers(json: &Value) -> Option<Vec<u32>> {
    json.as_array()?.iter().map(|number| Some(number.as_u64()? as u32)).collect()
}

fn read_part(json: &Value) -> Option<Part> {
    let names = json.get(1)?.as_str()?.as_bytes().chunks(block::NAME);
    Some((numbers(json.get(0)?)?, names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()))
}

impl Shard {
    fn empty() -> Shard {
        Shard { words: Vec::new(), stems: Vec::new(), ends: Vec::new(), bytes: Vec::new(), more: FxHashMap::default() }
    }

    fn new(json: &Value) -> Option<Shard> {
        let text = |at: usize| json.get(at).and_then(Value::as_str);
        let mut shard = Shard::empty();
        let mut next = 0;
        let mut last: Vec<char> = Vec::new();
        for entry in text(0)?.split('|') {
            let (word, earlier) = entry.split_once('-').map_or((entry, None), |(word, earlier)| (word, earlier.parse::<usize>().ok()));
            read_shared(word, &mut last)?;
            shard.words.push(last.iter().collect());
            shard.stems.push(next - earlier.unwrap_or(0).min(next));
            next += usize::from(earlier.is_none());
        }
        let lengths = read_base64(text(1)?)?;
        shard.bytes = read_base64(text(2)?)?;
        let (mut at, mut end) = (0, 0);
        shard.ends.push(0);
        while let Some(length) = read_varint(&lengths, &mut at) {
            end += length as usize;
            shard.ends.push(end);
        }
        for (stem, key) in text(3)?.split(',').filter_map(|pair| pair.split_once(':')) {
            shard.more.insert(stem.parse().ok()?, format!("x{key}"));
        }
        Some(shard)
    }

    fn list(&self, stem: usize) -> List {
        let begin = self.ends.get(stem).copied().unwrap_or(0);
        let end = self.ends.get(stem + 1).copied().unwrap_or(begin);
        let mut at = begin;
        let count = read_varint(&self.bytes, &mut at).unwrap_or(0);
        List { count, postings: read_postings(&self.bytes, at, end), more: self.more.get(&stem).cloned() }
    }

    /// The first place that is not below `word`.
    pub(crate) fn place(&self, word: &str) -> usize {
        self.words.partition_point(|other| other.as_str() < word)
    }

    /// The place of `word`, if it is here.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let at = self.place(word);
        (self.words.get(at).map(String::as_str) == Some(word)).then_some(at)
    }
}

fn read_postings(bytes: &[u8], mut at: usize, end: usize) -> Vec<(u32, u32)> {
    let bytes = &bytes[..end.min(bytes.len())];
    let (mut postings, mut document) = (Vec::new(), 0u32);
    while at < bytes.len() {
        let Some(value) = read_varint(bytes, &mut at) else { break };
        document = document.saturating_add(value >> IMPACT_BITS);
        postings.push((document, (value & ((1 << IMPACT_BITS) - 1)) + 1));
    }
    postings
}

/// A word that shares its first letters with the one before it.
fn read_shared(entry: &str, last: &mut Vec<char>) -> Option<()> {
    let mut letters = entry.chars();
    last.truncate(letters.next()?.to_digit(36)? as usize);
    last.extend(letters);
    Some(())
}

fn read_vocabulary(text: &str) -> Vec<(String, u32)> {
    let mut words = Vec::new();
    let mut last = Vec::new();
    let is_digit = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    let starts: Vec<usize> = text.char_indices().filter(|(_, c)| is_digit(*c)).map(|(at, _)| at).chain([text.len()]).collect();
    for bounds in starts.windows(2) {
        let entry = &text[bounds[0]..bounds[1]];
        let Some(common) = entry.chars().next_back() else { continue };
        if read_shared(&entry[..entry.len() - common.len_utf8()], &mut last).is_some() {
            words.push((last.iter().collect(), (common as u32).saturating_sub(u32::from(b'#'))));
        }
    }
    words
}
