//! A report as a workbook: real numbers, dates and formats, the heading frozen, one sheet per table.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::printed::{Printed, PrintedCell, PrintedTable, Value};
use crate::domain::report::{Kind, RowRole};

/// Letter, as Excel numbers papers.
const PAPER_LETTER: u8 = 1;
/// Narrowest and widest column, in characters.
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 48;
/// Longest name of a sheet.
const SHEET_CHARS_MAX: usize = 31;
const HEAD_FILL: Color = Color::RGB(0xE3_EE_F4);

/// The whole file.
pub fn write(report: &Printed) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let written = moment(report.written.0.naive(), report.written.1)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&report.title)
            .set_company(&report.company)
            .set_author(&report.company)
            .set_creation_datetime(&written),
    );
    for table in &report.tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(table.title.as_deref().unwrap_or(&report.title)))?;
        write_sheet(sheet, report, table)?;
    }
    if report.tables.is_empty() {
        book.add_worksheet().write_string(0, 0, &report.title)?;
    }
    book.save_to_buffer()
}

fn write_sheet(sheet: &mut Worksheet, report: &Printed, table: &PrintedTable) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let quiet = Format::new().set_font_color(Color::RGB(0x3F_4A_55));
    let mut row = 0;
    sheet.write_string_with_format(row, 0, &report.company, &Format::new().set_bold())?;
    row += 1;
    sheet.write_string_with_format(row, 0, &report.title, &title)?;
    let notes = report.lines.iter().chain([&report.as_of, &report.definition]).chain(&report.warning);
    for note in notes {
        row += 1;
        sheet.write_string_with_format(row, 0, note, &quiet)?;
    }
    row += 2;
    let head_row = row;
    for (index, column) in (0u16..).zip(&table.columns) {
        let mut head = Format::new()
            .set_bold()
            .set_background_color(HEAD_FILL)
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap();
        if column.kind.is_figure() {
            head = head.set_align(FormatAlign::Right);
        }
        sheet.write_string_with_format(head_row, index, &column.heading, &head)?;
        sheet.set_column_width(index, width(table, usize::from(index)))?;
    }
    for line in &table.rows {
        row += 1;
        for ((index, column), cell) in (0u16..).zip(&table.columns).zip(&line.cells) {
            write_cell(sheet, (row, index), cell, &format_of(column.kind, line.role))?;
        }
    }
    sheet.set_freeze_panes(head_row + 1, 0)?;
    sheet.set_repeat_rows(head_row, head_row)?;
    sheet.set_paper_size(PAPER_LETTER);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&R&P / &N");
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &PrintedCell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell.value {
        Value::Empty => sheet.write_blank(row, column, format)?,
        // A string cell is never a formula, whatever it begins with.
        Value::Text => sheet.write_string_with_format(row, column, &cell.shown, format)?,
        Value::Date(date) => {
            let date = moment(date.naive(), chrono::NaiveTime::MIN)?;
            sheet.write_datetime_with_format(row, column, &date, format)?
        }
        Value::Moment(date, time) => {
            sheet.write_datetime_with_format(row, column, &moment(date.naive(), time)?, format)?
        }
        Value::Money(amount) => {
            sheet.write_number_with_format(row, column, cells_number(amount.centavos(), 2), format)?
        }
        Value::Count(count) | Value::Days(count) => {
            sheet.write_number_with_format(row, column, cells_number(count, 0), format)?
        }
        Value::Percent(hundredths) => {
            sheet.write_number_with_format(row, column, cells_number(hundredths, 4), format)?
        }
    };
    Ok(())
}

/// The number nearest to `units` with `decimals` of them after the point. Read from its decimal writing, so that it is
/// the very number that Excel itself makes of `1234.50`; any amount of [`crate::domain::money::Money`] has fewer than
/// the 15 digits that a cell keeps exactly.
fn cells_number(units: i64, decimals: u32) -> f64 {
    rust_decimal::Decimal::new(units, decimals).to_string().parse().unwrap_or_default()
}

fn moment(date: chrono::NaiveDate, time: chrono::NaiveTime) -> Result<ExcelDateTime, XlsxError> {
    use chrono::{Datelike, Timelike};
    // Excel has no days before 1900: no business of Senda has either.
    let year = u16::try_from(date.year()).unwrap_or(1900).max(1900);
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let clock = |number: u32| u16::try_from(number).unwrap_or(0);
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?.and_hms(
        clock(time.hour()),
        part(time.minute()),
        f64::from(time.second()),
    )
}

fn format_of(kind: Kind, role: RowRole) -> Format {
    let format = match kind {
        Kind::Text => Format::new(),
        Kind::Date => Format::new().set_num_format("yyyy-mm-dd"),
        Kind::Moment => Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        Kind::Money => Format::new().set_num_format("$#,##0.00;[Red]-$#,##0.00"),
        Kind::Count | Kind::Days => Format::new().set_num_format("#,##0"),
        Kind::Percent => Format::new().set_num_format("0.0%"),
    };
    match role {
        RowRole::Line => format,
        RowRole::Subtotal => format.set_bold().set_border_top(FormatBorder::Thin),
        RowRole::Total => format.set_bold().set_border_top(FormatBorder::Double),
    }
}

/// Wide enough for the longest cell, within bounds.
fn width(table: &PrintedTable, column: usize) -> u32 {
    let heading = table.columns.get(column).map_or(0, |column| column.heading.chars().count());
    let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
    let longest = cells.map(|cell| cell.shown.chars().count()).max().unwrap_or(0).max(heading);
    u32::try_from(longest.clamp(WIDTH_MIN, WIDTH_MAX) + 2).unwrap_or(10)
}

/// Excel forbids some characters and long names.
fn sheet_name(title: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    title.chars().filter(allowed).take(SHEET_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, DataType, Reader, Xlsx};

    use super::*;
    use crate::server::reports::printed::sample;

    fn read(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        names
            .into_iter()
            .map(|name| {
                let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
                (name, rows)
            })
            .collect()
    }

    #[test]
    fn numbers_are_numbers_dates_are_dates_and_texts_never_run() {
        let sheets = read(write(&sample::printed()).unwrap());
        let (name, rows) = &sheets[0];
        assert_eq!(name, "Cobranza");
        let head = rows.iter().position(|row| row[0].as_string().as_deref() == Some("Cliente")).unwrap();
        let line = &rows[head + 1];
        assert_eq!(line[0].as_string().unwrap(), "Peña, \"El Güero\"");
        let serial = |cell: &Data| match cell {
            Data::DateTime(moment) => moment.as_f64(),
            other => panic!("{other:?} is no date"),
        };
        // Days since 30 December 1899: 21 November 2026, and five past ten of it.
        assert_eq!(serial(&line[1]), 46_347.0);
        assert_eq!((serial(&line[2]) * 1_440.0).round(), 46_347.0 * 1_440.0 + 605.0);
        assert_eq!(line[3], Data::Float(1234.5));
        assert_eq!((line[4].as_i64(), line[6].as_i64()), (Some(2), Some(31)));
        assert_eq!(line[5], Data::Float(0.5909));
        let trap = &rows[head + 2];
        assert_eq!(trap[0], Data::String("=HYPERLINK(\"x\")".into()));
        assert_eq!(trap[3], Data::Float(-0.01));
        let total = rows.last().unwrap();
        assert_eq!((&total[0], &total[3]), (&Data::String("Total".into()), &Data::Float(1234.49)));
    }

    #[test]
    fn every_centavo_of_a_large_amount_survives() {
        for centavos in [1, 10, 99, 123_456_789_099, 999_999_999_999, -1, -1_000_000_000_000] {
            let number = cells_number(centavos, 2);
            let back = rust_decimal::Decimal::try_from(number).unwrap().round_dp(2);
            assert_eq!(back, rust_decimal::Decimal::new(centavos, 2));
        }
    }

    #[test]
    fn names_that_excel_forbids_are_mended() {
        assert_eq!(sheet_name("Cobranza: a/b [2026]*?"), "Cobranza ab 2026");
        assert_eq!(sheet_name(&"x".repeat(40)).len(), 31);
    }
}
