//! Cortes, cash and deposits.

use senda::{
    api::{
        corrections::{RequestFilter, RequestRow},
        cortes::{CorteDetail, CorteFilter, CorteRow, CorteState, DrawerRow},
        deposits::{DepositFilter, DepositRow, VaultView},
        error::ApiError,
    },
    domain::{
        drawer::{CashLevel, DepositMade, FolioVoided},
        event::Fact,
        folio::Folio,
        ids::{EventId, RequestId},
        money::Money,
        rule_error::RuleError,
        rules::ExceptionCode,
    },
    sync::protocol::Outcome,
};
use serde_json::json;

use super::*;

#[tokio::test]
async fn the_same_corte_pushed_by_eight_tasks_is_one_corte() {
    for _ in 0..rounds(3) {
        let mut office = Office::open(2).await;
        let items = [
            office.phone.pay(office.clients[0], pesos(900)),
            office.phone.pay(office.clients[1], pesos(350)),
            office.corte(1_250, &[], 2),
        ];
        let pushes = (0..8).map(|_| office.phone.push(&office.app.router, 1, &items));
        for response in futures::future::join_all(pushes).await {
            assert!(done(response).iter().all(is_applied));
        }
        let cortes: Vec<CorteRow> =
            office.cartera.call("cortes/list", json!({ "filter": CorteFilter::Waiting })).await.unwrap();
        assert_eq!(cortes.len(), 1);
        assert_eq!((cortes[0].handed, cortes[0].difference, cortes[0].payments), (pesos(1_250), pesos(0), 2));
        let drawer = office.app.store().drawer(office.ana.id).await.unwrap().unwrap();
        assert_eq!((drawer.cash, drawer.held.len(), drawer.version), (pesos(0), 0, 3));
        let places = office.places().await;
        assert_eq!((places.in_hand, places.handed_over), (pesos(0), pesos(1_250)));
        office.books_are_right().await;
    }
}

#[tokio::test]
async fn cash_goes_from_the_hand_to_the_safe_and_to_the_bank() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(1_000));
    let (cheque, folio) = office.cheque(office.clients[0], pesos(200));
    let corte = office.corte(1_000, std::slice::from_ref(&folio), 2);
    office.push(&[paid, cheque, corte.clone()]).await;

    let count = json!({ "corte": corte.id, "count": notes(1_000), "note": "" });
    let state: CorteState = office.cartera.call("cortes/count", &count).await.unwrap();
    assert!(matches!(state, CorteState::Confirmed { .. }), "{state:?}");
    let again: Result<CorteState, _> = office.cartera.call("cortes/count", &count).await;
    assert_eq!(again, Err(ApiError::Conflict), "somebody was faster");
    let vaults: Vec<VaultView> = office.cartera.call("deposits/vaults", json!({})).await.unwrap();
    assert_eq!(
        (vaults[0].cash, vaults[0].cheques_total, vaults[0].cheques.len()),
        (pesos(1_000), pesos(200), 1)
    );

    let mut deposit = json!({ "new": {
        "branch": office.app.branch(), "bank": office.bank, "slip_folio": "F 881", "on": today(), "time": "13:45",
        "cash": pesos(1_001), "cheques": [folio]
    } });
    let too_much: Result<EventId, _> = office.cartera.call("deposits/make", &deposit).await;
    let expected = RuleError::BeyondCash { asked: pesos(1_001), held: pesos(1_000) };
    assert_eq!(too_much, Err(ApiError::Refused { rule: expected }));
    deposit["new"]["cash"] = json!(pesos(900));
    let made: EventId = office.cartera.call("deposits/make", &deposit).await.unwrap();
    let twice: Result<EventId, _> = office.cartera.call("deposits/make", &deposit).await;
    assert!(matches!(twice, Err(ApiError::Refused { .. })), "the cheque is gone: {twice:?}");
    let slip = json!({ "deposit": made, "to": "Contabilidad" });
    office.cartera.call::<()>("deposits/slip", &slip).await.unwrap();
    assert_eq!(office.cartera.call::<()>("deposits/slip", &slip).await, Err(ApiError::Conflict));
    let rows: Vec<DepositRow> =
        office.gerente.call("deposits/list", json!({ "filter": DepositFilter::All })).await.unwrap();
    assert_eq!((rows[0].total, rows[0].is_reconciled), (pesos(1_100), false));
    assert_eq!(rows[0].slip.as_ref().map(|slip| slip.to.as_str()), Some("Contabilidad"));

    let places = office.places().await;
    assert_eq!((places.vault, places.cheque_vault, places.deposited), (pesos(100), pesos(0), pesos(1_100)));
    office.books_are_right().await;
}

#[tokio::test]
async fn what_a_count_lacks_is_the_collectors_and_another_person_lets_it_be_counted_again() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(800));
    let corte = office.corte(800, &[], 1);
    office.push(&[paid, corte.clone()]).await;
    let count = json!({ "corte": corte.id, "count": notes(750), "note": "Falta un billete" });
    let state: CorteState = office.cartera.call("cortes/count", &count).await.unwrap();
    assert!(matches!(state, CorteState::Objected { counted, .. } if counted == pesos(750)), "{state:?}");
    let places = office.places().await;
    assert_eq!((places.vault, places.shortage, places.handed_over), (pesos(750), pesos(50), pesos(0)));
    office.books_are_right().await;

    let ask = json!({ "corte": corte.id, "reason": "Apareció el billete" });
    let request: RequestId = office.cartera.call("cortes/ask-reopen", &ask).await.unwrap();
    assert_eq!(
        office.cartera.call::<RequestId>("cortes/ask-reopen", &ask).await,
        Err(ApiError::Conflict),
        "one is open"
    );
    let rows: Vec<RequestRow> =
        office.gerente.call("requests/list", json!({ "filter": RequestFilter::Open })).await.unwrap();
    assert!(rows[0].may_decide && rows[0].about_name == "ANA");
    let approve = json!({ "request": request, "note": "" });
    office.gerente.call::<()>("requests/approve", &approve).await.unwrap();
    assert_eq!(office.gerente.call::<()>("requests/approve", &approve).await, Err(ApiError::Conflict));
    let count = json!({ "corte": corte.id, "count": notes(800), "note": "" });
    let state: CorteState = office.cartera.call("cortes/count", &count).await.unwrap();
    assert!(matches!(state, CorteState::Confirmed { .. }));
    let places = office.places().await;
    assert_eq!((places.vault, places.shortage), (pesos(800), pesos(0)));
    let detail: CorteDetail = office.gerente.call("cortes/get", json!({ "corte": corte.id })).await.unwrap();
    assert_eq!((detail.expected, detail.received_cash, detail.held.len()), (pesos(800), pesos(800), 1));
    office.books_are_right().await;
}

#[tokio::test]
async fn a_corte_that_counts_less_than_was_received_says_so() {
    let mut office = Office::open(1).await;
    let items = [office.phone.pay(office.clients[0], pesos(500)), office.corte(480, &[], 1)];
    office.push(&items).await;
    let rows: Vec<CorteRow> =
        office.cartera.call("cortes/list", json!({ "filter": CorteFilter::All })).await.unwrap();
    assert_eq!((rows[0].handed, rows[0].difference), (pesos(480), pesos(0).checked_sub(pesos(20)).unwrap()));
    assert_eq!(office.places().await.shortage, pesos(20));
    office.books_are_right().await;
}

#[tokio::test]
async fn a_supervisor_lets_a_route_begin_and_approves_what_was_spent() {
    let mut office = Office::open(2).await;
    let late = office.phone.pay(office.clients[0], pesos(700));
    office.push(&[late]).await;
    office.app.clock.pass_ms(24 * 60 * 60 * 1_000);
    let rows: Vec<DrawerRow> = office.gerente.call("cortes/drawers", json!({})).await.unwrap();
    let ana = rows.iter().find(|row| row.person == office.ana.id).unwrap();
    assert_eq!((ana.open_since, ana.cash, ana.level), (Some(today()), pesos(700), CashLevel::Within));
    let allow = json!({ "person": office.ana.id, "reason": "Entrega al volver" });
    office.gerente.call::<()>("cortes/allow-route", &allow).await.unwrap();
    office.gerente.call::<()>("cortes/allow-cash", &allow).await.unwrap();
    let expense = json!({ "person": office.ana.id, "amount": pesos(150), "reason": "Gasolina" });
    office.gerente.call::<()>("cortes/expense", &expense).await.unwrap();
    let beyond = json!({ "person": office.ana.id, "amount": pesos(551), "reason": "Gasolina" });
    assert!(matches!(
        office.gerente.call::<()>("cortes/expense", beyond).await,
        Err(ApiError::Refused { rule: RuleError::BeyondCash { .. } })
    ));
    let rows: Vec<DrawerRow> = office.gerente.call("cortes/drawers", json!({})).await.unwrap();
    let ana = rows.iter().find(|row| row.person == office.ana.id).unwrap();
    assert!(ana.is_route_allowed && ana.is_cash_allowed);
    assert_eq!((ana.cash, office.places().await.expense), (pesos(550), pesos(150)));
    let float = json!({ "person": office.ana.id, "amount": pesos(1) });
    assert!(matches!(
        office.cartera.call::<()>("cortes/float", float).await,
        Err(ApiError::Refused { rule: RuleError::BeyondCash { .. } })
    ));
    office.books_are_right().await;
}

#[tokio::test]
async fn a_deposit_of_the_street_takes_cash_and_cheques_and_a_voided_folio_is_explained() {
    let mut office = Office::open(1).await;
    let paid = office.phone.pay(office.clients[0], pesos(600));
    let (cheque, folio) = office.cheque(office.clients[0], pesos(300));
    let deposit = office.phone.write(Fact::DepositMade(DepositMade {
        person: office.ana.id,
        bank: office.bank,
        slip_folio: "77".into(),
        on: today(),
        time: "12:00".into(),
        cash: pesos(600),
        cheques: vec![folio],
        photo: None,
    }));
    let spoilt = Folio::new(office.phone.enrolment.series.clone(), office.phone.next_folio).unwrap();
    office.phone.next_folio += 1;
    let voided = office.phone.write(Fact::FolioVoided(FolioVoided {
        person: office.ana.id,
        folio: spoilt,
        reason: "Se mojó".into(),
        photo: None,
    }));
    let last = office.phone.pay(office.clients[0], pesos(10));
    let items = [paid, cheque, deposit, voided, last];
    let outcomes = done(office.phone.push(&office.app.router, 1, &items).await);
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    let Outcome::Applied { applied } = &outcomes[2].outcome else { panic!("applied") };
    assert_eq!(applied.exception, Some(ExceptionCode::MayNotDeposit), "flagged, never refused");
    let places = office.places().await;
    assert_eq!((places.in_hand, places.cheques, places.deposited), (pesos(10), Money::ZERO, pesos(900)));
    office.books_are_right().await;
}
