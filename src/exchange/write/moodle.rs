use std::fmt::Write;

use crate::exchange::{Export, ExportBank, Field, Record, html, labelled};

/// The longest name of a question in a list of Moodle's, in characters.
const NAME: usize = 100;

/// Essay questions with Markdown texts: the model answer is for graders, everything else the general feedback and tags.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    for bank in &export.banks {
        category(&mut xml, bank);
        for record in &bank.records {
            question(&mut xml, record, fields);
        }
    }
    xml.push_str("</quiz>\n");
    xml
}

fn category(xml: &mut String, bank: &ExportBank) {
    let path = format!("$course$/top/{}", bank.title.replace('/', "//"));
    // Writing into a string does not fail.
    let _ = writeln!(xml, "<question type=\"category\">\n<category><text>{}</text></category>", escaped(&path));
    let _ = writeln!(xml, "<info format=\"markdown\"><text>{}</text></info>", escaped(bank.summary.as_deref().unwrap_or_default()));
    let _ = writeln!(xml, "<idnumber></idnumber>\n</question>");
}

fn question(xml: &mut String, record: &Record, fields: &[Field<'_>]) {
    let ask = record.one("ask").unwrap_or_default();
    let name: String = html::plain(ask).chars().take(NAME).collect();
    let feedback = labelled::write(record, fields, &["ask", "answer"]);
    let _ = writeln!(xml, "<question type=\"essay\">\n<name><text>{}</text></name>", escaped(&name.replace('\n', " ")));
    text(xml, "questiontext", ask);
    text(xml, "generalfeedback", &feedback);
    let id = escaped(record.one("id").unwrap_or_default());
    let _ = writeln!(
        xml,
        "<defaultgrade>1.0000000</defaultgrade>\n<penalty>0.0000000</penalty>\n<hidden>0</hidden>\n<idnumber>{id}</idnumber>"
    );
    let _ = writeln!(
        xml,
        "<responseformat>editor</responseformat>\n<responserequired>1</responserequired>\n<responsefieldlines>10</responsefieldlines>"
    );
    let _ = writeln!(xml, "<attachments>0</attachments>\n<attachmentsrequired>0</attachmentsrequired>");
    text(xml, "graderinfo", record.one("answer").unwrap_or_default());
    let _ = writeln!(xml, "<responsetemplate format=\"html\"><text></text></responsetemplate>");
    let tags = labelled::tags(record, fields, &["id"]);
    if !tags.is_empty() {
        let tags: String = tags.iter().map(|tag| format!("<tag><text>{}</text></tag>", escaped(tag))).collect();
        let _ = writeln!(xml, "<tags>{tags}</tags>");
    }
    xml.push_str("</question>\n");
}

fn text(xml: &mut String, element: &str, markdown: &str) {
    let _ = writeln!(xml, "<{element} format=\"markdown\"><text>{}</text></{element}>", escaped(markdown));
}

/// XML has no place for control characters, whichever way they are written.
fn escaped(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.chars().all(allowed) { html::escaped(text) } else { html::escaped(&text.replace(|c| !allowed(c), "")) }
}
