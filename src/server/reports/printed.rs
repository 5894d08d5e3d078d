//! A report in words: what the three writers of files take. Each cell keeps its value beside what is shown, so that
//! a workbook holds real numbers and dates.

use chrono::NaiveTime;

use crate::domain::{
    date::CivilDate,
    money::Money,
    report::{Kind, RowRole},
};

/// A whole report, in the reader's language.
#[derive(Clone, Debug)]
pub struct Printed {
    pub company: String,
    pub title: String,
    /// The filters as they were applied.
    pub lines: Vec<String>,
    /// When the figures were read, in a sentence.
    pub as_of: String,
    pub definition: String,
    /// That not everything fitted; `None` where it did.
    pub warning: Option<String>,
    pub tables: Vec<PrintedTable>,
    /// When the figures were read, where the report was asked for.
    pub written: (CivilDate, NaiveTime),
    /// The number of a page, and of how many.
    pub page_of: fn(usize, usize) -> String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PrintedTable {
    /// `None`: the only table of its report.
    pub title: Option<String>,
    pub columns: Vec<PrintedColumn>,
    /// Lines, subtotals and at last the totals.
    pub rows: Vec<PrintedRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedColumn {
    pub heading: String,
    pub kind: Kind,
    /// On paper a repeated value is written once.
    pub is_group: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PrintedRow {
    pub role: RowRole,
    pub cells: Vec<PrintedCell>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PrintedCell {
    pub value: Value,
    /// As a person reads it.
    pub shown: String,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Empty,
    /// What is shown is all there is.
    Text,
    Date(CivilDate),
    /// As clocks showed it where the report was asked for.
    Moment(CivilDate, NaiveTime),
    Money(Money),
    Count(i64),
    /// Hundredths of a percent.
    Percent(i64),
    Days(i64),
}

#[cfg(test)]
pub(crate) mod sample {
    //! A small report with every kind of cell and the traps of spreadsheets, for the tests of the writers.

    use super::*;

    fn cell(value: Value, shown: &str) -> PrintedCell {
        PrintedCell { value, shown: shown.to_owned() }
    }

    fn money(centavos: i64) -> Value {
        Value::Money(Money::from_centavos(centavos).unwrap())
    }

    pub fn day(text: &str) -> CivilDate {
        CivilDate::parse_iso(text).unwrap()
    }

    /// Seven columns, two lines and their total.
    pub fn printed() -> Printed {
        let ten_five = NaiveTime::from_hms_opt(10, 5, 0).unwrap();
        let columns = [
            ("Cliente", Kind::Text),
            ("Fecha", Kind::Date),
            ("Momento", Kind::Moment),
            ("Monto", Kind::Money),
            ("Recibos", Kind::Count),
            ("Parte", Kind::Percent),
            ("Días", Kind::Days),
        ];
        let lines = [
            (
                RowRole::Line,
                vec![
                    cell(Value::Text, "Peña, \"El Güero\""),
                    cell(Value::Date(day("2026-11-21")), "sáb 21 nov 2026"),
                    cell(Value::Moment(day("2026-11-21"), ten_five), "sáb 21 nov 2026, 10:05 a.m."),
                    cell(money(123_450), "$1,234.50"),
                    cell(Value::Count(2), "2"),
                    cell(Value::Percent(5909), "59.1%"),
                    cell(Value::Days(31), "31"),
                ],
            ),
            (
                RowRole::Line,
                vec![
                    cell(Value::Text, "=HYPERLINK(\"x\")"),
                    cell(Value::Date(day("2026-11-20")), "vie 20 nov 2026"),
                    cell(Value::Empty, ""),
                    cell(money(-1), "−$0.01"),
                    cell(Value::Count(0), "0"),
                    cell(Value::Empty, ""),
                    cell(Value::Days(-3), "−3"),
                ],
            ),
            (
                RowRole::Total,
                vec![
                    cell(Value::Text, "Total"),
                    cell(Value::Empty, ""),
                    cell(Value::Empty, ""),
                    cell(money(123_449), "$1,234.49"),
                    cell(Value::Count(2), "2"),
                    cell(Value::Empty, ""),
                    cell(Value::Empty, ""),
                ],
            ),
        ];
        Printed {
            company: "Materiales Ñandú, S.A. de C.V.".into(),
            title: "Cobranza".into(),
            lines: vec!["Del vie 20 nov 2026 al sáb 21 nov 2026".into()],
            as_of: "Datos al sáb 21 nov 2026, 10:15 a.m.".into(),
            definition: "Suma de los recibos por la fecha en que se recibió el dinero.".into(),
            warning: None,
            tables: vec![PrintedTable {
                title: None,
                columns: columns
                    .into_iter()
                    .map(|(heading, kind)| PrintedColumn { heading: heading.into(), kind, is_group: false })
                    .collect(),
                rows: lines.into_iter().map(|(role, cells)| PrintedRow { role, cells }).collect(),
            }],
            written: (day("2026-11-21"), NaiveTime::from_hms_opt(10, 15, 0).unwrap()),
            page_of: |page, pages| format!("Página {page} de {pages}"),
        }
    }
}
