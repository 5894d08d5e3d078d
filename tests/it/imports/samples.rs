//! The spreadsheets of `shared/samples/imports`, held against their `expected.json`: counts, rows and verdicts.
//! They are not part of the repository; where they are absent the same traps are tested by `traps` and `workbooks`.

use std::{collections::BTreeSet, path::PathBuf};

use senda::{
    api::imports::{FileProblem, ImportKind, Mapping, Verdict},
    domain::{invoice::Currency, money::Money},
    server::imports::{
        self, mapping,
        review::{Catalogue, Draft, Review},
    },
};
use serde_json::Value;

use super::{review_of, row, today};

/// The folder of the samples, or `None` on a machine without them.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples/imports"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("no samples in {}: the same traps are tested by own fixtures", folder.display());
    None
}

struct Samples {
    folder: PathBuf,
    expected: Value,
}

impl Samples {
    fn open() -> Option<Samples> {
        let folder = folder()?;
        let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        Some(Samples { expected: serde_json::from_str(&expected).unwrap(), folder })
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(name)).unwrap()
    }

    /// The clients of the clean file, as an earlier import left them.
    fn catalogue(&self) -> Catalogue {
        let (_, _, review) =
            review_of(&self.bytes("clientes_limpio_utf8.csv"), &Catalogue::default()).unwrap();
        Catalogue::of(review.rows.iter().filter_map(|row| match &row.draft {
            Some(Draft::Client(client)) => Some((client.key.clone(), client.credit_days.unwrap_or(0))),
            _ => None,
        }))
    }

    /// Reviews a sample and holds it against all that is expected of it.
    fn check(&self, name: &str) -> (Mapping, Review) {
        let (_, mapping, review) = review_of(&self.bytes(name), &self.catalogue()).unwrap();
        let expected = &self.expected["files"][name];
        let count = |verdict: &str| expected[verdict].as_u64().unwrap_or(0) as u32;
        let counts = (review.counts.good, review.counts.warn, review.counts.bad, review.counts.skip);
        assert_eq!(counts, (count("good"), count("warn"), count("bad"), count("skip")), "{name}");
        if let Some(header) = expected["header_row"].as_u64() {
            assert_eq!(mapping.header_row, Some(header as u32), "{name}");
        }
        for trap in expected["traps"].as_array().into_iter().flatten() {
            let number = trap["row"].as_u64().unwrap() as u32;
            let verdict: Verdict = serde_json::from_value(trap["verdict"].clone()).unwrap();
            let found = row(&review, number);
            assert_eq!(found.verdict, verdict, "{name}, row {number}: {trap}, said {:?}", found.reasons);
            assert!(
                verdict == Verdict::Good || !found.reasons.is_empty(),
                "{name}, row {number} gives no reason"
            );
        }
        (mapping, review)
    }
}

#[test]
fn the_clean_clients_are_all_good() {
    let Some(samples) = Samples::open() else { return };
    let (_, review) = samples.check("clientes_limpio_utf8.csv");
    let clients: Vec<_> = review
        .rows
        .iter()
        .filter_map(|row| match &row.draft {
            Some(Draft::Client(client)) => Some(client),
            _ => None,
        })
        .collect();
    let expected = &samples.expected["files"]["clientes_limpio_utf8.csv"];
    assert_eq!(clients[0].name, expected["first_name"].as_str().unwrap());
    assert_eq!(clients[249].name, expected["last_name"].as_str().unwrap());
    let zeros =
        clients.iter().filter(|c| c.postal_code.as_deref().is_some_and(|cp| cp.starts_with('0'))).count();
    assert_eq!(zeros as u64, expected["cp_with_leading_zero"].as_u64().unwrap());
}

#[test]
fn the_windows_1252_clients_have_their_traps() {
    let Some(samples) = Samples::open() else { return };
    let (_, review) = samples.check("clientes_latin1_puntoycoma.csv");
    let name = |number: u32| match &row(&review, number).draft {
        Some(Draft::Client(client)) => client.name.clone(),
        other => panic!("row {number}: {other:?}"),
    };
    assert_eq!(name(96), "<b onmouseover=alert(1)>Tienda</b>");
    assert_eq!(name(97), "Abarrotes; \"Los Tres\"; S.A.");
    assert_eq!(name(98), "Línea uno Línea dos");
    assert_eq!(name(99), "Espacios de más");
    assert_eq!(name(101), "NULL");
    assert_eq!(name(102), "Ñuñez Ávila, Íñigo – “Güero”");
}

#[test]
fn the_dirty_invoices_have_their_traps_and_their_sum() {
    let Some(samples) = Samples::open() else { return };
    let name = "facturas_utf8bom_sucio.csv";
    let (_, review) = samples.check(name);
    let expected = &samples.expected["files"][name];
    let traps: BTreeSet<u32> = expected["traps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|trap| trap["row"].as_u64().unwrap() as u32)
        .collect();
    let balances =
        review.rows.iter().filter(|row| row.verdict == Verdict::Good && !traps.contains(&row.number));
    let sum = Money::sum(balances.filter_map(|row| match &row.draft {
        Some(Draft::Invoice(invoice)) if invoice.currency == Currency::Mxn => Some(invoice.balance),
        _ => None,
    }));
    assert_eq!(
        sum.unwrap().pesos().to_string(),
        expected["sum_saldo_good_rows_without_traps_MXN"].as_str().unwrap()
    );
    let Some(Draft::Invoice(dollars)) = &row(&review, 65).draft else { panic!("row 65") };
    assert_eq!(dollars.currency, Currency::Usd);
}

#[test]
fn the_workbook_has_its_traps_and_only_its_visible_table() {
    let Some(samples) = Samples::open() else { return };
    let (_, review) = samples.check("facturas_encabezado_combinado.xlsx");
    let invoice = |number: u32| match &row(&review, number).draft {
        Some(Draft::Invoice(invoice)) => invoice.clone(),
        other => panic!("row {number}: {other:?}"),
    };
    assert_eq!(invoice(10).folio, "12345");
    assert_eq!(invoice(12).issued.to_string(), "2024-03-05");
    assert_eq!(invoice(13).total.centavos(), 11_600);
    assert!(
        review.rows.iter().all(|row| !matches!(&row.draft, Some(Draft::Invoice(i)) if i.folio == "ZZ-1"))
    );
}

#[test]
fn other_titles_in_another_order_are_matched_by_themselves() {
    let Some(samples) = Samples::open() else { return };
    let (mapping, _) = samples.check("otros_nombres.csv");
    assert_eq!(mapping.kind, ImportKind::Invoices);
    assert!(mapping.columns.iter().all(Option::is_some));
}

#[test]
fn without_titles_the_columns_are_asked_for_and_the_first_invoice_is_kept() {
    use senda::api::imports::Field::*;
    let Some(samples) = Samples::open() else { return };
    let table = imports::read_file(&samples.bytes("sin_encabezado.csv")).unwrap();
    let mut chosen = mapping::propose(&table).unwrap();
    assert_eq!(chosen.header_row, None);
    assert!(!mapping::problems(&table, &chosen).is_empty());
    chosen.kind = ImportKind::Invoices;
    chosen.columns = [Folio, Issued, Due, ClientKey, ClientName, Total, Balance, Currency].map(Some).to_vec();
    let review = imports::review::review(&table, &chosen, &samples.catalogue(), today()).unwrap();
    assert_eq!(
        review.counts.good as u64,
        samples.expected["files"]["sin_encabezado.csv"]["rows"].as_u64().unwrap()
    );
    assert!(matches!(&review.rows[0].draft, Some(Draft::Invoice(invoice)) if invoice.folio == "A-5000"));
}

#[test]
fn payments_are_recognised_and_refused() {
    let Some(samples) = Samples::open() else { return };
    assert_eq!(
        review_of(&samples.bytes("pagos.csv"), &samples.catalogue()).unwrap_err(),
        FileProblem::Payments
    );
}
