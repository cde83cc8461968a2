use crate::diag::{Code, Diagnostic, Place, nearest};
use crate::exchange::cell::{restore, split};
use crate::exchange::{Draft, Field, Format, Record};

use super::input::{Context, Mapping};
use super::names::{Name, plain};
use super::values::listed;

/// The most columns with a header: a question has some thirty keys, and each further one would be asked about.
const MAX_COLUMNS: usize = 1_000;

/// A sheet with a line of headers.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The first line that is not empty.
    pub(super) headers: Vec<TableCell>,
    /// The lines below it.
    pub(super) rows: Vec<Vec<TableCell>>,
}

/// One cell.
#[derive(Clone, Debug)]
pub(super) struct TableCell {
    /// Its text.
    pub(super) text: String,
    /// Where it stands.
    pub(super) place: Place,
    /// Which column, from 0.
    pub(super) column: usize,
}

/// What an export of several banks says of each question.
pub(super) const BANK: &str = "bank";
/// What becomes of it.
pub(super) const BANKS: &str = "which bank a question is from: all of this file go into one";

/// What may stand above the headers.
pub(super) const TITLE: &str = "a title above the headers";

/// The records of a sheet. Without a column for the question, or with one that nobody understands, there are none.
pub(super) fn records(table: Table, context: &mut Context<'_>) -> Draft {
    let Some(columns) = columns(&table, context) else { return Draft::default() };
    let Table { headers, rows } = table;
    let mut draft = Draft::default();
    for row in rows {
        let Some(first) = row.iter().find(|cell| !cell.text.trim().is_empty()) else { continue };
        let mut record = Record::new(first.place.clone());
        // A group is added to what the columns of tags and facets say, so these come first.
        let is_group = |cell: &TableCell| matches!(columns.get(cell.column), Some(Column::Group));
        let (groups, cells): (Vec<_>, Vec<_>) = row.into_iter().partition(is_group);
        for cell in cells.into_iter().chain(groups) {
            read_cell(cell, &columns, &headers, &mut record, context);
        }
        draft.records.push(record);
    }
    draft
}

fn read_cell(cell: TableCell, columns: &[Column<'_>], headers: &[TableCell], record: &mut Record, context: &mut Context<'_>) {
    let filled = !cell.text.trim().is_empty();
    match columns.get(cell.column) {
        Some(Column::Key(field)) => {
            // A workbook says itself which cells are formulas.
            if matches!(context.input.format, Format::Csv | Format::Tsv) && is_formula(&cell.text) {
                let help = "replace the formula by its value: copy the cell and paste it as a value";
                context.wrong(cell.place.clone(), format!("`{}` is a formula", cell.text), help);
            }
            let text = restore(&cell.text).replace("\r\n", "\n").replace('\r', "\n");
            let values = if field.shape.many() { split(&text, field.shape.is_word()) } else { vec![text.trim().to_owned()] };
            record.set(field.key, values, cell.place);
        }
        Some(Column::Group) => {
            split(restore(&cell.text), true).iter().for_each(|words| context.file_under(record, words, &cell.place));
        }
        Some(Column::LeftOut) if filled => {
            let header = headers.get(cell.column).map_or("", |header| header.text.trim());
            context.lost(cell.place, format_args!("`{}`, as asked for", header));
        }
        None if filled => {
            context.wrong(cell.place, "this cell has no header above it", "give its column a header, or empty the cell");
        }
        _ => {}
    }
}

/// Whether a spreadsheet would compute it: `=A1+1`, and not `=> look`.
fn is_formula(text: &str) -> bool {
    text.strip_prefix('=').and_then(|rest| rest.chars().next()).is_some_and(|c| c.is_alphanumeric() || "(+-\"'$#{".contains(c))
}

#[derive(Clone, Copy, Debug)]
enum Column<'c> {
    Key(Field<'c>),
    Group,
    LeftOut,
    Silent,
}

impl Mapping {
    /// Whether it is about the column with this header.
    pub fn names(&self, header: &str) -> bool {
        self.header == header || plain(&self.header) == plain(header)
    }
}

/// Whether it is clear what a column of this name holds.
pub(super) fn is_header(name: &str, context: &Context<'_>) -> bool {
    context.names.find(name).is_some() || context.input.mappings.iter().any(|mapping| mapping.names(name))
}

/// Where the title of a sheet stands, if its first row is one: a single cell above a row of headers.
pub(super) fn title(row: &[TableCell], below: &[TableCell], context: &Context<'_>) -> Option<Place> {
    let mut filled = row.iter().filter(|cell| !cell.text.trim().is_empty());
    let only = filled.next().filter(|_| filled.next().is_none())?;
    let known = below.iter().filter(|cell| is_header(&cell.text, context)).count();
    (known > 1).then(|| only.place.clone())
}

/// What each column means; none if that is not clear, with the reason in the report.
fn columns<'c>(table: &Table, context: &mut Context<'c>) -> Option<Vec<Column<'c>>> {
    let mut columns: Vec<Column<'c>> = Vec::new();
    let errors = context.report.counts().errors;
    context.headers = table.headers.iter().map(|header| header.text.trim().to_owned()).filter(|header| !header.is_empty()).collect();
    if context.headers.len() > MAX_COLUMNS {
        let message = format!("{} columns have a header; a sheet may have {MAX_COLUMNS}", context.headers.len());
        let place = table.headers.first().map_or(Place::File(context.path.to_owned()), |header| header.place.clone());
        let help = "keep the columns that hold questions, and what belongs to them, and remove the others";
        context.report.add(Diagnostic::new(Code::TooLarge, place, message).help(help));
        return None;
    }
    for header in &table.headers {
        let column = column(header, table, context);
        let taken = |field: Field<'_>| columns.iter().position(|other| matches!(other, Column::Key(other) if other.key == field.key));
        if let Column::Key(field) = column
            && let Some(first) = taken(field)
        {
            let name = table.headers.get(first).map_or("", |header| header.text.trim());
            let message = format!("two columns hold `{}`: `{name}` and `{}`", field.key, header.text.trim());
            let help = match header.text.trim() {
                own if own == name => "rename one of the two, or remove it: of columns with one name, `--map` means all".to_owned(),
                own => format!("rename one, or leave it out with `--map \"{own}=\"`"),
            };
            context.report.add(Diagnostic::new(Code::DuplicateKey, header.place.clone(), message).help(help));
        }
        columns.push(column);
    }
    if context.report.counts().errors > errors {
        return None;
    }
    let has = |key: &str| columns.iter().any(|column| matches!(column, Column::Key(field) if field.key == key));
    if !has("ask") && (context.input.known.is_empty() || !has("id")) {
        let place = table.headers.first().map_or(Place::File(context.path.to_owned()), |header| header.place.clone());
        let found = table.headers.iter().map(|header| format!("`{}`", header.text.trim())).collect::<Vec<_>>().join(", ");
        if found.is_empty() {
            context.wrong(place, "there is nothing in this file", "write a line of headers, and a line for each question");
        } else {
            let help = match has("id") {
                true => "add a column `ask`; to change questions of a bank by their `id`, say which bank with `--into`",
                false => "say which one it is: `--map \"header=ask\"`; the first line must hold headers",
            };
            context.wrong(place, format!("no column holds the question; found {found}"), help);
        }
        return None;
    }
    Some(columns)
}

fn column<'c>(header: &TableCell, table: &Table, context: &mut Context<'c>) -> Column<'c> {
    let name = header.text.trim();
    if let Some(mapping) = context.input.mappings.iter().find(|mapping| mapping.names(name)) {
        return match &mapping.key {
            None => Column::LeftOut,
            Some(key) => context.field(key).map_or(Column::LeftOut, Column::Key),
        };
    }
    match context.names.find(name) {
        Some(Name::Key(field)) => return Column::Key(field),
        Some(Name::Group) => return Column::Group,
        None => {}
    }
    let words = plain(name);
    // A row has its cells in the order of the columns, without gaps.
    let filled = table.rows.iter().filter_map(|row| row.get(header.column)).any(|cell| !cell.text.trim().is_empty());
    if !filled {
        return Column::Silent;
    }
    if words == BANK {
        context.lost(header.place.clone(), BANKS);
        return Column::Silent;
    }
    if name.is_empty() {
        context.wrong(header.place.clone(), "this column has no header", "write a header above it, or empty the column");
        return Column::Silent;
    }
    let mut problem = Diagnostic::new(Code::UnknownKey, header.place.clone(), format!("it is not clear what the column `{name}` holds"));
    let guess = nearest(&words, context.fields.iter().map(|field| field.key));
    if let Some(guess) = guess {
        problem = problem.label(format!("perhaps `{guess}`"));
    }
    let (key, all) = (guess.unwrap_or("…"), listed(context.fields.iter().map(|field| field.key)));
    let help = format!("say which key it is: `--map \"{name}={key}\"`, or leave it out: `--map \"{name}=\"`; keys are {all}");
    context.report.add(problem.help(help));
    Column::Silent
}

impl Context<'_> {
    /// Reports mappings to keys that no question has.
    pub(super) fn check_mappings(&mut self) {
        for mapping in self.input.mappings {
            let Some(key) = mapping.key.as_ref().filter(|key| self.field(key).is_none()) else { continue };
            let near = nearest(key, self.fields.iter().map(|field| field.key)).map(str::to_owned);
            let problem =
                Diagnostic::new(Code::UnknownKey, Place::File(self.path.to_owned()), format!("`--map`: a question has no key `{key}`"));
            let all = listed(self.fields.iter().map(|field| field.key));
            self.report.add(problem.did_you_mean(near.as_deref(), format!("keys are {all}")));
        }
    }
}
