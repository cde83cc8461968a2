use crate::exchange::{Export, ExportBank, Field, Record, html, labelled};
use crate::parse::scan;

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
    let path = ["$course$/top/", &bank.title.replace('/', "//")].concat();
    xml.extend(["<question type=\"category\">\n<category><text>", &escaped(&path), "</text></category>\n"]);
    text(xml, "info", bank.summary.as_deref().unwrap_or_default());
    xml.push_str("<idnumber></idnumber>\n</question>\n");
}

fn question(xml: &mut String, record: &Record, fields: &[Field<'_>]) {
    let ask = record.one("ask").unwrap_or_default();
    let name: String = html::plain(ask).chars().take(NAME).collect();
    xml.extend(["<question type=\"essay\">\n<name><text>", &escaped(&name.replace('\n', " ")), "</text></name>\n"]);
    text(xml, "questiontext", ask);
    text(xml, "generalfeedback", &labelled::write(record, fields, &["ask", "answer"]));
    xml.push_str("<defaultgrade>1.0000000</defaultgrade>\n<penalty>0.0000000</penalty>\n<hidden>0</hidden>\n");
    xml.extend(["<idnumber>", &escaped(record.one("id").unwrap_or_default()), "</idnumber>\n"]);
    xml.push_str("<responseformat>editor</responseformat>\n<responserequired>1</responserequired>\n");
    xml.push_str("<responsefieldlines>10</responsefieldlines>\n");
    xml.push_str("<attachments>0</attachments>\n<attachmentsrequired>0</attachmentsrequired>\n");
    text(xml, "graderinfo", record.one("answer").unwrap_or_default());
    xml.push_str("<responsetemplate format=\"html\"><text></text></responsetemplate>\n");
    let tags = labelled::tags(record, fields, &["id"]);
    if !tags.is_empty() {
        xml.push_str("<tags>");
        tags.iter().for_each(|tag| xml.extend(["<tag><text>", &escaped(tag), "</text></tag>"]));
        xml.push_str("</tags>\n");
    }
    xml.push_str("</question>\n");
}

fn text(xml: &mut String, element: &str, markdown: &str) {
    xml.extend(["<", element, " format=\"markdown\"><text>", &escaped(markdown), "</text></", element, ">\n"]);
}

/// XML has no place for control characters, whichever way they are written.
fn escaped(text: &str) -> String {
    let unsure = scan::first(text.as_bytes(), |byte| (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte >= 0x7f));
    let allowed = |c: char| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    if unsure.is_none() || text.chars().all(allowed) { html::escaped(text) } else { html::escaped(&text.replace(|c| !allowed(c), "")) }
}
