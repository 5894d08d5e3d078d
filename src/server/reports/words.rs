//! From a report as data to a report in words, for the files. One of the few places where the server speaks to people.

use super::printed::{Printed, PrintedCell, PrintedColumn, PrintedRow, PrintedTable, Value};
use crate::{
    domain::{
        date::{CivilDate, Zone},
        report::{Cell, Report, Row, Table},
    },
    ui::text::reports::{self as words, ES},
};

/// The report in Spanish, ready for any of the three writers.
pub fn printed(report: &Report) -> Printed {
    let (today, time) = report.as_of.in_zone(report.zone);
    let tongue = Tongue { today, zone: report.zone };
    Printed {
        company: report.company.clone(),
        title: words::title(report.name).to_owned(),
        lines: report.filters.iter().flat_map(words::filter).collect(),
        as_of: (ES.as_of)(&words::moment(report.as_of, report.zone)),
        definition: words::definition(report.name).to_owned(),
        warning: report.is_cut.then(|| (ES.cut)(report.rows_count() as u64)),
        tables: report.tables.iter().map(|table| tongue.table(table)).collect(),
        written: (today, time),
        page_of: ES.page_of,
    }
}

struct Tongue {
    today: CivilDate,
    zone: Zone,
}

impl Tongue {
    fn table(&self, table: &Table) -> PrintedTable {
        let column = |column: &crate::domain::report::Column| PrintedColumn {
            heading: words::heading(column.key).to_owned(),
            kind: column.kind,
            is_group: column.is_group,
        };
        PrintedTable {
            title: words::table_title(table.name).map(str::to_owned),
            columns: table.columns.iter().map(column).collect(),
            rows: table.rows.iter().chain(&table.totals).map(|row| self.row(row)).collect(),
        }
    }

    fn row(&self, row: &Row) -> PrintedRow {
        PrintedRow { role: row.role, cells: row.cells.iter().map(|cell| self.cell(cell)).collect() }
    }

    fn cell(&self, cell: &Cell) -> PrintedCell {
        let value = match cell {
            Cell::Empty => Value::Empty,
            Cell::Text(_) | Cell::Word(_) => Value::Text,
            Cell::Date(date) => Value::Date(*date),
            Cell::Moment(at) => {
                let (day, time) = at.in_zone(self.zone);
                Value::Moment(day, time)
            }
            Cell::Money(amount) => Value::Money(*amount),
            Cell::Count(count) => Value::Count(*count),
            Cell::Percent(hundredths) => Value::Percent(*hundredths),
            Cell::Days(days) => Value::Days(*days),
        };
        PrintedCell { value, shown: words::cell(cell, self.today, self.zone) }
    }
}
