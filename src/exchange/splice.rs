use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::{Report, Source, Span};
use crate::parse::{Entry, Node, Text, Value, parse_yaml};

use super::bank_file::values;

/// Edits of a YAML file that leave every other byte as it is.
#[derive(Debug)]
pub(super) struct Splice<'t> {
    text: &'t str,
    line_end: &'static str,
    /// Where, in what order at one place, and what. Items of a list come before the next key, and that before the next question.
    edits: Vec<(Range<usize>, Rank, String)>,
    /// Where block scalars that keep their blank lines (`|+`) end: a blank line that comes to stand there becomes part of one.
    keeping: BTreeSet<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Value,
    Key,
    Question,
}

impl<'t> Splice<'t> {
    /// No edits yet of the text in which this list of questions stands.
    pub(super) fn new(text: &'t str, list: &Node) -> Splice<'t> {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut splice = Splice { text, line_end, edits: Vec::new(), keeping: BTreeSet::new() };
        splice.find_keeping(list);
        splice
    }

    fn find_keeping(&mut self, node: &Node) {
        match &node.value {
            Value::Sequence(items) => items.iter().for_each(|item| self.find_keeping(item)),
            Value::Mapping(entries) => entries.iter().for_each(|entry| self.find_keeping(&entry.node)),
            Value::Scalar(_) if self.block_header(node).is_some_and(|header| header.contains('+')) => {
                self.keeping.insert(self.after_blank(self.line_end_after(self.end(node))));
            }
            _ => {}
        }
    }

    /// The `|` or `>` of a block scalar and what belongs to it.
    fn block_header(&self, node: &Node) -> Option<&'t str> {
        let head = self.text[..node.span.range().start].trim_end();
        let line = &head[self.line_start(head.len())..];
        let said = line.find(" #").map_or(line, |comment| &line[..comment]);
        said.split_whitespace().last().filter(|word| word.starts_with(['|', '>']))
    }

    /// The text with all edits made.
    pub(super) fn finish(mut self) -> String {
        self.edits.sort_by_key(|(range, rank, _)| (range.start, range.end, *rank));
        self.take_blank_lines();
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, _, new) in &self.edits {
            // Edits of one file never overlap unless an alias leads two keys to one place; the caller compares the result.
            if range.start >= at {
                text.push_str(&self.text[at..range.start]);
                text.push_str(new);
                at = range.end;
            }
        }
        text.push_str(&self.text[at..]);
        text
    }

    /// Lines that go from right below a block scalar that keeps blank lines take those below them along.
    fn take_blank_lines(&mut self) {
        let mut below = None;
        for at in 0..self.edits.len() {
            let next = self.edits.get(at + 1).map_or(self.text.len(), |(range, ..)| range.start);
            let (range, _, new) = &self.edits[at];
            let goes = new.is_empty() && (self.keeping.contains(&range.start) || below == Some(range.start));
            let end = if goes { self.after_blank(range.end).min(next.max(range.end)) } else { range.end };
            below = goes.then_some(end);
            self.edits[at].0.end = end;
        }
    }

    /// Gives the key of a mapping these values; without any, the key says nothing. `covered` if a default would stand in for a missing key.
    pub(super) fn set(&mut self, mapping: &Node, key: &str, new: &[String], many: bool, covered: bool) {
        match mapping.get(key) {
            Some(entry) if new.is_empty() && !covered => self.remove(mapping, entry),
            Some(entry) if new.is_empty() => self.replace_value(entry, " ~"),
            Some(entry) => self.change(mapping, entry, new, many),
            None => self.insert(mapping, key, new, many),
        }
    }

    /// Adds items, each the YAML of a list of one, to the list of questions.
    pub(super) fn append(&mut self, list: &Node, items: &[String]) {
        let Value::Sequence(nodes) = &list.value else { return };
        let Some(last) = nodes.last() else {
            let text: String = items.iter().map(|item| format!("{}{}", self.line_end, self.indented(item, 2))).collect();
            self.edits.push((list.span.range(), Rank::Question, text.trim_end().to_owned()));
            return;
        };
        let dash = self.dash(last);
        let column = dash - self.line_start(dash);
        let gap = match nodes.len().checked_sub(2).map(|at| self.end(&nodes[at])..dash) {
            Some(between) if ["\n\n", "\n\r\n"].iter().any(|gap| self.text[between.clone()].contains(gap)) => self.line_end,
            _ => "",
        };
        let at = self.below(self.end(last));
        let gap = if self.keeping.contains(&at) { "" } else { gap };
        let start = if self.text[..at].ends_with('\n') { "" } else { self.line_end };
        let text: String = items.iter().map(|item| format!("{gap}{}", self.indented(item, column))).collect();
        self.edits.push((at..at, Rank::Question, format!("{start}{text}")));
    }

    /// Whether items can be added below the list.
    pub(super) fn takes_lines(&self, list: &Node) -> bool {
        let empty = matches!(&list.value, Value::Sequence(items) if items.is_empty());
        empty || matches!(&list.value, Value::Sequence(_)) && !self.text[list.span.range()].starts_with('[')
    }

    fn indented(&self, item: &str, column: usize) -> String {
        let indent = " ".repeat(column);
        item.lines()
            .map(|line| if line.is_empty() { self.line_end.to_owned() } else { format!("{indent}{line}{}", self.line_end) })
            .collect()
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// After the line end of the line in which `at` stands.
    fn line_end_after(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// The line below the one in which `at` stands, and below the blank lines that belong to it.
    fn below(&self, at: usize) -> usize {
        let (line, blank) = (self.line_end_after(at), self.after_blank(self.line_end_after(at)));
        if self.keeping.contains(&blank) { blank } else { line }
    }

    /// The first line from `at` on that is not blank.
    fn after_blank(&self, at: usize) -> usize {
        let blank = self.text[at..].split_inclusive('\n').take_while(|line| line.trim().is_empty());
        at + blank.map(str::len).sum::<usize>()
    }

    fn is_flow(&self, node: &Node) -> bool {
        self.text[node.span.range()].starts_with(['{', '['])
    }

    fn after_colon(&self, entry: &Entry) -> usize {
        let end = entry.key_span.range().end;
        self.text[end..].find(':').map_or(end, |at| end + at + 1)
    }

    /// Where a value really ends: the span of a collection reaches up to the next thing, comments in between included.
    fn end(&self, node: &Node) -> usize {
        match &node.value {
            _ if self.is_flow(node) => self.range(node).end,
            Value::Sequence(items) => items.last().map_or(node.span.range().end, |item| self.end(item)),
            Value::Mapping(entries) => entries.last().map_or(node.span.range().end, |entry| self.value_range(entry).end),
            // Nothing has no place of its own, unless it is written out.
            Value::Null if !matches!(&self.text[node.span.range()], "~" | "null" | "Null" | "NULL") => 0,
            // An empty block scalar may begin below its blank lines.
            _ => self.text[..self.range(node).end].trim_end().len(),
        }
    }

    /// Where a value stands. The span of one in quotes or brackets reaches over the comment behind it.
    fn range(&self, node: &Node) -> Range<usize> {
        let whole = node.span.range();
        let text = &self.text[whole.clone()];
        let bracket = |inner: usize| {
            let from = inner.max(whole.start + 1).min(whole.end) - whole.start;
            if self.is_flow(node) { closing_bracket(&text[from..]).map(|at| from + at) } else { None }
        };
        let length = match &node.value {
            Value::Sequence(items) => bracket(items.last().map_or(0, |item| self.end(item))),
            Value::Mapping(entries) => bracket(entries.last().map_or(0, |entry| self.value_range(entry).end)),
            _ if self.block_header(node).is_none() => closing_quote(text),
            _ => None,
        };
        whole.start..length.map_or(whole.end, |length| whole.start + length)
    }

    /// From after the colon to the end of the value.
    fn value_range(&self, entry: &Entry) -> Range<usize> {
        let start = self.after_colon(entry);
        start..self.end(&entry.node).max(start)
    }

    fn replace_value(&mut self, entry: &Entry, new: &str) {
        self.edits.push((self.value_range(entry), Rank::Value, new.to_owned()));
    }

    fn remove(&mut self, mapping: &Node, entry: &Entry) {
        let start = self.line_start(entry.key_span.range().start);
        let leads = !self.text[start..entry.key_span.range().start].trim().is_empty();
        if leads || self.is_flow(mapping) {
            return self.replace_value(entry, " ~");
        }
        let end = self.line_end_after(self.value_range(entry).end);
        self.edits.push((start..end, Rank::Value, String::new()));
    }

    fn change(&mut self, mapping: &Node, entry: &Entry, new: &[String], many: bool) {
        let flow = self.is_flow(mapping);
        match &entry.node.value {
            Value::Sequence(items) if self.text[entry.node.span.range()].starts_with('[') => {
                let list = self.flow_list(items, new);
                self.edits.push((self.range(&entry.node), Rank::Value, list));
            }
            Value::Sequence(items) => self.change_items(items, new),
            Value::Scalar(_) if new.len() == 1 => self.change_scalar(entry, &new[0], flow),
            _ => {
                let column = entry.key_span.range().start - self.line_start(entry.key_span.range().start);
                let value = self.fresh(new, many, flow, column);
                self.replace_value(entry, &value);
            }
        }
    }

    /// A list in brackets; what is not new is written as it was.
    fn flow_list(&self, items: &[Node], new: &[String]) -> String {
        let raw = |value: &String| {
            let same = items.iter().find(|item| values(item).first() == Some(value));
            same.map_or_else(|| quoted(value, true), |item| self.text[self.range(item)].to_owned())
        };
        format!("[{}]", new.iter().map(raw).collect::<Vec<_>>().join(", "))
    }

    /// A list with a line for each item: only items that differ are touched.
    fn change_items(&mut self, items: &[Node], new: &[String]) {
        let old: Vec<String> = items.iter().map(|item| values(item).into_iter().next().unwrap_or_default()).collect();
        let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let most = old.len().min(new.len()) - before;
        let after = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
        let (changed, wanted) = (before..old.len() - after, &new[before..new.len() - after]);
        let pairs = changed.len().min(wanted.len());
        for (item, value) in items[changed.clone()].iter().zip(wanted) {
            let column = self.dash_column(item);
            let after_dash = self.dash(item) + 1;
            if self.block_header(item).is_some() {
                let text = format!(" {}", self.plain(value, column + 2));
                self.edits.push((after_dash..item.span.range().end, Rank::Value, text));
                continue;
            }
            let range = self.range(item);
            let text = self.scalar(&self.text[range.clone()], value, false, column + 2);
            self.edits.push((range, Rank::Value, text));
        }
        for item in &items[changed.start + pairs..changed.end] {
            let start = self.line_start(self.dash(item));
            self.edits.push((start..self.line_end_after(self.range(item).end), Rank::Value, String::new()));
        }
        if wanted.len() > pairs {
            // After the last item that stays, or before the first one.
            let before = (changed.start + pairs).checked_sub(1).map(|place| &items[place]);
            let Some(next_to) = before.or(items.first()) else { return };
            let column = self.dash_column(next_to);
            let at = match before {
                Some(item) => self.below(self.end(item)),
                None => self.line_start(self.dash(next_to)),
            };
            let start = if self.text[..at].ends_with('\n') { "" } else { self.line_end };
            let indent = " ".repeat(column);
            let lines: String =
                wanted[pairs..].iter().map(|value| format!("{indent}- {}{}", self.plain(value, column + 2), self.line_end)).collect();
            self.edits.push((at..at, Rank::Value, format!("{start}{lines}")));
        }
    }

    /// Where the dash of an item stands: the first sign of the line on which the item, or its `|`, begins.
    fn dash(&self, item: &Node) -> usize {
        let head = self.text[..item.span.range().start].trim_end();
        let line = self.line_start(head.len());
        line + head[line..].len() - head[line..].trim_start().len()
    }

    fn dash_column(&self, item: &Node) -> usize {
        let dash = self.dash(item);
        dash - self.line_start(dash)
    }

    fn change_scalar(&mut self, entry: &Entry, new: &str, flow: bool) {
        let column = entry.key_span.range().start - self.line_start(entry.key_span.range().start);
        let range = self.range(&entry.node);
        let head = &self.text[self.after_colon(entry)..range.start.max(self.after_colon(entry))];
        if let Some(header) = self.block_header(&entry.node) {
            let folded = header.starts_with('>');
            match self.block(head, folded, &self.text[range.clone()], range.start, new) {
                Some(content) => self.edits.push((range, Rank::Value, content)),
                None => {
                    let value = format!(" {}", self.plain(new, column + 2));
                    self.replace_value(entry, &value);
                }
            }
            return;
        }
        let value = self.scalar(&self.text[range.clone()], new, flow, column + 2);
        self.edits.push((range, Rank::Value, value));
    }

    /// The content of a block scalar in its own style and indentation; none if it cannot say `new`.
    fn block(&self, head: &str, folded: bool, old: &str, start: usize, new: &str) -> Option<String> {
        let line = self.line_start(start);
        let indent = &self.text[line..line + self.text[line..].len() - self.text[line..].trim_start_matches(' ').len()];
        let separator = if folded { format!("{}{}{indent}", self.line_end, self.line_end) } else { format!("{}{indent}", self.line_end) };
        let content = new.split('\n').collect::<Vec<_>>().join(&separator).replace(&format!("{indent}{}", self.line_end), self.line_end);
        // Where the span begins at the indentation, it belongs to the span.
        let content = if old.starts_with(' ') && start == line { format!("{indent}{content}") } else { content };
        let lead = if start == line { String::new() } else { indent.to_owned() };
        let whole = format!("k:{}{lead}{content}{}", head.trim_end_matches(' '), self.line_end);
        (read_back(&whole, "k").as_deref() == Some(&[new.to_owned()])).then_some(content)
    }

    /// `new` in the style in which `old` was written, where that style can say it.
    fn scalar(&self, old: &str, new: &str, flow: bool, indent: usize) -> String {
        match old.as_bytes().first() {
            Some(b'\'') if !new.chars().any(char::is_control) => format!("'{}'", new.replace('\'', "''")),
            Some(b'"') => double_quoted(new),
            _ if flow => quoted(new, true),
            _ => self.plain(new, indent),
        }
    }

    /// A value as nobody has written it before, outside of brackets.
    fn plain(&self, new: &str, indent: usize) -> String {
        if new.contains('\n') {
            let indent = " ".repeat(indent);
            let lines: String = new
                .split('\n')
                .map(|line| if line.is_empty() { self.line_end.to_owned() } else { format!("{}{indent}{line}", self.line_end) })
                .collect();
            let block = format!("|-{}", lines.replace(&format!("{0}{0}{0}", self.line_end), &self.line_end.repeat(2)));
            if read_back(&format!("k: {block}\n"), "k").as_deref() == Some(&[new.to_owned()]) {
                return block;
            }
        }
        quoted(new, false)
    }

    fn insert(&mut self, mapping: &Node, key: &str, new: &[String], many: bool) {
        let Value::Mapping(entries) = &mapping.value else { return };
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
        if self.is_flow(mapping) {
            let at = self.value_range(last).end;
            let value = if new.is_empty() { " ~".to_owned() } else { self.fresh(new, many, true, 0) };
            return self.edits.push((at..at, Rank::Key, format!(", {key}:{value}")));
        }
        let column = first.key_span.range().start - self.line_start(first.key_span.range().start);
        let at = self.below(self.value_range(last).end);
        let start = if self.text[..at].ends_with('\n') { "" } else { self.line_end };
        let value = if new.is_empty() { " ~".to_owned() } else { self.fresh(new, many, false, column) };
        self.edits.push((at..at, Rank::Key, format!("{start}{}{key}:{value}{}", " ".repeat(column), self.line_end)));
    }

    /// What follows the colon of a new key.
    fn fresh(&self, new: &[String], many: bool, flow: bool, column: usize) -> String {
        if !many {
            return format!(" {}", if flow { quoted(&new[0], true) } else { self.plain(&new[0], column + 2) });
        }
        let words = new.iter().all(|value| value.len() <= 32 && !value.contains(['\n', '?', '.']));
        if flow || words {
            return format!(" [{}]", new.iter().map(|value| quoted(value, true)).collect::<Vec<_>>().join(", "));
        }
        let indent = " ".repeat(column + 2);
        new.iter().map(|value| format!("{}{indent}- {}", self.line_end, self.plain(value, column + 4))).collect()
    }
}

/// After the quote that closes a text which begins with one.
fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let mut at = 1;
    loop {
        match (*bytes.get(at)?, bytes.get(at + 1)) {
            (b'\\', _) if quote == b'"' => at += 2,
            (b'\'', Some(b'\'')) if quote == b'\'' => at += 2,
            (byte, _) if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// After the bracket that closes what is before, comments in between left aside.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.find(" #").map_or(line, |comment| &line[..comment]);
        let said = if said.trim_start().starts_with('#') { "" } else { said };
        if let Some(found) = said.find([']', '}']) {
            return Some(at + found + 1);
        }
        at += line.len();
    }
    None
}

/// A value without quotes if it reads back as itself, else in double quotes.
fn quoted(value: &str, flow: bool) -> String {
    let trial = if flow { format!("k: [{value}]\n") } else { format!("k: {value}\n") };
    let odd = value.contains(['\n', '\r', '\t']) || value.contains(" #") || value.trim() != value || flow && value.contains(": ");
    if !odd && read_back(&trial, "k").as_deref() == Some(&[value.to_owned()]) { value.to_owned() } else { double_quoted(value) }
}

fn double_quoted(value: &str) -> String {
    // A JSON string is a YAML one; DEL and its kin are allowed in JSON and not in YAML.
    let json = serde_json::Value::from(value).to_string();
    json.chars()
        .map(|c| match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}

/// The values of `key` in a text.
fn read_back(text: &str, key: &str) -> Option<Vec<String>> {
    let source = Source::new("", text);
    let text = Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len()));
    let mut report = Report::default();
    let root = parse_yaml(&text, &mut report)?;
    if !report.is_empty() {
        return None;
    }
    let entry = root.get(key)?;
    let flat = match &entry.node.value {
        Value::Sequence(items) => items.iter().all(|item| item.text().is_some()),
        value => matches!(value, Value::Scalar(_)),
    };
    flat.then(|| values(&entry.node))
}
