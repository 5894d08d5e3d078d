//! Bank statements: what the exports of four banks say, line by line. The files are made up after real layouts.

use senda::{
    api::{
        imports::{FileProblem, SourceView, TextEncoding},
        reconciliation::{RefusedLine, StatementColumn, StatementProblem, StatementReason},
    },
    domain::{date::CivilDate, money::Money},
    server::statements::{self, Statement},
};

use crate::imports::workbooks::{date, number, text, workbook};

fn read(bytes: &[u8]) -> Result<Statement, StatementProblem> {
    statements::read(bytes, CivilDate::new(2026, 11, 21).unwrap())
}

/// Row, day of November, centavos, and a text that the reference or the description holds.
fn check(statement: &Statement, expected: &[(u32, u32, i64, &str)]) {
    let found: Vec<_> =
        statement.lines.iter().map(|line| (line.row, line.on.day(), line.amount.centavos())).collect();
    let wanted: Vec<_> = expected.iter().map(|(row, day, amount, _)| (*row, *day, *amount)).collect();
    assert_eq!(found, wanted);
    for (line, (_, _, _, text)) in statement.lines.iter().zip(expected) {
        let said = format!("{} {}", line.reference, line.description);
        assert!(said.contains(text), "{said:?} without {text:?}");
        assert_eq!((line.on.year(), line.on.month()), (2026, 11));
    }
}

fn refused(statement: &Statement) -> Vec<(u32, StatementReason)> {
    statement.refused.iter().map(|RefusedLine { row, reason }| (*row, *reason)).collect()
}

#[test]
fn bbva_separates_debits_and_credits_below_a_heading() {
    let statement = read(include_bytes!("statements/bbva.txt")).unwrap();
    assert_eq!(statement.source, SourceView::Csv { encoding: TextEncoding::Windows1252, delimiter: '\t' });
    assert_eq!(statement.header_row, 5);
    check(
        &statement,
        &[
            (6, 20, 1_245_000, "0000452178 SUC. GÓMEZ PALACIO"),
            (7, 20, 850_050, "MBAN01002611200012345678"),
            (8, 19, -35_000, "COM. MENSUAL"),
            (9, 19, -5_600, "IVA COM"),
            (10, 18, 116_000, "SEÑOR NÚÑEZ"),
            (11, 17, 1_875_000, "0001187"),
            (12, 16, -1_875_000, "CHEQUE DEVUELTO"),
        ],
    );
    assert_eq!(
        refused(&statement),
        [(13, StatementReason::DateNotReal), (14, StatementReason::AmountAmbiguous)]
    );
    assert_eq!(statement.skipped, 1, "the total");
}

#[test]
fn banorte_writes_pesos_signs_and_dashes_for_nothing() {
    let statement = read(include_bytes!("statements/banorte.csv")).unwrap();
    assert_eq!(statement.source, SourceView::Csv { encoding: TextEncoding::Utf8Bom, delimiter: ',' });
    check(
        &statement,
        &[
            (2, 20, 1_500_000, "0000045218"),
            (3, 20, 406_000, "BNET01002611200047711223"),
            (4, 19, -41_200, "COMISION MANEJO DE CUENTA"),
            (5, 18, 232_000, "AUT 884512"),
        ],
    );
    assert_eq!((refused(&statement), statement.skipped), (vec![], 1), "nothing moved in the last row");
}

#[test]
fn santander_tells_debits_by_a_sign_and_days_by_eight_digits() {
    let statement = read(include_bytes!("statements/santander.csv")).unwrap();
    check(
        &statement,
        &[
            (2, 20, 730_000, "0004521"),
            (3, 20, 1_160_000, "085901234567890123456789"),
            (4, 19, -58_000, "COMISION"),
            (5, 19, -9_280, "I V A"),
        ],
    );
    assert!(statement.lines[1].description.contains("MATERIALES PEÑA"));
    assert_eq!(refused(&statement), [(6, StatementReason::SignUnknown), (7, StatementReason::DateInFuture)]);
}

/// One signed column, as in a workbook: real dates and numbers, a heading, a title repeated and a total.
#[test]
fn a_workbook_with_one_signed_column() {
    let titles = |n: u32| {
        let cells = ["Fecha", "Descripción", "Referencia", "Importe", "Saldo"];
        let cells: String =
            cells.iter().zip('A'..).map(|(title, column)| text(&format!("{column}{n}"), title)).collect();
        format!("<row r=\"{n}\">{cells}</row>")
    };
    let line = |n: u32, serial: &str, words: &str, reference: &str, amount: &str| {
        let cells = [
            date(&format!("A{n}"), serial),
            text(&format!("B{n}"), words),
            text(&format!("C{n}"), reference),
            number(&format!("D{n}"), amount),
            number(&format!("E{n}"), "1000"),
        ];
        format!("<row r=\"{n}\">{}</row>", cells.concat())
    };
    let rows = [
        format!("<row r=\"1\">{}{}</row>", text("A1", "Scotiabank"), text("B1", "Cuenta 00112233445")),
        titles(3),
        line(4, "46346", "DEPOSITO EN EFECTIVO", "45221", "3250.5"),
        line(5, "46345", "PAGO DE NOMINA", "", "-15000"),
        titles(6),
        line(7, "46345", "TRANSFERENCIA", "HSBC00012233", "999.995"),
        line(8, "46344", "TRANSFERENCIA", "HSBC00012234", "8446.969999999999"),
        format!("<row r=\"9\">{}{}</row>", text("A9", "Total"), number("D9", "-11749.5")),
    ];
    let statement = read(&workbook(&[("Movimientos", "visible", rows.concat())])).unwrap();
    assert_eq!(statement.header_row, 3);
    check(
        &statement,
        &[(4, 20, 325_050, "45221"), (5, 19, -1_500_000, "NOMINA"), (8, 18, 844_697, "HSBC00012234")],
    );
    assert_eq!(refused(&statement), [(7, StatementReason::AmountFraction)]);
    assert_eq!(statement.skipped, 2);
}

#[test]
fn rows_that_contradict_themselves_are_refused_with_their_reason() {
    use StatementReason::*;
    let text = "Fecha,Concepto,Cargo,Abono\n\
        20/11/2026,bien,,10.00\n\
        20/11/2026,dos,5.00,10.00\n\
        20/11/2026,nada,,\n\
        ,sin fecha,,10.00\n\
        11/25/2026,mes primero,,10.00\n\
        mañana,qué día,,10.00\n\
        20/11/2026,menos,,-10.00\n\
        20/11/2026,letras,,diez\n\
        20/11/2026,mucho,,99999999999999\n\
        20/11/2026,fracción,,10.005\n\
        Saldo final,,,10.00\n\
        Este documento no es un comprobante fiscal,,,\n";
    let statement = read(text.as_bytes()).unwrap();
    check(&statement, &[(2, 20, 1_000, "bien")]);
    assert_eq!(
        refused(&statement),
        [
            (3, AmountBoth),
            (4, AmountMissing),
            (5, DateMissing),
            (6, DateMonthFirst),
            (7, DateUnreadable),
            (8, CreditNegative),
            (9, AmountNotANumber),
            (10, AmountTooLarge),
            (11, AmountFraction),
        ]
    );
    assert_eq!(statement.skipped, 2);
}

#[test]
fn what_is_no_statement_is_refused_as_a_whole() {
    let problem = |bytes: &[u8]| read(bytes).unwrap_err();
    assert_eq!(problem(b""), StatementProblem::File { file: FileProblem::Empty });
    assert_eq!(
        problem(b"\xD0\xCF\x11\xE0\xA1\xB1"),
        StatementProblem::File { file: FileProblem::OldOrProtected }
    );
    assert_eq!(
        problem("Folio,Fecha,Saldo\nA-1,20/11/2026,10\n".as_bytes()),
        StatementProblem::NoHeader { missing: vec![StatementColumn::Credit] }
    );
    assert_eq!(problem(b"Fecha,Concepto,Abono\n,,\n"), StatementProblem::NoLines);
    let many = format!("Fecha,Concepto,Abono\n{}", "20/11/2026,x,1\n".repeat(statements::LINES_MAX + 1));
    assert_eq!(
        problem(many.as_bytes()),
        StatementProblem::TooManyLines { lines_max: statements::LINES_MAX as u32 }
    );
}

#[test]
fn a_column_called_tipo_that_tells_nothing_is_no_sign() {
    let statement =
        read(b"Fecha,Concepto,Tipo,Importe\n20/11/2026,a,SPEI,10.00\n20/11/2026,b,SPEI,-4.00\n").unwrap();
    check(&statement, &[(2, 20, 1_000, "a"), (3, 20, -400, "b")]);
    assert_eq!(statement.lines[0].amount, Money::from_centavos(1_000).unwrap());
}
