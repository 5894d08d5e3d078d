//! The titles of a statement: which row they are in, and what each column means.

use crate::{
    api::reconciliation::{StatementColumn, StatementProblem},
    server::imports::{
        header::fold,
        table::{Cell, Row, Table},
    },
};

/// Rows looked at for the titles: banks put name, account, period and a summary above.
const HEADING_ROWS_MAX: usize = 60;

/// The titles that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// As a spreadsheet numbers it.
    pub row: u32,
    pub columns: Vec<Option<StatementColumn>>,
}

impl Header {
    /// The columns that mean this, left to right.
    pub fn all(&self, meaning: StatementColumn) -> impl Iterator<Item = usize> + '_ {
        let columns = self.columns.iter().enumerate();
        columns.filter(move |(_, column)| **column == Some(meaning)).map(|(index, _)| index)
    }

    /// The first column that means this.
    pub fn first(&self, meaning: StatementColumn) -> Option<usize> {
        self.all(meaning).next()
    }

    /// The column with the day: of the operation rather than of its value.
    pub fn date(&self) -> Option<usize> {
        self.first(StatementColumn::Date).or_else(|| self.first(StatementColumn::ValueDate))
    }

    fn has(&self, meaning: StatementColumn) -> bool {
        self.first(meaning).is_some()
    }

    /// What keeps these titles from being those of a statement; empty where nothing does.
    fn missing(&self) -> Vec<StatementColumn> {
        let mut missing = Vec::new();
        if self.date().is_none() {
            missing.push(StatementColumn::Date);
        }
        if !self.has(StatementColumn::Credit) && !self.has(StatementColumn::Amount) {
            missing.push(StatementColumn::Credit);
        }
        if !self.has(StatementColumn::Description) && !self.has(StatementColumn::Reference) {
            missing.push(StatementColumn::Description);
        }
        missing
    }
}

/// The first row whose titles make a statement.
pub fn find(table: &Table) -> Result<Header, StatementProblem> {
    let mut closest = vec![StatementColumn::Date, StatementColumn::Credit, StatementColumn::Description];
    for row in table.rows.iter().take(HEADING_ROWS_MAX) {
        // Titles are words: a row with amounts or dates in it is none.
        if row.cells.iter().any(|cell| matches!(cell, Cell::Number(_) | Cell::Date(_))) {
            continue;
        }
        let header = Header { row: row.number, columns: columns(row, table.width) };
        let missing = header.missing();
        if missing.is_empty() {
            return Ok(header);
        }
        if missing.len() < closest.len() {
            closest = missing;
        }
    }
    Err(StatementProblem::NoHeader { missing: closest })
}

/// What each cell of a row means as a title.
pub fn columns(row: &Row, width: usize) -> Vec<Option<StatementColumn>> {
    let meaning = |cell: &Cell| match cell {
        Cell::Text(text) => meaning(text),
        _ => None,
    };
    (0..width).map(|column| meaning(row.cell(column))).collect()
}

fn meaning(title: &str) -> Option<StatementColumn> {
    let title = fold(title);
    TITLES.iter().find(|(_, names)| names.contains(&title.as_str())).map(|(column, _)| *column)
}

/// How Mexican banks title their columns, folded.
#[rustfmt::skip]
const TITLES: &[(StatementColumn, &[&str])] = &[
    (StatementColumn::Date, &[
        "fecha", "dia", "fecha operacion", "fecha de operacion", "fecha oper", "fecha movimiento",
        "fecha de movimiento", "fecha del movimiento", "fecha mov", "fecha transaccion", "fecha de transaccion",
        "fecha aplicacion", "fecha de aplicacion", "fecha y hora", "date",
    ]),
    (StatementColumn::ValueDate, &[
        "fecha valor", "fecha liquidacion", "fecha de liquidacion", "fecha liq", "fecha contable",
    ]),
    (StatementColumn::Description, &[
        "concepto", "descripcion", "concepto referencia", "descripcion detallada", "detalle", "movimiento",
        "descripcion del movimiento", "descripcion movimiento", "leyenda", "descripcion general", "concepto movimiento",
        "concepto del movimiento", "observaciones", "nombre ordenante", "ordenante", "concepto pago",
        "concepto de pago", "informacion adicional", "description",
    ]),
    (StatementColumn::Reference, &[
        "referencia", "ref", "no referencia", "numero de referencia", "num referencia", "referencia numerica",
        "referencia ampliada", "referencia bancaria", "referencia alfanumerica", "clave de rastreo", "clave rastreo",
        "rastreo", "folio", "folio operacion", "no de cheque", "cheque", "numero de cheque", "no cheque", "documento",
        "numero de movimiento", "autorizacion", "numero de autorizacion", "no autorizacion", "reference",
    ]),
    (StatementColumn::Debit, &[
        "cargo", "cargos", "retiro", "retiros", "debito", "debitos", "debe", "importe cargo", "retiros cargos",
        "cargos retiros", "retiro cargo", "importe retiro", "egreso", "egresos", "debit",
    ]),
    (StatementColumn::Credit, &[
        "abono", "abonos", "deposito", "depositos", "credito", "creditos", "haber", "importe abono",
        "depositos abonos", "abonos depositos", "deposito abono", "importe deposito", "ingreso", "ingresos", "credit",
    ]),
    (StatementColumn::Amount, &[
        "importe", "monto", "importe movimiento", "importe del movimiento", "monto movimiento", "cantidad",
        "importe mxn", "monto mxn", "importe pesos", "amount",
    ]),
    (StatementColumn::Sign, &[
        "cargo abono", "signo", "tipo", "tipo movimiento", "tipo de movimiento", "naturaleza", "c a", "debito credito",
        "tipo mov", "tipo operacion",
    ]),
    (StatementColumn::Balance, &["saldo", "saldos", "saldo final", "saldo operacion", "saldo disponible", "balance"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{api::imports::TextEncoding, server::imports::delimited};

    fn found(text: &str) -> Result<Header, StatementProblem> {
        find(&delimited::read(text, TextEncoding::Utf8).unwrap())
    }

    #[test]
    fn no_two_meanings_share_a_title_and_titles_are_folded() {
        let mut seen = std::collections::BTreeSet::new();
        for name in TITLES.iter().flat_map(|(_, names)| names.iter()) {
            assert_eq!(fold(name), *name);
            assert!(seen.insert(name), "{name} means two things");
        }
    }

    #[test]
    fn the_titles_are_found_below_the_heading() {
        let header = found("Cuenta:,0123456789,\nSaldo inicial,100.00,\n\nFecha,Concepto,Abono\n").unwrap();
        assert_eq!(header.row, 4);
        assert_eq!(header.date(), Some(0));
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |text| match found(text) {
            Err(StatementProblem::NoHeader { missing }) => missing,
            other => panic!("{other:?}"),
        };
        assert_eq!(missing("Fecha,Concepto,Saldo\n1,2,3\n"), [StatementColumn::Credit]);
        assert_eq!(missing("a,b\n1,2\n").len(), 3);
    }
}
