//! Photos: taken from devices by what they are, and shown to who may see them.

use axum::http::{Method, StatusCode};
use senda::{
    api::error::{ApiError, Thing},
    domain::{
        chain::ChainHash,
        photo::PHOTO_BYTES_MAX,
        role::{Permission, Role},
    },
    sync::protocol::{PROTOCOL, PROTOCOL_HEADER, PhotoTaken},
};

use crate::test_app::{Answer, Browser, TestApp};

const JPEG: &[u8] = include_bytes!("photos/good.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("photos/progressive.jpg");
const PNG: &[u8] = include_bytes!("photos/good.png");
/// 21 KB that decode to 81 million pixels.
const BOMB: &[u8] = include_bytes!("photos/nine_thousand_pixels_wide.png");

/// A collector's browser with the credential of its device.
struct Phone {
    browser: Browser,
    credential: String,
}

async fn phone(app: &TestApp, login: &str) -> Phone {
    let mut browser = app.logged_in(login, &[Role::Collector]).await;
    let credential = browser.enrol().await.credential;
    Phone { browser, credential }
}

impl Phone {
    async fn send(&mut self, content: &[u8]) -> Answer {
        self.send_as(&ChainHash::of(content).to_string(), content).await
    }

    async fn send_as(&mut self, sha256: &str, content: &[u8]) -> Answer {
        // As the phone does: without the cookie.
        let mut nobody = self.browser.clone();
        nobody.cookie = None;
        let bearer = format!("Bearer {}", self.credential);
        let headers = [("authorization", bearer.as_str()), ("content-type", "image/jpeg")];
        nobody.send(Method::PUT, &format!("/sync/photo/{sha256}"), &headers, content.to_vec()).await
    }
}

async fn see(browser: &mut Browser, content: &[u8]) -> Answer {
    browser.get(&format!("/office/photos/{}", ChainHash::of(content))).await
}

fn check_taken(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header(PROTOCOL_HEADER), PROTOCOL.to_string());
    assert!(serde_json::from_slice::<PhotoTaken>(&answer.body).is_ok(), "{}", answer.text());
}

fn check_refused(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header(PROTOCOL_HEADER), PROTOCOL.to_string(), "else the phone takes it for a portal");
    assert!(answer.text().contains(code), "{} instead of {code}", answer.text());
}

#[tokio::test]
async fn what_a_phone_sends_the_office_sees_to_the_byte() {
    let app = TestApp::new().await;
    let mut phone = phone(&app, "ana").await;
    let mut office = app.logged_in("oficina", &[Role::CreditManager]).await;
    for (content, mime) in [(JPEG, "image/jpeg"), (PROGRESSIVE, "image/jpeg"), (PNG, "image/png")] {
        assert_eq!(see(&mut office, content).await.status, StatusCode::NOT_FOUND);
        check_taken(&phone.send(content).await);
        let shown = see(&mut office, content).await;
        assert_eq!((shown.status, shown.body.as_slice()), (StatusCode::OK, content));
        assert_eq!(shown.header("content-type"), mime);
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert!(shown.header("content-security-policy").contains("sandbox"));
        assert!(shown.header("cache-control").starts_with("private"));
    }
}

#[tokio::test]
async fn the_same_photo_again_and_from_many_at_once_is_kept_once() {
    let app = TestApp::new().await;
    let mut ana = phone(&app, "ana").await;
    check_taken(&ana.send(JPEG).await);
    check_taken(&ana.send(JPEG).await);
    let mut phones = Vec::new();
    for number in 0..6 {
        phones.push(phone(&app, &format!("persona{number}")).await);
    }
    let answers = futures::future::join_all(phones.iter_mut().map(|phone| phone.send(PNG))).await;
    answers.iter().for_each(check_taken);
    for mut phone in phones {
        assert_eq!(see(&mut phone.browser, PNG).await.body, PNG, "each of them sent it");
    }
}

#[tokio::test]
async fn who_sent_a_photo_sees_it_and_another_collector_does_not() {
    let app = TestApp::new().await;
    let mut ana = phone(&app, "ana").await;
    let mut eva = phone(&app, "eva").await;
    check_taken(&ana.send(JPEG).await);
    assert_eq!(see(&mut ana.browser, JPEG).await.body, JPEG);
    let needs = Permission::SeePortfolio;
    // The same answer to a photo that exists and to one that does not.
    for content in [JPEG, PNG] {
        let answer = see(&mut eva.browser, content).await;
        let error: ApiError = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((answer.status, error), (StatusCode::FORBIDDEN, ApiError::Forbidden { needs }));
    }
    let nobody = see(&mut app.browser(), JPEG).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn bytes_of_another_hash_are_refused() {
    let app = TestApp::new().await;
    let mut phone = phone(&app, "ana").await;
    let answer = phone.send_as(&ChainHash::of(PNG).to_string(), JPEG).await;
    check_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, "hash");
    for address in ["abc", "..%2f..%2fetc%2fpasswd", &"g".repeat(64)] {
        check_refused(&phone.send_as(address, JPEG).await, StatusCode::BAD_REQUEST, "address");
    }
}

#[tokio::test]
async fn what_is_no_whole_image_is_refused_whatever_it_calls_itself() {
    let app = TestApp::new().await;
    let mut phone = phone(&app, "ana").await;
    let mut disguised = JPEG[..4].to_vec();
    disguised.extend_from_slice(b"<html><script>alert(1)</script>");
    let hostile: [&[u8]; 8] = [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a",
        &disguised,
        &JPEG[..JPEG.len() / 2],
        &PNG[..PNG.len() / 2],
        &PNG[..PNG.len() - 20],
    ];
    for content in hostile {
        let answer = phone.send(content).await;
        check_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, "not_an_image");
    }
    check_taken(&phone.send(JPEG).await);
}

#[tokio::test]
async fn too_many_bytes_or_pixels_are_refused() {
    let app = TestApp::new().await;
    let mut phone = phone(&app, "ana").await;
    let mut large = JPEG.to_vec();
    large.resize(PHOTO_BYTES_MAX + 1, 0);
    check_refused(&phone.send(&large).await, StatusCode::PAYLOAD_TOO_LARGE, "");
    check_refused(&phone.send(BOMB).await, StatusCode::UNPROCESSABLE_ENTITY, "too_many_pixels");
}

#[tokio::test]
async fn only_a_device_may_send_photos_and_a_retired_one_still_may() {
    let app = TestApp::new().await;
    let mut phone = phone(&app, "ana").await;
    let credential = std::mem::replace(&mut phone.credential, "inventada".into());
    check_refused(&phone.send(JPEG).await, StatusCode::UNAUTHORIZED, "credential");
    let path = format!("/sync/photo/{}", ChainHash::of(JPEG));
    let login_only = phone.browser.send(Method::PUT, &path, &[], JPEG.to_vec()).await;
    check_refused(&login_only, StatusCode::UNAUTHORIZED, "credential");
    let device = app.store().device_by_credential(&credential).await.unwrap().unwrap();
    app.store().retire_device(device.id, app.state.now()).await.unwrap();
    phone.credential = credential;
    check_taken(&phone.send(JPEG).await);
}

#[tokio::test]
async fn a_photo_that_has_not_arrived_is_said_to_be_on_its_way() {
    let app = TestApp::new().await;
    let mut office = app.logged_in("oficina", &[Role::Manager]).await;
    for address in [ChainHash::of(b"x").to_string(), "abc".to_owned()] {
        let answer = office.get(&format!("/office/photos/{address}")).await;
        let error: ApiError = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(error, ApiError::NotFound { what: Thing::Photo });
    }
}
