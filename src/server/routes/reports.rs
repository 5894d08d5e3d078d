//! Reports as files.

use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    api::{
        error::{ApiError, Thing},
        reports::ReportFormat,
    },
    domain::report::{ReportFilter, ReportName},
    server::{
        error::{HttpError, failed},
        extract::{Allowed, may},
        reports,
        state::AppState,
    },
};

pub fn router() -> Router<AppState> {
    Router::new().route("/office/reports/{file}", get(report))
}

/// `GET /office/reports/{name}.{csv|xlsx|pdf}?from&to&person&branch&client`. Needs `Permission::SeePortfolio`.
async fn report(
    allowed: Allowed<may::SeePortfolio>,
    Path(file): Path<String>,
    filter: Result<Query<ReportFilter>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, HttpError> {
    let unknown = ApiError::NotFound { what: Thing::Report };
    let (name, format) = file.rsplit_once('.').ok_or(unknown.clone())?;
    let name = ReportName::parse(name).ok_or(unknown.clone())?;
    let format = ReportFormat::parse(format).ok_or(unknown)?;
    let Query(filter) = filter.map_err(|_| ApiError::BadRequest)?;
    let file = reports::export(&allowed.caller, name, format, filter).await?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", file.file_name))
        .map_err(|error| failed(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.mime)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, file.bytes).into_response())
}
