//! Own files with every trap that spreadsheets of Mexican offices are known to hold, each line beside its verdict.

use senda::{
    api::imports::{Field, FileProblem, ImportKind, MappingProblem, Reason, Verdict},
    domain::{date::CivilDate, money::Money},
    server::imports::{self, delimited::write_record, mapping, review::Catalogue},
};

use super::{Line, catalogue, check_lines, good, line, review_of, today};

fn pesos(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap()
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse_iso(text).unwrap()
}

fn utf8_bom(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

/// Windows-1252, as far as these texts need it.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '–' => 0x96,
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).expect("a character of Windows-1252"),
        })
        .collect()
}

#[test]
fn clients_in_windows_1252_with_semicolons() {
    use Verdict::*;
    let long_name: &'static str = Box::leak(format!("K28;{};;;;;;;;;", "Ñ".repeat(300)).into_boxed_str());
    let absurd_name: &'static str = Box::leak(format!("K29;{};;;;;;;;;", "N".repeat(1_001)).into_boxed_str());
    let lines: Vec<Line> = vec![
        good(
            "K01;Tlapalería Ñandú;GODE561231GR8;Calle 1;Centro;06700;Baja California;6651234567;a@b.mx;$82,500.00;30",
        ),
        line("K02;;;;;;;;;;", Bad, [Reason::Missing { field: Field::ClientName }]),
        line(";Sin clave;;;;;;;;;", Bad, [Reason::Missing { field: Field::ClientKey }]),
        line("K01;Otra;;;;;;;;;", Bad, [Reason::Repeated { field: Field::ClientKey, first_row: 2 }]),
        line(" k01 ;Otra;;;;;;;;;", Bad, [Reason::Repeated { field: Field::ClientKey, first_row: 2 }]),
        line("K03;Perdió el cero;;;;6700;;;;;", Warn, [Reason::PostalCodeLostZero { fixed: "06700".into() }]),
        line("K04;CP raro;;;;ABCDE;;;;;", Warn, [Reason::PostalCodeNotDigits]),
        line("K05;RFC roto;XXXX;;;;;;;;", Warn, [Reason::RfcStructure]),
        good("K06;Sin RFC;;;;;;;;;"),
        good("K07;Público en general;XAXX010101000;;;;;;;;"),
        line("K08;Dígito dudoso;PEÑ-800101-AB1;;;;;;;;", Warn, [Reason::RfcCheckDigit]),
        line("K09;Correo;;;;;;;no-es-correo;;", Warn, [Reason::EmailMalformed]),
        line(
            "K10;Dos correos;;;;;;;\"a@b.mx; c@d.mx\";;",
            Warn,
            [Reason::EmailSeveral { taken: "a@b.mx".into() }],
        ),
        good("K11;Con extensión;;;;;;(665) 123-4567 ext. 12;;;"),
        good("K12;Con lada;;;;;;+52 1 665 123 4567;;;"),
        line("K13;Corto;;;;;;123;;;", Warn, [Reason::PhoneLength]),
        line("K14;Dañado;;;;;;6.651234567E+09;;;", Warn, [Reason::PhoneDamaged]),
        line("K15;Negativo;;;;;;;;-500.00;", Bad, [Reason::AmountNegative { field: Field::CreditLimit }]),
        line("K16;Sin límite;;;;;;;;sin límite;", Warn, [Reason::LimitNotANumber]),
        line("K17;Al revés;;;;;;;;$1.500,00;", Bad, [Reason::AmountAmbiguous { field: Field::CreditLimit }]),
        line("K18;Días en texto;;;;;;;;;30 días", Warn, [Reason::DaysWithText { taken: 30 }]),
        line("K19;Días negativos;;;;;;;;;-5", Bad, [Reason::DaysNegative]),
        line("K20;=1+1;;;;;;;;;", Bad, []).name_is_formula("K20;=1+1;;;;;;;;;"),
        line("K21;@SUM(A1:A9);;;;;;;;;", Bad, []).name_is_formula("K21;@SUM(A1:A9);;;;;;;;;"),
        line("K22;+52 Abarrotes;;;;;;;;;", Bad, []).name_is_formula("K22;+52 Abarrotes;;;;;;;;;"),
        line("K23;-2+3;;;;;;;;;", Bad, []).name_is_formula("K23;-2+3;;;;;;;;;"),
        line("K24;=cmd|' /C calc'!A0;;;;;;;;;", Bad, []).name_is_formula("K24;=cmd|' /C calc'!A0;;;;;;;;;"),
        good("K25;<b onmouseover=alert(1)>Tienda</b>;;;;;;;;;"),
        good("K26;\"Abarrotes; \"\"Los Tres\"\"; S.A.\";;;;;;;;;"),
        good("K27;\"Línea uno\nLínea dos\";;;;;;;;;"),
        line(long_name, Warn, [Reason::TextLong { field: Field::ClientName, chars_max: 120 }]),
        line(absurd_name, Bad, [Reason::TextTooLong { field: Field::ClientName, chars_max: 1_000 }]),
        good("K30;  Espacios   de   más  ;;;;;;;;;"),
        good("K31;NULL;;;;;;;;;"),
        good("K32;Ñuñez Ávila, Íñigo – “Güero”;;;;;;;;;"),
        good("K33;Total Pinturas;;;;;;;;;"),
        line(";;;;;;;;;;", Skip, [Reason::BlankRow]),
        line("", Skip, [Reason::BlankRow]),
        line("Ruta Norte;;;;;;;;;;", Skip, [Reason::TitleRow]),
        line(
            "Clave;Nombre;RFC;Calle y número;Colonia;CP;Estado;Teléfono;Correo;Límite de crédito;Días de crédito",
            Skip,
            [Reason::RepeatedHeader],
        ),
        line("Total;;;;;;;;;$99.00;", Skip, [Reason::TotalRow]),
    ];
    check_lines(
        "Clave;Nombre;RFC;Calle y número;Colonia;CP;Estado;Teléfono;Correo;Límite de crédito;Días de crédito\r\n",
        &lines,
        windows_1252,
    );
}

impl Line {
    /// A name that a spreadsheet would take for a formula: kept as text, and shown.
    fn name_is_formula(self, text: &'static str) -> Line {
        line(text, Verdict::Warn, [Reason::FormulaText { field: Field::ClientName }])
    }
}

#[test]
fn invoices_with_heading_and_byte_order_mark() {
    use Field::*;
    use Verdict::*;
    let lines: Vec<Line> = vec![
        good("A-1,01/03/2024,15/04/2024,C00095,Uno,\"$\u{a0}22,876.62\",\"$\u{a0}22,876.62\",MXN"),
        good("A-2,01/03/2024,15/04/2024,C00095,Dos,\"$2,798.47 \",\"$2,798.47 \",MXN"),
        line(
            "A-1,01/03/2024,15/04/2024,C00095,,10,10,MXN",
            Bad,
            [Reason::Repeated { field: Folio, first_row: 5 }],
        ),
        line(
            " a-2 ,01/03/2024,15/04/2024,C00095,,10,10,MXN",
            Bad,
            [Reason::Repeated { field: Folio, first_row: 6 }],
        ),
        line("B-01,31/02/2024,28/06/2024,C00232,,10,10,MXN", Bad, [Reason::DateNotReal { field: Issued }]),
        good("B-02,2024-03-05,2024-04-04,C00247,,10,10,MXN"),
        line(
            "B-03,05-mar-24,04-abr-24,C00073,,10,10,MXN",
            Warn,
            [
                Reason::DateTwoDigitYear { field: Issued, taken: date("2024-03-05") },
                Reason::DateTwoDigitYear { field: Due, taken: date("2024-04-04") },
            ],
        ),
        line(
            "B-04,5/3/24,04/04/2024,C00205,,10,10,MXN",
            Warn,
            [Reason::DateTwoDigitYear { field: Issued, taken: date("2024-03-05") }],
        ),
        line(
            "B-05,45356,04/04/2024,C00197,,10,10,MXN",
            Warn,
            [Reason::DateSerial { field: Issued, taken: date("2024-03-05") }],
        ),
        line("B-06,03/25/2024,26/12/2024,C00184,,10,10,MXN", Bad, [Reason::DateMonthFirst { field: Issued }]),
        line(
            "B-07,21/05/2024,,C00010,,10,10,MXN",
            Warn,
            [Reason::DueFromCreditDays { days: 30, taken: date("2024-06-20") }],
        ),
        line("B-08,,27/01/2024,C00243,,10,10,MXN", Bad, [Reason::DateMissing { field: Issued }]),
        line("B-09,15/05/2024,01/05/2024,C00177,,10,10,MXN", Bad, [Reason::DueBeforeIssued]),
        line("B-10,01/01/1900,31/01/1900,C00097,,10,10,MXN", Warn, [Reason::DateVeryOld { field: Issued }]),
        line("B-11,05/03/2042,04/04/2042,C00159,,10,10,MXN", Warn, [Reason::DateInFuture { field: Issued }]),
        line(
            "B-12,27/01/2024,12/03/2024,C00173,,-$500.00,-$500.00,MXN",
            Bad,
            [Reason::AmountNegative { field: Total }, Reason::AmountNegative { field: Balance }],
        ),
        line(
            "B-13,27/01/2024,12/03/2024,C00173,,($500.00),($500.00),MXN",
            Bad,
            [Reason::AmountNegative { field: Total }, Reason::AmountNegative { field: Balance }],
        ),
        line(
            "B-14,25/05/2024,24/06/2024,C00202,,\"1.234,50\",10,MXN",
            Bad,
            [Reason::AmountAmbiguous { field: Total }],
        ),
        good("B-15,15/05/2024,30/05/2024,C00222,,\"MXN 1,200.00\",\"MXN 1,200.00\",MXN"),
        line(
            "B-16,22/01/2024,07/03/2024,C00108,,\"$1,234.567\",10,MXN",
            Warn,
            [Reason::AmountFraction { field: Total, taken: pesos(123_457) }],
        ),
        line(
            "B-17,10/03/2024,09/04/2024,C00075,,N/A,10,MXN",
            Bad,
            [Reason::AmountNotANumber { field: Total }],
        ),
        line("B-18,14/04/2024,21/04/2024,C00052,,,$100.00,MXN", Bad, [Reason::Missing { field: Total }]),
        line("B-19,10/05/2024,09/06/2024,C00009,,$100.00,$100.01,MXN", Bad, [Reason::BalanceAboveTotal]),
        line("B-20,12/05/2024,11/06/2024,C00228,,$100.00,$0.00,MXN", Warn, [Reason::BalanceZero]),
        line("B-21,14/03/2024,21/03/2024,C00009,,$100.00,,MXN", Warn, [Reason::BalanceFromTotal]),
        line("B-22,20/02/2024,21/03/2024,C00004,,$0.00,$0.00,MXN", Bad, [Reason::TotalZero]),
        good("B-23,13/02/2024,29/03/2024,C00170,,\"$ 9,999,999.99\",\"$ 9,999,999.99\",MXN"),
        line(
            "B-24,17/05/2024,16/06/2024,C00088,,\"1,23,456.78\",10,MXN",
            Warn,
            [Reason::AmountGrouping { field: Total, taken: pesos(12_345_678) }],
        ),
        good("B-25,18/05/2024,17/06/2024,C00057,,$0.01,$0.01,MXN"),
        line(
            "B-26,16/05/2024,23/05/2024,C00203,,1e3,10,MXN",
            Bad,
            [Reason::AmountScientific { field: Total }],
        ),
        good("B-27,02/01/2024,01/02/2024,C00013,,$1 234.50,$1 234.50,MXN"),
        good("B-28,04/03/2024,03/04/2024,C00014,,'1234.50,'1234.50,MXN"),
        line("B-29,08/03/2024,23/03/2024,,Nadie,10,10,MXN", Bad, [Reason::Missing { field: ClientKey }]),
        line("B-30,01/01/2024,31/01/2024,C99999,Nuevo,10,10,MXN", Warn, [Reason::ClientUnknown]),
        good("B-31,18/05/2024,17/06/2024,c00012,,10,10,MXN"),
        good("B-32,01/02/2024,08/02/2024,C00215,,10,10,"),
        good("B-33,28/05/2024,27/06/2024,C00197,,10,10,USD"),
        line("B-34,15/05/2024,30/05/2024,C00240,,10,10,PESOS", Warn, [Reason::CurrencySpelled]),
        line("B-35,20/05/2024,19/06/2024,C00212,,10,10,ZZZ", Bad, [Reason::CurrencyUnknown]),
        line(
            "B-36,07/02/2024,23/03/2024,C00240,=1+1,10,10,MXN",
            Warn,
            [Reason::FormulaText { field: ClientName }],
        ),
        line(
            "B-37,16/03/2024,15/04/2024,C00228,\"\t=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",10,10,MXN",
            Warn,
            [Reason::FormulaText { field: ClientName }],
        ),
        line("=A-1,06/01/2024,05/02/2024,C00052,,10,10,MXN", Warn, [Reason::FormulaText { field: Folio }]),
        good("B-38,02/04/2024,17/04/2024,C00199,\"Tienda \"\"La, Coma\"\"\",10,10,MXN"),
        line(",10/01/2024,09/02/2024,C00002,,10,10,MXN", Bad, [Reason::Missing { field: Folio }]),
        good("000123,25/03/2024,24/04/2024,C00020,,10,10,MXN"),
        good("123,05/05/2024,04/06/2024,C00031,,10,10,MXN"),
        line("1.23E+05,20/01/2024,19/02/2024,C00228,,10,10,MXN", Warn, [Reason::KeyDamaged { field: Folio }]),
        line(",,,,,,,", Skip, [Reason::BlankRow]),
        line("Folio,Fecha,Vencimiento,Cliente,Nombre,Total,Saldo,Moneda", Skip, [Reason::RepeatedHeader]),
        line(",,,,Subtotal ruta Norte,\"$1,000.00\",\"$1,000.00\",", Skip, [Reason::TotalRow]),
        line("TOTAL,,,,,\"$9,999,999.99\",\"$9,999,999.99\",", Skip, [Reason::TotalRow]),
    ];
    let heading = "\"REPORTE DE CARTERA — \"\"Distribuidora Ñandú, S.A. de C.V.\"\"\",,,,,,,\r\nAl 31/05/2024,,,,,,,\r\n\
                   ,,,,,,,\r\nFolio,Fecha,Vencimiento,Cliente,Nombre,Total,Saldo,Moneda\r\n";
    check_lines(heading, &lines, utf8_bom);
}

#[test]
fn other_titles_in_another_order_are_matched_by_themselves() {
    let text = "Por cobrar,No. Factura,Cve. Cte.,Razón Social,F. Emisión,F. Vto.,Importe\n\
                \"$3,282.82\",A-1,C00123,Tlapalería,01/03/2024,31/03/2024,\"$4,377.09\"\n";
    let (_, mapping, review) = review_of(text.as_bytes(), &catalogue()).unwrap();
    assert!(mapping.columns.iter().all(Option::is_some), "{mapping:?}");
    assert_eq!((review.counts.good, review.rows.len()), (1, 1));
}

#[test]
fn without_titles_nothing_is_guessed_and_the_first_row_is_not_lost() {
    use Field::*;
    let text = "A-1,01/03/2024,31/03/2024,C00123,10,10\nA-2,18/01/2024,25/01/2024,C00205,10,10\n";
    let table = imports::read_file(text.as_bytes()).unwrap();
    let mut chosen = mapping::propose(&table).unwrap();
    assert_eq!((chosen.header_row, chosen.columns.iter().flatten().count()), (None, 0));
    let problems = mapping::problems(&table, &chosen);
    assert!(problems.contains(&MappingProblem::FieldMissing { field: Folio }), "{problems:?}");
    assert!(problems.contains(&MappingProblem::AmountMissing), "{problems:?}");
    chosen.columns = [Folio, Issued, Due, ClientKey, Total, Balance].map(Some).to_vec();
    let review = imports::review::review(&table, &chosen, &catalogue(), today()).unwrap();
    assert_eq!((review.counts.good, review.rows[0].number), (2, 1));
}

#[test]
fn a_choice_of_columns_that_makes_no_sense_is_refused_by_its_name() {
    use Field::*;
    let table = imports::read_file(b"A-1,01/03/2024,C00123,10\nA-2,18/01/2024,C00205,10\n").unwrap();
    let mut chosen = mapping::propose(&table).unwrap();
    chosen.header_row = Some(7);
    chosen.columns = vec![Some(Folio), Some(Issued), Some(Folio), Some(Rfc)];
    assert_eq!(
        mapping::problems(&table, &chosen),
        [
            MappingProblem::FieldMissing { field: ClientKey },
            MappingProblem::AmountMissing,
            MappingProblem::FieldTwice { field: Folio },
            MappingProblem::FieldOfAnotherKind { field: Rfc },
            MappingProblem::FirstRowBeyond { rows: 2 },
        ]
    );
    assert_eq!(chosen.kind, ImportKind::Invoices);
}

#[test]
fn payments_are_recognised_and_refused() {
    let text = "Fecha,Factura,Cliente,Importe,Forma de pago,Referencia\n05/04/2024,A-1,C00123,10,03,REF1\n";
    assert_eq!(review_of(text.as_bytes(), &Catalogue::default()).unwrap_err(), FileProblem::Payments);
}

#[test]
fn what_goes_out_again_is_never_a_formula() {
    for text in ["=1+1", "+1 x", "-2+3", "@SUM(A1)", "\t=X", "\r=X"] {
        let written = write_record([text]);
        assert!(written.trim_start_matches('"').starts_with('\''), "{written:?}");
    }
}
