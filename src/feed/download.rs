use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::SourceMap;
use crate::exchange::{BankFile, Export, ExportBank, Format, write};
use crate::model::Bank;
use crate::plan::{Plan, route};
use crate::site::Artifact;

/// A bank in every format that its page offers: what is published of it, variables filled in.
pub fn downloads(plan: &Plan, sources: &SourceMap, bank: &Bank) -> Vec<Artifact> {
    let Some(source) = sources.get(bank.source) else { return Vec::new() };
    let Some(file) = BankFile::of(Arc::clone(source), Arc::clone(&bank.syntax)) else { return Vec::new() };
    let config = &plan.book.config;
    let ids: BTreeSet<&str> = bank.questions.iter().map(|question| question.id.value.as_str()).collect();
    let export = Export { config, banks: vec![ExportBank::new(&bank.id, file, Some(&ids)).published(config)] };
    let artifact = |format: &Format| {
        let bytes = write(*format, &export).ok()?;
        Some(Artifact::new(route::bank_download(&bank.id, *format), bytes))
    };
    Format::DOWNLOADS.iter().filter_map(artifact).collect()
}
