//! A user reaching for what is not his is refused on every route.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use senda::{
    api::error::ApiError,
    domain::role::{Permission, Role},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::test_app::{Browser, TestApp};

/// Who may pass.
#[derive(Clone, Copy, Debug)]
enum Need {
    Nothing,
    Login,
    Permission(Permission),
}

/// Every server function, with arguments that harm nobody.
fn functions() -> Vec<(&'static str, Need, Value)> {
    use Need::{Login, Nothing};
    use Permission::*;
    let may = Need::Permission;
    let nobody = Uuid::nil();
    let person = json!({ "person": nobody });
    vec![
        ("session/login", Nothing, json!({ "login": "", "password": "" })),
        ("session/me", Nothing, json!({})),
        ("session/change-password", Login, json!({ "current": "", "new": "" })),
        ("setup/needed", Nothing, json!({})),
        ("receipts/check", Nothing, json!({ "folio": "", "hash": "" })),
        (
            "receipts/recover",
            may(ResolveExceptions),
            json!({ "lost": {
                "folio": "", "hash": "", "client": nobody, "amount": 100, "method": { "form": "cash" },
                "received_on": "2026-11-21"
            } }),
        ),
        ("devices/enrol", may(Collect), json!({ "device_name": "" })),
        ("people/list", may(ManagePeople), json!({})),
        (
            "people/create",
            may(ManagePeople),
            json!({ "new": { "name": "", "login": "", "roles": [], "branch": nobody } }),
        ),
        ("people/set-roles", may(ManagePeople), json!({ "person": nobody, "roles": [Role::Admin] })),
        ("people/deactivate", may(ManagePeople), person.clone()),
        ("people/reactivate", may(ManagePeople), person.clone()),
        ("people/close-sessions", may(ManagePeople), person.clone()),
        ("people/reset-password", may(ManagePeople), person),
        ("branches/list", may(SeePortfolio), json!({})),
        ("branches/create", may(ManagePeople), json!({ "name": "", "zone": "America/Tijuana" })),
        ("portfolio/page", may(SeePortfolio), json!({ "filter": {}, "page": 0 })),
        ("portfolio/account", may(SeePortfolio), json!({ "client": nobody })),
        ("portfolio/places", may(SeePortfolio), json!({})),
        ("assign/matching", may(AssignClients), json!({ "filter": {} })),
        ("assign/loads", may(AssignClients), json!({})),
        ("assign/clients", may(AssignClients), json!({ "clients": [nobody], "to": null })),
        ("devices/list", may(ManageDevices), json!({})),
        ("devices/retire", may(ManageDevices), json!({ "device": nobody })),
        ("dashboard/board", may(SeePortfolio), json!({ "day": null, "branch": null })),
        ("exceptions/list", may(ResolveExceptions), json!({ "filter": "open" })),
        ("exceptions/resolve", may(ResolveExceptions), json!({ "id": "", "note": "" })),
        ("imports/get", may(Import), json!({ "id": nobody })),
        (
            "imports/mapping",
            may(Import),
            json!({ "id": nobody, "mapping": { "kind": "clients", "header_row": null, "columns": [] } }),
        ),
        ("imports/rows", may(Import), json!({ "id": nobody, "verdict": null, "page": 0 })),
        ("imports/apply", may(Import), json!({ "id": nobody })),
        ("imports/list", may(Import), json!({})),
        ("reports/load", may(SeePortfolio), json!({ "name": "debts", "filter": {} })),
        ("reports/people", may(SeePortfolio), json!({})),
        ("reports/clients", may(SeePortfolio), json!({ "words": "" })),
        ("audit/page", may(ReadAudit), json!({ "before": null })),
        ("reconciliation/banks", may(Reconcile), json!({})),
        ("reconciliation/statements", may(Reconcile), json!({})),
        ("reconciliation/open", may(Reconcile), json!({ "bank": null })),
        ("reconciliation/confirm", may(Reconcile), json!({ "matches": [] })),
        ("reconciliation/undo", may(Reconcile), json!({ "id": { "at": 0, "key": nobody } })),
        (
            "reconciliation/set-aside",
            may(Reconcile),
            json!({ "line": { "bank": nobody, "on": "2026-11-21", "key": nobody }, "note": "" }),
        ),
        (
            "reconciliation/bring-back",
            may(Reconcile),
            json!({ "line": { "bank": nobody, "on": "2026-11-21", "key": nobody } }),
        ),
        ("reconciliation/done", may(Reconcile), json!({ "before": null })),
        ("rep/month", may(StampRep), json!({ "month": "2026-11", "filter": "pending" })),
        ("rep/stamp", may(StampRep), json!({ "payments": [], "uuid": "", "stamped_on": "2026-11-21" })),
        ("rep/unstamp", may(StampRep), json!({ "payment": nobody })),
        ("rep/note-invoices", may(StampRep), json!({ "lines": "", "method": "PPD" })),
        ("settings/get", may(ManageSettings), json!({})),
        ("settings/company", may(ManageSettings), json!({ "version": 7, "settings": {} })),
        ("settings/branch", may(ManageSettings), json!({ "version": 7, "branch": nobody, "settings": {} })),
        ("settings/person", may(ManageSettings), json!({ "version": 7, "person": nobody, "settings": {} })),
        ("settings/bank-add", may(ManageSettings), json!({ "bank": "", "last_four": "", "clabe": "" })),
        ("settings/bank-close", may(ManageSettings), json!({ "account": nobody, "is_closed": true })),
        ("settings/banks", may(SeeCash), json!({})),
        ("cortes/drawers", may(SeeCash), json!({})),
        ("cortes/list", may(SeeCash), json!({ "filter": "all" })),
        ("cortes/get", may(SeeCash), json!({ "corte": nobody })),
        ("cortes/count", may(ReceiveCash), json!({ "corte": nobody, "count": { "pieces": [] }, "note": "" })),
        ("cortes/ask-reopen", may(ReceiveCash), json!({ "corte": nobody, "reason": "" })),
        ("cortes/allow-route", may(Supervise), json!({ "person": nobody, "reason": "" })),
        ("cortes/allow-cash", may(Supervise), json!({ "person": nobody, "reason": "" })),
        ("cortes/expense", may(Supervise), json!({ "person": nobody, "amount": 100, "reason": "" })),
        ("cortes/float", may(ReceiveCash), json!({ "person": nobody, "amount": 100 })),
        ("deposits/list", may(SeeCash), json!({ "filter": "all" })),
        ("deposits/vaults", may(SeeCash), json!({})),
        ("deposits/places", may(SeeCash), json!({})),
        (
            "deposits/make",
            may(ReceiveCash),
            json!({ "new": {
                "branch": nobody, "bank": nobody, "slip_folio": "", "on": "2026-11-21", "cash": 0, "cheques": []
            } }),
        ),
        ("deposits/slip", may(ReceiveCash), json!({ "deposit": nobody, "to": "" })),
        ("cheques/list", may(SeeCash), json!({ "filter": "all" })),
        ("cheques/cleared", may(ManageCheques), json!({ "folios": [], "on": "2026-11-21" })),
        ("cheques/bounced", may(ManageCheques), json!({ "folio": "C07-000137-0", "on": "2026-11-21" })),
        ("requests/list", may(SeePortfolio), json!({ "filter": "all" })),
        (
            "requests/ask",
            may(AskCorrection),
            json!({ "asked": {
                "client": nobody, "correction": { "correct": "write_off", "invoice": nobody }, "reason": ""
            } }),
        ),
        ("requests/approve", may(ApproveCorrection), json!({ "request": nobody, "note": "" })),
        ("requests/reject", may(ApproveCorrection), json!({ "request": nobody, "reason": "" })),
        ("radar/view", may(SeeRadar), json!({ "days": 30 })),
        ("agreements/list", may(SeePortfolio), json!({ "filter": "all" })),
        // Last: they end the session, or are closed once anybody exists.
        (
            "setup/first-admin",
            Nothing,
            json!({ "first": {
                "company": "", "branch": "", "zone": "UTC", "name": "", "login": "", "password": "", "setup_code": ""
            } }),
        ),
        ("session/logout", Nothing, json!({})),
    ]
}

/// The routes that are no server functions and ask for a login.
fn plain_routes() -> Vec<(Method, String, Need)> {
    let nobody = Uuid::nil();
    let pull = format!("/sync/pull?scope={nobody}&device={nobody}&epoch=1&since=0&limit=10");
    let photo = format!("/office/photos/{}", "0".repeat(64));
    vec![
        (Method::GET, photo, Need::Permission(Permission::SeePortfolio)),
        (Method::GET, pull, Need::Permission(Permission::Collect)),
        (Method::POST, "/office/imports".into(), Need::Permission(Permission::Import)),
        (Method::POST, "/office/statements".into(), Need::Permission(Permission::Reconcile)),
        (Method::GET, "/office/rep/2026-11/rep.csv".into(), Need::Permission(Permission::StampRep)),
        (Method::GET, "/office/rep/2026-11/rep.json".into(), Need::Permission(Permission::StampRep)),
        (Method::GET, format!("/office/imports/{nobody}/refused.csv"), Need::Permission(Permission::Import)),
        (Method::GET, "/office/reports/adeudos.csv".into(), Need::Permission(Permission::SeePortfolio)),
    ]
}

#[test]
fn the_table_has_every_server_function() {
    let registered: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/").to_owned())
        .collect();
    let listed: BTreeSet<String> = functions().into_iter().map(|(name, _, _)| name.to_owned()).collect();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn who_lacks_the_permission_is_refused_on_every_route() {
    let app = TestApp::new().await;
    for role in Role::ALL {
        let login = format!("rol-{}", role.as_str().replace('_', "-"));
        let mut browser = app.logged_in(&login, &[role]).await;
        for (name, need, args) in functions() {
            let answer = browser.call_raw(name, &args).await;
            check(&format!("{role:?} {name}"), answer.status, &answer.body, need, Some(role));
        }
        browser.log_in(&login).await.unwrap();
        for (method, path, need) in plain_routes() {
            let answer = plain(&mut browser, method, &path).await;
            check(&format!("{role:?} {path}"), answer.0, &answer.1, need, Some(role));
        }
    }
}

#[tokio::test]
async fn who_is_not_logged_in_is_refused_on_every_route() {
    let app = TestApp::new().await;
    app.person("alguien", &[Role::Collector]).await;
    let mut browser = app.browser();
    for (name, need, args) in functions() {
        let answer = browser.call_raw(name, &args).await;
        check(name, answer.status, &answer.body, need, None);
    }
    for (method, path, need) in plain_routes() {
        let answer = plain(&mut browser, method, &path).await;
        check(&path, answer.0, &answer.1, need, None);
    }
}

async fn plain(browser: &mut Browser, method: Method, path: &str) -> (StatusCode, Vec<u8>) {
    let answer = browser.send(method, path, &[("sec-fetch-site", "same-origin")], Vec::new()).await;
    (answer.status, answer.body)
}

fn check(what: &str, status: StatusCode, body: &[u8], need: Need, role: Option<Role>) {
    let error: Option<ApiError> = serde_json::from_slice(body).ok();
    let expected = match (need, role) {
        (Need::Nothing, _) | (Need::Login, Some(_)) => None,
        (Need::Login | Need::Permission(_), None) => Some(ApiError::NotLoggedIn),
        (Need::Permission(needs), Some(role)) if !role.allows(needs) => Some(ApiError::Forbidden { needs }),
        (Need::Permission(_), Some(_)) => None,
    };
    match expected {
        Some(expected) => {
            assert_eq!(error.as_ref(), Some(&expected), "{what}: {status}");
            assert_eq!(status.as_u16(), expected.status(), "{what}");
        }
        None => {
            assert!(
                !matches!(
                    error,
                    Some(
                        ApiError::NotLoggedIn
                            | ApiError::Forbidden { .. }
                            | ApiError::Failed { .. }
                            | ApiError::BadRequest
                    )
                ),
                "{what}: {status} {error:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_metrics_are_for_this_machine_or_for_who_shows_the_token() {
    let app = TestApp::with_env(&[("SENDA_METRICS_TOKEN", "s3creto")]).await;
    let mut browser = app.browser();
    assert_eq!(browser.get("/metrics").await.status, StatusCode::NOT_FOUND);
    for (shown, expected) in [("Bearer otro", StatusCode::NOT_FOUND), ("Bearer s3creto", StatusCode::OK)] {
        let answer = browser.send(Method::GET, "/metrics", &[("authorization", shown)], Vec::new()).await;
        assert_eq!(answer.status, expected, "{shown}");
    }
    let other = TestApp::new().await;
    assert_eq!(other.browser().get("/metrics").await.status, StatusCode::NOT_FOUND, "the address is unknown");
}
