//! REP over the real router: what must be stamped, what is missing, the files, and what was stamped.

use senda::{
    api::{
        error::ApiError,
        rep::{InvoiceNotes, NoteProblem, RepMonth, RepState},
    },
    domain::{date::CivilDate, rep::payment_data::MissingData, role::Role},
};
use serde_json::json;

use crate::{
    phones::{Phone, done, give_clients, is_applied, pesos},
    test_app::{Browser, TestApp},
};

const UUID: &str = "5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F";
const STAMP: &str = "11111111-2222-3333-4444-555555555555";

/// A facturista, and a payment of 1,200: 1,000 of F-C1-1 and 200 of F-C1-2.
async fn scene() -> (TestApp, Browser) {
    let app = TestApp::new().await;
    let office = app.logged_in("facturas", &[Role::InvoicingClerk]).await;
    let ana = app.person("ana", &[Role::Collector]).await;
    let clients = give_clients(app.store(), ana.id, "C", 1).await;
    let mut phone = Phone::enrol(app.store(), ana.id).await;
    let items = [phone.pay(clients[0], pesos(1_200))];
    let outcomes = done(phone.push(&app.router, 1, &items).await);
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    (app, office)
}

async fn month(office: &mut Browser, filter: &str) -> RepMonth {
    office.call("rep/month", json!({ "month": "2026-11", "filter": filter })).await.unwrap()
}

async fn note(office: &mut Browser, lines: &str, method: &str) -> InvoiceNotes {
    office.call("rep/note-invoices", json!({ "lines": lines, "method": method })).await.unwrap()
}

#[tokio::test]
async fn a_payment_is_listed_with_its_documents_deadline_and_what_is_missing() {
    let (_app, mut office) = scene().await;
    let listed = month(&mut office, "pending").await;
    assert_eq!(listed.deadline, CivilDate::new(2026, 12, 5).unwrap());
    assert_eq!((listed.days_left, listed.pending, listed.blocked, listed.stamped), (14, 1, 1, 0));
    assert_eq!(listed.pending_amount, pesos(1_200));
    let row = &listed.rows[0];
    assert!(matches!(row.state, RepState::Pending { days_left: 14, .. }));
    assert_eq!(row.problem, None);
    for missing in [MissingData::InvoiceUuid, MissingData::Rfc, MissingData::PostalCode] {
        assert!(row.missing.contains(&missing), "{missing:?}");
    }
    let documents: Vec<_> = row
        .documents
        .iter()
        .map(|document| {
            (document.folio.as_str(), document.partial_number, document.paid, document.balance_after)
        })
        .collect();
    assert_eq!(documents, [("F-C1-1", 1, pesos(1_000), pesos(0)), ("F-C1-2", 1, pesos(200), pesos(300))]);
    assert_eq!(month(&mut office, "missing").await.rows_total, 1);
    assert_eq!(month(&mut office, "stamped").await.rows_total, 0);
}

#[tokio::test]
async fn folios_fiscales_are_noted_by_line_and_what_is_not_understood_is_said() {
    let (_app, mut office) = scene().await;
    let lines = format!("f-c1-1, {UUID}\nF-C1-2\nX-9,{UUID}\n\n");
    let notes = note(&mut office, &lines, "PPD").await;
    assert_eq!(notes.noted, 1);
    assert_eq!(notes.refused, [(2, NoteProblem::Malformed), (3, NoteProblem::UnknownFolio)]);
    let listed = month(&mut office, "pending").await;
    assert_eq!(listed.rows[0].documents[0].uuid.as_deref(), Some(UUID));
    assert!(listed.rows[0].missing.contains(&MissingData::InvoiceUuid), "the other one lacks it");
    // Paid at once: the second invoice needs no REP.
    assert_eq!(note(&mut office, "F-C1-2", "PUE").await.noted, 1);
    let row = &month(&mut office, "pending").await.rows[0];
    assert_eq!(row.documents.len(), 1);
    assert!(!row.missing.contains(&MissingData::InvoiceUuid));
    assert_eq!(note(&mut office, "F-C1-1", "none").await.noted, 1);
    assert_eq!(month(&mut office, "pending").await.rows_total, 0, "nothing of it needs a REP");
}

#[tokio::test]
async fn a_stamp_is_noted_once_and_can_be_taken_back() {
    let (_app, mut office) = scene().await;
    let payment = month(&mut office, "pending").await.rows[0].payment;
    let stamp = |uuid: &str, on: &str| json!({ "payments": [payment], "uuid": uuid, "stamped_on": on });
    let wrong: Result<(), ApiError> = office.call("rep/stamp", stamp("no", "2026-11-21")).await;
    assert!(matches!(wrong, Err(ApiError::Fields { .. })), "{wrong:?}");
    let future: Result<(), ApiError> = office.call("rep/stamp", stamp(STAMP, "2026-11-22")).await;
    assert!(matches!(future, Err(ApiError::Fields { .. })), "{future:?}");
    office.call::<()>("rep/stamp", stamp(STAMP, "2026-11-21")).await.unwrap();
    office.call::<()>("rep/stamp", stamp(STAMP, "2026-11-21")).await.unwrap();
    assert_eq!(office.call::<()>("rep/stamp", stamp(UUID, "2026-11-21")).await, Err(ApiError::Conflict));
    let listed = month(&mut office, "stamped").await;
    assert_eq!((listed.pending, listed.stamped), (0, 1));
    assert!(matches!(&listed.rows[0].state, RepState::Stamped { uuid, .. } if uuid == STAMP));
    office.call::<()>("rep/unstamp", json!({ "payment": payment })).await.unwrap();
    assert_eq!(month(&mut office, "pending").await.pending, 1);
    let unknown = json!({ "payments": [uuid::Uuid::nil()], "uuid": STAMP, "stamped_on": "2026-11-21" });
    assert!(matches!(office.call::<()>("rep/stamp", unknown).await, Err(ApiError::NotFound { .. })));
}

/// 1,000.00 and 200.00 at 16 %: base and tax with six decimals, totals with two, each row re-adds.
#[tokio::test]
async fn the_files_have_one_row_for_each_related_document_with_its_bases() {
    let (_app, mut office) = scene().await;
    note(&mut office, &format!("F-C1-1,{UUID}"), "PPD").await;
    let csv = office.get("/office/rep/2026-11/rep.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 3, "{text}");
    for part in ["2026-11-21T10:", ",01,MXN,1200.00,", UUID, "F-C1-1,1,1000.00,1000.00,0.00,02,MXN"] {
        assert!(rows[1].contains(part), "{part}: {}", rows[1]);
    }
    assert!(rows[1].contains("862.068966,137.931034"), "{}", rows[1]);
    assert!(rows[1].contains("862.07,137.93"), "{}", rows[1]);
    assert!(rows[2].contains("172.413793,27.586207"), "{}", rows[2]);
    let json = office.get("/office/rep/2026-11/rep.json").await;
    let file: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
    let line = &file["payments"][0]["documents"]["rep"]["lines"][0];
    assert_eq!((&line["partial_number"], &line["parts"][0]["base"]), (&json!(1), &json!("862.068966")));
    assert_eq!(office.get("/office/rep/2026-13/rep.csv").await.status, 404);
}
