//! `POST /sync/push`: authorised by the device's own credential, never by a login.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Serialize;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{
    server::{
        push::{self, PUSH_BODY_BYTES_MAX, PushRefusal},
        state::AppState,
    },
    sync::protocol::{PROTOCOL, PROTOCOL_HEADER},
};

/// The route with its limit on the body.
pub fn router() -> Router<AppState> {
    Router::new().route("/sync/push", post(receive)).layer(DefaultBodyLimit::max(PUSH_BODY_BYTES_MAX)).layer(
        SetResponseHeaderLayer::overriding(
            HeaderName::from_static(PROTOCOL_HEADER),
            HeaderValue::from(PROTOCOL),
        ),
    )
}

/// Why a push was refused as a whole, for whoever debugs a phone. The phone itself only looks at the status.
#[derive(Serialize)]
struct Refused {
    code: &'static str,
}

/// Needs the credential of an enrolled device, retired or not.
async fn receive(State(state): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(credential) = bearer(&headers) else {
        return PushRefusal::Unauthorized.into_response();
    };
    match push::push(&state.store, credential, &body, state.now()).await {
        Ok(response) => Json(response).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// The credential of a device.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

impl IntoResponse for PushRefusal {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            PushRefusal::Unauthorized => (StatusCode::UNAUTHORIZED, "credential"),
            PushRefusal::Malformed(code) => (StatusCode::BAD_REQUEST, *code),
            PushRefusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            PushRefusal::Store(error) if error.is_passing() => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            PushRefusal::Store(error) => {
                tracing::error!(%error, "a push failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "failed")
            }
        };
        (status, Json(Refused { code })).into_response()
    }
}
