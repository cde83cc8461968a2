//! Other formats in and out: what comes back, what is said about what does not, and what happens to files.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use prepbook::config::{self, Config};
use prepbook::diag::{Code, Diagnostic, Place, Report, Source};
use prepbook::exchange::{
    BankFile, Draft, Encoding, Export, ExportBank, Field, Format, Ids, Input, Mapping, Reading, Record, SCHEMA_KINDS, Shape, fields, merge,
    name, new_bank, read, schema, write,
};
use prepbook::model::lower::{self, Grammar};
use proptest::prelude::*;

const TOML: &str = r#"[book]
title = "Talks"
[vars]
minutes = 20
[facets.stage]
label = "Stage"
values = [{ id = "open", label = "Opening" }, { id = "middle", label = "Middle" }]
[facets.role]
label = "Who you meet"
many = true
any = "any"
values = ["any", "peer", "director"]
"#;

const BANK: &str = include_str!("exchange/bank.yaml");

fn book() -> Config {
    let mut report = Report::default();
    let config = config::read(&Source::new("book.toml", TOML), &mut report);
    assert!(report.is_empty());
    config
}

fn bank(text: &str) -> BankFile {
    let mut report = Report::default();
    let bank = BankFile::read(Arc::new(Source::new("content/bank.yaml", text)), &mut report).expect("a bank");
    assert!(report.is_empty(), "{report:?}");
    bank
}

fn reading(format: Format, bytes: impl Into<Vec<u8>>, mappings: &[Mapping]) -> Reading {
    let config = book();
    let (path, slots) = (format!("in.{}", format.ending()), BTreeSet::new());
    read(Input {
        path: &path,
        bytes: bytes.into(),
        format,
        encoding: Encoding::Marked,
        mappings,
        sheet: None,
        config: &config,
        known: &slots.clone(),
        slots,
    })
}

fn exported(bank: &BankFile, format: Format) -> Vec<u8> {
    let config = book();
    write(format, &Export { config: &config, banks: vec![ExportBank::new("bank", bank.clone(), None)] }).expect("it can be written")
}

/// The values of a record, without what is empty.
fn said(record: &Record) -> Vec<(String, Vec<String>)> {
    record.cells.iter().filter(|(_, cell)| !cell.values.is_empty()).map(|(key, cell)| (key.clone(), cell.values.clone())).collect()
}

fn problems(reading: &Reading) -> Vec<(Code, String)> {
    reading.report.iter().map(|problem: &Diagnostic| (problem.code, problem.message.clone())).collect()
}

fn merged(before: &str, format: Format, bytes: impl Into<Vec<u8>>) -> String {
    let (bank, config) = (bank(before), book());
    let mut reading = reading(format, bytes, &[]);
    assert!(!reading.report.has_errors(), "{:?}", reading.report);
    name(&mut reading.draft.records, &bank.records, &mut Ids::default());
    let mut report = Report::default();
    let merged = merge(bank, &reading.draft.records, &fields(&config), &mut report);
    merged.unwrap_or_else(|| panic!("{report:?}")).text
}

/// The lines of `after` that `before` does not have, and the other way round.
fn changed(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let diff = similar::TextDiff::from_lines(before, after);
    let lines =
        |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).map(|change| change.value().trim_end().to_owned()).collect();
    (lines(similar::ChangeTag::Delete), lines(similar::ChangeTag::Insert))
}

const EXACT: &[Format] = &[Format::Csv, Format::Tsv, Format::Json, Format::Moodle, Format::Gift];
const WORKBOOKS: &[Format] = if cfg!(feature = "spreadsheets") { &[Format::Xlsx] } else { &[] };

#[test]
fn an_exported_bank_comes_back_and_merges_without_a_change() {
    let original = bank(BANK);
    for format in EXACT {
        let bytes = exported(&original, *format);
        let reading = reading(*format, bytes.clone(), &[]);
        assert_eq!(problems(&reading), [], "{format:?}");
        let all: Vec<_> = reading.draft.records.iter().map(said).collect();
        assert_eq!(all, original.records.iter().map(said).collect::<Vec<_>>(), "{format:?}");
        assert_eq!(merged(BANK, *format, bytes), BANK, "{format:?}");
    }
}

#[cfg(feature = "spreadsheets")]
#[test]
fn a_workbook_comes_back_and_is_the_same_each_time() {
    let original = bank(BANK);
    let bytes = exported(&original, Format::Xlsx);
    assert!(bytes == exported(&original, Format::Xlsx));
    assert_eq!(merged(BANK, Format::Xlsx, bytes), BANK);
}

#[test]
fn an_edit_in_the_sheet_changes_its_lines_and_no_other() {
    let sheet = String::from_utf8(exported(&bank(BANK), Format::Csv)).unwrap();
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        (
            "wasn't true",
            "wasn't so",
            &["    ask: 'What did you believe about this job that wasn''t true?'"],
            &["    ask: 'What did you believe about this job that wasn''t so?'"],
        ),
        ("Who knew?", "Who knew: really?", &["      - Who knew?"], &["      - \"Who knew: really?\""]),
        ("Who knew?\"", "Who knew?\nAnd now?\"", &[], &["      - And now?"]),
        ("How much of it was planned?", "How much?", &["    ask: How much of it was planned?"], &["    ask: How much?"]),
        (
            "Why this employer?",
            "Why here?",
            &["  - { id: flow-one, ask: \"Why this employer?\", role: [peer] }"],
            &["  - { id: flow-one, ask: \"Why here?\", role: [peer] }"],
        ),
        ("First line.", "Line one.", &["      First line."], &["      Line one."]),
        (",luck,", ",luck; chance,", &["    tags: [luck]"], &["    tags: [luck, chance]"]),
        (",luck,", ",,", &["    tags: [luck]"], &[]),
    ];
    for (from, to, gone, come) in cases {
        assert!(sheet.contains(from), "{from} is not in\n{sheet}");
        let after = merged(BANK, Format::Csv, sheet.replacen(from, to, 1));
        let (deleted, inserted) = changed(BANK, &after);
        assert_eq!(
            (deleted, inserted),
            (gone.iter().map(|l| (*l).to_owned()).collect(), come.iter().map(|l| (*l).to_owned()).collect()),
            "{from} → {to}"
        );
    }
}

#[test]
fn new_rows_come_at_the_end_and_take_the_defaults() {
    let after = merged(BANK, Format::Csv, "Question;Who you meet\nWhat else should I know?;peer, director\n");
    let added = after.strip_prefix(BANK).expect("nothing else changes");
    assert_eq!(added, "  - id: what-else-should-know\n    ask: What else should I know?\n    role:\n    - peer\n    - director\n");
    // The same sheet again finds its question by its words.
    assert_eq!(merged(&after, Format::Csv, "Question;Who you meet\nWhat else should I know?;peer, director\n"), after);
}

#[test]
fn columns_of_german_and_french_sheets_are_known() {
    let german = "Kennung;Frage;Musterantwort;Kategorie;Thema;Schlagwörter;Nachfragen;Notizen\neins;Wie war es?;Gut.;Opening;Alltag;früh, spät;Und dann?;Für uns\n";
    let french = "Identifiant,Question,Réponse,Catégorie,Thème,Étiquettes,Relances,Remarques\neins,Wie war es?,Gut.,Opening,Alltag,\"früh, spät\",Und dann?,Für uns\n";
    let loose = "CLE\u{301};INTITULE\u{301};REPONSE;CATEGORIE;Rubrique;Mots-clés;Questions de relance;Commentaires\neins;Wie war es?;Gut.;Opening;Alltag;früh, spät;Und dann?;Für uns\n";
    for sheet in [german, french, loose] {
        let reading = reading(Format::Csv, sheet, &[]);
        assert_eq!(problems(&reading), [], "{sheet}");
        let record = &reading.draft.records[0];
        for (key, values) in [
            ("id", &["eins"][..]),
            ("ask", &["Wie war es?"]),
            ("answer", &["Gut."]),
            ("stage", &["open"]),
            ("tags", &["früh", "spät", "Alltag"]),
            ("follow_ups", &["Und dann?"]),
            ("notes", &["Für uns"]),
        ] {
            assert_eq!(record.all(key), values, "{key} of {sheet}");
        }
    }
}

#[test]
fn json_of_other_programs_has_its_own_names_for_our_keys() {
    let list = r#"[{ "category": "Work", "question": "Why?", "answer": "Because.", "tags": ["a"] }, { "ask": "How?", "Frage": "Wie?" }]"#;
    let reading = reading(Format::Json, list, &[]);
    assert_eq!(problems(&reading), [(Code::NotCarried, "not carried: `Frage`, because another key says `ask` already".to_owned())]);
    let [why, how] = &reading.draft.records[..] else { panic!("two questions") };
    assert_eq!(
        (why.one("ask"), why.one("answer"), why.all("tags")),
        (Some("Why?"), Some("Because."), &["a".to_owned(), "Work".to_owned()][..])
    );
    assert_eq!(how.one("ask"), Some("How?"));
}

#[test]
fn a_sheet_in_utf_32_is_called_so() {
    for bytes in [&b"\xFF\xFE\0\0a\0\0\0"[..], b"\0\0\xFE\xFF\0\0\0a", b"a\0\0\0s\0\0\0k\0\0\0"] {
        for format in [Format::Csv, Format::Json, Format::Markdown, Format::Gift] {
            let reading = reading(format, bytes, &[]);
            let problem = reading.report.iter().next().expect("a problem");
            assert!(problem.message.contains("UTF-32") && problem.help.iter().any(|help| help.contains("save it as UTF-8")), "{problem:?}");
            assert_eq!(reading.report.counts().errors, 1);
        }
    }
    assert!(Encoding::Utf16Le.decode("x", b"\xFF\xFE\0\0a\0\0\0".to_vec()).is_err());
}

#[test]
fn headers_are_matched_loosely_and_asked_about_when_unsure() {
    let sheet = "sep=;\r\nQuestion Text;Follow-up questions;WHO YOU MEET;Mystery\r\nWhy?;A? | B?;Peer;x\r\n";
    let unsure = reading(Format::Csv, sheet, &[]);
    assert!(matches!(&problems(&unsure)[..], [(Code::UnknownKey, message)] if message.contains("Mystery")), "{:?}", problems(&unsure));
    let help = unsure.report.iter().next().and_then(|problem| problem.help.clone()).unwrap_or_default();
    assert!(help.contains("--map \"Mystery="), "{help}");
    let left_out = [Mapping { header: "Mystery".into(), key: None }];
    let sure = reading(Format::Csv, sheet, &left_out);
    assert_eq!(problems(&sure), [(Code::NotCarried, "not carried: `Mystery`, as asked for".into())]);
    let record = &sure.draft.records[0];
    assert_eq!(
        (record.one("ask"), record.all("follow_ups"), record.all("role")),
        (Some("Why?"), &["A?".into(), "B?".into()][..], &["peer".into()][..])
    );
}

#[test]
fn a_key_is_suggested_for_a_column_only_where_one_is_near() {
    let unsure = reading(Format::Csv, "Domanda;Minuti\nPerché?;3\n", &[]);
    let said: Vec<_> = unsure.report.iter().map(|problem| (problem.label.clone(), problem.help.clone().unwrap_or_default())).collect();
    assert!(said[0].0.is_none() && said[0].1.contains("--map \"Domanda=…\""), "{said:?}");
    assert!(said[1].0.as_deref() == Some("perhaps `minutes`") && said[1].1.contains("--map \"Minuti=minutes\""), "{said:?}");
    let empty = reading(Format::Csv, "", &[]);
    assert!(empty.report.iter().all(|problem| problem.help.as_deref().is_some_and(|help| !help.contains("--map"))), "{empty:?}");
}

#[test]
fn a_tag_that_sounds_like_a_facet_value_comes_back_as_a_tag() {
    let original = bank("questions:\n  - id: a\n    ask: Why?\n    role: [director]\n    tags: [Peer, opening, other]\n");
    for format in [Format::Gift, Format::Moodle, Format::Anki] {
        let back = reading(format, exported(&original, format), &[]);
        assert_eq!(said(&back.draft.records[0]), said(&original.records[0]), "{format:?}");
    }
}

#[test]
fn excels_encodings_are_read() {
    let text = "id\task\nx\tWas nützt es?\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(reading(Format::Csv, utf16, &[]).draft.records[0].one("ask"), Some("Was nützt es?"));
    let broken = reading(Format::Csv, b"id,ask\nx,Was n\xFCtzt es?\n".to_vec(), &[]);
    let problem = broken.report.iter().next().expect("an error");
    assert_eq!((problem.code, problem.message.as_str()), (Code::NotUtf8, "`in.csv` is not UTF-8: byte 0xFC in line 2"));
    assert!(problem.help.as_deref().unwrap_or_default().contains("--encoding windows-1252"));
    let source = Encoding::Windows1252.decode("x", b"\x80 n\xFCtzt \x93so\x94".to_vec()).unwrap();
    assert_eq!(&*source.text, "€ nützt “so”");
    // What a mark says, or letters that only UTF-8 writes so, is not read as something else.
    let marked = [0xFF, 0xFE].into_iter().chain("nützt".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (encoding, bytes) in [
        (Encoding::Windows1252, "nützt".as_bytes().to_vec()),
        (Encoding::Windows1252, marked),
        (Encoding::Utf16Be, "\u{feff}nützt".as_bytes().to_vec()),
    ] {
        assert_eq!(encoding.decode("x", bytes).unwrap().text.trim_start_matches('\u{feff}'), "nützt", "{encoding:?}");
    }
}

#[test]
fn faults_of_a_sheet_are_named_at_their_cell() {
    let cases: &[(&str, Code, &str)] = &[
        ("id,ask\nx,=1+1\n", Code::BadValue, "2:3"),
        ("id,ask,ask\nx,a,b\n", Code::DuplicateKey, "1:8"),
        ("id,ask\nx,Why?\nx,How?\n", Code::DuplicateId, "3:1"),
        ("id,ask\nx,\n", Code::MissingKey, "2:1"),
        ("id,ask\na b,Why?\n", Code::BadId, "2:1"),
        ("ask,stage\nWhy?,opning\n", Code::UnknownValue, "2:6"),
        ("ask,minutes\nWhy?,soon\n", Code::BadValue, "2:6"),
        ("ask,updated_on\nWhy?,3/4/26\n", Code::BadValue, "2:6"),
        ("ask,risk\nWhy?,save\n", Code::BadValue, "2:6"),
        ("ask\n\"Why?\n", Code::BadValue, "2:1"),
        ("ask\n\"Why?\" not\n", Code::BadValue, "2:7"),
        ("ask\nWhy?,more\n", Code::BadValue, "2:6"),
        ("one,two\n1,2\n", Code::UnknownKey, "1:1"),
        ("", Code::BadValue, ""),
    ];
    for (text, code, place) in cases {
        let reading = reading(Format::Csv, *text, &[]);
        let problem = reading.report.iter().next().unwrap_or_else(|| panic!("nothing is wrong with {text:?}"));
        let found = match &problem.place {
            Place::Span(span) => {
                let source = reading.sources.get(span.source).expect("the sheet");
                let position = source.lines().position(&source.text, span.range().start);
                format!("{}:{}", position.line, position.column)
            }
            _ => String::new(),
        };
        assert_eq!((problem.code, found.as_str()), (*code, *place), "{text:?}: {problem:?}");
        assert!(reading.report.has_errors());
    }
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_named() {
    for (format, bytes, found) in [
        (Format::Csv, &b"PK\x03\x04rest"[..], "a workbook"),
        (Format::Csv, b"<!DOCTYPE html><table>", "a web page"),
        (Format::Json, b"<?xml version='1.0'?><quiz/>", "XML"),
        #[cfg(feature = "spreadsheets")]
        (Format::Xlsx, b"id,ask\n", "a text"),
        #[cfg(feature = "spreadsheets")]
        (Format::Xlsx, b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
    ] {
        let reading = reading(format, bytes, &[]);
        assert!(matches!(&problems(&reading)[..], [(Code::BadValue, message)] if message.contains(found)), "{:?}", problems(&reading));
    }
}

#[cfg(feature = "spreadsheets")]
#[test]
fn formulas_and_merged_cells_of_a_workbook_are_named() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Fragen").unwrap();
    sheet.write_string(0, 0, "ask").unwrap().write_string(0, 1, "stage").unwrap();
    sheet.write_string(1, 0, "Why?").unwrap().write_formula(1, 1, "=A1").unwrap();
    sheet.merge_range(2, 0, 3, 0, "How?", &rust_xlsxwriter::Format::new()).unwrap();
    let reading = reading(Format::Xlsx, book.save_to_buffer().unwrap(), &[]);
    let places: Vec<_> = reading
        .report
        .iter()
        .map(|problem| match &problem.place {
            Place::File(place) => place.clone(),
            other => format!("{other:?}"),
        })
        .collect();
    assert!(places.contains(&"in.xlsx, sheet `Fragen`, cell A3".to_owned()), "{places:?}");
    assert!(places.contains(&"in.xlsx, sheet `Fragen`, cell B2".to_owned()), "{places:?}");
}

/// A workbook with these files in it.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in files {
        archive.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An OpenDocument workbook with one sheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"One\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind), ("META-INF/manifest.xml", b"<manifest/>"), ("content.xml", content.as_bytes())])
}

/// The places and words of what is said about a file.
fn told(reading: &Reading) -> Vec<String> {
    let place = |problem: &Diagnostic| match &problem.place {
        Place::File(place) => place.rsplit("cell ").next().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    reading.report.iter().map(|problem| format!("{}: {}", place(problem), problem.message)).collect()
}

#[test]
fn merged_cells_of_an_open_document_sheet_are_named_and_so_is_what_cells_have_besides() {
    let rows = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Category</text:p></table:table-cell>\
                <table:table-cell office:value-type=\"string\"><text:p>Question</text:p></table:table-cell></table:table-row>\
                <table:table-row><table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\" \
                table:number-columns-spanned=\"1\"><text:p>Opening</text:p></table:table-cell>\
                <table:table-cell office:value-type=\"string\"><text:p>A?</text:p></table:table-cell></table:table-row>\
                <table:table-row><table:covered-table-cell/><table:table-cell office:value-type=\"string\"><office:annotation>\
                <text:p>x</text:p></office:annotation><text:p>B?</text:p></table:table-cell></table:table-row>";
    let read = reading(Format::Ods, ods(rows), &[]);
    assert_eq!(told(&read), ["in.ods: not carried: the comments on cells of this workbook", "A2: these cells are merged"]);
}

#[test]
fn times_and_days_of_an_open_document_sheet_are_as_somebody_would_type_them() {
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let text = |words: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>");
    let value = |kind: &str, value: &str| format!("<table:table-cell office:value-type=\"{kind}\" office:{kind}-value=\"{value}\"/>");
    let rows = [
        row(&(text("ask") + &text("answer") + &text("updated_on"))),
        row(&(text("A?") + &value("time", "PT14H30M00S") + &value("date", "2023-11-23"))),
        row(&(text("B?") + &value("date", "2023-11-23T14:30:00") + &value("date", "2023-11-23T14:30:00"))),
    ];
    let title = row(&text("Our questions"));
    let titled = reading(Format::Ods, ods(&[&[title, row("")], &rows[..]].concat().concat()), &[]);
    assert_eq!((told(&titled), titled.draft.records.len()), (vec!["A1: not carried: a title above the headers".to_owned()], 2));
    let read = reading(Format::Ods, ods(&rows.concat()), &[]);
    let answers: Vec<_> = read.draft.records.iter().map(|record| (record.one("answer"), record.one("updated_on"))).collect();
    assert_eq!(answers, [(Some("14:30"), Some("2023-11-23")), (Some("2023-11-23 14:30"), Some("2023-11-23"))], "{:?}", read.report);
}

#[cfg(feature = "spreadsheets")]
#[test]
fn times_and_days_of_a_workbook_are_as_somebody_would_type_them() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "ask").unwrap().write_string(0, 1, "answer").unwrap();
    let values = [
        ("hh:mm", 0.604_166_666_666_666_6, "14:30"),
        ("hh:mm:ss", 0.000_057_870_37, "00:00:05"),
        ("[h]:mm", 1.25, "30:00"),
        ("yyyy-mm-dd", 45253.0, "2023-11-23"),
        ("yyyy-mm-dd hh:mm", 45_253.604_166_666_66, "2023-11-23 14:30"),
    ];
    for (row, (format, number, _)) in (1..).zip(values) {
        let format = rust_xlsxwriter::Format::new().set_num_format(format);
        sheet.write_string(row, 0, format!("{row}?")).unwrap().write_number_with_format(row, 1, number, &format).unwrap();
    }
    sheet.write_string(6, 0, "= good?").unwrap().write_string(6, 1, "=> look").unwrap();
    let read = reading(Format::Xlsx, book.save_to_buffer().unwrap(), &[]);
    let answers: Vec<_> = read.draft.records.iter().map(|record| record.one("answer").unwrap()).collect();
    assert_eq!(answers[..5], values.map(|(_, _, text)| text), "{:?}", read.report);
    assert_eq!((read.draft.records[5].one("ask"), answers[5], told(&read)), (Some("= good?"), "=> look", vec![]));
}

#[cfg(feature = "spreadsheets")]
#[test]
fn a_formula_is_said_once_and_comments_and_links_of_cells_are_said() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "ask").unwrap().write_formula(1, 0, rust_xlsxwriter::Formula::new("=A9").set_result("")).unwrap();
    sheet.write_url(2, 0, "https://example.org").unwrap().insert_note(2, 0, &rust_xlsxwriter::Note::new("why")).unwrap();
    let read = reading(Format::Xlsx, book.save_to_buffer().unwrap(), &[]);
    let lost = ["the comments on cells of this workbook", "where the links in cells of this workbook lead: their words stay"];
    assert_eq!(
        told(&read),
        [format!("in.xlsx: not carried: {}", lost[0]), format!("in.xlsx: not carried: {}", lost[1]), "A2: `=A9` is a formula".to_owned()]
    );
    let csv = reading(Format::Csv, "ask,answer\n=A1,x\nWhy?,=> look\n", &[]);
    assert_eq!(problems(&csv), [(Code::BadValue, "`=A1` is a formula".to_owned())]);
}

#[test]
fn above_the_headers_of_a_sheet_there_may_be_blank_lines_and_a_title() {
    for (sheet, lost) in [
        ("\n\nid;ask\na;Why, and how?\n", 0),
        ("Our questions, in spring\n\nid;ask\na;Why, and how?\n", 1),
        ("Fragen\n\nid;ask\na;Why, and how?\n", 1),
    ] {
        let read = reading(Format::Csv, sheet, &[]);
        assert_eq!((told(&read).len(), read.report.has_errors()), (lost, false), "{sheet}: {:?}", read.report);
        assert_eq!(read.draft.records[0].one("ask"), Some("Why, and how?"), "{sheet}");
    }
    let column = reading(Format::Csv, "Question\nWhy; and how?\nHow?\n", &[]);
    assert_eq!(column.draft.records[0].one("ask"), Some("Why; and how?"), "{:?}", column.report);
    let nameless = reading(Format::Csv, "ask,\nWhy?,x\n", &[]);
    assert_eq!(told(&nameless), [": this column has no header"]);
}

#[test]
fn an_open_document_sheet_is_read_and_its_formulas_named() {
    let cell = |text: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let formula = "<table:table-cell table:formula=\"of:=[.A2]\" office:value-type=\"string\" office:string-value=\"x\"><text:p>x</text:p></table:table-cell>";
    let sheet = |rows: &[String]| ods(&rows.concat());
    let head = row(&[cell("ID"), cell("Question")]);
    let read = reading(Format::Ods, sheet(&[head.clone(), row(&[cell("first"), cell("What came first?")])]), &[]);
    assert_eq!(problems(&read), []);
    assert_eq!(said(&read.draft.records[0]), [("ask".into(), vec!["What came first?".into()]), ("id".into(), vec!["first".into()])]);
    let read = reading(Format::Ods, sheet(&[head, row(&[cell("first"), formula.to_owned()])]), &[]);
    assert!(read.report.has_errors() && format!("{:?}", read.report).contains("cell B2"), "{:?}", read.report);
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    let nothing = vec![0u8; 8 << 20];
    let files: Vec<(String, &[u8])> = (0..40).map(|number| (format!("xl/{number}.xml"), nothing.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    let bomb = zipped(&files);
    assert!(bomb.len() < 1 << 20, "it is small: {}", bomb.len());
    for format in [Format::Xlsx, Format::Ods] {
        let read = reading(format, bomb.clone(), &[]);
        assert!(problems(&read).iter().any(|(code, words)| *code == Code::TooLarge && words.contains("256 MB")), "{:?}", read.report);
    }
}

#[test]
fn a_text_in_two_encodings_names_the_first_byte_that_does_not_fit() {
    let mixed = [&b"id,ask\na,Gr\xc3\xbc\xc3\x9fe?\n"[..], b"b,Stra\xdfe?\n"].concat();
    let read = reading(Format::Csv, mixed, &[]);
    assert!(problems(&read).iter().any(|(code, words)| *code == Code::NotUtf8 && words.contains("0xDF in line 3")), "{:?}", read.report);
}

#[test]
fn a_trivia_list_is_read_and_its_choices_are_said_to_be_left_out() {
    let list = "\n#Q Which song\nis it?\n^ This {one}\nA That\nB This {one}\n\n#Q Why?\n^ Because\n";
    let read = reading(Format::Trivia, list, &[]);
    assert_eq!(
        said(&read.draft.records[0]),
        [("answer".into(), vec!["This \\{one}".into()]), ("ask".into(), vec!["Which song is it?".into()])]
    );
    assert_eq!(read.draft.records.len(), 2);
    assert_eq!(problems(&read).len(), 1, "{:?}", read.report);
}

#[test]
fn a_list_in_an_answer_stays_in_it() {
    let before = "questions:\n  - id: one\n    ask: What is it?\n    follow_ups: [Why?, How?]\n    answer: |\n      Two things:\n\n      - the first\n      - the second\n";
    assert_eq!(merged(before, Format::Markdown, exported(&bank(before), Format::Markdown)), before);
}

#[test]
fn a_markdown_list_is_read() {
    let reading = reading(Format::Markdown, include_str!("exchange/list.md"), &[]);
    assert_eq!(
        (reading.draft.title.as_deref(), reading.draft.summary.as_deref()),
        (Some("Before the talk"), Some("What to ask yourself first."))
    );
    let records = &reading.draft.records;
    assert_eq!(
        records.iter().map(|record| record.one("ask").unwrap()).collect::<Vec<_>>(),
        ["What brought you\nhere?", "Why now?", "A numbered one?"]
    );
    assert_eq!(records[0].all("follow_ups"), ["And what kept you?", "Really?"]);
    assert_eq!(records[0].all("stage"), ["open"]);
    assert_eq!(records[1].one("answer"), Some("Because *now* is {good}."));
    let lost: Vec<String> = problems(&reading).into_iter().map(|(_, message)| message).collect();
    assert_eq!(lost, ["not carried: an item that is only a link", "not carried: a paragraph outside of a list"]);
}

#[test]
fn html_that_still_looks_like_html_when_it_was_read_is_left_out() {
    for text in ["<!x", "<?", "<!-- a", "<p>&lt;p></p>"] {
        let reading = reading(Format::Markdown, format!("- Why?\n\n{text}\n"), &[]);
        let lost: Vec<String> = problems(&reading).into_iter().map(|(_, message)| message).collect();
        assert_eq!(lost, ["not carried: text that only looks like HTML"], "{text}");
    }
}

#[test]
fn a_list_in_html_is_read_and_nothing_of_a_page_is_left_out_silently() {
    let page = "---\ntitle: أسئلة\nlayout: page\n---\n<div dir=\"rtl\">\n<h2>عامة:</h2>\n<ul>\n<li>ماذا تعلمت؟</li>\n\n\
                <li>لماذا <code>a</code>؟</li>\n</ul>\n</div>\n\n## Licence\n\nFree.\n\nword\n: its meaning\n\n## [⬆](#top) Fun:\n\n1. Cats?\n";
    let reading = reading(Format::Markdown, page, &[]);
    let records: Vec<_> = reading.draft.records.iter().map(|record| (record.one("ask").unwrap(), record.all("tags").concat())).collect();
    assert_eq!(reading.draft.title.as_deref(), Some("أسئلة"));
    assert_eq!(records, [("ماذا تعلمت؟", "عامة".into()), ("لماذا `a`؟", "عامة".into()), ("Cats?", "Fun".into())]);
    let lost: Vec<String> = problems(&reading).into_iter().map(|(_, message)| message.replace("not carried: ", "")).collect();
    assert_eq!(
        lost,
        ["`layout` of the front matter", "a paragraph outside of a list", "a list of definitions", "a heading without questions below it"]
    );
}

#[test]
fn json_of_others_is_read_at_the_right_places() {
    let text = "{\n\t\"made\": 1,\n\t\"questions\": [\n\t\t{\"ask\": \"So \\ud83d\\ude00 \\u00e9?\", \"bank\": \"x\"},\n\t\t{\"ask\": \"B?\", \"extra\": 1, \"reveals\": {\"en\": \"C\"}}\n\t]\n}\n";
    let reading = reading(Format::Json, text, &[]);
    assert_eq!(reading.draft.records[0].one("ask"), Some("So 😀 é?"));
    let place = |problem: &Diagnostic| match &problem.place {
        Place::Span(span) => text[span.range()].to_owned(),
        place => format!("{place:?}"),
    };
    let found: Vec<String> = reading.report.iter().map(place).collect();
    assert_eq!(found, ["\"made\"", "\"bank\"", "1", "{\"en\": \"C\"}"]);
    assert!(reading.report.has_errors());
}

#[test]
fn gift_numbers_and_weights_are_read() {
    let text = "When? {#\n =1822:0\n =%50%1822:2\n =%0%5:0#No.\n}\n\nIt was {~%50%a ~b =c}.\n\nPair. {=Italy -> Rome =Japan->Tokyo}\n";
    let reading = reading(Format::Gift, text, &[]);
    let answers: Vec<_> = reading.draft.records.iter().map(|record| record.one("answer").unwrap()).collect();
    assert_eq!(answers, ["- 1822\n- 1822 ± 2", "- a\n- c", "- Italy → Rome\n- Japan → Tokyo"]);
    assert_eq!(reading.draft.records[1].one("ask"), Some("It was \\_\\_\\_\\_\\_."));
    let lost = problems(&reading);
    assert_eq!(lost.iter().filter(|(_, message)| message.contains("counts")).count(), 2, "{lost:?}");
}

#[test]
fn of_several_categories_none_is_the_title_and_all_are_kept() {
    let gift = "$CATEGORY: $course$/top/Opening\n\nWhy? {}\n\n$CATEGORY: $course$/top/Other\n\nHow? {}\n";
    let category = |name: &str| format!("<question type=\"category\"><category><text>$course$/top/{name}</text></category></question>");
    let essay =
        |ask: &str| format!("<question type=\"essay\"><questiontext format=\"markdown\"><text>{ask}</text></questiontext></question>");
    let moodle = ["<quiz>", &category("Opening"), &essay("Why?"), &category("Other"), &essay("How?"), "</quiz>"].concat();
    for (format, text) in [(Format::Gift, gift.to_owned()), (Format::Moodle, moodle)] {
        let read = reading(format, text, &[]);
        let [why, how] = &read.draft.records[..] else { panic!("two questions") };
        assert_eq!(
            (why.all("stage").concat(), how.all("tags").concat(), &read.draft.title),
            ("open".into(), "Other".into(), &None),
            "{format:?}"
        );
    }
}

#[test]
fn gift_is_read_and_what_has_no_place_is_said() {
    let reading = reading(Format::Gift, include_str!("exchange/fixture.gift"), &[]);
    let records = &reading.draft.records;
    assert_eq!(reading.draft.title.as_deref(), Some("Safety"));
    assert_eq!(records.len(), 3, "{:?}", problems(&reading));
    assert_eq!((records[0].called.as_deref(), records[0].one("answer")), (Some("exits"), Some("Behind you")));
    assert_eq!(records[1].one("answer"), Some("True"));
    assert_eq!(records[2].one("ask"), Some("What would you do first \\{in your own words}?"));
    let lost: Vec<String> = problems(&reading).into_iter().map(|(_, message)| message).collect();
    assert_eq!(lost.len(), 3, "{lost:?}");
}

#[test]
fn two_questions_of_one_name_get_ids_of_their_own_and_an_edited_one_keeps_its() {
    let named = |text: &str, existing: &[Record]| {
        let mut records = reading(Format::Gift, text, &[]).draft.records;
        name(&mut records, existing, &mut Ids::default());
        records
    };
    let first = named("::Home town:: Where? {=here}\n\n::Home town:: Why there? {=so}\n", &[]);
    let ids = |records: &[Record]| records.iter().filter_map(|record| record.one("id").map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(ids(&first), ["home-town", "home-town-2"]);
    assert_eq!(ids(&named("::Home town:: Where exactly? {=here}\n", &first)), ["home-town"]);
}

#[test]
fn moodle_xml_is_read_and_what_has_no_place_is_said() {
    let reading = reading(Format::Moodle, include_str!("exchange/fixture.xml"), &[]);
    let record = &reading.draft.records[0];
    assert_eq!(reading.draft.title.as_deref(), Some("Safety / Health"));
    assert_eq!((record.one("id"), record.one("ask")), (Some("exit-1"), Some("Which **exit** is nearest?")));
    assert_eq!(
        (record.one("answer"), record.all("role"), record.all("tags")),
        (Some("The one behind you"), &["peer".into()][..], &["fire".into()][..])
    );
    assert_eq!(problems(&reading).len(), 2, "{:?}", problems(&reading));
    let bomb = "<!DOCTYPE q [<!ENTITY a \"aaaa\">]><quiz><question type=\"essay\"><name><text>&a;</text></name></question></quiz>";
    assert!(self::reading(Format::Moodle, bomb, &[]).report.has_errors());
}

#[test]
fn a_second_export_for_anki_keeps_every_guid() {
    let guids = |text: &str| -> Vec<String> {
        let text = String::from_utf8(exported(&bank(text), Format::Anki)).unwrap();
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    };
    let before = guids(BANK);
    assert_eq!(before, ["prepbook/wrong-belief", "prepbook/plan-or-luck", "prepbook/flow-one"]);
    assert_eq!(guids(&BANK.replace("How much of it was planned?", "Was it <planned>?")), before);
    let back = reading(Format::Anki, exported(&bank(BANK), Format::Anki), &[]);
    assert_eq!(back.draft.records[0].all("follow_ups"), bank(BANK).records[0].all("follow_ups"));
}

#[test]
fn line_ends_control_characters_and_depth_are_no_trap() {
    let old = reading(Format::Markdown, "# T\r\r- Why?\r- How?\r", &[]);
    assert_eq!(old.draft.records.len(), 2);
    let bell = reading(Format::Csv, "id,ask\nx,W\u{7}hy\u{0}?\n", &[]);
    assert_eq!(bell.draft.records[0].one("ask"), Some("Why?"));
    assert_eq!(problems(&bell), [(Code::NotCarried, "not carried: the control character U+0007".into())]);
    let pasted = reading(Format::Csv, "ask\nWhy?\u{2028}And how?\n", &[]);
    assert_eq!((pasted.draft.records[0].one("ask"), problems(&pasted)), (Some("Why?\nAnd how?"), vec![]));
    let open = reading(Format::Gift, "Why? {=x\n\nHow? {T}\n", &[]);
    assert!(open.report.has_errors() && open.draft.records.is_empty(), "{:?}", open.report);
    let deep = reading(Format::Markdown, format!("{}x\n", "- ".repeat(20_000)), &[]);
    assert!(format!("{:?}", deep.report).contains("more than 64 levels"), "{:?}", deep.report);
    let wide = reading(Format::Csv, format!("ask{}\nWhy?\n", ",".repeat(50_000)), &[]);
    assert_eq!((problems(&wide), wide.draft.records.len()), (vec![], 1));
    let headers: Vec<String> = (0..50_000).map(|number| format!("Column {number}")).collect();
    let wide = reading(Format::Csv, format!("{}\n{}\n", headers.join(","), headers.join(",")), &[]);
    assert_eq!(problems(&wide), [(Code::TooLarge, "50000 columns have a header; a sheet may have 1000".to_owned())]);
    assert!(wide.draft.records.is_empty());
}

#[test]
fn an_answer_with_html_comes_back_from_markdown() {
    let answers =
        ["<details><summary>More</summary>\n\nDeep.\n\n</details>", "<p>Plain</p>", "See:\n\n<details>\n\n- a\n\n</details>\n\nSo."];
    let list: String = (0..).zip(answers).map(|(at, answer)| format!("- id: a{at}\n  ask: Why {at}?\n  answer: {answer:?}\n")).collect();
    let original = bank(&format!("questions:\n{list}"));
    let back = reading(Format::Markdown, exported(&original, Format::Markdown), &[]);
    assert_eq!(back.draft.records.iter().map(said).collect::<Vec<_>>(), original.records.iter().map(said).collect::<Vec<_>>());
}

#[test]
fn tags_with_spaces_and_underscores_come_back_from_anki() {
    let original = bank("questions:\n  - { id: a, ask: Why?, tags: [ice_breaker, two words, 'a:b_c'] }\n");
    let back = reading(Format::Anki, exported(&original, Format::Anki), &[]);
    assert_eq!(back.draft.records[0].all("tags"), original.records[0].all("tags"));
}

#[test]
fn decks_of_others_name_their_fields_and_nest_their_tags() {
    let text =
        "#separator:tab\n#html:true\n#columns:Front\tBack\tNotes\tTags\nWhy?\tBecause.\tMine\tOpening::x other\n{{c1::Rome}} is\t\t\t\n";
    let read = reading(Format::Anki, text, &[]);
    let why = &read.draft.records[0];
    assert_eq!((why.one("ask"), why.one("answer"), why.one("notes")), (Some("Why?"), Some("Because."), Some("Mine")));
    assert_eq!((why.all("stage").concat(), why.all("tags")), ("open".to_owned(), &["x".to_owned(), "other".to_owned()][..]));
    assert_eq!(told(&read), [": not carried: what a cloze hides: it stands in the text as it was written"]);
}

#[test]
fn many_questions_of_one_name_are_numbered_at_once() {
    let mut records = reading(Format::Csv, format!("ask\n{}", "Same?\n".repeat(20_000)), &[]).draft.records;
    name(&mut records, &[], &mut Ids::default());
    assert_eq!((records[1].one("id"), records[19_999].one("id")), (Some("same-2"), Some("same-20000")));
}

#[test]
fn what_is_escaped_or_code_stays_in_what_readers_get() {
    let (config, text) =
        (book(), "questions:\n- id: a\n  ask: 'Of \\[@x], \\{{ minutes }} and `[@y] {{ minutes }}`, 5` for {{ minutes }} [@z].'\n");
    let published = ExportBank::new("x", bank(text), None).published(&config);
    assert_eq!(published.records[0].one("ask"), Some("Of \\[@x], \\{{ minutes }} and `[@y] {{ minutes }}`, 5` for 20."));
}

#[test]
fn links_of_what_readers_get_are_absolute_or_words() {
    let text = "summary: See [more](more.md).\nquestions:\n- {id: a, ask: 'A [b](more.md#x), [c](https://c.org) and ![d](d.png)?'}\n";
    let linked = |base: Option<&str>| {
        let address = |link: &str| base.map(|base| format!("{base}{link}"));
        let bank = ExportBank::new("x", bank(text), None).linked(&address);
        format!("{} {}", bank.summary.unwrap(), bank.records[0].one("ask").unwrap())
    };
    assert_eq!(linked(None), "See more. A b, [c](https://c.org) and d?");
    let site = "See [more](https://x.org/more.md). A [b](https://x.org/more.md#x), [c](https://c.org) and ![d](https://x.org/d.png)?";
    assert_eq!(linked(Some("https://x.org/")), site);
}

#[test]
fn tags_that_another_program_sorted_are_no_change() {
    let before = "questions:\n  - {id: a, ask: Why?, role: [peer, director], tags: [two, one]}\n";
    let sorted = |words: &str| format!("#separator:tab\n#guid column:1\n#tags column:4\nprepbook/a\tWhy?\t\t{words}\n");
    assert_eq!(merged(before, Format::Anki, sorted("one role::director role::peer two")), before);
    let after = merged(before, Format::Anki, sorted("new one role::director role::peer two"));
    assert_eq!(after, before.replace("two, one", "two, one, new"));
}

#[test]
fn what_readers_get_has_no_notes_no_drafts_and_no_braces() {
    let text = "questions:\n- {id: a, ask: \"Ask for {{ minutes }} minutes [@C1].\", notes: secret, owner: me}\n- {id: b, ask: Not yet?, status: draft}\n";
    let config = book();
    let bank = ExportBank::new("x", bank(text), None).published(&config);
    for format in Format::DOWNLOADS {
        let written = String::from_utf8(write(*format, &Export { config: &config, banks: vec![bank.clone()] }).unwrap()).unwrap();
        assert!(written.contains("Ask for 20 minutes"), "{format:?}: {written}");
        for private in ["secret", "Not yet", "{{", "[@"] {
            assert!(!written.contains(private), "{format:?}: {written}");
        }
    }
}

/// A question with a value for every key.
fn full(fields: &[Field<'_>]) -> Record {
    let mut record = Record::new(Place::Book);
    for field in fields {
        let value = match field.shape {
            Shape::Id => "q1".to_owned(),
            Shape::Choice(words) => words[words.len() - 2].to_owned(),
            Shape::Number => "7".to_owned(),
            Shape::Date => "2026-11-23".to_owned(),
            Shape::Facet(facet) => facet.values[1].id.to_string(),
            Shape::Words => format!("{}-word", field.key),
            Shape::Text | Shape::Texts => format!("Text of {}.", field.key.replace('_', " ")),
        };
        record.set(field.key, [value], Place::Book);
    }
    record
}

#[test]
fn every_format_carries_the_keys_that_the_manual_says() {
    let config = book();
    let fields = fields(&config);
    let record = full(&fields);
    let original = bank(&new_bank(&Draft { title: Some("T".into()), summary: None, records: vec![record.clone()] }, &fields));
    let manual = include_str!("../docs/content/exchange.md").split_once("has no place for").expect("the list of losses").1;
    for format in EXACT.iter().chain(WORKBOOKS).chain(&[Format::Markdown, Format::Anki]) {
        let reading = reading(*format, exported(&original, *format), &[]);
        for field in &fields {
            let back = reading.draft.records[0].all(field.key) == record.all(field.key);
            assert_eq!(back, format.holds(field.key), "{format:?} {}: {:?}", field.key, reading.draft.records[0].all(field.key));
        }
    }
    let listed = |row: &str| -> BTreeSet<&str> {
        let line = manual.lines().find(|line| line.starts_with(&format!("| {row} |"))).expect("a row of the manual");
        line.split('`').skip(1).step_by(2).collect()
    };
    let keys = |held: bool, format: Format| -> BTreeSet<&str> {
        fields.iter().map(|field| field.key).filter(|key| format.holds(key) == held).collect()
    };
    assert_eq!(listed("Anki"), keys(false, Format::Anki));
    assert_eq!(listed("Markdown"), keys(true, Format::Markdown));
    assert_eq!(listed("TXT"), keys(true, Format::Text));
    let text = String::from_utf8(exported(&original, Format::Text)).unwrap();
    for field in fields.iter().filter(|field| matches!(field.shape, Shape::Text | Shape::Texts)) {
        assert_eq!(text.contains(&record.all(field.key)[0]), Format::Text.holds(field.key), "{}", field.key);
    }
}

/// The keys that the program says it knows, from its complaint about one that it does not; those that are `there` it does not name.
fn known_keys(path: &str, text: &str, there: &[&str]) -> BTreeSet<String> {
    let (mut report, config) = (Report::default(), book());
    lower::lower(&Source::new(path, text), Grammar::new(&config, &[]), &mut report);
    let problem = report.iter().find(|problem| problem.code == Code::UnknownKey).unwrap_or_else(|| panic!("{report:?}"));
    let (_, help) = problem.help.as_deref().and_then(|help| help.split_once("use one of ")).unwrap_or_else(|| panic!("{problem:?}"));
    help.split('`').skip(1).step_by(2).chain(there.iter().copied()).map(str::to_owned).collect()
}

#[test]
fn schemas_have_the_keys_that_the_program_reads() {
    let config = book();
    let keys = |value: &serde_json::Value| -> BTreeSet<String> { value["properties"].as_object().unwrap().keys().cloned().collect() };
    let of = |kind: &str| schema(kind, &config).unwrap();
    for kind in ["guide", "template", "checklist", "tool"] {
        let text = format!("---\nkind: {kind}\nzzzzzz: 1\n---\n- [ ] x\n");
        assert_eq!(keys(&of(kind)), known_keys("content/x.md", &text, &["kind"]), "{kind}");
    }
    assert_eq!(keys(&of("bank")), known_keys("content/x.yaml", "questions: []\nzzzzzz: 1\n", &["questions"]));
    let question = &of("bank")["properties"]["questions"]["items"];
    assert_eq!(keys(question), known_keys("content/x.yaml", "questions: [{id: a, ask: b, zzzzzz: 1}]\n", &["id", "ask"]));
    assert_eq!(question["properties"]["stage"]["enum"], serde_json::json!(["open", "middle"]));
    assert_eq!(keys(&of("records")), known_keys("content/x.yaml", "slots: []\nzzzzzz: 1\n", &["slots"]));
    for (list, there) in
        [("slots", &["id"][..]), ("sources", &["id", "title"]), ("claims", &["id", "text"]), ("glossary", &["term", "meaning"])]
    {
        let entry: String = there.iter().map(|key| format!("{key}: a, ")).collect();
        let found = known_keys("content/x.yaml", &format!("{list}: [{{{entry}zzzzzz: 1}}]\n"), there);
        assert_eq!(keys(&of("records")["properties"][list]["items"]), found, "{list}");
    }
    assert!(SCHEMA_KINDS.iter().all(|kind| schema(kind, &config).is_some()));
    assert!(schema("nothing", &config).is_none());
}

#[test]
fn a_long_sheet_is_read_whole() {
    let mut sheet = String::from("ask,stage,tags\n");
    (0..10_000).for_each(|number| sheet.push_str(&format!("\"Question {number}, is it?\",open,a; b\n")));
    let mut reading = reading(Format::Csv, sheet, &[]);
    name(&mut reading.draft.records, &[], &mut Ids::default());
    let text = new_bank(&reading.draft, &fields(&book()));
    assert_eq!(text.matches("- id: ").count(), 10_000);
}

fn texts() -> impl Strategy<Value = String> {
    // Signs that some format takes for its own.
    let signs = prop::sample::select(vec![
        "a",
        "é",
        "字",
        " b",
        "\n",
        "\n\n",
        "#### Answer",
        "\\",
        "=",
        "~",
        "{",
        "}",
        "#",
        ":",
        ": ",
        "- ",
        "• ",
        "'",
        "\"",
        ",",
        ";",
        "|",
        "&amp;",
        "<b>",
        "]",
        "no",
        "12",
        "+",
        "@",
        "\t",
        "😀",
        "\u{a0}",
        "\u{feff}",
        "]]>",
        "<!--",
        "//",
        "::",
        "->",
        "%50%",
        "$CATEGORY: x",
        "[html]",
        "\\n",
        "`",
        "...",
        "---",
        "_x0041_",
    ]);
    prop::collection::vec(signs, 1..7).prop_map(|parts| parts.concat().trim().to_owned()).prop_filter("a text", |text| !text.is_empty())
}

/// Values that a field may hold, none of them in half of the cases.
fn values(field: &Field<'_>) -> BoxedStrategy<Vec<String>> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let some = |words: Vec<String>, most: usize| prop::sample::subsequence(words.clone(), 1..=most.min(words.len())).prop_shuffle();
    let words = [
        "one",
        "two words",
        "a:b",
        "tag:x",
        "stage:open",
        "c,d",
        "e;f",
        "old/place.html",
        "=1",
        "- x",
        "• y",
        "it's",
        "a|b",
        "#x {y}",
        "12",
        "no",
    ];
    let filled = match field.shape {
        Shape::Id => some(owned(&["q0", "other_bank.x"]), 1).boxed(),
        Shape::Text => prop::collection::vec(texts(), 1).boxed(),
        Shape::Texts => prop::collection::vec(texts(), 1..3).boxed(),
        Shape::Words => some(owned(&words), 3).boxed(),
        Shape::Choice(words) => some(owned(words), 1).boxed(),
        Shape::Number => (1u8..=120).prop_map(|number| vec![number.to_string()]).boxed(),
        Shape::Date => some(owned(&["2026-11-23", "2024-02-29"]), 1).boxed(),
        Shape::Facet(facet) => {
            let ids = facet.values.iter().map(|value| value.id.to_string()).collect();
            some(ids, if facet.many { facet.values.len() } else { 1 }).boxed()
        }
    };
    let always = field.key == "ask";
    (any::<bool>(), filled).prop_map(move |(said, values)| if said || always { values } else { Vec::new() }).boxed()
}

/// Questions that between them have every key there is.
fn records() -> impl Strategy<Value = Vec<Record>> {
    let config = book();
    let fields = fields(&config);
    let keys: Vec<String> = fields.iter().map(|field| field.key.to_owned()).collect();
    let record = fields.iter().map(values).collect::<Vec<_>>();
    prop::collection::vec(record, 1..4).prop_map(move |all| {
        let build = |(number, values): (usize, Vec<Vec<String>>)| {
            let mut record = Record::new(Place::Book);
            keys.iter().zip(values).for_each(|(key, values)| record.set(key, values, Place::Book));
            record.set("id", [format!("q{number}")], Place::Book);
            record
        };
        all.into_iter().enumerate().map(build).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_bank_comes_back_from_every_exact_format(records in records(), summary in texts()) {
        let config = book();
        let draft = Draft { title: Some("A/B: c".into()), summary: Some(summary.clone()), records };
        let original = bank(&new_bank(&draft, &fields(&config)));
        prop_assert_eq!(original.records.iter().map(said).collect::<Vec<_>>(), draft.records.iter().map(said).collect::<Vec<_>>());
        for format in EXACT.iter().chain(WORKBOOKS) {
            let bytes = exported(&original, *format);
            let reading = reading(*format, bytes.clone(), &[]);
            let back: Vec<_> = reading.draft.records.iter().map(said).collect();
            prop_assert_eq!(back, original.records.iter().map(said).collect::<Vec<_>>(), "{:?}\n{}", format, String::from_utf8_lossy(&bytes));
            prop_assert!(reading.report.is_empty(), "{:?}", reading.report);
            if matches!(format, Format::Json | Format::Moodle) {
                prop_assert_eq!((reading.draft.title.as_deref(), reading.draft.summary.as_ref()), (Some("A/B: c"), Some(&summary)));
            }
        }
    }

    #[test]
    fn any_bank_can_be_made_any_other_in_place(before in records(), after in records()) {
        let config = book();
        let draft = |records: &[Record]| Draft { title: Some("T".into()), summary: None, records: records.to_vec() };
        let text = format!("# kept\n{}# kept too\n", new_bank(&draft(&before), &fields(&config)));
        let original = bank(&text);
        let mut report = Report::default();
        let merged = merge(original, &after, &fields(&config), &mut report);
        prop_assert!(merged.is_some(), "{}\n{:?}\n{:?}", text, after.iter().map(said).collect::<Vec<_>>(), report);
        let merged = merged.unwrap().text;
        prop_assert!(merged.starts_with("# kept\n") && merged.contains("# kept too\n"));
        let now = bank(&merged);
        for record in &after {
            let found = now.records.iter().find(|found| found.one("id") == record.one("id")).map(said);
            prop_assert_eq!(found, Some(said(record)));
        }
    }

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[-=~{}#:\\\\/\\[\\]$a字,;\"'\n<>&! ]{0,80}") {
        for format in Format::readable() {
            reading(format, bytes.clone(), &[]);
            reading(format, text.clone(), &[]);
        }
    }
}

fn prepbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_prepbook")).args(arguments).current_dir(folder).env("NO_COLOR", "1").output().unwrap()
}

#[test]
fn the_command_writes_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("content")).unwrap();
    fs::write(at("book.toml"), TOML).unwrap();
    fs::write(at("content/bank.yaml"), BANK).unwrap();
    fs::write(at("good.csv"), "id,ask\nplan-or-luck,How much?\n").unwrap();
    fs::write(at("bad.csv"), "id,ask,stage\nplan-or-luck,How much?,nowhere\n").unwrap();
    let refused = prepbook(folder.path(), &["import", "good.csv", "bad.csv", "--into", "bank.yaml"]);
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("bad.csv:2:24") && words.contains("nothing was written"), "{words}");
    let dry = prepbook(folder.path(), &["import", "good.csv", "--into", "bank.yaml", "--dry-run"]);
    assert!(String::from_utf8_lossy(&dry.stdout).contains("+    ask: How much?"), "{dry:?}");
    let elsewhere = prepbook(folder.path(), &["import", "good.csv"]);
    assert!(String::from_utf8_lossy(&elsewhere.stderr).contains("is a question of `content/bank.yaml` already"), "{elsewhere:?}");
    assert_eq!(fs::read_to_string(at("content/bank.yaml")).unwrap(), BANK);
    assert!(prepbook(folder.path(), &["import", "good.csv", "--into", "bank.yaml"]).status.success());
    assert_eq!(fs::read_to_string(at("content/bank.yaml")).unwrap(), BANK.replace("How much of it was planned?", "How much?"));
    assert!(prepbook(folder.path(), &["export", "-o", "out.csv"]).status.success());
    assert!(fs::read_to_string(at("out.csv")).unwrap().contains("How much?"));
}

#[test]
fn rows_with_the_same_words_are_found_again_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let bank = folder.path().join("content/questions/in.yaml");
    fs::create_dir_all(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("book.toml"), TOML).unwrap();
    fs::write(folder.path().join("in.csv"), "Question,Reveals\nHow did you begin?,One\nHow did you begin?,Two\n").unwrap();
    assert!(prepbook(folder.path(), &["import", "in.csv"]).status.success());
    let before = fs::read_to_string(&bank).unwrap();
    for _ in 0..2 {
        assert!(prepbook(folder.path(), &["import", "in.csv", "--into", "questions/in.yaml"]).status.success());
        assert_eq!(fs::read_to_string(&bank).unwrap(), before);
    }
}

#[test]
fn what_an_import_cannot_use_is_an_error_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("book.toml", TOML),
        ("content/index.md", "# Home\n"),
        ("one.csv", "Mine,Other\nWhy?,x\n"),
        ("two.csv", "Question,Other\nHow?,y\n"),
        ("bad.json", "[\n{\"ask\": \"Why?\",}\n]\n"),
        ("headers.csv", "Question,Answer\n"),
        ("twice.csv", "Question,Answer,Answer\nWhy?,x,y\n"),
        ("folder.csv/x", ""),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mine = ["--map", "Mine=ask", "--map", "Other="];
    let cases: &[(&[&str], &[&str])] = &[
        (&["one.csv", "--map", "Mine=ask", "--map", "Othre="], &["there is no column `Othre`", "the columns are `Mine`, `Other`"]),
        (&["one.csv", "--map", "Mine=question", "--map", "Other="], &["a question has no key `question`", "keys are `id`, `ask`"]),
        (&["bad.json", "--map", "Mine=ask"], &["bad.json:2:16", "this is not JSON", "help: check the commas"]),
        (&["headers.csv"], &["error[empty-file]: there are no questions in it", "1 error"]),
        (&["twice.csv"], &["two columns hold `answer`", "rename one of the two, or remove it"]),
        (&["folder.csv"], &["cannot be read", "help: name the files that are in it"]),
        (&["none.csv"], &["cannot be read", "help: check how it is spelt"]),
    ];
    for (arguments, expected) in cases {
        let refused = prepbook(folder.path(), &[&["import"], *arguments].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && expected.iter().all(|words| said.contains(words)), "{arguments:?}: {said}");
    }
    fs::write(folder.path().join("good.json"), "[{\"ask\": \"When?\"}]").unwrap();
    let no_sheet = prepbook(folder.path(), &["import", "good.json", "--map", "Mine=ask"]);
    assert!(String::from_utf8_lossy(&no_sheet.stderr).contains("only a sheet has columns"), "{no_sheet:?}");
    // A column that one of several sheets has is there.
    let done = prepbook(folder.path(), &[&["import", "one.csv", "two.csv"], &mine[..]].concat());
    assert!(done.status.success(), "{done:?}");
}

/// An mdBook in `theirs`, and a book of ours beside it.
fn with_mdbook(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = [("book.toml", TOML), ("content/index.md", "# Home\n\nSee [them](guide/index.md).\n")];
    let theirs = files.iter().map(|(path, text)| (format!("theirs/{path}"), *text));
    for (path, text) in own.into_iter().map(|(path, text)| (path.to_owned(), text)).chain(theirs) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn an_mdbook_becomes_guides_with_order_links_and_redirects() {
    let folder = with_mdbook(&[
        (
            "book.toml",
            "[book]\ntitle = \"Guide\"\n[output.html.redirect]\n\"/old/one.html\" = \"../one.html\"\n\"/x.html\" = \"https://example.org\"\n",
        ),
        ("src/SUMMARY.md", "# Summary\n\n[Preface](README.md)\n\n# First part\n\n- [Two](b/two.md)\n  - [One](one.md)\n- [Later]()\n"),
        ("src/README.md", "# Preface\n\nOn to [two](b/two.html#how-to), [nowhere](none.md), {{ this }} and [out](https://example.org).\n"),
        (
            "src/b/two.md",
            "# Two\n\n## How to\n\n![Dot](../dot.svg) [back][home] [gone](../one.md#gone)\n\n```rust,ignore\n# hidden\n{{#include ../../code.rs:a}}\n```\n\n[home]: ../README.md\n",
        ),
        ("src/one.md", "One.\n"),
        ("src/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("code.rs", "// ANCHOR: a\nfn a() {}\n// ANCHOR_END: a\n"),
    ]);
    let dry = prepbook(folder.path(), &["import", "mdbook", "theirs", "--dry-run"]);
    assert!(String::from_utf8_lossy(&dry.stdout).contains("guide/b/two.md") && !folder.path().join("content/guide").exists(), "{dry:?}");
    let done = prepbook(folder.path(), &["import", "mdbook", "theirs"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    for lost in ["the chapter `Later`", "the link `none.md`", "the place `#gone`", "a hidden line", "the redirect from `x.html`"] {
        assert!(said.contains(lost), "{lost}: {said}");
    }
    let text = |path: &str| fs::read_to_string(folder.path().join("content/guide").join(path)).unwrap();
    let preface = text("index.md");
    assert!(preface.contains("On to [two](b/two.md#how-to), nowhere, \\{{ this }} and [out](https://example.org)."), "{preface}");
    let two = text("b/two.md");
    assert!(two.contains("order: 2\n") && two.contains("- First part\n") && two.contains("- b/two.html\n"), "{two}");
    assert!(two.contains("[home]: ../index.md\n") && two.contains("[gone](../one.md)"), "{two}");
    assert!(two.contains("```rust\nfn a() {}\n```"), "{two}");
    assert!(text("one.md").contains("- old/one.html\n"));
    let built = prepbook(folder.path(), &["build"]);
    assert!(built.status.success(), "{built:?}");
    assert!(fs::read_to_string(folder.path().join("public/old/one.html")).unwrap().contains("guide/one.html"));
    let again = prepbook(folder.path(), &["import", "mdbook", "theirs"]);
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("--to"), "{again:?}");
}

#[test]
fn a_reference_to_nowhere_leaves_its_words_and_no_other_line_goes() {
    let folder = with_mdbook(&[
        ("book.toml", "[book]\ntitle = \"Guide\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Later]()\n"),
        (
            "src/one.md",
            "# One\n\nRead [`Vec`][vec], [vec] or [one][here]. `{{#toc}}` stays.\n[so called][here]: `<A, B>`.\n\n[vec]: ../std/vec.html\n[here]: one.md\n",
        ),
    ]);
    let done = prepbook(folder.path(), &["import", "mdbook", "theirs"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("the link `../std/vec.html`") && said.contains("--> src/SUMMARY.md") && said.contains("2 warnings"), "{said}");
    let one = fs::read_to_string(folder.path().join("content/guide/one.md")).unwrap();
    let words = "Read `Vec`, vec or [one][here]. `{{#toc}}` stays.\n[so called][here]: `<A, B>`.\n\n[here]: one.md\n";
    assert!(one.ends_with(words), "{one}");
}

#[test]
fn the_chapters_of_an_mdbook_may_lie_beside_its_settings() {
    let folder = with_mdbook(&[
        ("book.toml", "[book]\ntitle = \"Guide\"\nsrc = \".\"\n"),
        ("SUMMARY.md", "# Summary\n\n- [One](one.md)\n"),
        ("one.md", "# One\n\n![Dot](dot.svg)\n"),
        ("dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("book/one.html", "built"),
    ]);
    let done = prepbook(folder.path(), &["import", "mdbook", "theirs", "--dry-run"]);
    assert_eq!(String::from_utf8_lossy(&done.stdout), "guide/dot.svg\nguide/index.md\nguide/one.md\n", "{done:?}");
}

#[test]
fn a_bank_to_merge_into_is_named_by_its_path_or_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("content/talks")).unwrap();
    fs::write(at("book.toml"), TOML).unwrap();
    fs::write(at("content/index.md"), "# Home\n").unwrap();
    fs::write(at("content/talks/bank.yaml"), "questions:\n  - id: a\n    ask: Why?\n").unwrap();
    fs::write(at("in.csv"), "id,ask\na,Why so?\n").unwrap();
    for name in ["bank", "talks/bank.yaml", "content/talks/bank.yaml"] {
        let done = prepbook(folder.path(), &["import", "in.csv", "--into", name]);
        assert!(done.status.success(), "{name}: {done:?}");
    }
    let guide = prepbook(folder.path(), &["import", "in.csv", "--into", "content/index.md"]);
    assert!(String::from_utf8_lossy(&guide.stderr).starts_with("error: there is no bank `content/index.md`"), "{guide:?}");
}

#[test]
fn what_an_mdbook_brings_that_does_not_build_is_said_and_can_be_mended() {
    let folder = with_mdbook(&[
        ("book.toml", "[book]\ntitle = \"Guide\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Gone](gone.md)\n- [Out](../../out.md)\n"),
        ("src/one.md", "# One\n\n![](dot.svg) and [@cite].\n"),
        ("src/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    let done = prepbook(folder.path(), &["import", "mdbook", "theirs"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    for words in [
        "error[missing-alt]",
        "content/guide/one.md:",
        "mend the errors above",
        "the summary names it, and it is not there",
        "lies outside",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(done.status.code(), Some(1));
    let one = folder.path().join("content/guide/one.md");
    let text = fs::read_to_string(&one).unwrap();
    assert!(text.contains("\\[@cite]"), "{text}");
    fs::write(&one, text.replace("![]", "![Dot]")).unwrap();
    let built = prepbook(folder.path(), &["build"]);
    assert!(built.status.success(), "{built:?}");
}

#[test]
fn what_is_no_mdbook_is_named() {
    let folder = with_mdbook(&[("book.toml", "[book]\ntitle = \"Guide\"\n")]);
    let refused = prepbook(folder.path(), &["import", "mdbook", "theirs"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("src/SUMMARY.md"), "{refused:?}");
    assert!(!folder.path().join("content/guide").exists());
}
