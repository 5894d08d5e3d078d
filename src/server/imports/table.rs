//! The table: what a file holds once its format is forgotten. Cells, in numbered rows.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    api::imports::{FileProblem, SourceView},
    domain::date::CivilDate,
};

/// Most rows of a file, of any sort. A big distributor has some 20,000 open invoices.
pub const ROWS_MAX: usize = 50_000;
/// Most columns.
pub const COLUMNS_MAX: usize = 100;
/// Most characters of a cell: what Excel itself allows.
pub const CELL_CHARS_MAX: usize = 32_767;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub source: SourceView,
    /// Columns of the widest row.
    pub width: usize,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// From 1, as a spreadsheet numbers it: blank rows and titles count.
    pub number: u32,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    #[default]
    #[serde(rename = "-")]
    Empty,
    #[serde(rename = "t")]
    Text(String),
    /// A number of a workbook.
    #[serde(rename = "n")]
    Number(Decimal),
    #[serde(rename = "d")]
    Date(CivilDate),
    /// An error of Excel, as it shows it.
    #[serde(rename = "e")]
    Error(String),
    /// A formula whose value the file does not keep, and the amount where it could be worked out.
    #[serde(rename = "f")]
    Formula { text: String, value: Option<Decimal> },
}

impl Cell {
    /// Whether there is nothing to see in the cell.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(is_space),
            Cell::Number(_) | Cell::Date(_) | Cell::Error(_) | Cell::Formula { .. } => false,
        }
    }

    /// What a person sees in the cell.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.normalize().to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Error(error) => error.clone(),
            Cell::Formula { text, .. } => format!("={text}"),
        }
    }

    /// The text, without spaces around and with single spaces inside.
    pub fn tidy(&self) -> String {
        tidy(&self.shown())
    }
}

/// Spaces of every sort, line ends and the marks that Excel and web pages leave behind.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{200b}' | '\u{feff}')
}

/// Without spaces around, and with single spaces inside.
pub fn tidy(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Row {
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

impl Table {
    /// Bounds the table and drops the blank rows and columns at its ends.
    pub fn bounded(source: SourceView, mut rows: Vec<Row>) -> Result<Table, FileProblem> {
        for row in &mut rows {
            while row.cells.last().is_some_and(Cell::is_blank) {
                row.cells.pop();
            }
        }
        while rows.last().is_some_and(|row| row.cells.is_empty()) {
            rows.pop();
        }
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        if rows.is_empty() || width == 0 {
            return Err(FileProblem::Empty);
        }
        if rows.len() > ROWS_MAX {
            return Err(FileProblem::TooManyRows { rows_max: ROWS_MAX as u32 });
        }
        if width > COLUMNS_MAX {
            return Err(FileProblem::TooManyColumns { columns_max: COLUMNS_MAX as u32 });
        }
        Ok(Table { source, width, rows })
    }
}
