//! The only file that names quick-xml.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// An XML document that is being written. Writing to memory does not fail, so its results are let go.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with this root element, filled by `fill`.
    pub(super) fn document(root: &str, attributes: &[(&str, &str)], fill: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 1));
        let _ = xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.element(root, attributes, fill);
        let mut text = String::from_utf8(xml.0.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }

    /// An element that holds elements.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)], fill: impl FnOnce(&mut Xml)) {
        let writer = std::mem::replace(&mut self.0, Writer::new_with_indent(Vec::new(), b' ', 1));
        let mut inner = Xml(writer);
        let start = quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().copied());
        let end = start.to_end().into_owned();
        let _ = inner.0.write_event(Event::Start(start.borrow()));
        fill(&mut inner);
        let _ = inner.0.write_event(Event::End(end));
        self.0 = inner.0;
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        let clean = clean(text);
        let _ = self.0.create_element(name).write_text_content(BytesText::new(&clean));
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = self.0.create_element(name).with_attributes(attributes.iter().copied()).write_empty();
    }
}

/// `text` without the characters that no XML document may hold, not even escaped.
fn clean(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().filter(|c| allowed(*c)).collect()
}
