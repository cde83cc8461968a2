use std::borrow::Cow;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diag::{Diagnostic, Report, Severity, SourceMap};

use super::excerpt::Excerpt;
use super::locus::Locus;
use super::visible::visible;

/// Excerpts are cut to less than this, so that the renderer has nothing left to cut.
const WIDTH: usize = 400;

/// The report as the Rust compiler would print it: headline, place, line with caret, help. What stops a build comes last, beside the
/// count, where a terminal is read first.
pub(super) fn render(report: &Report, sources: &SourceMap, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut text = String::new();
    for diagnostic in report.of(Severity::Warning).chain(report.of(Severity::Error)) {
        let mut moved = Vec::new();
        let mut problem = renderer.render(&[group(diagnostic, sources, &mut moved)]);
        for (shown, meant) in moved {
            problem = problem.replacen(&shown, &meant, 1);
        }
        text.push_str(&problem);
        text.push_str("\n\n");
    }
    text
}

/// The renderer counts columns in the piece of the line it is given; where the line's start was cut off, `moved` gets the
/// place as it will be printed and as it should be.
fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap, moved: &mut Vec<(String, String)>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.slug());
    let label = diagnostic.label.as_deref().map(visible);
    let locus = Locus::of(&diagnostic.place, sources);
    let mut elements: Vec<Element<'a>> = Vec::new();
    if locus.shown.is_some() {
        elements.extend(excerpt(&locus, AnnotationKind::Primary, label, moved));
    } else {
        elements.extend(locus.path.map(|path| Origin::path(visible(path)).into()));
        elements.extend(label.map(|label| Level::NOTE.message(label).into()));
    }
    for note in &diagnostic.notes {
        let locus = Locus::of_span(note.span, sources);
        elements.extend(excerpt(&locus, AnnotationKind::Context, Some(visible(&note.message)), moved));
    }
    elements.extend(diagnostic.help.as_deref().map(|help| Level::HELP.message(visible(help)).into()));
    title.elements(elements)
}

fn excerpt<'a>(
    locus: &Locus<'a>,
    kind: AnnotationKind,
    label: Option<Cow<'a, str>>,
    moved: &mut Vec<(String, String)>,
) -> Option<Element<'a>> {
    let (path, (source, span)) = (visible(locus.path?), locus.shown?);
    let excerpt = Excerpt::new(source, span);
    let shown = excerpt.before.chars().count() + 1;
    if shown != excerpt.column {
        moved.push((format!("{path}:{}:{shown}", excerpt.line), format!("{path}:{}:{}", excerpt.line, excerpt.column)));
    }
    let caret = excerpt.before.len()..excerpt.before.len() + excerpt.meant.len();
    let snippet = Snippet::source(excerpt.text()).path(path).line_start(excerpt.line).fold(false);
    Some(snippet.annotation(kind.span(caret).label(label)).into())
}
