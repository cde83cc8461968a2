use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks};

use crate::diag::{Code, Diagnostic, Report, Span};

use super::control::without_controls;
use super::slip;
use super::{Entry, Node, Scalar, Slice, Text, Value};

/// Deepest nesting that is read: no author needs more, and what is deeper is an accident or an attack.
const MAX_DEPTH: usize = 64;
/// Most nodes that aliases may add to one document, so that a few lines cannot become gigabytes.
const MAX_COPIES: usize = 10_000;

/// Reads one YAML 1.2 document. Single values stay text (`no`, `1.10`, `017`). Gives the document's node, `None` when it
/// is empty or cannot be read; what is wrong goes to the report.
///
/// The parser's events are used, not its loader, because a cap on depth and on aliases has to work while the tree grows.
pub fn parse_yaml(text: &Text, report: &mut Report) -> Option<Node> {
    let reader = Reader { text, offsets: Offsets::new(&text.value), anchors: HashMap::new(), copies: 0, report };
    reader.document()
}

struct Reader<'a> {
    text: &'a Text,
    offsets: Offsets,
    anchors: HashMap<usize, Node>,
    copies: usize,
    report: &'a mut Report,
}

/// A collection that is being read.
struct Open {
    anchor: usize,
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, key: Option<(String, Span)> },
}

impl<'a> Reader<'a> {
    fn document(mut self) -> Option<Node> {
        let text = self.text;
        let mut stack: Vec<Open> = Vec::new();
        let mut root = None;
        for event in Parser::new_from_str(&text.value) {
            let (event, marks) = match event {
                Ok(event) => event,
                Err(error) => {
                    self.syntax_error(&error);
                    return None;
                }
            };
            let range = self.offsets.range(marks);
            let finished = match event {
                Event::DocumentStart(_) if root.is_some() => {
                    self.refuse(range, "a second document in one file", "put it into a file of its own");
                    return None;
                }
                Event::Scalar(value, style, anchor, tag) => {
                    let named = anchor > 0 || tag.is_some();
                    let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                    let start = if named { self.after_names(&range, block) } else { range.start };
                    let node = self.scalar(value, style, start..range.end);
                    Some((anchor, node))
                }
                Event::Alias(anchor) => Some((0, self.alias(anchor, range)?)),
                Event::SequenceStart(anchor, _) => {
                    stack.push(Open { anchor, start: self.after_names(&range, false), kind: OpenKind::Sequence(Vec::new()) });
                    None
                }
                Event::MappingStart(anchor, _) => {
                    stack.push(Open {
                        anchor,
                        start: self.after_names(&range, false),
                        kind: OpenKind::Mapping { entries: Vec::new(), key: None },
                    });
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => stack.pop().map(|open| self.close(open, range.end)),
                _ => None,
            };
            if stack.len() > MAX_DEPTH {
                let span = self.text.span_of(self.offsets.range(marks));
                self.report.add(
                    Diagnostic::new(Code::TooLarge, span, format!("nested more than {MAX_DEPTH} levels deep"))
                        .help("flatten it: nothing in a book needs that many levels"),
                );
                return None;
            }
            if let Some((anchor, node)) = finished {
                if anchor > 0 {
                    self.anchors.insert(anchor, node.clone());
                }
                match stack.last_mut() {
                    Some(open) => self.push(open, node)?,
                    None => root = Some(node),
                }
            }
        }
        root.filter(|node| !matches!(node.value, Value::Null))
    }

    fn scalar(&mut self, value: Cow<'_, str>, style: ScalarStyle, range: Range<usize>) -> Node {
        let (start, span) = (range.start, self.text.span_of(trim(&self.text.value, range.clone())));
        let plain = matches!(style, ScalarStyle::Plain);
        if plain && matches!(&*value, "" | "~" | "null" | "Null" | "NULL") {
            return Node { value: Value::Null, span };
        }
        let steps = align(&value, &self.text.value, range, style);
        let value = if style == ScalarStyle::DoubleQuoted { without_controls(value, span, self.report) } else { value };
        let value = self.as_it_stands(&value, start, &steps).unwrap_or_else(|| value.into_owned().into());
        let steps = steps.into_iter().map(|(from, to)| (from, self.text.origin(to as usize) as u32)).collect();
        Node { value: Value::Scalar(Scalar { text: Text::pieced(value, span, steps), quoted: !plain }), span }
    }

    /// A value that stands in the text as it is, without escapes or indentation: then it need not be copied.
    fn as_it_stands(&self, value: &str, start: usize, steps: &[(u32, u32)]) -> Option<Slice> {
        let start = match steps {
            [] => start,
            [(0, to)] => *to as usize,
            _ => return None,
        };
        let range = start..start + value.len();
        (self.text.value.get(range.clone()) == Some(value)).then(|| self.text.value.part(range))
    }

    /// Where a node begins behind its anchor and its tag, which the parser counts as part of it, and comments; a block behind its header too.
    fn after_names(&self, range: &Range<usize>, block: bool) -> usize {
        let text = &self.text.value[range.clone()];
        let mut rest = text;
        while rest.starts_with(['&', '!', '#']) {
            let comment = rest.starts_with('#');
            rest = rest.trim_start_matches(|c: char| if comment { c != '\n' } else { !c.is_whitespace() }).trim_start();
        }
        if block {
            rest = rest.split_once('\n').map_or("", |(_, content)| content);
        }
        range.start + text.len() - rest.len()
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Option<Node> {
        let node = self.anchors.get(&anchor).cloned().unwrap_or(Node { value: Value::Null, span: self.text.span_of(range.clone()) });
        self.copies += count(&node);
        if self.copies > MAX_COPIES {
            self.refuse(range, "aliases that multiply into a huge document", "write the values out");
            return None;
        }
        Some(node)
    }

    fn close(&self, open: Open, end: usize) -> (usize, Node) {
        let span = self.text.span_of(trim(&self.text.value, open.start..end.max(open.start)));
        let value = match open.kind {
            OpenKind::Sequence(items) => Value::Sequence(items),
            OpenKind::Mapping { entries, .. } => Value::Mapping(entries),
        };
        (open.anchor, Node { value, span })
    }

    /// Takes a node into a collection; `None` if it can be no key there, and all that follows would be taken for something else.
    fn push(&mut self, open: &mut Open, node: Node) -> Option<()> {
        match &mut open.kind {
            OpenKind::Sequence(items) => items.push(node),
            OpenKind::Mapping { entries, key } => match key.take() {
                None => *key = Some(self.key(&node)?),
                Some((key, key_span)) => match entries.iter().find(|entry| entry.key == key) {
                    Some(first) => self.report.add(
                        Diagnostic::new(Code::DuplicateKey, key_span, format!("`{key}` stands twice in one mapping"))
                            .label("the second one")
                            .help("keep one of the two")
                            .note(first.key_span, "the first one"),
                    ),
                    None => entries.push(Entry { key, key_span, node }),
                },
            },
        }
        Some(())
    }

    fn key(&mut self, node: &Node) -> Option<(String, Span)> {
        match (&node.value, node.text()) {
            (_, Some(text)) => {
                if let Some(slip) = slip::strange_start(text) {
                    self.report.add(slip.problem(Code::YamlSyntax, text));
                    return None;
                }
                Some((text.value.to_string(), node.span))
            }
            (Value::Null, _) => Some(("null".into(), node.span)),
            _ => {
                self.report.add(
                    Diagnostic::new(Code::WrongType, node.span, format!("{} where a key should be", node.shape()))
                        .label("expected text before the colon")
                        .help("quote it if it begins with `{` or `[`"),
                );
                Some((format!("\u{0}{}", node.span.start), node.span))
            }
        }
    }

    fn refuse(&mut self, range: Range<usize>, message: &str, help: &str) {
        self.report.add(Diagnostic::new(Code::YamlSyntax, self.text.span_of(range), message).help(help));
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let at = self.offsets.byte(error.marker().index()).min(self.text.value.len());
        let said = error.info();
        if let Some(slip) = slip::in_yaml(&self.text.value, at, said) {
            return self.report.add(slip.problem(Code::YamlSyntax, self.text));
        }
        let line = self.text.value[..at].rfind('\n').map_or(0, |end| end + 1);
        let rest = self.text.value[line..].lines().next().unwrap_or_default();
        let help = if rest.trim_start_matches(' ').starts_with('\t') || said.contains("tab") {
            "indent with spaces: YAML does not allow tabs"
        } else if said.contains("mapping values are not allowed") {
            "put the text in quotes if it contains `: `, and check the indentation"
        } else if said.contains("quoted scalar") {
            "end the text with the quotation mark that it begins with"
        } else {
            "check the indentation and the quotes of this line and the one before"
        };
        self.report.add(
            Diagnostic::new(Code::YamlSyntax, self.text.span_of(at..at), format!("this is not YAML: {said}"))
                .label("read well up to here")
                .help(help),
        );
    }
}

fn count(node: &Node) -> usize {
    1 + match &node.value {
        Value::Sequence(items) => items.iter().map(count).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| count(&entry.node)).sum(),
        _ => 0,
    }
}

/// Without white space and comments' leftovers at the end: collections end where the next token begins.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    range.start..range.start + part.trim_end().len()
}

/// The parser counts characters; files are bytes.
struct Offsets(Option<Vec<u32>>);

impl Offsets {
    fn new(text: &str) -> Offsets {
        if text.is_ascii() {
            return Offsets(None);
        }
        Offsets(Some(text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect()))
    }

    fn byte(&self, index: usize) -> usize {
        match &self.0 {
            None => index,
            Some(bytes) => bytes.get(index).or(bytes.last()).map_or(0, |at| *at as usize),
        }
    }

    fn range(&self, marks: Marks) -> Range<usize> {
        let start = self.byte(marks.start.index());
        start..self.byte(marks.end.index()).max(start)
    }
}

/// Finds where each part of a scalar's value stands in `text`: pairs of a byte in the value and a byte in the text from
/// which both run in step; none if it begins where the range does, as it is. Words stand there as they are; white space may be folded,
/// quotes doubled, characters escaped.
fn align(value: &str, text: &str, range: Range<usize>, style: ScalarStyle) -> Vec<(u32, u32)> {
    let (value, raw) = (value.as_bytes(), &text.as_bytes()[..range.end.min(text.len())]);
    let mut from = 0;
    let mut at = range.start;
    if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
        at += 1;
    } else {
        at += raw[at.min(raw.len())..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        from += value.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }
    let first = (from as u32, at as u32);
    // Most values stand there as they are, letter for letter. A quote at the end of one in single quotes would look so too.
    if style != ScalarStyle::SingleQuoted && raw.get(at..).is_some_and(|raw| raw.starts_with(&value[from..])) {
        return if (from, at) == (0, range.start) { Vec::new() } else { vec![first] };
    }
    let mut steps = vec![first];
    while from < value.len() && at < raw.len() {
        if style == ScalarStyle::DoubleQuoted && raw[at] == b'\\' {
            let (skipped, gives) = escape(&raw[at..]);
            at += skipped;
            if gives {
                from += 1;
                from += value[from..].iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
            }
        } else if value[from].is_ascii_whitespace() {
            from += value[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            at += raw[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        } else {
            at += usize::from(style == ScalarStyle::SingleQuoted && raw[at] == b'\'');
            from += 1;
            at += 1;
            continue_step(&mut steps, from, at);
            continue;
        }
        continue_step(&mut steps, from, at);
    }
    steps
}

/// Notes a step only where value and text stop running in step.
fn continue_step(steps: &mut Vec<(u32, u32)>, from: usize, at: usize) {
    let (last_from, last_at) = steps[steps.len() - 1];
    if (from as u32).wrapping_sub(last_from) != (at as u32).wrapping_sub(last_at) {
        steps.push((from as u32, at as u32));
    }
}

/// How many bytes an escape in double quotes takes, and whether it stands for a character.
fn escape(raw: &[u8]) -> (usize, bool) {
    match raw.get(1) {
        Some(b'x') => (4, true),
        Some(b'u') => (6, true),
        Some(b'U') => (10, true),
        Some(b'\r' | b'\n') => (1 + raw[1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count(), false),
        _ => (2, true),
    }
}
