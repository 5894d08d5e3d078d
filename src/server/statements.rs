//! Bank statements as banks export them: CSV or a workbook, a few rows of heading, debits and credits in columns of
//! their own or signed in one. The formats are those of the imports; what a statement's columns mean is said here.
//!
//! Reading order: `header` finds the titles, `lines` reads the rows below them.

pub mod header;
pub mod lines;

use super::imports::read_file;
use crate::{
    api::{
        imports::SourceView,
        reconciliation::{RefusedLine, StatementProblem},
    },
    domain::{date::CivilDate, reconciliation::StatementLine},
};

/// Most lines of one statement. A busy branch has some 3,000 movements a month.
pub const LINES_MAX: usize = 20_000;

/// What a file said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub source: SourceView,
    /// The row with the titles, as a spreadsheet numbers it.
    pub header_row: u32,
    /// In the order of the file.
    pub lines: Vec<StatementLine>,
    pub refused: Vec<RefusedLine>,
    /// Rows that are no lines: blanks, totals, titles again, opening balances.
    pub skipped: u32,
}

/// Reads a statement. `today` is the office's: a line after it is no line.
pub fn read(bytes: &[u8], today: CivilDate) -> Result<Statement, StatementProblem> {
    let table = read_file(bytes)?;
    let header = header::find(&table)?;
    let read = lines::read(&table, &header, today);
    if read.lines.is_empty() && read.refused.is_empty() {
        return Err(StatementProblem::NoLines);
    }
    if read.lines.len() > LINES_MAX {
        return Err(StatementProblem::TooManyLines { lines_max: LINES_MAX as u32 });
    }
    Ok(Statement {
        source: table.source,
        header_row: header.row,
        lines: read.lines,
        refused: read.refused,
        skipped: read.skipped,
    })
}
