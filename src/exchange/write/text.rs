use std::fmt::Write;

use crate::exchange::{Export, Field, Format, html};

/// A numbered list to be printed, without markup.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> String {
    let mut text = String::new();
    for bank in &export.banks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let title = html::plain(&bank.title);
        // Writing into a string does not fail.
        let _ = writeln!(text, "{title}\n{}", "=".repeat(title.chars().count()));
        if let Some(summary) = &bank.summary {
            let _ = writeln!(text, "\n{}", html::plain(summary));
        }
        for (number, record) in bank.records.iter().enumerate() {
            let _ = writeln!(text, "\n{}. {}", number + 1, html::plain(record.one("ask").unwrap_or_default()).replace('\n', "\n   "));
            for field in fields.iter().filter(|field| field.key != "ask" && Format::Text.holds(field.key)) {
                let values: Vec<String> = record.all(field.key).iter().map(|value| html::plain(value)).collect();
                match values.as_slice() {
                    [] => {}
                    [one] => {
                        let _ = writeln!(text, "   {}: {}", field.label, one.replace('\n', "\n   "));
                    }
                    many => {
                        let _ = writeln!(text, "   {}:", field.label);
                        for value in many {
                            let _ = writeln!(text, "   - {}", value.replace('\n', "\n     "));
                        }
                    }
                }
            }
        }
    }
    text
}
