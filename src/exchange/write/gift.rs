use std::fmt::Write;

use crate::exchange::escape::escape;
use crate::exchange::{Export, Field, Record, labelled};

/// Questions with an open answer; everything else about them is the feedback that follows it.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> String {
    let mut text = String::new();
    for bank in &export.banks {
        // Writing into a string does not fail.
        let _ = writeln!(text, "$CATEGORY: $course$/top/{}\n", escaped(&bank.title.replace('/', "//")));
        for record in &bank.records {
            text.push_str(&question(record, fields));
        }
    }
    text
}

fn question(record: &Record, fields: &[Field<'_>]) -> String {
    let id = record.one("id").unwrap_or_default();
    let mut marks = format!("// [id:{}]", marked(id));
    for tag in labelled::tags(record, fields, &["id"]) {
        let _ = write!(marks, " [tag:{}]", marked(&tag));
    }
    let feedback = labelled::write(record, fields, &["ask"]);
    let feedback = if feedback.is_empty() { String::new() } else { format!("####[markdown]{}", escaped(&feedback)) };
    format!("{marks}\n::{}::[markdown]{}{{{feedback}}}\n\n", escaped(id), escaped(record.one("ask").unwrap_or_default()))
}

/// Within a mark in a comment.
fn marked(text: &str) -> String {
    text.replace('\\', "\\\\").replace(']', "\\]").replace('\n', " ")
}

/// Signs that mean something are written with a backslash, line ends as `\n`: an empty line would end the question.
fn escaped(text: &str) -> String {
    escape(text, |byte| match byte {
        b'~' => Some("\\~"),
        b'=' => Some("\\="),
        b'#' => Some("\\#"),
        b'{' => Some("\\{"),
        b'}' => Some("\\}"),
        b':' => Some("\\:"),
        b'\\' => Some("\\\\"),
        b'\n' => Some("\\n"),
        _ => None,
    })
}
