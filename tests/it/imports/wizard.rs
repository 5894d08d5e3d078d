//! The wizard over the real router: upload, match, review, apply, and the refused rows as a file.

use axum::http::{Method, StatusCode};
use futures::future::join_all;
use senda::{
    api::{
        audit::{AuditAction, AuditPage},
        error::{ApiError, Thing},
        imports::{
            Field, FileProblem, ImportKind, ImportLine, ImportStep, ImportView, MappingProblem, Reason,
            RowsPage, UPLOAD_BYTES_MAX, Uploaded, Verdict,
        },
    },
    domain::{
        account::Account,
        event::{EVENT_SCHEMA, Event, Fact, Stamp},
        folio::Folio,
        ids::{ClientId, EventId, ImportId},
        invoice::Currency,
        money::Money,
        payment::{PaymentMethod, PaymentReceived, PaymentTarget},
        role::Role,
    },
    server::audit_books,
    sync::protocol::{PROTOCOL, PushItem, PushRequest},
};
use serde_json::json;

use crate::test_app::{Answer, Browser, NOW, TestApp};

const CLIENTS: &str = "Clave,Nombre,RFC,Teléfono,Límite de crédito,Días de crédito\n\
    C1,Ferretería Uno,XAXX010101000,6655550001,\"$10,000.00\",30\n\
    C2,Ferretería Dos,XXXX,6655550002,\"$20,000.00\",15\n\
    ,Sin clave,,,,\n\
    C3,=1+1,,123,,\n";

const INVOICES: &str = "Folio,Fecha,Vencimiento,Cliente,Nombre,Total,Saldo,Moneda\n\
    A-1,01/10/2026,31/10/2026,C1,Ferretería Uno,\"$1,000.00\",$600.00,MXN\n\
    A-2,02/10/2026,,C1,Ferretería Uno,$500.00,$500.00,MXN\n\
    A-3,03/10/2026,02/11/2026,C9,La Nueva,$300.00,$300.00,USD\n\
    A-1,03/10/2026,02/11/2026,C2,Otra,$300.00,$300.00,MXN\n\
    =A-4,03/10/2026,02/11/2026,C2,@SUM(A1),\"1.234,50\",$300.00,MXN\n";

fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--limite--\r\n");
    body
}

async fn send(browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    let headers =
        [("content-type", "multipart/form-data; boundary=limite"), ("sec-fetch-site", "same-origin")];
    browser.send(Method::POST, "/office/imports", &headers, form(name, bytes)).await
}

async fn upload(browser: &mut Browser, text: &str) -> ImportId {
    let answer = send(browser, "C:\\Datos\\cartera.csv", text.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_slice::<Uploaded>(&answer.body).unwrap().id
}

async fn view(browser: &mut Browser, id: ImportId) -> ImportView {
    browser.call("imports/get", json!({ "id": id })).await.unwrap()
}

/// Takes the proposed columns and goes on to the review.
async fn accept_columns(browser: &mut Browser, id: ImportId) -> ImportView {
    let mapping = view(browser, id).await.mapping;
    browser.call("imports/mapping", json!({ "id": id, "mapping": mapping })).await.unwrap()
}

async fn apply(browser: &mut Browser, id: ImportId) -> Result<ImportView, ApiError> {
    browser.call("imports/apply", json!({ "id": id })).await
}

/// All four steps.
async fn import(browser: &mut Browser, text: &str) -> ImportView {
    let id = upload(browser, text).await;
    accept_columns(browser, id).await;
    apply(browser, id).await.unwrap()
}

async fn rows(browser: &mut Browser, id: ImportId, verdict: Option<Verdict>) -> RowsPage {
    browser.call("imports/rows", json!({ "id": id, "verdict": verdict, "page": 0 })).await.unwrap()
}

async fn account(app: &TestApp, key: &str) -> Option<Account> {
    app.store().account(ClientId::from_key(key)).await.unwrap()
}

fn result(view: &ImportView) -> (u32, u32, u32, u32, u32) {
    let result = view.result.expect("applied");
    (result.created, result.updated, result.unchanged, result.refused, result.clients_created)
}

#[tokio::test]
async fn a_file_goes_through_the_four_steps_and_the_same_file_again_changes_nothing() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let id = upload(&mut office, CLIENTS).await;
    let first = view(&mut office, id).await;
    assert_eq!((first.step, first.mapping.kind), (ImportStep::Match, ImportKind::Clients));
    assert_eq!((first.file_name.as_str(), first.rows), ("cartera.csv", 5));
    assert_eq!(first.columns[1].title, "Nombre");
    assert_eq!(first.columns[1].examples[0], "Ferretería Uno");
    assert_eq!(apply(&mut office, id).await, Err(ApiError::BadRequest), "before the columns are matched");

    let reviewed = accept_columns(&mut office, id).await;
    let counts = reviewed.counts.unwrap();
    assert_eq!((reviewed.step, counts.good, counts.warn, counts.bad), (ImportStep::Review, 1, 2, 1));
    let bad = rows(&mut office, id, Some(Verdict::Bad)).await;
    assert_eq!((bad.rows.len(), bad.rows[0].row), (1, 4));
    assert_eq!(bad.rows[0].reasons, [Reason::Missing { field: Field::ClientKey }]);
    assert_eq!(rows(&mut office, id, None).await.rows.len(), 4);
    assert!(account(&app, "C1").await.is_none(), "nothing is stored before it is applied");

    let applied = apply(&mut office, id).await.unwrap();
    assert_eq!((applied.step, result(&applied)), (ImportStep::Applied, (3, 0, 0, 1, 0)));
    let client = account(&app, "C1").await.unwrap();
    assert_eq!(client.customer.credit_limit.centavos(), 1_000_000);
    assert_eq!((client.customer.credit_days, client.customer.branch), (30, app.branch()));
    assert_eq!(account(&app, "C3").await.unwrap().customer.name, "=1+1", "kept as text");

    let again = import(&mut office, CLIENTS).await;
    assert_eq!(result(&again), (0, 0, 3, 1, 0));
    assert_eq!(account(&app, "C1").await.unwrap().version, client.version);
    let mended = import(&mut office, "Clave,Nombre,Teléfono\nC1,Ferretería Uno,6655550009\n").await;
    assert_eq!(result(&mended), (0, 1, 0, 0, 0));
    let mended = account(&app, "C1").await.unwrap().customer;
    assert_eq!((mended.phone.as_str(), mended.credit_days), ("6655550009", 30), "the rest stays");

    let lines: Vec<ImportLine> = office.call("imports/list", json!({})).await.unwrap();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.step == ImportStep::Applied && line.uploaded_by == "Persona jefa"));
    let audit: AuditPage = office.call("audit/page", json!({ "before": null })).await.unwrap();
    let kinds: Vec<_> = audit.rows.iter().map(|row| row.action.kind()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "import_uploaded").count(), 3);
    assert!(audit.rows.iter().any(|row| matches!(
        &row.action,
        AuditAction::ImportApplied { import, clients: 3, invoices: 0, .. } if *import == id
    )));
}

#[tokio::test]
async fn invoices_go_to_their_clients_and_an_unknown_client_is_created() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::CreditManager]).await;
    import(&mut office, CLIENTS).await;
    let applied = import(&mut office, INVOICES).await;
    assert_eq!(result(&applied), (3, 0, 0, 2, 1));
    let first = account(&app, "C1").await.unwrap();
    assert_eq!(first.balance().unwrap().centavos(), 110_000);
    let due: Vec<_> = first.invoices.iter().map(|invoice| invoice.due.to_string()).collect();
    assert_eq!(due, ["2026-10-31", "2026-11-01"], "the second by the client's 30 days of credit");
    let created = account(&app, "C9").await.unwrap();
    assert_eq!((created.customer.name.as_str(), created.invoices[0].currency), ("La Nueva", Currency::Usd));
    assert!(created.balance().unwrap().is_zero(), "dollars are never summed with pesos");
    assert!(audit_books::audit(app.store()).await.unwrap().is_clean());

    let again = import(&mut office, INVOICES).await;
    assert_eq!(result(&again), (0, 0, 3, 2, 0));
    assert_eq!(account(&app, "C1").await.unwrap().version, first.version);

    let newer = INVOICES.replace("$600.00", "$400.00");
    assert_eq!(result(&import(&mut office, &newer).await), (0, 1, 2, 2, 0));
    let lower = account(&app, "C1").await.unwrap();
    assert_eq!(lower.balance().unwrap().centavos(), 90_000);
    assert!(audit_books::audit(app.store()).await.unwrap().is_clean());

    let stolen = "Folio,Fecha,Cliente,Total\nA-1,01/10/2026,C2,$600.00\n";
    let refused = import(&mut office, stolen).await;
    assert_eq!(result(&refused), (0, 0, 0, 1, 0));
    let bad = rows(&mut office, refused.id, Some(Verdict::Bad)).await;
    assert_eq!(bad.rows[0].reasons[0], Reason::FolioOfAnotherClient);
}

#[tokio::test]
async fn what_was_paid_here_is_never_undone_by_a_file() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    import(&mut office, CLIENTS).await;
    import(&mut office, INVOICES).await;
    let gestor = app.person("gestor", &[Role::Collector]).await;
    let client = ClientId::from_key("C1");
    app.store().assign_clients(&[client], Some(gestor.id), NOW).await.unwrap();
    let mut phone = app.browser();
    phone.log_in("gestor").await.unwrap();
    let enrolled = phone.enrol().await;
    let event = Event {
        schema: EVENT_SCHEMA,
        id: EventId::mint(NOW.0 as u64, &[7; 10]),
        device: enrolled.device,
        epoch: enrolled.epoch,
        seq: 1,
        person: gestor.id,
        prev: senda::domain::chain::ChainHash::genesis(&enrolled.series, enrolled.device),
        stamp: Stamp {
            wall: NOW,
            zone: senda::domain::date::Zone::TIJUANA,
            monotonic_ms: 1,
            offset_ms: Some(0),
        },
        place: None,
        fact: Fact::PaymentReceived(PaymentReceived {
            folio: Folio::new(enrolled.series.clone(), 1).unwrap(),
            client,
            amount: Money::from_centavos(10_000).unwrap(),
            method: PaymentMethod::Cash,
            target: PaymentTarget::OldestFirst,
            count: None,
            photo: None,
            paper: None,
        }),
    };
    let bytes = event.to_bytes().unwrap();
    let sha256 = senda::domain::chain::ChainHash::of(bytes.as_bytes());
    let request = PushRequest {
        protocol: PROTOCOL,
        device: enrolled.device,
        epoch: enrolled.epoch,
        first_seq: 1,
        items: vec![PushItem { id: event.id, sha256, bytes }],
    };
    let bearer = format!("Bearer {}", enrolled.credential);
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    let body = serde_json::to_vec(&request).unwrap();
    let pushed = phone.send(Method::POST, "/sync/push", &headers, body).await;
    assert!(pushed.text().contains("\"applied\""), "{}", pushed.text());
    let paid = account(&app, "C1").await.unwrap();
    assert_eq!(paid.balance().unwrap().centavos(), 100_000);

    let again = import(&mut office, INVOICES).await;
    assert_eq!(result(&again), (0, 0, 3, 2, 0), "the same file again is no news");
    assert_eq!(account(&app, "C1").await.unwrap(), paid);
    let other = import(&mut office, &INVOICES.replace("$600.00", "$450.00")).await;
    assert_eq!(account(&app, "C1").await.unwrap(), paid);
    let bad = rows(&mut office, other.id, Some(Verdict::Bad)).await;
    assert!(bad.rows.iter().any(|row| row.reasons[0] == Reason::InvoiceHasPayments), "{bad:?}");
    assert!(audit_books::audit(app.store()).await.unwrap().is_clean());
}

#[tokio::test]
async fn of_many_who_apply_the_same_run_one_does() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let id = upload(&mut office, CLIENTS).await;
    accept_columns(&mut office, id).await;
    let browsers: Vec<Browser> = (0..8).map(|_| office.clone()).collect();
    let answers =
        join_all(browsers.into_iter().map(|mut browser| async move { apply(&mut browser, id).await })).await;
    for answer in answers {
        match answer {
            Ok(view) => assert_eq!(result(&view), (3, 0, 0, 1, 0)),
            Err(error) => assert_eq!(error, ApiError::Busy),
        }
    }
    assert_eq!(result(&view(&mut office, id).await), (3, 0, 0, 1, 0));
    assert_eq!(account(&app, "C1").await.unwrap().version, 1);
    let audit: AuditPage = office.call("audit/page", json!({ "before": null })).await.unwrap();
    let applied = audit.rows.iter().filter(|row| row.action.kind() == "import_applied");
    assert_eq!(applied.count(), 1);
}

#[tokio::test]
async fn the_refused_rows_come_back_as_a_harmless_file_that_can_be_mended() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let applied = import(&mut office, INVOICES).await;
    let answer = office.get(&format!("/office/imports/{}/refused.csv", applied.id)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("content-disposition").contains("attachment"));
    let text = answer.text();
    let mut lines = text.strip_prefix('\u{feff}').expect("a byte order mark").lines();
    assert_eq!(
        lines.next().unwrap(),
        "Folio,Fecha,Vencimiento,Cliente,Nombre,Total,Saldo,Moneda,Fila,Por qué"
    );
    let repeated = lines.next().unwrap();
    assert!(
        repeated.starts_with("A-1,") && repeated.contains(",5,") && repeated.contains("fila 2"),
        "{repeated}"
    );
    let formula = lines.next().unwrap();
    assert!(formula.starts_with("'=A-4,") && formula.contains(",'@SUM(A1),"), "{formula}");
    assert_eq!(lines.next(), None);
    let missing = office.get("/office/imports/0193a1b2-c3d4-7000-8000-000000000001/refused.csv").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn columns_that_cannot_be_used_come_back_with_what_is_missing() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let id = upload(&mut office, "A-1,01/10/2026,C1,10\nA-2,01/10/2026,C1,10\n").await;
    let asked = view(&mut office, id).await;
    assert_eq!((asked.step, asked.mapping.header_row, asked.sample[0].row), (ImportStep::Match, None, 1));
    let unmatched = accept_columns(&mut office, id).await;
    assert_eq!(unmatched.step, ImportStep::Match);
    assert!(unmatched.mapping_problems.contains(&MappingProblem::FieldMissing { field: Field::Folio }));
    let mut mapping = asked.mapping;
    mapping.columns = [Field::Folio, Field::Issued, Field::ClientKey, Field::Total].map(Some).to_vec();
    let matched: ImportView =
        office.call("imports/mapping", json!({ "id": id, "mapping": mapping })).await.unwrap();
    assert_eq!((matched.step, matched.counts.unwrap().warn), (ImportStep::Review, 2));
    mapping.columns.pop();
    let short = json!({ "id": id, "mapping": mapping });
    assert_eq!(office.call::<ImportView>("imports/mapping", short).await, Err(ApiError::BadRequest));
}

#[tokio::test]
async fn files_that_cannot_be_read_are_refused_with_their_problem() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let payments = "Fecha,Factura,Cliente,Importe,Forma de pago,Referencia\n05/04/2026,A-1,C1,10,03,R1\n";
    let mut huge = vec![b'a'; UPLOAD_BYTES_MAX as usize];
    huge.resize(UPLOAD_BYTES_MAX as usize + 200_000, b'a');
    for (bytes, problem) in [
        (&b""[..], FileProblem::Empty),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileProblem::OldOrProtected),
        (b"PK\x03\x04 not a workbook", FileProblem::Damaged),
        (payments.as_bytes(), FileProblem::Payments),
        (&huge, FileProblem::TooLarge { megabytes_max: 10 }),
    ] {
        let answer = send(&mut office, "x.csv", bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{problem:?}: {}", answer.text());
        assert_eq!(serde_json::from_slice::<FileProblem>(&answer.body).unwrap(), problem);
    }
    let lines: Vec<ImportLine> = office.call("imports/list", json!({})).await.unwrap();
    assert!(lines.is_empty(), "nothing is kept of them");
}

#[tokio::test]
async fn whoever_may_not_import_reaches_none_of_it() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let id = upload(&mut office, CLIENTS).await;
    let refused = format!("/office/imports/{id}/refused.csv");
    let mut stranger = app.browser();
    assert_eq!(send(&mut stranger, "x.csv", CLIENTS.as_bytes()).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(stranger.get(&refused).await.status, StatusCode::UNAUTHORIZED);
    for (login, role) in
        [("gestor", Role::Collector), ("gerente", Role::Manager), ("facturas", Role::InvoicingClerk)]
    {
        let mut other = app.logged_in(login, &[role]).await;
        assert_eq!(send(&mut other, "x.csv", CLIENTS.as_bytes()).await.status, StatusCode::FORBIDDEN);
        assert_eq!(other.get(&refused).await.status, StatusCode::FORBIDDEN);
        for name in ["imports/get", "imports/apply"] {
            let answer = other.call_raw(name, json!({ "id": id })).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
        }
    }
    let unknown = json!({ "id": "0193a1b2-c3d4-7000-8000-000000000001" });
    let answer: Result<ImportView, _> = office.call("imports/get", unknown).await;
    assert_eq!(answer, Err(ApiError::NotFound { what: Thing::Import }));
}

#[tokio::test]
async fn the_table_of_an_upload_is_forgotten_after_a_week() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let old = upload(&mut office, CLIENTS).await;
    assert!(app.store().import_part(old, 0).await.unwrap().is_some());
    app.clock.pass_ms(8 * 24 * 3_600 * 1_000);
    office.log_in("jefa").await.unwrap();
    let new = upload(&mut office, CLIENTS).await;
    assert!(app.store().import_part(old, 0).await.unwrap().is_none());
    assert!(app.store().import_part(new, 0).await.unwrap().is_some());
}

/// Slow: prints how long a big portfolio takes.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_invoices_go_in() {
    if std::env::var_os("SENDA_SLOW").is_none() {
        return;
    }
    let app = TestApp::new().await;
    let mut office = app.logged_in("jefa", &[Role::Admin]).await;
    let mut text = String::from("Folio,Fecha,Vencimiento,Cliente,Nombre,Total,Saldo\n");
    for number in 0..20_000 {
        let client = number % 5_000;
        text.push_str(&format!("A-{number},01/10/2026,31/10/2026,C{client},Cliente {client},100.00,50.00\n"));
    }
    let started = std::time::Instant::now();
    let id = upload(&mut office, &text).await;
    eprintln!("upload: {:?}", started.elapsed());
    accept_columns(&mut office, id).await;
    eprintln!("review: {:?}", started.elapsed());
    let applied = apply(&mut office, id).await.unwrap();
    eprintln!("apply: {:?}", started.elapsed());
    assert_eq!(result(&applied), (20_000, 0, 0, 0, 5_000));
}
