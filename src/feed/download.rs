use std::collections::BTreeSet;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::diag::SourceMap;
use crate::exchange::{BankFile, Export, ExportBank, Format, write};
use crate::model::{Bank, Link, Prose, Target};
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
    addresses.map(|address| address.path).collect()
}

/// The absolute address of a link as it is written in a bank; none if the site has no place of its own, or not this one.
pub fn absolute(routes: &Routes, bank: &Bank, link: &str) -> Option<String> {
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (path, place) = (decode(path.split('?').next().unwrap_or_default()), fragment.map(decode));
    let target = match (path.as_str(), path.strip_prefix('/')) {
        ("", _) => Target::File { path: bank.path.clone(), fragment: place },
        (_, Some(path)) => Target::Site { path: path.to_owned(), fragment: place },
        (path, None) => Target::File { path: from(&bank.path, path)?, fragment: place },
    };
    let address = routes.resolve(&bank.path, &Link { target, title: None, span: bank.id.span })?;
    let absolute = routes.absolute(&address.path)?;
    Some(address.fragment.and(fragment).map_or_else(|| absolute.clone(), |fragment| format!("{absolute}#{fragment}")))
}

/// `relative` as seen from a file, both from `content/`; none if it climbs out.
fn from(file: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in relative.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    if relative.ends_with('/') || matches!(relative.rsplit('/').next(), Some("." | "..")) {
        parts.push("index.md");
    }
    Some(parts.join("/"))
}
