use crate::exchange::cell::{defuse, join};
use crate::exchange::{Export, Field, Record};

/// A table with a line for each question. A byte order mark tells Excel that it is UTF-8.
pub(super) fn write(export: &Export<'_>, fields: &[Field<'_>], delimiter: u8) -> Vec<u8> {
    let columns = export.columns(fields);
    let several = export.banks.len() > 1;
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let mut line = |cells: Vec<String>| {
        // Writing into memory does not fail, and every line has the same number of cells.
        let _ = writer.write_record(cells);
    };
    line(columns.iter().map(|field| field.key.to_owned()).chain(several.then(|| "bank".to_owned())).collect());
    for bank in &export.banks {
        for record in &bank.records {
            let cells = columns.iter().map(|field| cell(record, field));
            line(cells.chain(several.then(|| bank.id.clone())).collect());
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// The text of a cell, safe in a spreadsheet.
pub(super) fn cell(record: &Record, field: &Field<'_>) -> String {
    let values = record.all(field.key);
    match field.shape.many() {
        true => defuse(&join(values, field.shape.is_word())),
        false => defuse(values.first().map_or("", String::as_str)),
    }
}
