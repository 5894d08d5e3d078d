//! The imports' plain routes: a file comes in, a file goes out.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, Path},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::{
    api::{
        error::{ApiError, Thing},
        imports::UPLOAD_BYTES_MAX,
    },
    domain::ids::ImportId,
    server::{
        error::HttpError,
        extract::{Allowed, may},
        imports::{
            refused,
            upload::{self, UploadRefusal},
        },
        state::AppState,
    },
};

/// Room for the envelope of the form around the file.
const FORM_BYTES: usize = 64 * 1024;

/// Both routes, with the limit on the upload.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/office/imports", post(receive))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX as usize + FORM_BYTES))
        .route("/office/imports/{id}/refused.csv", get(refused_rows))
}

/// Needs `Permission::Import`. Answers 422 with the problem of a file that cannot be read.
async fn receive(allowed: Allowed<may::Import>, form: Multipart) -> Response {
    match upload::upload(&allowed.caller, form).await {
        Ok(uploaded) => Json(uploaded).into_response(),
        Err(UploadRefusal::File(problem)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response()
        }
        Err(UploadRefusal::Other(error)) => HttpError(error).into_response(),
    }
}

/// Needs `Permission::Import`.
async fn refused_rows(allowed: Allowed<may::Import>, Path(id): Path<String>) -> Result<Response, HttpError> {
    let id = ImportId::parse(&id).ok_or(ApiError::NotFound { what: Thing::Import })?;
    let text = refused::csv(&allowed.caller, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"rechazadas.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
