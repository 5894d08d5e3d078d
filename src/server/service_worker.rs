//! `/sw.js`: the worker's script of `public/`, with the list of this build's files and its version written into it.

use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    assets::{Program, Site},
    shell,
    state::AppState,
};

/// Where the script takes the list of paths.
const FILES_TOKEN: &str = "/*__SENDA_FILES__*/[]";
/// Where it takes the paths that only the office keeps.
const OFFICE_TOKEN: &str = "/*__SENDA_OFFICE__*/[]";
/// Where it takes the version.
const VERSION_TOKEN: &str = "__SENDA_VERSION__";

/// Public. Always asked of the server anew; the same build gives the same bytes.
pub async fn serve(State(state): State<AppState>) -> Response {
    if state.site.worker.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("service-worker-allowed"), "/"),
    ];
    (headers, script(&state.site)).into_response()
}

/// The script for `site`.
pub fn script(site: &Site) -> String {
    let list = |paths: Vec<&str>| {
        let list = serde_json::to_string(&paths).unwrap_or_else(|_| "[]".into());
        format!("/* written by the server */{list}")
    };
    let shells = [Program::Field, Program::Office].map(|program| shell::offline_document(site, program));
    let version = site.version(&shells.concat());
    site.worker
        .replacen(FILES_TOKEN, &list(site.kept_by_all().collect()), 1)
        .replacen(OFFICE_TOKEN, &list(site.kept_by_office().collect()), 1)
        .replacen(&format!("'{VERSION_TOKEN}'"), &format!("'{version}'"), 1)
}
