use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diag::Fingerprint;
use crate::site::Artifact;

use super::block::{Block, DIRECTORY, directory};
use super::column::column;
use super::document::{Document, Facet, Group, Options};
use super::envelope::{Envelope, artifact};
use super::language::Language;
use super::manifest::Manifest;
use super::postings::{List, Postings};
use super::run::{Reading, Run};
use super::shard::{Range, shards, vocabulary};
use super::synonym::Synonyms;

/// How to write an index.
pub struct Writer<'a, T> {
    /// Makes the documents of a group.
    pub documents: &'a (dyn Fn(&T) -> Vec<Document<'a>> + Sync),
    /// What they can be filtered by.
    pub facets: &'a [Facet],
    /// How to index them.
    pub options: &'a Options,
    /// Takes each file as soon as it is made, from any thread and in no order: a large index is never in memory as a whole.
    pub put: &'a (dyn Fn(Artifact) + Sync),
    /// What is remembered of an index that was written before; none for a process that writes one.
    pub remember: Option<&'a Remember<'a>>,
}

/// Gives the run of this name and fingerprint: what is remembered of it, or else what the closure makes.
pub type Remember<'a> = dyn Fn(String, Fingerprint, &dyn Fn() -> Run) -> Run + Sync + 'a;

/// Documents in a run, which is what can be remembered; a constant, so that the result does not depend on the machine.
const RUN: u32 = 512;

impl<T: Sync> Writer<'_, T> {
    /// Writes one index for each language, under `options.folder/<language>/`. The same groups in the same order, which breaks ties,
    /// give the same bytes. Gives how many bytes there are.
    pub fn write(&self, groups: Vec<Group<'_, T>>) -> u64 {
        let mut languages: BTreeMap<String, Vec<Group<'_, T>>> = BTreeMap::new();
        for group in groups {
            languages.entry(folder_name(group.language)).or_default().push(group);
        }
        languages.into_iter().map(|(language, groups)| self.index(&language, &groups)).sum()
    }

    fn index(&self, language: &str, groups: &[Group<'_, T>]) -> u64 {
        let folder = format!("{}/{language}", self.options.folder);
        let rules = Language::of(language);
        let synonyms = Synonyms::new(&self.options.synonyms, &rules);
        let documents = groups.iter().map(|group| group.size).sum();
        let reading = Reading { options: self.options, rules: &rules, synonyms: &synonyms, folder: &folder, documents };
        let runs = runs(groups);
        let runs: Vec<Run> = match self.remember {
            None => runs.par_chunks(share(runs.len())).map(|runs| self.pass(&reading, runs)).collect(),
            Some(remember) => runs.par_iter().map(|run| self.again(&reading, *run, remember)).collect(),
        };
        let (mut analyses, mut values, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        for run in runs {
            analyses.push(run.analysis);
            values.push(run.values);
            blocks.extend(run.blocks.iter().cloned());
        }
        let columns = self.facets.par_iter().enumerate().map(|(at, facet)| column(at as u16, facet, &values)).collect();
        drop(values);
        let mut postings = Postings::new(analyses, self.options);
        let others = others(&mut postings);
        let length = Envelope::distinct(others.iter().flatten());
        let terms = shards(&postings, &|stem: u32| others[stem as usize].as_ref().map(|file| file.name(length)));
        let vocabulary = vocabulary(&postings);
        drop(postings);
        let others = others.into_iter().flatten().collect();
        let index = Index { folder, language, rules, synonyms, documents, terms, others, vocabulary, blocks, columns };
        index.give(self.facets, self.options, self.put)
    }

    /// Reads runs; each document is dropped as soon as it was read.
    fn pass(&self, reading: &Reading<'_>, runs: &[Numbered<'_, '_, T>]) -> Run {
        let documents = runs.iter().map(|(_, groups)| groups.iter().map(|group| (self.documents)(&group.of)));
        reading.read(runs.first().map_or(0, |(first, _)| *first), documents, self.put)
    }

    /// Reads a run if it is not remembered.
    fn again(&self, reading: &Reading<'_>, (first, groups): Numbered<'_, '_, T>, remember: &Remember<'_>) -> Run {
        let documents: Vec<Vec<Document<'_>>> = groups.iter().map(|group| (self.documents)(&group.of)).collect();
        let key = reading.key(first, &documents);
        let run = remember(format!("{} {first}", reading.folder), key, &|| reading.keep(first, &documents));
        run.files.iter().for_each(|file| (self.put)(file.clone()));
        run
    }
}

/// A run of groups, after the number of its first document.
type Numbered<'g, 'a, T> = (u32, &'g [Group<'a, T>]);

/// The groups in runs.
fn runs<'g, 'a, T>(groups: &'g [Group<'a, T>]) -> Vec<Numbered<'g, 'a, T>> {
    let mut runs = Vec::new();
    let (mut from, mut first, mut next) = (0, 0, 0);
    for (at, group) in groups.iter().enumerate() {
        next += group.size;
        if next - first >= RUN || at + 1 == groups.len() {
            runs.push((first, &groups[from..=at]));
            (from, first) = (at + 1, next);
        }
    }
    runs
}

/// How many of all runs a thread reads where nothing is remembered: they share a table of words, and to begin one takes long.
fn share(runs: usize) -> usize {
    runs.div_ceil(rayon::current_num_threads()).max(1)
}

/// A language tag as the name of a folder: `en`, `pt-br`.
pub fn folder_name(language: &str) -> String {
    let name: String = language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(35).collect();
    if name.is_empty() { "und".to_owned() } else { name.to_ascii_lowercase() }
}

/// The index of one language, save what is shown of its documents: that was given away.
struct Index<'a> {
    folder: String,
    language: &'a str,
    rules: Language,
    synonyms: Synonyms,
    documents: u32,
    terms: Range,
    others: Vec<Envelope>,
    vocabulary: Range,
    blocks: Vec<Block>,
    columns: Vec<Envelope>,
}

impl Index<'_> {
    /// Makes the files and gives them away. Gives how many bytes they have.
    fn give(self, facets: &[Facet], options: &Options, put: &(dyn Fn(Artifact) + Sync)) -> u64 {
        let name = Envelope::distinct(self.terms.files.iter().chain(&self.vocabulary.files).chain(&self.columns));
        let directory = directory(&self.blocks);
        let parts: Vec<Envelope> = match directory.len() {
            0 | 1 => Vec::new(),
            _ => directory.iter().map(|part| Envelope::new('g', part.clone())).collect(),
        };
        let firsts = self.blocks.iter().step_by(DIRECTORY).map(|block| block.first);
        let manifest = Manifest {
            language: self.language,
            documents: self.documents,
            name,
            joins: self.rules.apostrophe == super::tokens::Apostrophe::Joins,
            stop_words: stop_words(&self.rules, &options.subject),
            endings: self.rules.endings,
            synonyms: &self.synonyms,
            kinds: options.kinds.iter().map(|kind| kind.name).collect(),
            terms: &self.terms,
            vocabulary: &self.vocabulary,
            directory: firsts.zip(parts.iter().map(|part| part.name(name))).collect(),
            only: directory.into_iter().next().filter(|_| parts.is_empty()),
            facets: facets.iter().zip(&self.columns).map(|(facet, file)| (facet.id.as_str(), file.name(name), facet.any)).collect(),
        };
        let manifest = artifact(&self.folder, "m", &manifest.json());
        let mut bytes = manifest.bytes.len() as u64 + self.blocks.iter().map(|block| block.bytes).sum::<u64>();
        put(manifest);
        let others_name = Envelope::distinct(self.others.iter());
        let ranges = self.terms.files.into_iter().chain(self.vocabulary.files);
        let named = ranges.chain(self.columns).chain(parts).map(|file| (file, name));
        let all: Vec<(Envelope, usize)> = named.chain(self.others.into_iter().map(|file| (file, others_name))).collect();
        // Two of one content are one file.
        let mut seen = FxHashSet::default();
        let all: Vec<(Envelope, usize)> = all.into_iter().filter(|(file, length)| seen.insert(file.key(*length))).collect();
        bytes += all
            .into_par_iter()
            .map(|(file, length)| {
                let artifact = file.artifact(&self.folder, length);
                drop(file);
                let bytes = artifact.bytes.len() as u64;
                put(artifact);
                bytes
            })
            .sum::<u64>();
        bytes
    }
}

/// Words that a match does not need: the language's, and of what the book is about each word that stands alone and each two in a row.
fn stop_words(rules: &Language, subject: &[String]) -> String {
    let mut tokens = rules.tokens();
    let mut all: Vec<String> = rules.stop_words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    for phrase in subject {
        let words = tokens.all(phrase);
        for part in words.windows(words.len().clamp(1, 2)).map(|part| part.concat()) {
            if !all.contains(&part) {
                all.push(part);
            }
        }
    }
    all.join(" ")
}

/// By stem: the file of the postings that are not its best, which are taken out.
fn others(postings: &mut Postings) -> Vec<Option<Envelope>> {
    let file = |list: &mut List| {
        let others = std::mem::take(&mut list.others);
        (!others.is_empty()).then(|| {
            let mut json = String::from("\"");
            super::packing::base64(&others, &mut json);
            json.push('"');
            Envelope::new('x', json)
        })
    };
    postings.lists.par_iter_mut().with_min_len(256).map(file).collect()
}
