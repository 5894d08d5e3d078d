//! The month's REP as files.

use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    api::{
        error::{ApiError, Thing},
        rep::Month,
    },
    server::{
        error::HttpError,
        extract::{Allowed, may},
        rep::export,
        state::AppState,
    },
};

/// Both files.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/office/rep/{month}/rep.csv", get(csv))
        .route("/office/rep/{month}/rep.json", get(json))
}

fn month_of(text: &str) -> Result<Month, ApiError> {
    Month::parse(text).ok_or(ApiError::NotFound { what: Thing::Receipt })
}

/// Needs `Permission::StampRep`.
async fn csv(allowed: Allowed<may::StampRep>, Path(month): Path<String>) -> Result<Response, HttpError> {
    let month = month_of(&month)?;
    let text = export::csv(&allowed.caller, month).await?;
    Ok(file(format!("rep-{month}.csv"), "text/csv; charset=utf-8", text))
}

/// Needs `Permission::StampRep`.
async fn json(allowed: Allowed<may::StampRep>, Path(month): Path<String>) -> Result<Response, HttpError> {
    let month = month_of(&month)?;
    let text = export::json(&allowed.caller, month).await?;
    Ok(file(format!("rep-{month}.json"), "application/json; charset=utf-8", text))
}

fn file(name: String, kind: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}
