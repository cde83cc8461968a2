use crate::diag::{Diagnostic, Report, Severity, SourceMap};

use super::excerpt::Excerpt;
use super::locus::Locus;
use super::visible::visible;

/// An `<article>` per problem with everything that `full` says. Whoever shows it styles it by its classes and can open the
/// file by its `data-path`, `data-line` and `data-column`. What keeps the site from being shown comes first.
pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    report.of(Severity::Error).chain(report.of(Severity::Warning)).map(|diagnostic| article(diagnostic, sources)).collect()
}

fn article(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let severity = diagnostic.severity.name();
    let locus = Locus::of(&diagnostic.place, sources);
    let mut html = format!(
        "<article class=\"problem {severity}\"><h2><span class=\"severity\">{severity}<code>[{}]</code></span>: {}</h2>\n",
        diagnostic.code.slug(),
        words(&diagnostic.message),
    );
    html.push_str(&place(&locus, diagnostic.label.as_deref()));
    for note in &diagnostic.notes {
        html.push_str(&place(&Locus::of_span(note.span, sources), Some(&note.message)));
    }
    if let Some(help) = &diagnostic.help {
        html.push_str(&format!("<p class=\"help\"><b>help</b>: {}</p>\n", words(help)));
    }
    html.push_str("</article>\n");
    html
}

fn place(locus: &Locus, label: Option<&str>) -> String {
    let mut html = String::new();
    if let Some(path) = locus.path {
        let at = locus.range.map(|(start, _)| format!(" data-line=\"{}\" data-column=\"{}\"", start.line, start.column));
        let (path, name) = (escape(path), escape(&locus.name()));
        html.push_str(&format!("<p class=\"place\" data-path=\"{path}\"{}>{name}</p>\n", at.unwrap_or_default()));
    }
    if let Some((source, span)) = locus.shown {
        let Excerpt { line, before, meant, after, .. } = Excerpt::new(source, span);
        html.push_str(&format!(
            "<pre><span class=\"number\">{line}</span> {}<mark>{}</mark>{}</pre>\n",
            escape(&before),
            escape(&meant),
            escape(&after)
        ));
    }
    html.extend(label.map(|label| format!("<p class=\"label\">{}</p>\n", words(label))));
    html
}

/// A message's text, its `words in backticks` as code.
fn words(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // Only pairs of backticks mean code; with a single one left over, all of them stay what they are.
    if pieces.len().is_multiple_of(2) {
        return escape(text);
    }
    pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| if at % 2 == 1 { format!("<code>{}</code>", escape(piece)) } else { escape(piece) })
        .collect()
}

fn escape(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
