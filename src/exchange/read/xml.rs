use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::diag::{Source, Span};
use crate::exchange::html;

use super::input::Context;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// An element of an XML file.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: String,
    /// Names and values.
    pub(super) attributes: Vec<(String, String)>,
    /// Its text, without that of its children.
    pub(super) text: String,
    /// In their order.
    pub(super) children: Vec<Element>,
    /// The bytes it stands in.
    pub(super) range: Range<usize>,
}

impl Element {
    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of this name.
    pub(super) fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The root element. Entities that the file declares are not known: they are how small files become large ones.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Option<Element> {
    let mut reader = Reader::from_str(&source.text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let start = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = source.text.floor_char_boundary((reader.error_position() as usize).min(source.text.len()));
                let problem = format!("this is not XML: {error}");
                context.wrong(Span::new(source.id, at..at), problem, "export it again from the program that made it");
                return None;
            }
        };
        let end = reader.buffer_position() as usize;
        match event {
            Event::Start(tag) | Event::Empty(tag) if open.len() >= MAX_DEPTH => {
                let place = Span::new(source.id, start..end);
                context.wrong(
                    place,
                    format!("`{}` is nested more than {MAX_DEPTH} levels deep", tag.name().as_ref()),
                    "this is not a question bank",
                );
                return None;
            }
            Event::Start(tag) => open.push(element(&tag, start..end)),
            Event::Empty(tag) => add(&mut open, element(&tag, start..end)),
            Event::End(_) => {
                if let Some(mut element) = open.pop() {
                    element.range.end = end;
                    add(&mut open, element);
                }
            }
            Event::Text(text) => push(&mut open, &text.xml10_content()),
            Event::CData(text) => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) => match html::entity(&name) {
                Some(c) => push(&mut open, c.encode_utf8(&mut [0; 4])),
                None => {
                    let message = format!("`&{};` is not a known character", &*name);
                    context.wrong(Span::new(source.id, start..end), message, "write the character itself");
                }
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() > 1 {
        let place = Span::new(source.id, source.text.len()..source.text.len());
        context.wrong(place, "this XML ends in the middle", "export it again from the program that made it");
        return None;
    }
    open.pop().and_then(|mut root| if root.children.is_empty() { None } else { Some(root.children.swap_remove(0)) })
}

fn element(tag: &quick_xml::events::BytesStart<'_>, range: Range<usize>) -> Element {
    let attributes = tag.attributes().flatten().map(|attribute| (attribute.key.as_ref().to_owned(), html::unescaped(&attribute.value)));
    Element { name: tag.name().as_ref().to_owned(), attributes: attributes.collect(), range, ..Element::default() }
}

fn add(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}
