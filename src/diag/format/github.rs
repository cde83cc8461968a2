use crate::diag::{Report, SourceMap};

use super::locus::Locus;

/// One workflow command per problem: GitHub's runners show it beside the line.
pub(super) fn render(report: &Report, sources: &SourceMap) -> String {
    let mut text = String::new();
    for diagnostic in report.iter() {
        let Locus { path, range, .. } = Locus::of(&diagnostic.place, sources);
        let mut properties = Vec::new();
        properties.extend(path.map(|path| format!("file={}", property(path))));
        if let Some((start, end)) = range {
            properties.push(format!("line={},endLine={}", start.line, end.line));
            // Columns count only within one line, and the last one is the last meant, not the one after it.
            if start.line == end.line {
                properties.push(format!("col={},endColumn={}", start.column, end.column.saturating_sub(1).max(start.column)));
            }
        }
        properties.push(format!("title={}", property(diagnostic.code.slug())));
        let mut message = diagnostic.message.clone();
        message.extend(diagnostic.label.iter().map(|label| format!("\n{label}")));
        message.extend(diagnostic.help.iter().map(|help| format!("\nhelp: {help}")));
        text.push_str(&format!("::{} {}::{}\n", diagnostic.severity.name(), properties.join(","), data(&message)));
    }
    text
}

/// Escaped as a command's data.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escaped as a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
