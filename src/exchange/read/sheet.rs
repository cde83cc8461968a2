use std::borrow::Cow;
use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};
use zip::ZipArchive;

use crate::diag::{Code, Diagnostic, Place};
use crate::exchange::{Draft, Format, html};

use super::input::Context;
use super::table::{TITLE, Table, TableCell, records, title};

/// The most bytes that a workbook may have when it is unpacked.
const MAX_UNPACKED: u64 = 256 << 20;
/// The most cells that are read from one sheet.
const MAX_CELLS: usize = 10_000_000;

/// Reads one sheet of a workbook.
pub(super) fn read(bytes: Vec<u8>, context: &mut Context<'_>) -> Draft {
    context.check_mappings();
    if let Err(message) = unpacks(&bytes) {
        let problem = Diagnostic::new(Code::TooLarge, Place::File(context.path.to_owned()), format!("`{}` {message}", context.path));
        context.report.add(problem.help("save the sheet as CSV"));
        return Draft::default();
    }
    let table = match context.input.format {
        Format::Ods => ods(bytes, context),
        _ => {
            say_losses(&beside_cells(&bytes).unwrap_or_default(), context);
            xlsx(bytes, context)
        }
    };
    table.map(|table| records(table, context)).unwrap_or_default()
}

/// Unpacks everything once and throws it away: what a zip file says of its sizes may be a lie.
fn unpacks(bytes: &[u8]) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("is not a workbook: {error}"))?;
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| format!("cannot be unpacked: {error}"))?;
        let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|error| format!("cannot be unpacked: {error}"))?;
        left = left.checked_sub(read).ok_or(format!("unpacks to more than {} MB", MAX_UNPACKED >> 20))?;
    }
    Ok(())
}

/// The parts of an Excel workbook that say what its cells have besides their values, as they are written.
fn beside_cells(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names = archive.file_names().filter_map(Result::ok).filter(|name| name.starts_with("xl/worksheets/_rels/"));
    let names: Vec<String> = names.map(Cow::into_owned).collect();
    let mut found = String::new();
    for name in names {
        archive.by_name(&name).ok()?.read_to_string(&mut found).ok()?;
    }
    Some(found)
}

/// Says what else the cells of a workbook have, going by the marks of both kinds of workbook.
fn say_losses(content: &str, context: &mut Context<'_>) {
    let place = Place::File(context.path.to_owned());
    if ["relationships/comments\"", "</office:annotation>"].iter().any(|mark| content.contains(mark)) {
        context.lost(place.clone(), "the comments on cells of this workbook");
    }
    if ["relationships/hyperlink\"", "<text:a "].iter().any(|mark| content.contains(mark)) {
        context.lost(place, "where the links in cells of this workbook lead: their words stay");
    }
}

/// The sheet that is asked for, or the only one that there is.
fn choose(names: &[String], context: &mut Context<'_>) -> Option<String> {
    let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let place = || Place::File(context.path.to_owned());
    match context.input.sheet {
        Some(wanted) if names.iter().any(|name| name == wanted) => return Some(wanted.to_owned()),
        Some(wanted) => context.wrong(place(), format!("there is no sheet `{wanted}`"), format!("use one of {all}")),
        None if names.len() == 1 => return names.first().cloned(),
        None => context.wrong(place(), format!("there are {} sheets", names.len()), format!("say which one: `--sheet NAME`, one of {all}")),
    }
    None
}

fn cell(text: String, row: u32, column: u32, sheet: &str, path: &str) -> TableCell {
    TableCell { text, place: place(row, column, sheet, path), column: column as usize }
}

fn place(row: u32, column: u32, sheet: &str, path: &str) -> Place {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    Place::File(format!("{path}, sheet `{sheet}`, cell {letters}{}", row + 1))
}

/// Cells in the order of the file as a table; the first row with words holds the headers.
#[derive(Default)]
struct Rows {
    rows: Vec<(u32, Vec<TableCell>)>,
    cells: usize,
}

impl Rows {
    fn add(&mut self, row: u32, cell: TableCell) {
        self.cells += 1;
        match self.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(cell),
            _ => self.rows.push((row, vec![cell])),
        }
    }

    /// Leaves out a title above the headers.
    fn drop_title(&mut self, context: &mut Context<'_>) {
        let [(_, first), (_, below), ..] = &self.rows[..] else { return };
        if let Some(place) = title(first, below, context) {
            context.lost(place, TITLE);
            self.rows.remove(0);
        }
    }

    /// Every header stands at its own column; gaps become empty headers.
    fn table(self, sheet: &str, path: &str) -> Table {
        let mut rows = self.rows.into_iter();
        let Some((number, first)) = rows.next() else { return Table::default() };
        let width = first.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
        let mut headers: Vec<TableCell> = (0..width).map(|column| cell(String::new(), number, column as u32, sheet, path)).collect();
        for header in first {
            let column = header.column;
            headers[column] = header;
        }
        // A cell that is empty is not stored; a spreadsheet shows every column of the table all the same.
        let filled = |(number, cells): (u32, Vec<TableCell>)| {
            let mut row: Vec<TableCell> = cells;
            let missing: Vec<usize> = (0..width).filter(|column| row.iter().all(|cell| cell.column != *column)).collect();
            row.extend(missing.into_iter().map(|column| cell(String::new(), number, column as u32, sheet, path)));
            row.sort_by_key(|cell| cell.column);
            row
        };
        Table { headers, rows: rows.map(filled).collect() }
    }
}

fn fail(error: impl std::fmt::Display, context: &mut Context<'_>) {
    let place = Place::File(context.path.to_owned());
    context.wrong(place, format!("`{}` cannot be read as a workbook: {error}", context.path), "save it anew, or save the sheet as CSV");
}

fn too_many(context: &mut Context<'_>) {
    let place = Place::File(context.path.to_owned());
    let problem = Diagnostic::new(Code::TooLarge, place, format!("the sheet has more than {MAX_CELLS} cells"));
    context.report.add(problem.help("split it"));
}

fn formula(cell: Place, formula: &str, context: &mut Context<'_>) {
    let message = format!("`={}` is a formula", formula.trim_start_matches('='));
    context.wrong(cell, message, "replace the formula by its value: copy the cell and paste it as a value");
}

fn merged(row: u32, column: u32, sheet: &str, context: &mut Context<'_>) {
    let place = place(row, column, sheet, context.path);
    context.wrong(place, "these cells are merged", "unmerge them and give each row its own value");
}

fn xlsx(bytes: Vec<u8>, context: &mut Context<'_>) -> Option<Table> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| fail(error, context)).ok()?;
    let names = book.sheet_names();
    let sheet = choose(&names, context)?;
    if let Ok(regions) = book.merge_cells_by_sheet_name(&sheet) {
        for region in regions {
            merged(region.start.0, region.start.1, &sheet, context);
        }
    }
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|error| fail(error, context)).ok()?;
    let mut rows = Rows::default();
    // Cell by cell: a table with one cell in its last corner would take all memory.
    loop {
        let found = match reader.next_cell_with_formula() {
            Ok(Some(found)) => found,
            Ok(None) => break,
            Err(error) => {
                fail(error, context);
                return None;
            }
        };
        let (row, column) = found.pos;
        let mut text = text(&found.value);
        if let Some(written) = &found.formula {
            formula(place(row, column, &sheet, context.path), written, context);
            // A cell that was never computed is not empty for that.
            text = if text.is_empty() { written.clone() } else { text };
        }
        if !text.is_empty() {
            rows.add(row, cell(text, row, column, &sheet, context.path));
        }
        if rows.cells > MAX_CELLS {
            too_many(context);
            return None;
        }
    }
    rows.drop_title(context);
    Some(rows.table(&sheet, context.path))
}

/// The value of a cell as somebody would type it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(date) => moment(date),
        DataRef::DateTimeIso(text) => day_and_time(text),
        DataRef::DurationIso(text) => duration(text),
        DataRef::Error(error) => format!("{error}"),
        DataRef::Empty => String::new(),
    }
}

const DAY: i64 = 86_400;

/// Excel counts days: a time of day is a part of the first one, a duration may have several.
fn moment(date: &ExcelDateTime) -> String {
    let seconds = (date.as_f64() * DAY as f64).round() as i64;
    if date.is_duration() || (0..DAY).contains(&seconds) {
        return clock(seconds);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    match seconds.rem_euclid(DAY) {
        0 => format!("{year:04}-{month:02}-{day:02}"),
        time => format!("{year:04}-{month:02}-{day:02} {}", clock(time)),
    }
}

/// `14:30`, or `14:30:05`.
fn clock(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

/// `2026-11-23T14:30:00` as `2026-11-23 14:30`; midnight is the day itself.
fn day_and_time(text: &str) -> String {
    let Some((day, time)) = text.split_once('T') else { return text.to_owned() };
    match time.strip_suffix(":00").unwrap_or(time) {
        "00:00" => day.to_owned(),
        time => format!("{day} {time}"),
    }
}

/// `PT14H30M00S` as `14:30`.
fn duration(text: &str) -> String {
    let seconds = || {
        let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
        let (minutes, seconds) = rest.split_once('M')?;
        let seconds: f64 = seconds.strip_suffix('S')?.parse().ok()?;
        // Of more digits than a clock has the text stays as it is.
        let parts = [i64::from(hours.parse::<u32>().ok()?) * 3600, i64::from(minutes.parse::<u32>().ok()?) * 60, seconds.round() as i64];
        parts.into_iter().try_fold(0i64, i64::checked_add)
    };
    seconds().map_or_else(|| text.to_owned(), clock)
}

fn ods(bytes: Vec<u8>, context: &mut Context<'_>) -> Option<Table> {
    let content = content(&bytes).unwrap_or_default();
    if let Some(times) = most_repeated(&content) {
        fail(format!("a cell or row is repeated {times} times"), context);
        return None;
    }
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| fail(error, context)).ok()?;
    let sheet = choose(&book.sheet_names(), context)?;
    say_losses(&content, context);
    for (row, column) in merged_cells(&content, &sheet) {
        merged(row, column, &sheet, context);
    }
    drop(content);
    let range = book.worksheet_range(&sheet).map_err(|error| fail(error, context)).ok()?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    if let Ok(formulas) = book.worksheet_formula(&sheet) {
        let (row, column) = formulas.start().unwrap_or_default();
        for (down, right, written) in formulas.used_cells() {
            let place = place(row + down as u32, column + right as u32, &sheet, context.path);
            formula(place, written.trim_start_matches("of:"), context);
        }
    }
    let mut rows = Rows::default();
    for (down, right, value) in range.used_cells() {
        let text = match value {
            Data::DateTimeIso(text) => day_and_time(text),
            Data::DurationIso(text) => duration(text),
            value => value.to_string(),
        };
        if !text.is_empty() {
            let (row, column) = (first_row + down as u32, first_column + right as u32);
            rows.add(row, cell(text, row, column, &sheet, context.path));
        }
    }
    rows.drop_title(context);
    Some(rows.table(&sheet, context.path))
}

/// What an OpenDocument sheet says, as it is written.
fn content(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = String::new();
    archive.by_name("content.xml").ok()?.take(MAX_UNPACKED).read_to_string(&mut content).ok()?;
    Some(content)
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(name)?.1.strip_prefix("=\"")?.split('"').next()
}

fn number(tag: &str, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

/// The rows and columns of cells that take the room of others in a sheet.
fn merged_cells(content: &str, sheet: &str) -> Vec<(u32, u32)> {
    let is_sheet = |tag: &str| attribute(tag, "table:name").is_some_and(|name| html::unescaped(name) == sheet);
    let Some(start) = content.match_indices("<table:table ").map(|(at, _)| at).find(|at| is_sheet(&content[*at..])) else {
        return Vec::new();
    };
    let end = content[start..].find("</table:table>").map_or(content.len(), |end| start + end);
    let (mut found, mut row, mut next_row, mut column) = (Vec::new(), 0u32, 0u32, 0u32);
    for tag in content[start..end].split('<').map(|tag| tag.split('>').next().unwrap_or_default()) {
        if tag.starts_with("table:table-row") && !tag.starts_with("table:table-rows") {
            row = next_row;
            next_row = row.saturating_add(number(tag, "number-rows-repeated").unwrap_or(1));
            column = 0;
        } else if tag.starts_with("table:table-cell") || tag.starts_with("table:covered-table-cell") {
            if ["number-columns-spanned", "number-rows-spanned"].iter().any(|span| number(tag, span) > Some(1)) {
                found.push((row, column));
            }
            column = column.saturating_add(number(tag, "number-columns-repeated").unwrap_or(1));
        }
    }
    found
}

/// A repetition with which a few bytes become a sheet that fills the memory; none if there is none. The rows and columns to the end
/// of the sheet are repeated in every file: those are empty and cost nothing.
fn most_repeated(content: &str) -> Option<u32> {
    let mut worst = None;
    for tag in content.split('<').filter(|tag| tag.starts_with("table:table-cell") && tag.contains("office:value")) {
        worst = worst.max(number(tag, "number-columns-repeated").filter(|times| *times > 1000));
    }
    let rows = content.split("<table:table-row").skip(1).filter(|row| row.contains("office:value"));
    for row in rows {
        let head = row.split('>').next().unwrap_or_default();
        worst = worst.max(number(head, "number-rows-repeated").filter(|times| *times > 1000));
    }
    worst
}
