//! The first administrator: once, with the code of the console.

use axum::http::StatusCode;
use senda::{
    api::{
        error::{ApiError, Field, FieldProblem},
        session::LoggedIn,
        setup::FirstAdmin,
    },
    domain::{date::Zone, role::Role},
};
use serde_json::json;

use crate::test_app::{PASSWORD, TestApp};

fn first(app: &TestApp, login: &str) -> FirstAdmin {
    FirstAdmin {
        company: "Materiales del Norte".into(),
        branch: "Tecate".into(),
        zone: Zone::TIJUANA,
        name: "Rosa Peña".into(),
        login: login.into(),
        password: PASSWORD.into(),
        setup_code: app.state.setup_code.to_string(),
    }
}

#[tokio::test]
async fn an_empty_installation_leads_to_its_setup_and_then_never_again() {
    let app = TestApp::empty().await;
    let mut browser = app.browser();
    assert_eq!(browser.get("/").await.header("location"), "/instalar");
    assert_eq!(browser.get("/entrar").await.header("location"), "/instalar");
    assert!(browser.call::<bool>("setup/needed", json!({})).await.unwrap());

    let me: LoggedIn =
        browser.call("setup/first-admin", json!({ "first": first(&app, "Rosa") })).await.unwrap();
    assert_eq!((me.login.as_str(), me.roles.as_slice()), ("rosa", [Role::Admin].as_slice()));
    assert_eq!((me.company.as_str(), me.branch_name.as_str()), ("Materiales del Norte", "Tecate"));
    assert_eq!(browser.me().await, Some(me), "the first administrator is logged in");

    assert!(!browser.call::<bool>("setup/needed", json!({})).await.unwrap());
    assert_eq!(app.browser().get("/instalar").await.header("location"), "/entrar");
    let again: Result<LoggedIn, _> =
        app.browser().call("setup/first-admin", json!({ "first": first(&app, "otra") })).await;
    assert_eq!(again, Err(ApiError::AlreadySetUp));
}

#[tokio::test]
async fn without_the_code_of_the_console_nobody_sets_it_up() {
    let app = TestApp::empty().await;
    let guess = FirstAdmin { setup_code: "aaaa-bbbb-cccc".into(), ..first(&app, "rosa") };
    let mut statuses = Vec::new();
    for _ in 0..12 {
        let answer = app.browser().call_raw("setup/first-admin", json!({ "first": guess })).await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses[0], StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(statuses[11], StatusCode::TOO_MANY_REQUESTS, "guessing is slowed down");
    assert!(!app.store().has_people().await.unwrap());
}

#[tokio::test]
async fn of_many_that_try_at_once_one_wins() {
    let app = TestApp::empty().await;
    let tries = (0..8).map(|n| {
        let (mut browser, first) = (app.browser(), first(&app, &format!("admin{n}")));
        async move { browser.call::<LoggedIn>("setup/first-admin", json!({ "first": first })).await }
    });
    let results = futures::future::join_all(tries).await;
    let winners: Vec<_> = results.iter().filter_map(|result| result.as_ref().ok()).collect();
    assert_eq!(winners.len(), 1, "{results:?}");
    let people = app.store().people().await.unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].id, winners[0].person);
    assert_eq!(app.store().branches().await.unwrap().len(), 1, "losers leave nothing behind");
    for lost in results.iter().filter_map(|result| result.as_ref().err()) {
        assert!(matches!(lost, ApiError::AlreadySetUp | ApiError::TooManyAttempts { .. }), "{lost:?}");
    }
}

#[tokio::test]
async fn everything_that_is_wrong_with_the_form_is_said_at_once() {
    let app = TestApp::empty().await;
    let bad = FirstAdmin {
        company: " ".into(),
        login: "rosa peña".into(),
        password: "corta".into(),
        ..first(&app, "")
    };
    let result: Result<LoggedIn, _> = app.browser().call("setup/first-admin", json!({ "first": bad })).await;
    let Err(ApiError::Fields { problems }) = result else { panic!("{result:?}") };
    let found: Vec<_> = problems.iter().map(|error| (error.field, error.problem)).collect();
    assert_eq!(
        found,
        [
            (Field::Company, FieldProblem::Missing),
            (Field::Login, FieldProblem::Malformed),
            (Field::Password, FieldProblem::TooShort { chars_min: 10 }),
        ]
    );
}
