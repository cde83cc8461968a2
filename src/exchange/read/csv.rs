use std::ops::Range;

use crate::diag::{Place, Source, Span};
use crate::exchange::{Draft, Format};

use super::input::Context;
use super::table::{TITLE, Table, TableCell, is_header, records, title};

/// Reads values that commas, semicolons or tabs separate, as spreadsheets write them. Written by hand because every cell's
/// place in the file is wanted.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    context.check_mappings();
    let shows = header_line(&source.text, context).unwrap_or(&source.text);
    let (delimiter, start) = delimiter(shows, context.input.format);
    let mut rows = rows(source, start, delimiter, context);
    rows.retain(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
    let mut rows = rows.into_iter().peekable();
    let mut headers = rows.next().unwrap_or_default();
    if let Some(place) = rows.peek().and_then(|below| title(&headers, below, context)) {
        context.lost(place, TITLE);
        headers = rows.next().unwrap_or_default();
    }
    records(Table { headers, rows: rows.collect() }, context)
}

/// What may separate cells. Of those that a line has equally often the last one counts: a comma stands in more headers than a semicolon.
const DELIMITERS: [char; 3] = ['\t', ';', ','];
/// The most lines that are looked at for the headers: above them there may be a title.
const LOOKED_AT: usize = 10;

/// The line of headers, where it is clear what some of them mean; none where the file says itself what separates its cells.
fn header_line<'t>(text: &'t str, context: &Context<'_>) -> Option<&'t str> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
    let first = lines.clone().next().filter(|line| !line.starts_with("sep="))?;
    let known = |line: &str, mark: char| line.split(mark).filter(|name| is_header(name, context)).count();
    let several = lines.find(|line| DELIMITERS.iter().any(|mark| known(line, *mark) > 1));
    // Below the header of a single column there are only texts.
    several.or_else(|| Some(first).filter(|name| is_header(name, context)))
}

/// What separates cells, and where the table begins: Excel says it in a line of its own (`sep=;`), else the first line that has a
/// separator shows it: above the headers there may be a title.
pub(super) fn delimiter(text: &str, format: Format) -> (u8, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(mark) = first.strip_prefix("sep=").map(str::as_bytes).filter(|mark| mark.len() == 1) {
        return (mark[0], text.find('\n').map_or(text.len(), |end| end + 1));
    }
    if format == Format::Tsv {
        return (b'\t', 0);
    }
    let count = |line: &str, mark: char| {
        let mut quoted = false;
        let outside = |c: &char| {
            quoted ^= *c == '"';
            !quoted && *c == mark
        };
        line.chars().filter(outside).count()
    };
    let best = |line: &str| DELIMITERS.into_iter().max_by_key(|mark| count(line, *mark)).filter(|mark| count(line, *mark) > 0);
    (text.lines().find_map(best).map_or(b',', |mark| mark as u8), 0)
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
