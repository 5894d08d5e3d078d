//! Reconciliation over the real router: a statement comes in, a person confirms, the money moves to the bank in the
//! ledger, and back.

use axum::http::{Method, StatusCode};
use senda::{
    api::{
        error::ApiError,
        imports::FileProblem,
        reconciliation::{
            DoneRow, LineId, MatchRequest, OpenBooks, StatementProblem, StatementRow, StatementTaken, Sure,
        },
    },
    domain::{
        date::{CivilDate, Zone},
        drawer::DepositMade,
        event::Fact,
        ids::BankAccountId,
        ledger::{LedgerAccount, TransitForm},
        money::Money,
        payment::{PaymentMethod, PaymentTarget},
        reconciliation::{Confidence, Doubt},
        role::Role,
    },
};
use serde_json::json;

use crate::{
    phones::{Phone, assert_books_are_right, done, give_clients, is_applied, pesos},
    test_app::{Answer, Browser, NOW, TestApp},
};

const TRACKING_KEY: &str = "MBAN01002611200012345678";
const HEAD: &str = "Fecha,Concepto,Referencia,Cargo,Abono,Saldo\n";

fn today() -> CivilDate {
    NOW.date_in(Zone::TIJUANA)
}

/// A company whose collector deposited 1,000 in cash and received a transfer of 500.
struct Scene {
    app: TestApp,
    /// Facturista: reconciles, and receives nothing.
    office: Browser,
    bank: BankAccountId,
    phone: Phone,
}

async fn scene() -> Scene {
    let app = TestApp::new().await;
    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let office = app.logged_in("facturas", &[Role::InvoicingClerk]).await;
    let args = json!({ "bank": "BBVA", "last_four": "4321", "clabe": "" });
    let bank: BankAccountId = admin.call("settings/bank-add", args).await.unwrap();
    let ana = app.person("ana", &[Role::Collector]).await;
    let clients = give_clients(app.store(), ana.id, "C", 2).await;
    let mut phone = Phone::enrol(app.store(), ana.id).await;
    let transfer = PaymentMethod::Transfer {
        tracking_key: TRACKING_KEY.into(),
        bank: "Banorte".into(),
        sent_on: today(),
    };
    let items = [
        phone.pay(clients[0], pesos(1_000)),
        phone.pay_as(clients[1], pesos(500), transfer, PaymentTarget::OldestFirst),
        phone.write(Fact::DepositMade(DepositMade {
            person: ana.id,
            bank,
            slip_folio: "0045217".into(),
            on: today(),
            time: "09:30".into(),
            cash: pesos(1_000),
            cheques: Vec::new(),
            photo: None,
        })),
    ];
    let outcomes = done(phone.push(&app.router, 1, &items).await);
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    Scene { app, office, bank, phone }
}

impl Scene {
    async fn send(&mut self, rows: &str) -> Answer {
        let bank = self.bank;
        let body = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"bank\"\r\n\r\n{bank}\r\n--limite\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"noviembre.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{rows}\r\n--limite--\r\n"
        );
        let headers =
            [("content-type", "multipart/form-data; boundary=limite"), ("sec-fetch-site", "same-origin")];
        self.office.send(Method::POST, "/office/statements", &headers, body.into_bytes()).await
    }

    async fn take(&mut self, rows: &str) -> StatementTaken {
        let answer = self.send(&format!("{HEAD}{rows}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }

    async fn open(&mut self) -> OpenBooks {
        self.office.call("reconciliation/open", json!({ "bank": self.bank })).await.unwrap()
    }

    async fn confirm(&mut self, matches: &[MatchRequest]) -> Result<u32, ApiError> {
        self.office.call("reconciliation/confirm", json!({ "matches": matches })).await
    }

    async fn lies_in(&self, account: LedgerAccount) -> Money {
        self.app.store().place(account).await.unwrap()
    }
}

fn request(sure: &Sure) -> MatchRequest {
    MatchRequest {
        lines: vec![sure.line.id],
        targets: vec![sure.target.id],
        confidence: Some(sure.confidence),
    }
}

const BOTH: &str = "21/11/2026,DEPOSITO EN EFECTIVO FOLIO 45217,,,\"1,000.00\",\n\
    21/11/2026,SPEI RECIBIDOBANORTEMBAN01002611200012345678,,,500.00,\n\
    21/11/2026,INTERESES GANADOS,,,12.34,\n\
    21/11/2026,COMISION,,35.00,,\n";

#[tokio::test]
async fn what_a_person_confirms_moves_to_the_bank_and_back_again() {
    let mut scene = scene().await;
    let taken = scene.take(BOTH).await;
    assert_eq!((taken.lines, taken.new_lines, taken.refused.len()), (4, 4, 0));

    let open = scene.open().await;
    let found: Vec<_> = open.sure.iter().map(|sure| (sure.line.amount, sure.confidence)).collect();
    assert_eq!(found.len(), 2, "{open:?}");
    assert!(found.contains(&(pesos(1_000), Confidence::Reference)));
    assert!(found.contains(&(pesos(500), Confidence::Reference)));
    assert_eq!((open.lines_alone_total, open.waiting_total, open.waiting_amount), (1, 0, pesos(1_500)));

    let requests: Vec<MatchRequest> = open.sure.iter().map(request).collect();
    assert_eq!(scene.confirm(&requests).await, Ok(2));
    assert_eq!(scene.lies_in(LedgerAccount::Bank(scene.bank)).await, pesos(1_500));
    let transit =
        LedgerAccount::InTransit { person: scene.phone.enrolment.person, form: TransitForm::Transfer };
    assert_eq!(scene.lies_in(transit).await, Money::ZERO);
    assert_books_are_right(scene.app.store()).await;
    assert_eq!(scene.confirm(&requests).await, Err(ApiError::Conflict), "twice is refused");
    let open = scene.open().await;
    assert_eq!((open.sure_total, open.waiting_total, open.lines_alone_total), (0, 0, 1));

    let rows: Vec<DoneRow> =
        scene.office.call("reconciliation/done", json!({ "before": null })).await.unwrap();
    assert_eq!(rows.len(), 2);
    let deposit = rows.iter().find(|row| row.amount == pesos(1_000)).unwrap();
    assert_eq!((deposit.targets[0].folio.as_str(), deposit.lines.len()), ("0045217", 1));
    let undo = json!({ "id": deposit.id });
    scene.office.call::<()>("reconciliation/undo", &undo).await.unwrap();
    assert_eq!(scene.office.call::<()>("reconciliation/undo", &undo).await, Err(ApiError::Conflict));
    assert_eq!(scene.lies_in(LedgerAccount::Bank(scene.bank)).await, pesos(500));
    assert_eq!(scene.open().await.sure_total, 1, "it is proposed again");
    assert_books_are_right(scene.app.store()).await;
}

#[tokio::test]
async fn the_same_statement_again_changes_nothing_and_an_overlap_brings_only_what_is_new() {
    let mut scene = scene().await;
    scene.take(BOTH).await;
    let again = scene.take(BOTH).await;
    assert!(again.is_repeated);
    assert_eq!(again.new_lines, 0);
    let later = format!("21/11/2026,DEPOSITO NUEVO,,,77.00,\n{BOTH}21/11/2026,INTERESES GANADOS,,,12.34,\n");
    let taken = scene.take(&later).await;
    assert_eq!(
        (taken.lines, taken.new_lines, taken.is_repeated),
        (6, 2, false),
        "a twin is a line of its own"
    );
    let statements: Vec<StatementRow> =
        scene.office.call("reconciliation/statements", json!({})).await.unwrap();
    assert_eq!(statements.len(), 2);
}

#[tokio::test]
async fn nobody_guesses_and_amounts_that_differ_are_refused() {
    let mut scene = scene().await;
    let rows = "21/11/2026,DEPOSITO EN EFECTIVO,,,\"1,000.00\",\n21/11/2026,DEP EFECTIVO,,,\"1,000.00\",\n\
        21/11/2026,SPEI,,,300.00,\n21/11/2026,SPEI,,,200.00,\n";
    scene.take(rows).await;
    let open = scene.open().await;
    assert_eq!((open.sure_total, open.doubtful_total, open.lines_alone_total), (0, 2, 2));
    assert!(open.doubtful.iter().all(|doubtful| doubtful.doubt == Doubt::SeveralByAmount));
    let transfer = open.waiting.iter().find(|target| target.amount == pesos(500)).unwrap();
    let parts: Vec<LineId> = open.lines_alone.iter().map(|line| line.id).collect();
    let pair = |lines: &[LineId]| MatchRequest {
        lines: lines.to_vec(),
        targets: vec![transfer.id],
        confidence: None,
    };
    let differ = scene.confirm(&[pair(&parts[..1])]).await;
    assert!(matches!(differ, Err(ApiError::AmountsDiffer { .. })), "{differ:?}");
    assert_eq!(scene.confirm(&[pair(&parts)]).await, Ok(1), "two lines may be one transfer");
    let one = &open.doubtful[0];
    let chosen =
        MatchRequest { lines: vec![one.line.id], targets: vec![one.candidates[0].id], confidence: None };
    assert_eq!(scene.confirm(&[chosen]).await, Ok(1));
    assert_books_are_right(scene.app.store()).await;
}

#[tokio::test]
async fn a_line_is_set_aside_with_its_reason_and_comes_back() {
    let mut scene = scene().await;
    scene.take("21/11/2026,INTERESES GANADOS,,,12.34,\n").await;
    let line = scene.open().await.lines_alone[0].id;
    let aside = |note: &str| json!({ "line": line, "note": note });
    let missing = scene.office.call::<()>("reconciliation/set-aside", aside(" ")).await;
    assert!(matches!(missing, Err(ApiError::Fields { .. })), "{missing:?}");
    scene.office.call::<()>("reconciliation/set-aside", aside("intereses")).await.unwrap();
    let open = scene.open().await;
    assert_eq!((open.lines_alone_total, open.aside[0].note.as_str()), (0, "intereses"));
    scene.office.call::<()>("reconciliation/bring-back", json!({ "line": line })).await.unwrap();
    assert_eq!(scene.open().await.lines_alone_total, 1);
}

#[tokio::test]
async fn nobody_reconciles_what_he_received_himself() {
    let mut scene = scene().await;
    scene.take(BOTH).await;
    let requests: Vec<MatchRequest> = scene.open().await.sure.iter().map(request).collect();
    let store = scene.app.store();
    let mut person = store.person(scene.phone.enrolment.person).await.unwrap().unwrap();
    person.roles.push(Role::InvoicingClerk);
    store.update_person(&person).await.unwrap();
    let mut ana = scene.app.browser();
    ana.log_in("ana").await.unwrap();
    let answer: Result<u32, ApiError> =
        ana.call("reconciliation/confirm", json!({ "matches": requests })).await;
    assert_eq!(answer, Err(ApiError::NotToOneself));
    assert_eq!(scene.lies_in(LedgerAccount::Bank(scene.bank)).await, Money::ZERO);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_nothing_is_kept() {
    let mut scene = scene().await;
    let answer = scene.send("Folio,Total\nA-1,10\n").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem: StatementProblem = serde_json::from_slice(&answer.body).unwrap();
    assert!(matches!(problem, StatementProblem::NoHeader { .. }));
    let answer = scene.send("\u{0}").await;
    let problem: StatementProblem = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(problem, StatementProblem::File { file: FileProblem::NotASpreadsheet });
    let statements: Vec<StatementRow> =
        scene.office.call("reconciliation/statements", json!({})).await.unwrap();
    assert!(statements.is_empty());
}
