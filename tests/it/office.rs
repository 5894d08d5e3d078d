//! What the office does, and that each change leaves its line in the audit.

use senda::{
    api::{
        assign::{AssignDone, CollectorLoad, PortfolioPage},
        audit::{AuditAction, AuditPage},
        dashboard::Board,
        devices::DeviceRow,
        error::{ApiError, Field, FieldProblem, Thing},
        people::{BranchRow, PersonRow, TemporaryPassword},
    },
    domain::{event::Event, ids::ClientId, role::Role},
    sync::protocol::{Enrolment, ReceiptCheck},
};
use serde_json::json;

use crate::{
    app::{TestBooks, test_books},
    phones::pesos,
    test_app::{Browser, NOW, TestApp},
};

async fn audited(browser: &mut Browser) -> Vec<AuditAction> {
    let page: AuditPage = browser.call("audit/page", json!({ "before": null })).await.unwrap();
    page.rows.into_iter().map(|row| row.action).collect()
}

#[tokio::test]
async fn each_change_of_a_person_is_in_the_audit() {
    let app = TestApp::new().await;
    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let new = json!({ "new": {
        "name": " Beto  Luna ", "login": "beto", "roles": [Role::Collector], "branch": app.branch(), "month_goal": 5_000_000
    } });
    let beto: TemporaryPassword = admin.call("people/create", &new).await.unwrap();
    let taken: Result<TemporaryPassword, _> = admin.call("people/create", &new).await;
    assert_eq!(taken, Err(ApiError::field(Field::Login, FieldProblem::Taken)));

    let roles = json!({ "person": beto.person, "roles": [Role::Seller, Role::Collector, Role::Seller] });
    admin.call::<()>("people/set-roles", roles).await.unwrap();
    let again: TemporaryPassword =
        admin.call("people/reset-password", json!({ "person": beto.person })).await.unwrap();
    assert_ne!(again.password, beto.password);
    admin.call::<()>("people/close-sessions", json!({ "person": beto.person })).await.unwrap();
    admin.call::<()>("people/deactivate", json!({ "person": beto.person })).await.unwrap();
    admin.call::<()>("people/reactivate", json!({ "person": beto.person })).await.unwrap();
    let branch: BranchRow = admin
        .call("branches/create", json!({ "name": "Mexicali", "zone": "America/Tijuana" }))
        .await
        .unwrap();
    assert_eq!(branch.name, "Mexicali");

    let people: Vec<PersonRow> = admin.call("people/list", json!({})).await.unwrap();
    let row = people.iter().find(|row| row.person == beto.person).unwrap();
    assert_eq!((row.name.as_str(), row.branch_name.as_str()), ("Beto Luna", "Tecate"));
    assert!(row.is_active && row.has_temporary_password && row.last_login.is_none());
    assert_eq!(people.iter().find(|row| row.login == "jefa").unwrap().last_login, Some(NOW));

    let mut kinds: Vec<String> =
        audited(&mut admin).await.iter().map(|action| action.kind().to_owned()).collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "branch_created",
            "password_reset",
            "person_created",
            "person_deactivated",
            "person_reactivated",
            "roles_changed",
            "sessions_closed"
        ]
    );
}

#[tokio::test]
async fn the_last_administrator_cannot_be_lost() {
    let app = TestApp::new().await;
    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let me = admin.me().await.unwrap().person;
    let roles = json!({ "person": me, "roles": [Role::Manager] });
    assert_eq!(admin.call::<()>("people/set-roles", &roles).await, Err(ApiError::LastAdmin));
    let deactivate = json!({ "person": me });
    assert_eq!(admin.call::<()>("people/deactivate", deactivate).await, Err(ApiError::NotToOneself));
    app.person("otro", &[Role::Admin]).await;
    admin.call::<()>("people/set-roles", &roles).await.unwrap();
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let app = TestApp::new().await;
    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let nobody = uuid::Uuid::nil();
    for (name, args, what) in [
        ("people/close-sessions", json!({ "person": nobody }), Thing::Person),
        ("people/reset-password", json!({ "person": nobody }), Thing::Person),
        ("devices/retire", json!({ "device": nobody }), Thing::Device),
        ("portfolio/account", json!({ "client": nobody }), Thing::Client),
        ("assign/clients", json!({ "clients": [nobody], "to": null }), Thing::Client),
        ("assign/clients", json!({ "clients": [], "to": nobody }), Thing::Person),
        ("exceptions/resolve", json!({ "id": "x", "note": "ya" }), Thing::Event),
    ] {
        let result: Result<serde_json::Value, _> = admin.call(name, args).await;
        assert_eq!(result, Err(ApiError::NotFound { what }), "{name}");
    }
    let many: Vec<ClientId> = (0..2_001).map(|n| ClientId::from_key(&n.to_string())).collect();
    let result: Result<AssignDone, _> =
        admin.call("assign/clients", json!({ "clients": many, "to": null })).await;
    assert_eq!(result, Err(ApiError::TooMany { items_max: 2_000 }));
}

#[tokio::test]
async fn a_device_is_enrolled_listed_and_retired() {
    let app = TestApp::new().await;
    let mut collector = app.logged_in("ana", &[Role::Collector]).await;
    let enrolment: Enrolment = collector.enrol().await;
    assert_eq!(enrolment.credential.len(), 64);
    let nameless: Result<Enrolment, _> = collector.call("devices/enrol", json!({ "device_name": " " })).await;
    assert_eq!(nameless, Err(ApiError::field(Field::DeviceName, FieldProblem::Missing)));

    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let devices: Vec<DeviceRow> = admin.call("devices/list", json!({})).await.unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].person_name, "Persona ana");
    assert_eq!(devices[0].series, enrolment.series.as_str());
    admin.call::<()>("devices/retire", json!({ "device": enrolment.device })).await.unwrap();
    let devices: Vec<DeviceRow> = admin.call("devices/list", json!({})).await.unwrap();
    assert_eq!(devices[0].retired, Some(NOW));
    let kinds: Vec<String> =
        audited(&mut admin).await.iter().map(|action| action.kind().to_owned()).collect();
    assert!(kinds.contains(&"device_enrolled".to_owned()) && kinds.contains(&"device_retired".to_owned()));
}

#[tokio::test]
async fn an_empty_company_has_an_empty_board_and_portfolio() {
    let app = TestApp::new().await;
    app.person("ana", &[Role::Collector]).await;
    let mut manager = app.logged_in("manda", &[Role::Manager]).await;
    let board: Board = manager.call("dashboard/board", json!({ "day": null, "branch": null })).await.unwrap();
    assert_eq!(board.day.to_string(), "2026-11-21");
    assert_eq!((board.payments, board.daily.len(), board.open_exceptions), (0, 21, 0));
    assert_eq!(board.by_person.len(), 1, "field people are listed with nothing too");
    let page: PortfolioPage =
        manager.call("portfolio/page", json!({ "filter": {}, "page": 0 })).await.unwrap();
    assert_eq!((page.total, page.rows.len()), (0, 0));
    let loads: Vec<CollectorLoad> = manager.call("assign/loads", json!({})).await.unwrap();
    assert_eq!(loads.iter().map(|load| load.name.as_str()).collect::<Vec<_>>(), ["Persona ana"]);
}

#[tokio::test]
async fn whoever_holds_the_receipt_sees_that_the_office_has_the_payment() {
    let TestBooks { router, clients, mut phone, .. } = test_books(1).await;
    let item = phone.pay(clients[0], pesos(1_200));
    let event = Event::from_bytes(&item.bytes).unwrap();
    let folio = event.fact.payment().unwrap().folio.clone();
    let mut anybody = Browser::of(&router);
    let args = json!({ "folio": folio.to_string(), "hash": item.sha256.to_string() });
    let too_early: Result<ReceiptCheck, _> = anybody.call("receipts/check", &args).await;
    assert_eq!(too_early, Err(ApiError::NotFound { what: Thing::Receipt }));

    phone.push(&router, 1, &[item]).await;
    let check: ReceiptCheck = anybody.call("receipts/check", &args).await.unwrap();
    assert_eq!((check.folio, check.amount), (folio.clone(), pesos(1_200)));
    let other = json!({ "folio": folio.to_string(), "hash": "0".repeat(64) });
    let refused: Result<ReceiptCheck, _> = anybody.call("receipts/check", other).await;
    assert_eq!(refused, Err(ApiError::NotFound { what: Thing::Receipt }));
}

#[tokio::test]
async fn a_receipt_that_is_not_known_tells_nothing() {
    let app = TestApp::new().await;
    let mut anybody = app.browser();
    let malformed: Result<serde_json::Value, _> =
        anybody.call("receipts/check", json!({ "folio": "C07-000173-0", "hash": "" })).await;
    assert_eq!(malformed, Err(ApiError::field(Field::Folio, FieldProblem::Malformed)));
    let not_found = Err(ApiError::NotFound { what: Thing::Receipt });
    for hash in ["", "0000", &"0".repeat(64)] {
        let result: Result<serde_json::Value, _> =
            anybody.call("receipts/check", json!({ "folio": "C07-000137-0", "hash": hash })).await;
        assert_eq!(result, not_found, "{hash}");
    }
    let mut is_slowed = false;
    for _ in 0..40 {
        let result: Result<serde_json::Value, _> =
            anybody.call("receipts/check", json!({ "folio": "C07-000137-0", "hash": "" })).await;
        is_slowed |= matches!(result, Err(ApiError::TooManyAttempts { .. }));
    }
    assert!(is_slowed);
}
