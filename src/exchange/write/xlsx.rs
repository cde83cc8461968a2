use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::exchange::{Export, Field};

use super::csv::cell;

/// A workbook with a sheet for everything. It carries no time of its own: the same questions give the same bytes.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>]) -> Result<Vec<u8>, String> {
    book(export, fields).map_err(|error| format!("Excel cannot hold these questions: {error}"))
}

fn book(export: &Export<'_>, fields: &[Field<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet().set_name("questions")?;
    let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
    let columns = export.columns(fields);
    let several = export.banks.len() > 1;
    for (column, header) in columns.iter().map(|field| field.key).chain(several.then_some("bank")).enumerate() {
        sheet.write_string_with_format(0, column as u16, header, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut row = 1;
    for bank in &export.banks {
        for record in &bank.records {
            for (column, field) in columns.iter().enumerate() {
                let text = cell(record, field);
                if !text.is_empty() {
                    sheet.write_string_with_format(row, column as u16, &text, &wrap)?;
                }
            }
            if several {
                sheet.write_string(row, columns.len() as u16, &bank.id)?;
            }
            row += 1;
        }
    }
    book.save_to_buffer()
}
