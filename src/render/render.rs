use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Report, SourceId};
use crate::load::AssetFile;
use crate::plan::{Job, JobKind, Plan, Sheet};
use crate::site::{Artifact, Shelf};
use crate::theme::Theme;

use super::Renderer;
use super::page::Redirect;

/// How a page is drawn: by [`Renderer::page`], or by what is remembered of it.
pub type Draw<'a> = dyn Fn(&Sheet, Option<SourceId>) -> Result<Artifact, Box<Diagnostic>> + Sync + 'a;

/// Makes every file of the plan, pages on all cores, and puts it on the shelf. A page that cannot be drawn is left out, and the
/// report says why; the same fault of a template on many pages is said once.
pub fn render(
    plan: &Plan,
    renderer: &Renderer,
    theme: &Theme,
    assets: &BTreeMap<String, Arc<AssetFile>>,
    draw: &Draw<'_>,
    shelf: &dyn Shelf,
    report: &mut Report,
) {
    let make = |job| match file(plan, renderer, theme, assets, draw, job) {
        Ok(artifact) => {
            artifact.into_iter().for_each(|artifact| shelf.put(artifact));
            None
        }
        Err(problem) => Some(*problem),
    };
    let problems: Vec<Diagnostic> = plan.jobs.par_iter().filter_map(make).collect();
    add_each_once(problems, report);
}

/// Adds what went wrong on one page after the other; the same fault on many pages is said once.
pub fn add_each_once(problems: Vec<Diagnostic>, report: &mut Report) {
    let mut said = std::collections::BTreeSet::new();
    for problem in problems {
        if said.insert((format!("{:?}", problem.place), problem.message.clone())) {
            report.add(problem);
        }
    }
}

/// Makes one file of the plan; none for an asset that is not among `assets`.
pub fn file(
    plan: &Plan,
    renderer: &Renderer,
    theme: &Theme,
    assets: &BTreeMap<String, Arc<AssetFile>>,
    draw: &Draw<'_>,
    job: &Job,
) -> Result<Option<Artifact>, Box<Diagnostic>> {
    match &job.kind {
        JobKind::Asset(path) => Ok(assets.get(path).map(|file| Artifact::new(&*job.address, Arc::clone(&file.bytes)))),
        JobKind::ThemeAsset(number) => Ok(theme.assets.get(*number).map(|asset| Artifact::new(&*job.address, Arc::clone(&asset.bytes)))),
        JobKind::Redirect(to) => {
            let (title, language, direction) = plan.target(to);
            let target = plan.routes.relative(&job.address, to);
            let redirect = Redirect { address: &job.address, target: &target, title: &title, language: &language, direction };
            renderer.redirect(&redirect).map(Some)
        }
        _ => plan.sheet(job).map(|sheet| draw(&sheet, plan.source(job))).transpose(),
    }
}
