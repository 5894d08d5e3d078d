//! Corrections, cheques, convenios, and payments of a phone that is gone.

use senda::{
    api::{
        agreements::{AgreementFilter, AgreementRow},
        cheques::{ChequeFilter, ChequePlace, ChequeRow},
        error::ApiError,
        radar::RadarView,
    },
    domain::{
        agreement::{AgreementLimits, AgreementMade, AgreementState, Signer, Wanted, propose},
        chain::{ChainHash, Link, verify_series},
        cheque::ChequeState,
        event::Fact,
        folio::Folio,
        ids::{EventId, RequestId},
        invoice::DebtKind,
        plan::Periodicity,
        radar::FindingKind,
        rule_error::RuleError,
    },
    sync::protocol::{Outcome, QuarantineReason, ReceiptCheck, ReceiptProgress},
};
use serde_json::{Value, json};

use super::*;

fn asked(client: ClientId, correction: Value) -> Value {
    json!({ "asked": { "client": client, "correction": correction, "reason": "Se capturó dos veces" } })
}

#[tokio::test]
async fn one_asks_for_a_reversal_and_another_approves_it_once() {
    let mut office = Office::open(2).await;
    let before = account(office.app.store(), office.clients[0]).await;
    let paid = office.phone.pay(office.clients[0], pesos(1_200));
    let other = office.phone.pay(office.clients[1], pesos(100));
    office.push(&[paid.clone(), other]).await;
    let reversal = asked(office.clients[0], json!({ "correct": "reversal", "payment": paid.id }));
    let request: RequestId = office.gerente.call("requests/ask", &reversal).await.unwrap();
    let approve = json!({ "request": request, "note": "" });
    assert_eq!(
        office.gerente.call::<()>("requests/approve", &approve).await,
        Err(ApiError::Refused { rule: RuleError::SamePerson }),
        "who asks never approves"
    );
    let mut gerente2 = office.app.logged_in("gerente2", &[Role::Manager]).await;
    gerente2.call::<()>("requests/approve", &approve).await.unwrap();
    assert_eq!(gerente2.call::<()>("requests/approve", &approve).await, Err(ApiError::Conflict));

    let after = account(office.app.store(), office.clients[0]).await;
    assert_eq!(after.balance().unwrap(), before.balance().unwrap(), "as if it had never been");
    assert_eq!((after.unapplied, after.recent_payments.len()), (pesos(0), 0));
    let drawer = office.app.store().drawer(office.ana.id).await.unwrap().unwrap();
    assert_eq!((drawer.cash, drawer.held.len()), (pesos(100), 1));
    assert_eq!(office.app.store().collected_in_month(office.ana.id, today()).await.unwrap(), pesos(100));
    office.books_are_right().await;

    let again: RequestId = office.cartera.call("requests/ask", &reversal).await.unwrap();
    let twice: Result<(), _> =
        gerente2.call("requests/approve", json!({ "request": again, "note": "" })).await;
    assert_eq!(twice, Err(ApiError::Refused { rule: RuleError::AlreadyCorrected }));
    let reject = json!({ "request": again, "reason": "Ya se hizo" });
    gerente2.call::<()>("requests/reject", &reject).await.unwrap();
    let folio = Folio::new(office.phone.enrolment.series.clone(), 1).unwrap();
    let check = json!({ "folio": folio, "hash": paid.sha256 });
    let receipt: ReceiptCheck = office.app.browser().call("receipts/check", check).await.unwrap();
    assert_eq!(receipt.progress, ReceiptProgress::Reversed);
    office.books_are_right().await;
}

#[tokio::test]
async fn cash_that_was_handed_over_is_taken_back_from_whoever_received_it() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(400));
    let corte = office.corte(400, &[], 1);
    office.push(&[paid.clone(), corte]).await;
    let reversal = asked(office.clients[0], json!({ "correct": "reversal", "payment": paid.id }));
    let request: RequestId = office.cartera.call("requests/ask", &reversal).await.unwrap();
    let approve = json!({ "request": request, "note": "De acuerdo" });
    office.gerente.call::<()>("requests/approve", approve).await.unwrap();
    let places = office.places().await;
    assert_eq!(places.handed_over, pesos(400), "the cash is where it was");
    assert_eq!(places.shortage, pesos(0).checked_sub(pesos(400)).unwrap(), "and he is owed it");
    assert_eq!(account(office.app.store(), office.clients[0]).await.balance().unwrap(), pesos(1_500));
    office.books_are_right().await;
}

#[tokio::test]
async fn a_cheque_that_bounces_opens_its_debts_again_with_the_indemnity() {
    let mut office = Office::open(1).await;
    let (good, good_folio) = office.cheque(office.clients[0], pesos(200));
    let (bad, bad_folio) = office.cheque(office.clients[0], pesos(1_000));
    let corte = office.corte(0, &[good_folio.clone(), bad_folio.clone()], 2);
    office.push(&[good, bad, corte.clone()]).await;
    let count = json!({ "corte": corte.id, "count": notes(0), "note": "" });
    office.cartera.call::<Value>("cortes/count", count).await.unwrap();
    let deposit = json!({ "new": {
        "branch": office.app.branch(), "bank": office.bank, "slip_folio": "9", "on": today(), "cash": 0,
        "cheques": [good_folio, bad_folio]
    } });
    let deposit: EventId = office.cartera.call("deposits/make", deposit).await.unwrap();
    let month = |office: &Office| {
        let (store, ana) = (office.app.store().clone(), office.ana.id);
        async move { store.collected_in_month(ana, today()).await.unwrap() }
    };
    assert_eq!(month(&office).await, pesos(0), "a cheque counts when it clears");

    let cleared = json!({ "folios": [good_folio], "on": today() });
    office.facturas.call::<()>("cheques/cleared", &cleared).await.unwrap();
    assert_eq!(
        office.facturas.call::<()>("cheques/cleared", &cleared).await,
        Err(ApiError::Refused { rule: RuleError::ChequeState })
    );
    assert_eq!(month(&office).await, pesos(200));
    let bounced = json!({ "folio": bad_folio, "on": today() });
    office.facturas.call::<()>("cheques/bounced", &bounced).await.unwrap();
    assert!(matches!(
        office.facturas.call::<()>("cheques/bounced", &bounced).await,
        Err(ApiError::Refused { rule: RuleError::AlreadyCorrected })
    ));

    let account = account(office.app.store(), office.clients[0]).await;
    let indemnity =
        account.invoices.iter().find(|debt| matches!(debt.kind, DebtKind::Indemnity { .. })).unwrap();
    assert_eq!(indemnity.balance, pesos(200), "20 % of it");
    assert_eq!(account.balance().unwrap(), pesos(1_500 - 200 + 200));
    let rows: Vec<ChequeRow> =
        office.gerente.call("cheques/list", json!({ "filter": ChequeFilter::All })).await.unwrap();
    let find = |folio: &Folio| rows.iter().find(|row| row.folio == *folio).unwrap();
    assert_eq!(find(&good_folio).state, ChequeState::Cleared { on: today() });
    assert_eq!(find(&good_folio).place, ChequePlace::Deposited { deposit });
    assert_eq!(find(&bad_folio).state, ChequeState::Bounced { on: today() });
    assert_eq!(office.places().await.deposited, pesos(200));
    office.books_are_right().await;
}

#[tokio::test]
async fn a_convenio_replaces_debts_and_breaking_it_brings_them_back() {
    let mut office = Office::open(1).await;
    let client = office.clients[0];
    let before = account(office.app.store(), client).await;
    let wanted = Wanted {
        covers: before.invoices.iter().map(|invoice| invoice.id).collect(),
        on: today(),
        count: 3,
        periodicity: Periodicity::Weekly,
        discount_bp: 0,
    };
    let terms = propose(&before, &wanted, &AgreementLimits::default()).unwrap().terms;
    let made = office.phone.write(Fact::AgreementMade(AgreementMade {
        client,
        terms,
        signer: "Rosa Núñez".into(),
        signer_is: Signer::Holder,
        signature: signature(),
    }));
    let paid = office.phone.pay(client, pesos(500));
    office.push(&[made.clone(), paid]).await;
    let during = account(office.app.store(), client).await;
    assert_eq!(during.balance().unwrap(), pesos(1_000));
    let rows: Vec<AgreementRow> =
        office.gerente.call("agreements/list", json!({ "filter": AgreementFilter::Active })).await.unwrap();
    assert_eq!((rows[0].total, rows[0].paid, rows[0].instalments_paid), (pesos(1_500), pesos(500), 1));
    office.books_are_right().await;

    let broken = asked(client, json!({ "correct": "agreement_broken", "agreement": made.id }));
    let request: RequestId = office.cartera.call("requests/ask", &broken).await.unwrap();
    let approve = json!({ "request": request, "note": "" });
    office.gerente.call::<()>("requests/approve", approve).await.unwrap();
    let after = account(office.app.store(), client).await;
    let balances: Vec<_> = before
        .invoices
        .iter()
        .map(|old| after.invoices.iter().find(|new| new.id == old.id).unwrap().balance)
        .collect();
    assert_eq!(balances, [pesos(500), pesos(500)], "what was paid went to the oldest");
    let rows: Vec<AgreementRow> =
        office.gerente.call("agreements/list", json!({ "filter": AgreementFilter::Broken })).await.unwrap();
    assert!(matches!(rows[0].state, AgreementState::Broken { paid, .. } if paid == pesos(500)));
    office.books_are_right().await;
}

#[tokio::test]
async fn debts_are_forgiven_given_up_and_moved_only_by_two() {
    let mut office = Office::open(3).await;
    let debt = |number: usize| account_debt(number);
    let corrections = [
        json!({ "correct": "condonation", "invoice": debt(1), "amount": pesos(300) }),
        json!({ "correct": "write_off", "invoice": debt(2) }),
        json!({ "correct": "due_date", "invoice": debt(3), "due": "2026-12-31" }),
    ];
    for (client, correction) in office.clients.clone().into_iter().zip(corrections) {
        let request: RequestId =
            office.cartera.call("requests/ask", asked(client, correction)).await.unwrap();
        let approve = json!({ "request": request, "note": "" });
        office.gerente.call::<()>("requests/approve", approve).await.unwrap();
    }
    let mut balances = Vec::new();
    for client in &office.clients {
        balances.push(account(office.app.store(), *client).await.balance().unwrap());
    }
    assert_eq!(balances, [pesos(1_200), pesos(500), pesos(1_500)]);
    let moved = account(office.app.store(), office.clients[2]).await;
    assert_eq!(moved.overdue(today()).unwrap(), pesos(0));
    office.books_are_right().await;
}

fn account_debt(number: usize) -> senda::domain::ids::InvoiceId {
    senda::domain::ids::InvoiceId::from_key(&format!("F-C{number}-1"))
}

#[tokio::test]
async fn a_field_request_waits_for_the_office_and_changes_nothing_before() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(50));
    let asked = office.phone.write(Fact::CorrectionAsked(senda::domain::correction::CorrectionAsked {
        client: office.clients[0],
        correction: senda::domain::correction::Correction::Reversal { payment: paid.id },
        reason: "Me equivoqué de cliente".into(),
        evidence: None,
    }));
    office.push(&[paid, asked.clone()]).await;
    assert_eq!(account(office.app.store(), office.clients[0]).await.balance().unwrap(), pesos(1_450));
    let request = RequestId::from_uuid(asked.id.uuid());
    let approve = json!({ "request": request, "note": "" });
    office.gerente.call::<()>("requests/approve", approve).await.unwrap();
    assert_eq!(account(office.app.store(), office.clients[0]).await.balance().unwrap(), pesos(1_500));
    office.books_are_right().await;
}

#[tokio::test]
async fn a_receipt_recovers_the_payment_of_a_destroyed_phone_once() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(640));
    let folio = Folio::new(office.phone.enrolment.series.clone(), 1).unwrap();
    let lost = json!({ "lost": {
        "folio": folio, "hash": paid.sha256, "client": office.clients[0], "amount": pesos(640),
        "method": { "form": "cash" }, "received_on": today()
    } });
    office.gerente.call::<()>("receipts/recover", &lost).await.unwrap();
    assert_eq!(office.gerente.call::<()>("receipts/recover", &lost).await, Err(ApiError::Conflict));
    assert_eq!(account(office.app.store(), office.clients[0]).await.balance().unwrap(), pesos(860));
    let check = json!({ "folio": folio, "hash": paid.sha256 });
    let receipt: ReceiptCheck = office.app.browser().call("receipts/check", &check).await.unwrap();
    assert_eq!((receipt.amount, receipt.progress), (pesos(640), ReceiptProgress::Applied));
    let forged = json!({ "folio": folio, "hash": ChainHash::of(b"x") });
    assert!(office.app.browser().call::<ReceiptCheck>("receipts/check", forged).await.is_err());

    // The phone was found after all: what it wrote is kept, and never counts twice.
    let outcomes = done(office.phone.push(&office.app.router, 1, &[paid]).await);
    assert_eq!(outcomes[0].outcome, Outcome::Quarantined { reason: QuarantineReason::FolioTaken });
    assert_eq!(office.app.store().cash_in_hand(office.ana.id).await.unwrap(), pesos(640));
    office.books_are_right().await;
}

#[tokio::test]
async fn the_radar_asks_about_what_came_late_and_a_series_is_followed_to_its_end() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(75));
    let visit = office.phone.visit(office.clients[0]);
    office.app.clock.pass_ms(30 * 60 * 60 * 1_000);
    office.push(&[paid.clone(), visit.clone()]).await;
    let view: RadarView = office.gerente.call("radar/view", json!({ "days": 30 })).await.unwrap();
    let late =
        view.rows.iter().find(|row| matches!(row.finding.kind, FindingKind::ArrivedLate { .. })).unwrap();
    assert_eq!((late.person_name.as_str(), late.records[0].event), ("ANA", paid.id));

    let series = &office.phone.enrolment.series;
    let (device, chain) = office.app.store().chain_of(series).await.unwrap().unwrap();
    let links = || chain.iter().map(|(seq, bytes)| Link { seq: *seq, bytes });
    assert_eq!(verify_series(series, device, links()), Ok(visit.sha256));
    let broken = verify_series(series, device, links().skip(1)).unwrap_err();
    assert_eq!(broken.seq, 1);
}
