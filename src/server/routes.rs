//! Every route, and the layers around them.

pub mod imports;
pub mod photos;
pub mod pull;
pub mod push;
pub mod rep;
pub mod reports;
pub mod statements;

use std::time::Duration;

use axum::{
    Router,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};

use super::{
    functions, health, origin_check, pages, request_log, security_headers, service_worker, sessions, shell,
    state::AppState,
};

/// Largest body of a server function: an assignment of [`crate::api::assign::ASSIGN_CLIENTS_MAX`] clients fits.
const FUNCTION_BYTES_MAX: usize = 256 * 1024;
/// Longest time for a page or a file.
const PAGE_WAIT: Duration = Duration::from_secs(30);
/// Longest time for a photo: 2 MB at 7 KB a second, and a turn to be decoded.
const PHOTO_WAIT: Duration = Duration::from_secs(5 * 60);
/// Longest time for an office operation: applying a large import takes its time.
const OFFICE_WAIT: Duration = Duration::from_secs(10 * 60);

/// The whole server: what `run` serves and what tests call.
pub fn router(state: AppState) -> Router {
    // Asking Leptos for the routes of an empty page is the public way to set its executor, once per process.
    drop(leptos_axum::generate_route_list(|| ()));

    let wait = |time| TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time);
    let functions = Router::new()
        .route("/api/{*function}", any(functions::serve))
        .layer(RequestBodyLimitLayer::new(FUNCTION_BYTES_MAX))
        .layer(wait(OFFICE_WAIT));
    let sync = push::router().merge(pull::router()).layer(wait(PAGE_WAIT));
    let photos = photos::router().layer(wait(PHOTO_WAIT));
    let files = imports::router()
        .merge(statements::router())
        .merge(rep::router())
        .merge(reports::router())
        .layer(wait(OFFICE_WAIT));
    let pages = Router::new()
        .route("/", get(pages::start))
        .route("/entrar", get(pages::log_in))
        .route("/instalar", get(pages::set_up))
        .route("/r", get(pages::receipt))
        .route("/app", get(shell::serve_field))
        .route("/app/{*path}", get(shell::serve_field))
        .route("/oficina", get(shell::serve_office))
        .route("/oficina/{*path}", get(shell::serve_office))
        .route("/sw.js", get(service_worker::serve))
        .route("/healthz", get(health::health))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(pages::file_or_not_found)
        .layer(wait(PAGE_WAIT));

    // Only developers see it: a released server has no such page.
    let pages = if cfg!(debug_assertions) { pages.route("/galeria", get(shell::gallery)) } else { pages };

    let is_worth_packing = DefaultPredicate::new().and(NotForContentType::const_new("application/wasm"));
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(state.clone(), request_log::apply))
        .layer(middleware::from_fn_with_state(state.clone(), security_headers::apply))
        .layer(CatchPanicLayer::custom({
            let metrics = state.metrics.clone();
            move |_| -> Response {
                metrics.panics.add();
                tracing::error!("a request panicked");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }))
        .layer(middleware::from_fn_with_state(state.clone(), origin_check::apply))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_worth_packing))
        .layer(sessions::layer(&state.store, &state.config));
    functions.merge(sync).merge(files).merge(photos).merge(pages).layer(layers).with_state(state)
}
