use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::site::Artifact;

use super::analysis::analyse;
use super::block::{Blocks, DIRECTORY};
use super::column::column;
use super::document::{Document, Facet, Options};
use super::envelope::{Envelope, artifact};
use super::language::Language;
use super::manifest::Manifest;
use super::postings::Postings;
use super::shard::{Range, shards, vocabulary};
use super::synonym::Synonyms;

/// An index, and what it weighs.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The files, in the order of their paths.
    pub files: Vec<Artifact>,
    /// All bytes together.
    pub bytes: u64,
}

/// Documents that are read as one run; a constant, so that the result does not depend on the machine.
const RUN: usize = 16_384;

/// Writes one index for each language of `documents`, under `options.folder/<language>/`. The same documents in the same
/// order give the same bytes; their `order` decides, then their address.
pub fn write(documents: &[Document], facets: &[Facet], options: &Options) -> Written {
    let shelf = Mutex::new(Vec::new());
    let bytes = write_to(documents.to_vec(), facets, options, &|file| {
        // A poisoned lock means that another thread panicked between two files.
        shelf.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    });
    let mut files = shelf.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|a: &Artifact, b| a.path.cmp(&b.path));
    Written { files, bytes }
}

/// The same, giving each file away as soon as it is made, from any thread and in no order: a large index is never in memory as a
/// whole. Gives how many bytes it has.
pub fn write_to(documents: Vec<Document>, facets: &[Facet], options: &Options, put: &(dyn Fn(Artifact) + Sync)) -> u64 {
    let mut languages: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    for document in documents {
        languages.entry(folder_name(&document.language)).or_default().push(document);
    }
    let write = |(language, mut documents): (String, Vec<Document>)| {
        documents.sort_by(|a, b| (a.order, &a.url).cmp(&(b.order, &b.url)));
        let index = Index::new(&documents.iter().collect::<Vec<_>>(), facets, options, &language);
        drop(documents);
        index.give(put)
    };
    languages.into_iter().map(write).sum()
}

/// The documents in runs, none of which parts a document from its parts.
fn runs<'d>(documents: &'d [&'d Document]) -> Vec<&'d [&'d Document]> {
    let mut runs = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < documents.len() {
        at = (at + 1 + documents[at].parts as usize).min(documents.len());
        if at - from >= RUN || at == documents.len() {
            runs.push(&documents[from..at]);
            from = at;
        }
    }
    runs
}

/// A language tag as the name of a folder: `en`, `pt-br`.
pub fn folder_name(language: &str) -> String {
    let name: String = language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(35).collect();
    if name.is_empty() { "und".to_owned() } else { name.to_ascii_lowercase() }
}

/// The index of one language.
struct Index<'a> {
    folder: String,
    language: &'a str,
    rules: Language,
    options: &'a Options,
    facets: &'a [Facet],
    synonyms: Synonyms,
    documents: usize,
    terms: Range,
    others: Vec<Envelope>,
    vocabulary: Range,
    blocks: Blocks,
    columns: Vec<Envelope>,
}

impl<'a> Index<'a> {
    fn new(documents: &[&Document], facets: &'a [Facet], options: &'a Options, language: &'a str) -> Index<'a> {
        let rules = Language::of(language);
        let synonyms = Synonyms::new(&options.synonyms, &rules);
        let ((postings, others), (blocks, columns)) = rayon::join(
            || {
                let runs = runs(documents).par_iter().map(|run| analyse(run, options, &rules, &synonyms)).collect();
                let postings = Postings::new(runs, options);
                let others = others(&postings);
                (postings, others)
            },
            || {
                let columns = facets.par_iter().enumerate().map(|(at, facet)| column(at as u16, facet, documents)).collect();
                (Blocks::new(documents, options), columns)
            },
        );
        let length = Envelope::distinct(others.iter().flatten());
        let other = |stem: u32| others[stem as usize].as_ref().map(|file| file.name(length));
        let terms = shards(&postings, &other);
        let vocabulary = vocabulary(&postings);
        let others = others.into_iter().flatten().collect();
        let folder = format!("{}/{language}", options.folder);
        Index { folder, language, rules, options, facets, synonyms, documents: documents.len(), terms, others, vocabulary, blocks, columns }
    }

    /// Makes the files and gives them away. Gives how many bytes they have.
    fn give(self, put: &(dyn Fn(Artifact) + Sync)) -> u64 {
        let hashed = || {
            let ranges = self.terms.files.iter().chain(&self.vocabulary.files);
            ranges.chain(&self.blocks.files).chain(&self.columns)
        };
        let name = Envelope::distinct(hashed());
        let directory = self.blocks.directory(self.documents as u32, name);
        let parts: Vec<Envelope> = match directory.len() {
            0 | 1 => Vec::new(),
            _ => directory.iter().map(|part| Envelope::new('g', part.clone())).collect(),
        };
        let firsts = self.blocks.first.iter().step_by(DIRECTORY).copied();
        let manifest = Manifest {
            language: self.language,
            documents: self.documents,
            name,
            joins: self.rules.apostrophe == super::tokens::Apostrophe::Joins,
            stop_words: self.rules.stop_words,
            endings: self.rules.endings,
            synonyms: &self.synonyms,
            kinds: self.options.kinds.iter().map(|kind| kind.name).collect(),
            terms: &self.terms,
            vocabulary: &self.vocabulary,
            directory: firsts.zip(parts.iter().map(|part| part.name(name))).collect(),
            only: directory.into_iter().next().filter(|_| parts.is_empty()),
            facets: self.facets.iter().zip(&self.columns).map(|(facet, file)| (facet.id.as_str(), file.name(name), facet.any)).collect(),
        };
        let manifest = artifact(&self.folder, "m", &manifest.json());
        let mut bytes = manifest.bytes.len() as u64;
        put(manifest);
        let others_name = Envelope::distinct(self.others.iter());
        let ranges = self.terms.files.into_iter().chain(self.vocabulary.files);
        let named = ranges.chain(self.blocks.files).chain(self.columns).chain(parts).map(|file| (file, name));
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

/// By stem: the file of the postings that are not its best.
fn others(postings: &Postings) -> Vec<Option<Envelope>> {
    let file = |list: &super::postings::List| {
        (!list.others.is_empty()).then(|| {
            let mut json = String::from("\"");
            super::packing::base64(&list.others, &mut json);
            json.push('"');
            Envelope::new('x', json)
        })
    };
    postings.lists.par_iter().with_min_len(256).map(file).collect()
}
