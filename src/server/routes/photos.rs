//! `PUT /sync/photo/{sha256}`, apart from the push of money, and `GET /office/photos/{sha256}`.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, put},
};
use serde::Serialize;
use tower_http::set_header::SetResponseHeaderLayer;

use super::push::bearer;
use crate::{
    domain::photo::PHOTO_BYTES_MAX,
    server::{
        error::HttpError,
        extract::Caller,
        photos::{self, PhotoRefusal},
        state::AppState,
    },
    sync::protocol::{PHOTO_ROUTE, PROTOCOL, PROTOCOL_HEADER, PhotoTaken},
};

/// How long a browser may keep a photo that it was shown: its address names its bytes, which never change.
const KEEP: &str = "private, max-age=86400, immutable";
/// A photo that is opened by its own address is a picture and nothing else.
const POLICY: &str = "default-src 'none'; sandbox";

/// Both routes, with the limit on the body.
pub fn router() -> Router<AppState> {
    let protocol = SetResponseHeaderLayer::overriding(
        HeaderName::from_static(PROTOCOL_HEADER),
        HeaderValue::from(PROTOCOL),
    );
    let taking = Router::new()
        .route(&format!("{PHOTO_ROUTE}{{sha256}}"), put(take))
        .layer(DefaultBodyLimit::max(PHOTO_BYTES_MAX))
        .layer(protocol);
    taking.route("/office/photos/{sha256}", get(see))
}

/// Why a photo was refused. The phone looks at the status: 422 and 413 will be the same tomorrow.
#[derive(Serialize)]
struct Refused {
    code: &'static str,
}

/// Needs the credential of an enrolled device, retired or not.
async fn take(
    State(state): State<AppState>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(credential) = bearer(&headers) else { return PhotoRefusal::Unauthorized.into_response() };
    match photos::take(&state.store, credential, &sha256, body, state.now()).await {
        Ok(()) => Json(PhotoTaken { server_time: state.now() }).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Needs `Permission::SeePortfolio`, or to be who sent it.
async fn see(caller: Caller, Path(sha256): Path<String>) -> Result<Response, HttpError> {
    let photo = photos::see(&caller, &sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, photo.kind.mime()),
        (header::CACHE_CONTROL, KEEP),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, photo.content).into_response())
}

impl IntoResponse for PhotoRefusal {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            PhotoRefusal::Unauthorized => (StatusCode::UNAUTHORIZED, "credential"),
            PhotoRefusal::Malformed => (StatusCode::BAD_REQUEST, "address"),
            PhotoRefusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            PhotoRefusal::WrongHash => (StatusCode::UNPROCESSABLE_ENTITY, "hash"),
            PhotoRefusal::NotAnImage => (StatusCode::UNPROCESSABLE_ENTITY, "not_an_image"),
            PhotoRefusal::TooManyPixels => (StatusCode::UNPROCESSABLE_ENTITY, "too_many_pixels"),
            PhotoRefusal::Store(error) if error.is_passing() => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            PhotoRefusal::Store(error) => {
                tracing::error!(%error, "a photo could not be kept");
                (StatusCode::INTERNAL_SERVER_ERROR, "failed")
            }
        };
        (status, Json(Refused { code })).into_response()
    }
}
