//! The route by which bank statements come in.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};

use crate::{
    api::imports::UPLOAD_BYTES_MAX,
    server::{
        error::HttpError,
        extract::{Allowed, may},
        reconciliation::upload::{self, StatementRefusal},
        state::AppState,
    },
};

/// Room for the envelope of the form around the file.
const FORM_BYTES: usize = 64 * 1024;

/// The route, with the limit on the upload.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/office/statements", post(receive))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX as usize + FORM_BYTES))
}

/// Needs `Permission::Reconcile`. Answers 422 with the problem of a file that cannot be read.
async fn receive(allowed: Allowed<may::Reconcile>, form: Multipart) -> Response {
    match upload::upload(&allowed.caller, form).await {
        Ok(taken) => Json(taken).into_response(),
        Err(StatementRefusal::Problem(problem)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response()
        }
        Err(StatementRefusal::Other(error)) => HttpError(error).into_response(),
    }
}
