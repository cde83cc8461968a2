use crate::exchange::escape::escape;
use crate::exchange::{Export, Field, Record, labelled};

/// Questions with an open answer; everything else about them is the feedback that follows it.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> String {
    let mut text = String::new();
    for bank in &export.banks {
        text.extend(["$CATEGORY: $course$/top/", &escaped(&bank.title.replace('/', "//")), "\n\n"]);
        for record in &bank.records {
            question(&mut text, record, fields);
        }
    }
    text
}

fn question(text: &mut String, record: &Record, fields: &[Field<'_>]) {
    let id = record.one("id").unwrap_or_default();
    text.extend(["// [id:", &marked(id), "]"]);
    for tag in labelled::tags(record, fields, &["id"]) {
        text.extend([" [tag:", &marked(&tag), "]"]);
    }
    text.extend(["\n::", &escaped(id), "::[markdown]", &escaped(record.one("ask").unwrap_or_default()), "{"]);
    let feedback = labelled::write(record, fields, &["ask"]);
    if !feedback.is_empty() {
        text.extend(["####[markdown]", &escaped(&feedback)]);
    }
    text.push_str("}\n\n");
}

/// Within a mark in a comment.
fn marked(text: &str) -> String {
    text.replace('\\', "\\\\").replace(']', "\\]").replace('\n', " ")
}

/// Signs that mean something are written with a backslash, line ends as `\n`: an empty line would end the question.
fn escaped(text: &str) -> String {
    escape(
        text,
        [(b'~', "\\~"), (b'=', "\\="), (b'#', "\\#"), (b'{', "\\{"), (b'}', "\\}"), (b':', "\\:"), (b'\\', "\\\\"), (b'\n', "\\n")],
    )
}
