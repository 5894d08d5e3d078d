//! One line per answer, with an id that is in the answer too. Addresses are logged as the route's pattern: what people
//! type or look at stays out of the log.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::state::AppState;

/// An answer that takes longer is worth a warning.
const SLOW_MS: u64 = 2_000;

pub async fn apply(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or("(file or page)", MatchedPath::as_str).to_owned();
    let started = Instant::now();
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    state.metrics.answered(status, took_ms);
    span.in_scope(|| {
        if status >= 500 || took_ms > SLOW_MS {
            tracing::warn!(%method, route, status, took_ms, "{method} {route} {status} in {took_ms} ms");
        } else {
            tracing::debug!(%method, route, status, took_ms, "{method} {route} {status} in {took_ms} ms");
        }
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}
