//! Workbooks, built here part by part: the traps of XLSX, and files made to do harm.

use std::io::{Cursor, Write};

use senda::{
    api::imports::{Field, FileProblem, Reason, SourceView, UPLOAD_BYTES_MAX, Verdict},
    domain::money::Money,
    server::imports::{self, review::Draft},
};

use super::{catalogue, review_of, row};

const SPACE: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of sheets: name, state, and the rows as XML.
pub fn workbook(sheets: &[(&str, &str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let types: String = (1..=sheets.len())
        .map(|n| format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"))
        .collect();
    part(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}</Types>"
        ),
    );
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let entries: String = sheets
        .iter()
        .enumerate()
        .map(|(n, (name, state, _))| {
            format!("<sheet name=\"{name}\" sheetId=\"{0}\" state=\"{state}\" r:id=\"rId{0}\"/>", n + 1)
        })
        .collect();
    part(
        "xl/workbook.xml",
        &format!("<workbook {SPACE} xmlns:r=\"{RELATIONS}\"><sheets>{entries}</sheets></workbook>"),
    );
    let relations: String = (1..=sheets.len())
        .map(|n| format!("<Relationship Id=\"rId{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
        ),
    );
    part(
        "xl/styles.xml",
        &format!(
            "<styleSheet {SPACE}><numFmts count=\"1\"><numFmt numFmtId=\"166\" formatCode=\"dd/mm/yyyy\"/></numFmts>\
         <cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>"
        ),
    );
    for (n, (_, _, rows)) in sheets.iter().enumerate() {
        let sheet = format!("<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>");
        part(&format!("xl/worksheets/sheet{}.xml", n + 1), &sheet);
    }
    zip.finish().unwrap().into_inner()
}

pub fn text(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}
pub fn number(place: &str, number: &str) -> String {
    format!("<c r=\"{place}\"><v>{number}</v></c>")
}
pub fn date(place: &str, serial: &str) -> String {
    format!("<c r=\"{place}\" s=\"1\"><v>{serial}</v></c>")
}
fn formula(place: &str, formula: &str) -> String {
    format!("<c r=\"{place}\"><f>{formula}</f><v></v></c>")
}
fn error(place: &str, shown: &str) -> String {
    format!("<c r=\"{place}\" t=\"e\"><v>{shown}</v></c>")
}
fn sheet_row(number: u32, cells: &[String]) -> String {
    format!("<row r=\"{number}\">{}</row>", cells.concat())
}

const TITLES: [&str; 7] = ["Folio", "Fecha", "Vencimiento", "Cliente", "Nombre", "Total", "Saldo"];

fn titles(row: u32) -> String {
    let cells: Vec<String> =
        TITLES.iter().zip('A'..).map(|(title, column)| text(&format!("{column}{row}"), title)).collect();
    sheet_row(row, &cells)
}

/// A row of the list, with what it does not give left to the usual.
fn invoice(
    row: u32,
    folio: String,
    issued: String,
    client: String,
    name: String,
    amounts: [String; 2],
) -> String {
    let [total, balance] = amounts;
    sheet_row(row, &[folio, issued, date(&format!("C{row}"), "45393"), client, name, total, balance])
}

fn list() -> String {
    let plain = |row: u32| [number(&format!("F{row}"), "100"), number(&format!("G{row}"), "50")];
    let folio = |row: u32| text(&format!("A{row}"), &format!("A-{row}"));
    let issued = |row: u32| date(&format!("B{row}"), "45352");
    let client = |row: u32| text(&format!("D{row}"), "C00123");
    let name = |row: u32| text(&format!("E{row}"), "Tlapalería");
    [
        sheet_row(1, &[text("A1", "Antigüedad de saldos al"), date("B1", "45443")]),
        sheet_row(3, &[text("A3", "Documento"), text("D3", "Cliente"), text("F3", "Importes")]),
        titles(4),
        invoice(
            5,
            folio(5),
            issued(5),
            client(5),
            name(5),
            [number("F5", "16893.94"), number("G5", "8446.969999999999")],
        ),
        invoice(6, folio(6), text("B6", "26/02/2024"), client(6), name(6), plain(6)),
        invoice(7, folio(7), issued(7), client(7), name(7), [text("F7", "9042.6"), text("G7", "9042.60")]),
        invoice(8, number("A8", "12345"), issued(8), client(8), name(8), plain(8)),
        invoice(9, number("A9", "12345"), issued(9), client(9), name(9), plain(9)),
        invoice(10, folio(10), date("B10", "45356.99998842592"), client(10), name(10), plain(10)),
        invoice(
            11,
            folio(11),
            issued(11),
            client(11),
            name(11),
            [formula("F11", "100*1.16"), formula("G11", "F11")],
        ),
        invoice(12, folio(12), issued(12), client(12), name(12), [error("F12", "#REF!"), number("G12", "1")]),
        invoice(13, folio(13), text("B13", "31/02/2024"), client(13), name(13), plain(13)),
        invoice(14, folio(14), issued(14), String::new(), name(14), plain(14)),
        invoice(15, folio(15), issued(15), client(15), formula("E15", "1+1"), plain(15)),
        invoice(
            16,
            folio(16),
            issued(16),
            client(16),
            name(16),
            [formula("F16", "SUM(A1:A9)"), number("G16", "1")],
        ),
        sheet_row(18, &[text("A18", "TOTAL"), formula("F18", "SUM(F5:F17)")]),
    ]
    .concat()
}

fn book() -> Vec<u8> {
    workbook(&[
        ("Notas", "visible", sheet_row(1, &[text("A1", "No importar esta hoja")])),
        ("Cartera", "visible", list()),
        ("Oculta", "hidden", [titles(1), list().replace("A-", "ZZ-")].concat()),
    ])
}

#[test]
fn the_visible_sheet_with_the_table_is_read_and_every_trap_has_its_verdict() {
    use Verdict::*;
    let (table, mapping, review) = review_of(&book(), &catalogue()).unwrap();
    let SourceView::Workbook { sheet, ignored_sheets } = &table.source else { panic!("a workbook") };
    assert_eq!((sheet.as_str(), ignored_sheets.len(), mapping.header_row), ("Cartera", 2, Some(4)));
    let taken = Some(Money::from_centavos(11_600).unwrap());
    let expected: Vec<(u32, Verdict, Vec<Reason>)> = vec![
        (5, Good, vec![]),
        (6, Good, vec![]),
        (7, Good, vec![]),
        (8, Good, vec![]),
        (9, Bad, vec![Reason::Repeated { field: Field::Folio, first_row: 8 }]),
        (10, Good, vec![]),
        (
            11,
            Warn,
            vec![
                Reason::FormulaWithoutValue { field: Field::Total, taken },
                Reason::FormulaWithoutValue { field: Field::Balance, taken },
            ],
        ),
        (12, Bad, vec![Reason::ExcelError { field: Field::Total, shown: "#REF!".into() }]),
        (13, Bad, vec![Reason::DateNotReal { field: Field::Issued }]),
        (14, Bad, vec![Reason::Missing { field: Field::ClientKey }]),
        (15, Warn, vec![Reason::FormulaWithoutValue { field: Field::ClientName, taken: None }]),
        (16, Bad, vec![Reason::FormulaWithoutValue { field: Field::Total, taken: None }]),
        (17, Skip, vec![Reason::BlankRow]),
        (18, Skip, vec![Reason::TotalRow]),
    ];
    assert_eq!(review.rows.len(), expected.len());
    for (number, verdict, reasons) in expected {
        let found = row(&review, number);
        assert_eq!((found.verdict, &found.reasons), (verdict, &reasons), "row {number}");
    }
    let Some(Draft::Invoice(first)) = &row(&review, 5).draft else { panic!("row 5") };
    assert_eq!((first.total.centavos(), first.balance.centavos()), (1_689_394, 844_697));
    let Some(Draft::Invoice(late)) = &row(&review, 10).draft else { panic!("row 10") };
    assert_eq!(late.issued.to_string(), "2024-03-05");
}

#[test]
fn a_workbook_that_would_swell_beyond_measure_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "xl/worksheets/sheet1.xml",
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated),
    )
    .unwrap();
    let zeros = vec![b'0'; 1024 * 1024];
    for _ in 0..300 {
        zip.write_all(&zeros).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!((bomb.len() as u64) < UPLOAD_BYTES_MAX, "{} bytes", bomb.len());
    assert_eq!(imports::read_file(&bomb).unwrap_err(), FileProblem::ExpandsTooMuch);
}

#[test]
fn a_cell_at_the_far_corner_asks_for_no_memory() {
    let sheet = [titles(1), sheet_row(1_048_576, &[text("XFD1048576", "x")])].concat();
    let problem = imports::read_file(&workbook(&[("Hoja1", "visible", sheet)])).unwrap_err();
    assert_eq!(problem, FileProblem::TooManyRows { rows_max: 50_000 });
    let sheet = [titles(1), sheet_row(2, &[text("XFD2", "x")])].concat();
    let problem = imports::read_file(&workbook(&[("Hoja1", "visible", sheet)])).unwrap_err();
    assert_eq!(problem, FileProblem::TooManyColumns { columns_max: 100 });
}

#[test]
fn broken_workbooks_and_books_without_a_table_are_refused() {
    let mut broken = book();
    broken.truncate(broken.len() / 2);
    assert_eq!(imports::read_file(&broken).unwrap_err(), FileProblem::Damaged);
    let hidden = workbook(&[("Oculta", "hidden", list()), ("Vacía", "visible", String::new())]);
    assert_eq!(imports::read_file(&hidden).unwrap_err(), FileProblem::NoTable);
    assert_eq!(
        imports::read_file(&vec![b'a'; UPLOAD_BYTES_MAX as usize + 1]).unwrap_err(),
        FileProblem::TooLarge { megabytes_max: 10 }
    );
}
