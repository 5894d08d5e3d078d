//! A report as CSV, for other programs: one heading and the lines of the first table. No titles, no sums: whoever
//! reads it sums by himself. UTF-8 with a byte order mark and CRLF, so that Excel reads the accents.

use super::printed::{Printed, PrintedCell, Value};
use crate::{domain::report::RowRole, server::imports::delimited::write_record};

/// The whole file. Amounts are plain (`1234.50`), dates ISO, moments `2026-11-21 10:05`; formulas are made harmless.
pub fn write(report: &Printed) -> String {
    let mut text = String::from("\u{feff}");
    let Some(table) = report.tables.first() else { return text };
    text.push_str(&write_record(table.columns.iter().map(|column| column.heading.as_str())));
    for row in table.rows.iter().filter(|row| row.role == RowRole::Line) {
        let cells: Vec<String> = row.cells.iter().map(plain).collect();
        text.push_str(&write_record(cells.iter().map(String::as_str)));
    }
    text
}

fn plain(cell: &PrintedCell) -> String {
    match cell.value {
        Value::Empty => String::new(),
        Value::Text => cell.shown.clone(),
        Value::Date(date) => date.to_string(),
        Value::Moment(date, time) => format!("{date} {}", time.format("%H:%M")),
        Value::Money(amount) => amount.pesos().to_string(),
        Value::Count(count) | Value::Days(count) => count.to_string(),
        Value::Percent(hundredths) => {
            let sign = if hundredths < 0 { "-" } else { "" };
            let digits = hundredths.unsigned_abs();
            format!("{sign}{}.{:02}", digits / 100, digits % 100)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::reports::printed::sample;

    #[test]
    fn lines_only_exact_to_the_centavo_and_no_cell_can_run() {
        let text = write(&sample::printed());
        let expected = [
            "\u{feff}Cliente,Fecha,Momento,Monto,Recibos,Parte,Días",
            "\"Peña, \"\"El Güero\"\"\",2026-11-21,2026-11-21 10:05,1234.50,2,59.09,31",
            "\"'=HYPERLINK(\"\"x\"\")\",2026-11-20,,-0.01,0,,-3",
            "",
        ];
        assert_eq!(text, expected.join("\r\n"));
    }

    #[test]
    fn a_report_without_tables_is_only_the_mark() {
        let empty = Printed { tables: Vec::new(), ..sample::printed() };
        assert_eq!(write(&empty), "\u{feff}");
    }
}
