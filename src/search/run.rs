use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::Fingerprint;
use crate::site::Artifact;

use super::analysis::{Analyser, Analysis};
use super::block::{Block, Blocks, block_size};
use super::document::{Document, Options};
use super::language::Language;
use super::synonym::Synonyms;
use super::value_sets::ValueSets;

/// What was read in a run of documents, or in several. Cheap to clone.
#[derive(Clone)]
pub struct Run {
    pub(super) analysis: Arc<Analysis>,
    pub(super) values: Arc<ValueSets>,
    pub(super) blocks: Arc<[Block]>,
    /// The blocks, if they were kept.
    pub(super) files: Arc<[Artifact]>,
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("documents", &self.values.numbered.len()).finish_non_exhaustive()
    }
}

/// How documents of one language are read.
pub(super) struct Reading<'a> {
    pub(super) options: &'a Options,
    pub(super) rules: &'a Language,
    pub(super) synonyms: &'a Synonyms,
    /// Where the index lies.
    pub(super) folder: &'a str,
    /// How many documents there are in all.
    pub(super) documents: u32,
}

impl Reading<'_> {
    /// Reads runs of groups as one, from the document with the number `first` on, and gives each block away. No block reaches
    /// from one run into the next.
    pub(super) fn read<'d, G: AsRef<[Document<'d>]>>(
        &self,
        first: u32,
        runs: impl IntoIterator<Item: IntoIterator<Item = G>>,
        put: &(dyn Fn(Artifact) + Sync),
    ) -> Run {
        let mut tokens = self.rules.tokens();
        let mut analyser = Analyser::new(self.options, self.rules, self.synonyms);
        let mut blocks = Blocks::new(self.folder, first, self.documents, self.options, put);
        let mut values = ValueSets::default();
        for run in runs {
            for group in run {
                let documents = group.as_ref();
                analyser.read(documents, &mut tokens);
                blocks.add(documents);
                documents.iter().for_each(|document| values.push(&document.facets));
            }
            blocks.close();
        }
        values.close();
        Run { analysis: Arc::new(analyser.end()), values: Arc::new(values), blocks: blocks.end().into(), files: Arc::default() }
    }

    /// The same with the blocks in it.
    pub(super) fn keep(&self, first: u32, groups: &[Vec<Document<'_>>]) -> Run {
        let files = Mutex::new(Vec::new());
        let run = self.read(first, [groups], &|file| files.lock().unwrap_or_else(PoisonError::into_inner).push(file));
        Run { files: files.into_inner().unwrap_or_else(PoisonError::into_inner).into(), ..run }
    }

    /// A fingerprint of everything that a run is made from.
    pub(super) fn key(&self, first: u32, groups: &[Vec<Document<'_>>]) -> Fingerprint {
        Fingerprint::of_value(&(format!("{:?}", self.options), self.folder, block_size(self.documents), first, groups))
    }
}
