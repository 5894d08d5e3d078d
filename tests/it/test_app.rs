//! The whole server on an empty database in memory, with the real migrations and a clock that stands still.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use senda::{
    api::{error::ApiError, session::LoggedIn},
    domain::{
        date::{Millis, Zone},
        ids::{BranchId, PersonId},
        money::Money,
        role::Role,
    },
    server::{
        assets::Site,
        clock::ServerClock,
        config::Config,
        routes::router,
        state::AppState,
        store::{
            Store,
            branches::Branch,
            company::Company,
            people::{NewPerson, Person},
        },
    },
    sync::protocol::Enrolment,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// Saturday 21 November 2026, 10:15 in the morning in Tijuana.
pub const NOW: Millis = Millis(1_795_284_900_000);
/// Everybody's.
pub const PASSWORD: &str = "caballo pila grapa";
/// Where pages of ours come from.
const HOST: &str = "senda.test";

/// A clock that tests set.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn pass_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl ServerClock for TestClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

pub struct TestApp {
    pub state: AppState,
    pub clock: TestClock,
    pub router: Router,
    /// The folder that is served; gone with the test.
    _site: TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl TestApp {
    /// Without company and people.
    pub async fn empty() -> TestApp {
        TestApp::with_env(&[]).await
    }

    /// With a company, one branch, and nobody yet.
    pub async fn new() -> TestApp {
        let app = TestApp::empty().await;
        app.found_company().await;
        app
    }

    /// As [`TestApp::empty`], with variables of the environment.
    pub async fn with_env(env: &[(&str, &str)]) -> TestApp {
        let site = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("pkg/senda.aaaaaaaaaaaaaaaaaaaaaa.js", "export default () => {};"),
            ("pkg/senda.bbbbbbbbbbbbbbbbbbbbbb.wasm", "not really wasm"),
            ("pkg/senda-field.dddddddddddddddddddddd.js", "export default () => {};"),
            ("pkg/senda-field.eeeeeeeeeeeeeeeeeeeeee.wasm", "not really wasm"),
            ("pkg/senda-office.ffffffffffffffffffffff.js", "export default () => {};"),
            ("pkg/senda-office.gggggggggggggggggggggg.wasm", "not really wasm"),
            ("pkg/senda.cccccccccccccccccccccc.css", "body{}"),
            ("pkg/senda.cccccccccccccccccccccc.css.br", "packed"),
            ("boot.js", "// boot"),
            ("img/icon-192.png", "png"),
            ("sw.js", include_str!("../../public/sw.js")),
        ] {
            let path = site.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let config = Config::read(|name| match name {
            "SENDA_DB" => Some("mem://".into()),
            "SENDA_SITE" => Some(site.path().display().to_string()),
            "SENDA_PUBLIC_URL" => Some(format!("https://{HOST}")),
            _ => env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
        })
        .unwrap();
        let store = Store::open(&config.store).await.unwrap();
        let clock = TestClock(Arc::new(AtomicI64::new(NOW.0)));
        let files = Site::load(site.path()).unwrap();
        let state = AppState::new(store, config, clock.clone(), files);
        let router = router(state.clone());
        TestApp { state, clock, router, _site: site }
    }

    pub fn store(&self) -> &Store {
        &self.state.store
    }

    pub fn branch(&self) -> BranchId {
        BranchId::from_key("TECATE")
    }

    async fn found_company(&self) {
        let zone = Zone::TIJUANA;
        self.store().set_company(&Company { name: "Materiales de Prueba".into(), zone }).await.unwrap();
        self.store().put_branch(&Branch { id: self.branch(), name: "Tecate".into(), zone }).await.unwrap();
    }

    /// Somebody with the login `login` and the password [`PASSWORD`].
    pub async fn person(&self, login: &str, roles: &[Role]) -> Person {
        let person = NewPerson {
            id: PersonId::from_key(login),
            login: login.into(),
            name: format!("Persona {login}"),
            roles: roles.to_vec(),
            branch: self.branch(),
            month_goal: Money::ZERO,
            password_hash: Some(self.state.passwords.hash(PASSWORD).await.unwrap()),
        };
        self.store().create_person(&person, self.clock.now()).await.unwrap()
    }

    /// A browser without a session.
    pub fn browser(&self) -> Browser {
        Browser::of(&self.router)
    }

    /// A browser of somebody new who has logged in.
    pub async fn logged_in(&self, login: &str, roles: &[Role]) -> Browser {
        self.person(login, roles).await;
        let mut browser = self.browser();
        browser.log_in(login).await.unwrap();
        browser
    }
}

/// Sends requests as a page of ours would, and keeps the cookie.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// `name=value`.
    pub cookie: Option<String>,
}

impl Browser {
    /// Without a session.
    pub fn of(router: &Router) -> Browser {
        Browser { router: router.clone(), cookie: None }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Calls the server function at `/api/{name}`.
    pub async fn call<T: DeserializeOwned>(
        &mut self,
        name: &str,
        args: impl Serialize,
    ) -> Result<T, ApiError> {
        let answer = self.call_raw(name, args).await;
        if answer.status.is_success() {
            return Ok(serde_json::from_slice(&answer.body).unwrap());
        }
        let error = serde_json::from_slice(&answer.body);
        Err(error.unwrap_or_else(|_| panic!("{name}: {} {}", answer.status, answer.text())))
    }

    pub async fn call_raw(&mut self, name: &str, args: impl Serialize) -> Answer {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let body = serde_json::to_vec(&args).unwrap();
        self.send(Method::POST, &format!("/api/{name}"), &headers, body).await
    }

    pub async fn log_in(&mut self, login: &str) -> Result<LoggedIn, ApiError> {
        self.call("session/login", json!({ "login": login, "password": PASSWORD })).await
    }

    pub async fn me(&mut self) -> Option<LoggedIn> {
        self.call("session/me", json!({})).await.unwrap()
    }

    /// Makes this browser a device of whoever is logged in.
    pub async fn enrol(&mut self) -> Enrolment {
        self.call("devices/enrol", json!({ "device_name": "Moto de prueba" })).await.unwrap()
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let pair = cookie.split(';').next().unwrap();
            let is_gone = cookie.contains("Max-Age=0");
            self.cookie = (!is_gone).then(|| pair.to_owned());
        }
        answer
    }
}
