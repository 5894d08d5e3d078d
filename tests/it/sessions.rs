//! Logging in, and how a session ends.

use axum::http::{Method, StatusCode};
use senda::{
    api::{
        error::{ApiError, Field, FieldProblem},
        people::TemporaryPassword,
    },
    domain::role::Role,
    server::sessions::{RevocableStore, SESSION_AGE_MS_MAX, SESSION_IDLE_MS_MAX},
};
use serde_json::json;
use tower_sessions::SessionStore as _;

use crate::test_app::{PASSWORD, TestApp};

#[tokio::test]
async fn the_right_password_opens_and_the_cookie_is_out_of_reach_of_scripts() {
    let app = TestApp::new().await;
    app.person("ana", &[Role::Collector]).await;
    let mut browser = app.browser();
    let answer = browser.call_raw("session/login", json!({ "login": " ANA", "password": PASSWORD })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let cookie = answer.header("set-cookie");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{flag} is not in {cookie}");
    }
    let me = browser.me().await.unwrap();
    assert_eq!((me.login.as_str(), me.company.as_str()), ("ana", "Materiales de Prueba"));
    assert_eq!(me.home(), "/app/ruta");
}

#[tokio::test]
async fn behind_https_the_cookie_travels_by_https_only() {
    let app = TestApp::with_env(&[("SENDA_SECURE_COOKIES", "1")]).await;
    app.person("ana", &[Role::Collector]).await;
    let answer =
        app.browser().call_raw("session/login", json!({ "login": "ana", "password": PASSWORD })).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-senda=") && cookie.contains("Secure"), "{cookie}");
    assert!(answer.header("strict-transport-security").contains("max-age="));
}

#[tokio::test]
async fn a_login_gives_a_new_session_id() {
    let app = TestApp::new().await;
    let mut browser = app.logged_in("ana", &[Role::Collector]).await;
    let before = browser.cookie.clone();
    browser.log_in("ana").await.unwrap();
    assert_ne!(browser.cookie, before);
    let mut old = app.browser();
    old.cookie = before;
    assert_eq!(old.me().await, None, "the id from before the login is worth nothing");
}

#[tokio::test]
async fn which_of_login_and_password_is_wrong_is_not_told() {
    let app = TestApp::new().await;
    app.person("ana", &[Role::Collector]).await;
    for (login, password) in [("ana", "otra cosa larga"), ("nadie", PASSWORD), ("nadie", "otra cosa larga")] {
        let result: Result<(), _> =
            app.browser().call("session/login", json!({ "login": login, "password": password })).await;
        assert_eq!(result, Err(ApiError::WrongLogin), "{login}");
    }
    let result: Result<(), _> =
        app.browser().call("session/login", json!({ "login": "", "password": "" })).await;
    let Err(ApiError::Fields { problems }) = result else { panic!("{result:?}") };
    assert_eq!(problems.iter().map(|e| e.field).collect::<Vec<_>>(), [Field::Login, Field::Password]);
}

#[tokio::test]
async fn guessing_is_slowed_down_even_with_the_right_password_in_the_end() {
    let app = TestApp::new().await;
    app.person("ana", &[Role::Collector]).await;
    let mut browser = app.browser();
    let mut waits = 0;
    for n in 0..20 {
        let args = json!({ "login": "ana", "password": format!("adivinanza {n}") });
        let answer = browser.call_raw("session/login", args).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
            waits += 1;
        }
    }
    assert!(waits >= 10, "{waits}");
    assert!(matches!(browser.log_in("ana").await, Err(ApiError::TooManyAttempts { .. })));
    app.clock.pass_ms(16 * 60 * 1_000);
    browser.log_in("ana").await.unwrap();
}

#[tokio::test]
async fn a_late_save_does_not_bring_a_closed_session_back() {
    let app = TestApp::new().await;
    let mut browser = app.logged_in("ana", &[Role::Collector]).await;
    let cookie = browser.cookie.clone().unwrap();
    let id = cookie.split_once('=').unwrap().1.parse().unwrap();
    let store = RevocableStore::new(app.store());
    let loaded = store.load(&id).await.unwrap().unwrap();

    browser.call::<()>("session/logout", json!({})).await.unwrap();
    store.save(&loaded).await.unwrap();

    assert!(store.load(&id).await.unwrap().is_none());
    browser.cookie = Some(cookie);
    assert_eq!(browser.me().await, None);
}

#[tokio::test]
async fn closing_sessions_deactivating_and_new_roles_end_what_is_open() {
    let app = TestApp::new().await;
    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let ana = app.person("ana", &[Role::Collector]).await;
    for (change, args) in [
        ("people/close-sessions", json!({ "person": ana.id })),
        ("people/set-roles", json!({ "person": ana.id, "roles": [Role::Seller] })),
        ("people/deactivate", json!({ "person": ana.id })),
    ] {
        let mut browser = app.browser();
        browser.log_in("ana").await.unwrap();
        assert!(browser.me().await.is_some());
        admin.call::<()>(change, args).await.unwrap();
        assert_eq!(browser.me().await, None, "{change}");
    }
    assert_eq!(app.browser().log_in("ana").await, Err(ApiError::WrongLogin), "the account is closed");
    admin.call::<()>("people/reactivate", json!({ "person": ana.id })).await.unwrap();
    app.browser().log_in("ana").await.unwrap();
}

#[tokio::test]
async fn an_idle_session_ends_and_no_session_lives_for_ever() {
    let app = TestApp::new().await;
    let mut idle = app.logged_in("ana", &[Role::Collector]).await;
    app.clock.pass_ms(SESSION_IDLE_MS_MAX + 1);
    assert_eq!(idle.me().await, None);

    let mut busy = app.browser();
    busy.log_in("ana").await.unwrap();
    let mut lived_ms = 0;
    while lived_ms + SESSION_IDLE_MS_MAX / 2 <= SESSION_AGE_MS_MAX {
        app.clock.pass_ms(SESSION_IDLE_MS_MAX / 2);
        lived_ms += SESSION_IDLE_MS_MAX / 2;
        assert!(busy.me().await.is_some(), "after {lived_ms} ms");
    }
    app.clock.pass_ms(SESSION_IDLE_MS_MAX / 2 + 1);
    assert_eq!(busy.me().await, None, "thirty days are over");
}

#[tokio::test]
async fn a_change_from_another_site_is_refused() {
    let app = TestApp::new().await;
    let mut browser = app.logged_in("jefa", &[Role::Admin]).await;
    let json_type = ("content-type", "application/json");
    for (headers, expected) in [
        (vec![json_type, ("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN),
        (vec![json_type, ("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN),
        (vec![json_type, ("origin", "https://evil.example")], StatusCode::FORBIDDEN),
        (vec![json_type], StatusCode::FORBIDDEN),
        (vec![json_type, ("origin", "https://senda.test")], StatusCode::OK),
        (vec![json_type, ("sec-fetch-site", "same-origin")], StatusCode::OK),
    ] {
        let answer = browser.send(Method::POST, "/api/people/list", &headers, b"{}".to_vec()).await;
        assert_eq!(answer.status, expected, "{headers:?}");
    }
}

#[tokio::test]
async fn a_temporary_password_opens_nothing_but_its_own_change() {
    let app = TestApp::new().await;
    let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
    let new = json!({ "new": {
        "name": "Beto Luna", "login": "Beto.Luna", "roles": [Role::Manager], "branch": app.branch(), "month_goal": 0
    } });
    let given: TemporaryPassword = admin.call("people/create", new).await.unwrap();
    assert_eq!(given.login, "beto.luna");

    let mut beto = app.browser();
    let args = json!({ "login": "beto.luna", "password": given.password });
    let me: senda::api::session::LoggedIn = beto.call("session/login", args).await.unwrap();
    assert!(me.must_change_password);
    let list = json!({ "filter": {}, "page": 0 });
    let refused: Result<serde_json::Value, _> = beto.call("portfolio/page", &list).await;
    assert_eq!(refused, Err(ApiError::MustChangePassword));

    let before = beto.clone();
    let short = json!({ "current": given.password, "new": "corta" });
    let refused: Result<(), _> = beto.call("session/change-password", short).await;
    let too_short = FieldProblem::TooShort { chars_min: 10 };
    assert_eq!(refused, Err(ApiError::field(Field::Password, too_short)));
    let wrong = json!({ "current": "no es esta", "new": PASSWORD });
    let refused: Result<(), _> = beto.call("session/change-password", wrong).await;
    assert_eq!(refused, Err(ApiError::field(Field::CurrentPassword, FieldProblem::Wrong)));

    let right = json!({ "current": given.password, "new": PASSWORD });
    beto.call::<()>("session/change-password", right).await.unwrap();
    beto.call::<serde_json::Value>("portfolio/page", &list).await.unwrap();
    assert!(!beto.me().await.unwrap().must_change_password);
    assert_eq!(before.clone().me().await, None, "the session from before the change is over");
}
