//! What a browser loads: documents, files, and the headers around them.

use axum::http::{Method, StatusCode};
use senda::domain::role::Role;

use crate::test_app::TestApp;

/// The contents of the elements `<script …>…</script>` of a document.
fn scripts(html: &str) -> Vec<(String, String)> {
    html.split("<script")
        .skip(1)
        .map(|rest| {
            let (attributes, rest) = rest.split_once('>').unwrap();
            (attributes.to_owned(), rest.split_once("</script>").unwrap().0.to_owned())
        })
        .collect()
}

#[tokio::test]
async fn a_shell_is_the_same_for_everybody_and_has_no_script_of_its_own() {
    let app = TestApp::new().await;
    let mut collector = app.logged_in("ana", &[Role::Collector]).await;
    let shell = collector.get("/app/ruta").await;
    assert_eq!(shell.status, StatusCode::OK);
    let office = collector.get("/oficina/tablero").await;
    for (path, expected) in [("/app", &shell), ("/app/clientes/123", &shell), ("/oficina", &office)] {
        let other = app.browser().get(path).await;
        assert_eq!((other.status, other.text()), (StatusCode::OK, expected.text()), "{path}");
    }
    let html = shell.text();
    assert!(html.contains("<html lang=\"es-MX\" translate=\"no\" data-shell=\"app\">"), "{html}");
    assert!(!html.contains("style=") && !html.contains(" onload"), "{html}");
    let scripts = scripts(&html);
    assert_eq!(scripts.len(), 1);
    assert!(scripts[0].0.contains("src=\"/boot.js\"") && scripts[0].1.is_empty(), "{scripts:?}");
    for (shell, js, wasm) in [
        (&html, "senda-field.dddddddddddddddddddddd.js", "senda-field.eeeeeeeeeeeeeeeeeeeeee.wasm"),
        (
            &office.text(),
            "senda-office.ffffffffffffffffffffff.js",
            "senda-office.gggggggggggggggggggggg.wasm",
        ),
    ] {
        for name in [js, wasm, "senda.cccccccccccccccccccccc.css"] {
            assert!(shell.contains(&format!("/pkg/{name}")), "{name}");
        }
        assert_eq!(shell.matches("/pkg/").count(), 5, "nothing of another program: {shell}");
    }
    assert_eq!(shell.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn every_answer_says_what_a_page_may_do() {
    let app = TestApp::new().await;
    app.person("ana", &[Role::Collector]).await;
    let mut browser = app.browser();
    for path in ["/app/ruta", "/entrar", "/r", "/healthz", "/boot.js", "/no-hay-tal", "/api/nada"] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("'wasm-unsafe-eval'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("geolocation=(self)"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn scripts_of_a_rendered_page_carry_its_nonce() {
    let app = TestApp::new().await;
    app.person("ana", &[Role::Collector]).await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = app.browser().get("/entrar").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        assert!(
            page.text().contains("data-senda-js=\"/pkg/senda.aaaaaaaaaaaaaaaaaaaaaa.js\""),
            "{}",
            page.text()
        );
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        for (attributes, content) in scripts(&page.text()) {
            let is_file = content.is_empty() && attributes.contains("src=\"/");
            assert!(is_file || attributes.contains(&nonce), "<script{attributes}>{content}");
        }
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn the_workers_script_lists_what_a_phone_keeps_and_apart_what_the_office_does() {
    let app = TestApp::new().await;
    let answer = app.browser().get("/sw.js").await;
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(answer.header("service-worker-allowed"), "/");
    assert!(answer.header("content-type").starts_with("text/javascript"));
    let script = answer.text();
    let list = |name: &str| {
        let begin = format!("const {name} = /* written by the server */[");
        let (_, rest) =
            script.split_once(&begin).unwrap_or_else(|| panic!("{name} is in its place:\n{script}"));
        rest.split_once("];").unwrap().0.to_owned()
    };
    let phone = [
        "/boot.js",
        "/img/icon-192.png",
        "/pkg/senda-field.dddddddddddddddddddddd.js",
        "/pkg/senda-field.eeeeeeeeeeeeeeeeeeeeee.wasm",
        "/pkg/senda.cccccccccccccccccccccc.css",
    ];
    let office =
        ["/pkg/senda-office.ffffffffffffffffffffff.js", "/pkg/senda-office.gggggggggggggggggggggg.wasm"];
    assert_eq!(list("FILES"), phone.map(|path| format!("\"{path}\"")).join(","));
    assert_eq!(list("OFFICE_FILES"), office.map(|path| format!("\"{path}\"")).join(","));
    assert!(!script.contains(".br\"") && !script.contains("\"/sw.js\""), "{script}");
    assert!(script.contains("const VERSION = '") && !script.contains("const VERSION = '__SENDA"), "{script}");
    assert_eq!(app.browser().get("/sw.js").await.text(), script, "the same build gives the same bytes");
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_others_are_asked_for() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let wasm = browser.get("/pkg/senda.bbbbbbbbbbbbbbbbbbbbbb.wasm").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(browser.get("/boot.js").await.header("cache-control"), "no-cache");

    let path = "/pkg/senda.cccccccccccccccccccccc.css";
    let packed = browser.send(Method::GET, path, &[("accept-encoding", "gzip, br")], Vec::new()).await;
    assert_eq!((packed.header("content-encoding"), packed.text().as_str()), ("br", "packed"));
    let plain = browser.get(path).await;
    assert_eq!((plain.header("content-encoding"), plain.text().as_str()), ("", "body{}"));
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    for path in [
        "/no-hay-tal",
        "/pkg/senda.zzzzzzzzzzzzzzzzzzzzzz.js",
        "/api/people/everything",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/pkg/../sw.js.br",
    ] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_process_says_that_it_lives_and_can_work() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    assert_eq!(browser.get("/healthz").await.text(), "ok");
    assert_eq!(browser.get("/readyz").await.text(), "ready");
}

#[tokio::test]
async fn the_start_leads_everybody_to_his_work() {
    let app = TestApp::new().await;
    for (login, role, home) in [
        ("cobra", Role::Collector, "/app/ruta"),
        ("vende", Role::Seller, "/app/ruta"),
        ("manda", Role::Manager, "/oficina/tablero"),
        ("admin", Role::Admin, "/oficina/tablero"),
    ] {
        let mut browser = app.logged_in(login, &[role]).await;
        assert_eq!(browser.get("/").await.header("location"), home, "{login}");
        assert_eq!(browser.get("/entrar").await.header("location"), home, "{login}");
    }
    assert_eq!(app.browser().get("/").await.header("location"), "/entrar");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::new().await;
    let mut browser = app.logged_in("jefa", &[Role::Admin]).await;
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let body = vec![b' '; 1024 * 1024];
    let answer = browser.send(Method::POST, "/api/people/list", &headers, body).await;
    assert!(answer.status.is_client_error() || answer.status.is_server_error(), "{}", answer.status);
    let broken =
        browser.send(Method::POST, "/api/people/set-roles", &headers, b"{\"person\":7".to_vec()).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST, "{}", broken.text());
}
