//! XLSX: the visible sheet that holds a table, its cells read one by one so that no sheet can ask for memory that
//! its file does not justify.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use rust_decimal::Decimal;

use super::{
    formula, header,
    table::{CELL_CHARS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, Row, Table},
};
use crate::{
    api::imports::{FileProblem, SourceView},
    domain::date::CivilDate,
};

/// Most bytes that a workbook may swell to. 50,000 rows of 20 columns take about 80 MB.
const EXPANDED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Most parts of a workbook: sheets, styles, pictures.
const PARTS_MAX: usize = 2_000;
/// Most sheets that are looked into for a table.
const SHEETS_MAX: usize = 20;

/// Reads the workbook's best sheet into a table.
pub fn read(bytes: &[u8]) -> Result<Table, FileProblem> {
    refuse_bombs(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(problem_of)?;
    let sheets = workbook.sheets_metadata().to_vec();
    let visible = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .take(SHEETS_MAX);
    let mut best: Option<((usize, usize), Table)> = None;
    let mut worst_problem = FileProblem::NoTable;
    for sheet in visible {
        let source = SourceView::Workbook {
            sheet: sheet.name.clone(),
            ignored_sheets: sheets.iter().filter(|s| s.name != sheet.name).map(|s| s.name.clone()).collect(),
        };
        match read_sheet(&mut workbook, &sheet.name).and_then(|rows| Table::bounded(source, rows)) {
            Ok(table) => {
                let fields = header::find(&table).map_or(0, |header| header.fields_count());
                let weight = (fields, table.rows.len().saturating_mul(table.width));
                if best.as_ref().is_none_or(|(heaviest, _)| weight > *heaviest) {
                    best = Some((weight, table));
                }
            }
            Err(FileProblem::Empty) => {}
            Err(problem) => worst_problem = problem,
        }
    }
    match best {
        // A heading and a note make a sheet, but no table.
        Some((_, table)) if table.width > 1 => Ok(table),
        _ => Err(worst_problem),
    }
}

fn problem_of(error: calamine::XlsxError) -> FileProblem {
    eprintln!("{error:?}");
    match error {
        calamine::XlsxError::Password => FileProblem::OldOrProtected,
        _ => FileProblem::Damaged,
    }
}

/// Expands every part once into nothing and counts: what a file says of its own size is not to be believed.
fn refuse_bombs(bytes: &[u8]) -> Result<(), FileProblem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::Damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(FileProblem::ExpandsTooMuch);
    }
    let mut left = EXPANDED_BYTES_MAX;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| FileProblem::Damaged)?;
        let read = std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink())
            .map_err(|_| FileProblem::Damaged)?;
        left = left.checked_sub(read).ok_or(FileProblem::ExpandsTooMuch)?;
    }
    Ok(())
}

fn read_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, FileProblem> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(problem_of)?;
    let mut by_row: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    while let Some(found) = cells.next_cell_with_formula().map_err(problem_of)? {
        let cell = match (cell_of(&found.value), found.formula.filter(|text| !text.is_empty())) {
            (Cell::Empty, Some(text)) => Cell::Formula { text, value: None },
            (cell, _) => cell,
        };
        if cell.is_blank() {
            continue;
        }
        let (row, column) = found.pos;
        if row as usize >= ROWS_MAX {
            return Err(FileProblem::TooManyRows { rows_max: ROWS_MAX as u32 });
        }
        if column as usize >= COLUMNS_MAX {
            return Err(FileProblem::TooManyColumns { columns_max: COLUMNS_MAX as u32 });
        }
        let row = by_row.entry(row).or_default();
        if row.len() <= column as usize {
            row.resize(column as usize + 1, Cell::Empty);
        }
        if let Some(place) = row.get_mut(column as usize) {
            *place = cell;
        }
    }
    formula::work_out(&mut by_row);
    let last = by_row.keys().next_back().copied().unwrap_or(0);
    Ok((0..=last)
        .map(|row| Row { number: row + 1, cells: by_row.remove(&row).unwrap_or_default() })
        .collect())
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.chars().take(CELL_CHARS_MAX).collect()) }
    };
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(Decimal::from(*number)),
        DataRef::Float(number) => number_of(*number),
        DataRef::String(found) | DataRef::DateTimeIso(found) | DataRef::DurationIso(found) => text(found),
        DataRef::SharedString(found) => text(found),
        DataRef::Bool(is_true) => text(if *is_true { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => date_of(moment),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A workbook keeps 8,446.97 as 8446.969999999999: six decimals are all that was ever meant.
fn number_of(number: f64) -> Cell {
    let written = format!("{number:.6}");
    match written.parse::<Decimal>() {
        Ok(exact) if number.is_finite() => Cell::Number(exact.normalize()),
        _ => Cell::Text(number.to_string()),
    }
}

fn date_of(moment: &ExcelDateTime) -> Cell {
    if moment.is_duration() {
        return number_of(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    match CivilDate::new(i32::from(year), u32::from(month), u32::from(day)) {
        Some(date) => Cell::Date(date),
        // Excel believes in 29 February 1900.
        None => Cell::Text(format!("{day:02}/{month:02}/{year}")),
    }
}
