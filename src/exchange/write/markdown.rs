use std::fmt::Write;

use crate::exchange::Export;

/// A list: follow-ups below their question, answers in `<details>`, the id in a comment that no viewer shows.
pub(super) fn write(export: &Export<'_>) -> String {
    let mut text = String::new();
    for bank in &export.banks {
        if !text.is_empty() {
            text.push('\n');
        }
        // Writing into a string does not fail.
        let _ = writeln!(text, "# {}\n", bank.title);
        if let Some(summary) = &bank.summary {
            let _ = writeln!(text, "{summary}\n");
        }
        for record in &bank.records {
            let _ = writeln!(text, "- {}", indented(record.one("ask").unwrap_or_default()));
            for follow_up in record.all("follow_ups") {
                let _ = writeln!(text, "  - {}", indented(&indented(follow_up)));
            }
            if let Some(answer) = record.one("answer") {
                let _ = writeln!(text, "\n  <details><summary>Answer</summary>\n\n  {}\n\n  </details>\n", indented(answer));
            }
            if let Some(id) = record.one("id") {
                let _ = writeln!(text, "  <!-- id: {id} -->");
            }
        }
    }
    text
}

/// A text within an item: its further lines stand below its first.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}
