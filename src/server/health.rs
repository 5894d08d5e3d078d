//! Whether the process lives, whether it can work, and its counters.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{config::Config, extract::Visitor, state::AppState};

/// `GET /healthz`. Public: the process answers.
pub async fn health() -> &'static str {
    "ok"
}

/// `GET /readyz`. Public: the database answers too.
pub async fn ready(State(state): State<AppState>) -> Response {
    match state.store.ready().await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

/// `GET /metrics`. For this machine, or with the token of the configuration; to others it does not exist.
pub async fn metrics(visitor: Visitor, headers: HeaderMap) -> Response {
    let state = &visitor.state;
    let shown = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let is_allowed = match &state.config.metrics_token {
        Some(token) => shown.is_some_and(|shown| is_equal(shown, token)),
        None => Config::is_this_machine(visitor.address),
    };
    if !is_allowed {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], state.metrics.text()).into_response()
}

/// Compares in the same time whatever the difference.
fn is_equal(shown: &str, token: &str) -> bool {
    let differences = shown.bytes().zip(token.bytes()).fold(0u8, |sum, (a, b)| sum | (a ^ b));
    shown.len() == token.len() && differences == 0
}
