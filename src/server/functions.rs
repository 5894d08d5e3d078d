//! The server functions of `api`, mounted under `/api`, with the HTTP status that each error deserves.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::{
    prelude::provide_context,
    server_fn::error::{FromServerFnError as _, SERVER_FN_ERROR_HEADER},
};

use super::state::AppState;
use crate::api::error::ApiError;

/// Largest body of an error: the closed set of them is small.
const ERROR_BYTES_MAX: usize = 64 * 1024;

/// Runs the server function of the request's path. Each checks its own permission before anything else.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    if leptos::server_fn::axum::get_server_fn_service(&path, method).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let context = move || provide_context(state.clone());
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    with_status(response).await
}

/// Leptos answers 500 to every error: the status that it deserves is in the error itself.
async fn with_status(response: Response) -> Response {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_BYTES_MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut bytes = bytes;
    if let Ok(mut error) = serde_json::from_slice::<ApiError>(&bytes) {
        if matches!(error, ApiError::NotSenda | ApiError::Unreachable) {
            // What the browser calls an answer that is not ours is, on this side, arguments that cannot be read.
            error = ApiError::BadRequest;
            bytes = error.ser();
        }
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let ApiError::TooManyAttempts { wait_s } = error {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
        }
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}
