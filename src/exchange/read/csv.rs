use std::ops::Range;

use crate::diag::{Place, Source, Span};
use crate::exchange::{Draft, Format};

use super::input::Context;
use super::table::{Table, TableCell, records};

/// Reads values that commas, semicolons or tabs separate, as spreadsheets write them. Written by hand because every cell's
/// place in the file is wanted.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    context.check_mappings();
    let (delimiter, start) = delimiter(&source.text, context.input.format);
    let mut rows = rows(source, start, delimiter, context).into_iter();
    let headers = rows.find(|row| row.iter().any(|cell| !cell.text.trim().is_empty())).unwrap_or_default();
    records(Table { headers, rows: rows.collect() }, context)
}

/// What separates cells, and where the table begins: Excel says it in a line of its own (`sep=;`), else the first line shows it.
pub(super) fn delimiter(text: &str, format: Format) -> (u8, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(mark) = first.strip_prefix("sep=").map(str::as_bytes).filter(|mark| mark.len() == 1) {
        return (mark[0], text.find('\n').map_or(text.len(), |end| end + 1));
    }
    if format == Format::Tsv {
        return (b'\t', 0);
    }
    let count = |mark: u8| {
        let mut quoted = false;
        first
            .bytes()
            .filter(|byte| {
                quoted ^= *byte == b'"';
                !quoted && *byte == mark
            })
            .count()
    };
    // Of equals the first: a comma stands in more headers than a semicolon does.
    let best = [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    (best, 0)
}

/// Every line as cells, with their places.
pub(super) fn rows(source: &Source, start: usize, delimiter: u8, context: &mut Context<'_>) -> Vec<Vec<TableCell>> {
    let mut scanner = Scanner { source, at: start, delimiter };
    let mut rows = Vec::new();
    while scanner.at < source.text.len() {
        rows.push(scanner.row(context));
    }
    rows
}

struct Scanner<'s> {
    source: &'s Source,
    at: usize,
    delimiter: u8,
}

impl Scanner<'_> {
    fn row(&mut self, context: &mut Context<'_>) -> Vec<TableCell> {
        let mut cells = Vec::new();
        loop {
            let (text, range) = self.cell(context);
            cells.push(TableCell { text, place: Place::Span(Span::new(self.source.id, range)), column: cells.len() });
            let rest = &self.source.text.as_bytes()[self.at..];
            match rest.first() {
                Some(byte) if *byte == self.delimiter => self.at += 1,
                Some(b'\r') if rest.get(1) == Some(&b'\n') => {
                    self.at += 2;
                    return cells;
                }
                Some(_) => {
                    self.at += 1;
                    return cells;
                }
                None => return cells,
            }
        }
    }

    /// One cell, up to what ends it.
    fn cell(&mut self, context: &mut Context<'_>) -> (String, Range<usize>) {
        let text = &self.source.text;
        let start = self.at;
        if text.as_bytes().get(start) == Some(&b'"') {
            return self.quoted(context);
        }
        let ends = |byte: u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let length = text.as_bytes()[start..].iter().position(|byte| ends(*byte)).unwrap_or(text.len() - start);
        self.at += length;
        (text[start..self.at].to_owned(), start..self.at)
    }

    fn quoted(&mut self, context: &mut Context<'_>) -> (String, Range<usize>) {
        let (text, start) = (&self.source.text, self.at);
        let mut value = String::new();
        self.at += 1;
        loop {
            let Some(length) = text[self.at..].find('"') else {
                let span = Span::new(self.source.id, start..start + 1);
                context.wrong(span, "this quote is never closed", "write a quote within a quoted cell as two: `\"\"`");
                self.at = text.len();
                return (value, start..self.at);
            };
            value.push_str(&text[self.at..self.at + length]);
            self.at += length + 1;
            if text.as_bytes().get(self.at) != Some(&b'"') {
                break;
            }
            value.push('"');
            self.at += 1;
        }
        let end = self.at;
        let ends = |byte: u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let rest = text.as_bytes()[end..].iter().position(|byte| ends(*byte)).unwrap_or(text.len() - end);
        if !text[end..end + rest].trim().is_empty() {
            let help = "write a quote within a quoted cell as two: `\"\"`";
            context.wrong(Span::new(self.source.id, end..end + rest), "text after the closing quote of a cell", help);
        }
        self.at = end + rest;
        (value, start..end)
    }
}
