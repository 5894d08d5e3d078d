//! No other site may make a logged-in browser change something here.
//!
//! Every request that is not a plain read must come from a page of ours: browsers say so in `Sec-Fetch-Site`, and older
//! ones by an `Origin` that is this host. The push of a device carries its own credential and no cookie counts there,
//! so that it needs no such proof.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::state::AppState;
use crate::sync::protocol::PHOTO_ROUTE;

/// What is authorised by a credential in a header instead of a cookie, with [`PHOTO_ROUTE`].
const PUSH: &str = "/sync/push";

pub async fn apply(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let path = request.uri().path();
    let is_push = path == PUSH || path.starts_with(PHOTO_ROUTE);
    if is_read || is_push || is_same_site(request.headers(), &state.config.public_url) {
        return next.run(request).await;
    }
    state.metrics.cross_site_refused.add();
    tracing::warn!("a request from another site was refused");
    StatusCode::FORBIDDEN.into_response()
}

fn is_same_site(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    origin == public_url || (host.is_some() && host == text(header::HOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&'static str, &str)], expected: bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        assert_eq!(is_same_site(&headers, "https://senda.example"), expected, "{pairs:?}");
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("origin", "http://localhost:3000"), ("host", "localhost:3000")], true);
        check(&[("origin", "https://senda.example"), ("host", "10.0.0.7:3000")], true);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://senda.example")], false);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("origin", "https://evil.example"), ("host", "senda.example")], false);
        check(&[("origin", "null"), ("host", "senda.example")], false);
        check(&[("host", "senda.example")], false);
        check(&[], false);
    }
}
