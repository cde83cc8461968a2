use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::SourceMap;
use crate::exchange::{BankFile, Export, ExportBank, Format, write};
use crate::model::{Bank, Link, Prose, Target, lower};
use crate::plan::{Plan, Routes, route};
use crate::site::Artifact;

/// A bank in every format that its page offers: what is published of it, variables filled in, its links absolute.
pub fn downloads(plan: &Plan, sources: &SourceMap, bank: &Bank) -> Vec<Artifact> {
    let Some(source) = sources.get(bank.source) else { return Vec::new() };
    let Some(file) = BankFile::of(Arc::clone(source), Arc::clone(&bank.syntax)) else { return Vec::new() };
    let config = &plan.book.config;
    let ids: BTreeSet<&str> = bank.questions.iter().map(|question| question.id.value.as_str()).collect();
    let address = |link: &str| absolute(&plan.routes, bank, link);
    let published = ExportBank::new(&bank.id, file, Some(&ids)).published(config).linked(&address);
    let export = Export { config, banks: vec![published] };
    let artifact = |format: &Format| {
        let bytes = write(*format, &export).ok()?;
        Some(Artifact::new(route::bank_download(&bank.id, *format), bytes))
    };
    Format::DOWNLOADS.iter().filter_map(artifact).collect()
}

/// Where the links of a bank lead: what its downloads depend on besides its file.
pub fn leads(plan: &Plan, bank: &Bank) -> Vec<String> {
    let links = bank.prose().flat_map(Prose::nested).flat_map(Prose::links);
    let addresses = links.filter_map(|link| plan.routes.resolve(&bank.path, link));
    addresses.map(|address| address.path.into_owned()).collect()
}

/// The absolute address of a link as it is written in a bank; none if the site has no place of its own, or not this one.
pub fn absolute(routes: &Routes, bank: &Bank, link: &str) -> Option<String> {
    let target = match lower::place(&bank.path, link)? {
        Target::Fragment(fragment) => Target::File { path: bank.path.clone(), fragment: Some(fragment) },
        target => target,
    };
    let lead = Link { target, title: None, span: bank.id.span };
    let address = routes.resolve(&bank.path, &lead)?;
    let absolute = routes.absolute(&address.path)?;
    let fragment = link.split_once('#').map(|(_, fragment)| fragment);
    Some(address.fragment.and(fragment).map_or_else(|| absolute.clone(), |fragment| format!("{absolute}#{fragment}")))
}
