//! The few pages that the server renders: login, first administrator, receipt check, and the one that is not there.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

use super::{
    error::HttpError, extract::Visitor, login, security_headers::content_security_policy, shell,
    state::AppState,
};

/// Where the first administrator is created.
const SETUP: &str = "/instalar";
/// Where one logs in.
const LOGIN: &str = "/entrar";

/// `/`: to one's own work, to the login, or to the setup. Public.
pub async fn start(visitor: Visitor) -> Result<Redirect, HttpError> {
    if let Some(person) = login::who_am_i(&visitor).await? {
        let path = if person.must_change_password { LOGIN } else { person.home() };
        return Ok(Redirect::to(path));
    }
    let has_people = visitor.state.store.has_people().await?;
    Ok(Redirect::to(if has_people { LOGIN } else { SETUP }))
}

/// `/entrar`. Public; whoever is logged in goes on to his work, and before the first administrator there is nobody to
/// log in.
pub async fn log_in(visitor: Visitor, request: Request) -> Result<Response, HttpError> {
    match login::who_am_i(&visitor).await? {
        Some(person) if !person.must_change_password => Ok(Redirect::to(person.home()).into_response()),
        Some(_) => Ok(render(visitor.state, request).await),
        None if visitor.state.store.has_people().await? => Ok(render(visitor.state, request).await),
        None => Ok(Redirect::to(SETUP).into_response()),
    }
}

/// `/instalar`. Public, only while nobody exists.
pub async fn set_up(visitor: Visitor, request: Request) -> Result<Response, HttpError> {
    if visitor.state.store.has_people().await? {
        return Ok(Redirect::to(LOGIN).into_response());
    }
    Ok(render(visitor.state, request).await)
}

/// `/r`. Public: folio and hash are in the fragment, which never reaches the server with the page.
pub async fn receipt(State(state): State<AppState>, request: Request) -> Response {
    render(state, request).await
}

/// Files of the site, and for everything else the page that says that there is nothing.
pub async fn file_or_not_found(State(state): State<AppState>, request: Request) -> Response {
    let is_read = request.method().is_safe();
    let path = request.uri().path().to_owned();
    if is_read && state.site.has(&path) {
        if let Some(file) = state.site.serve(request).await {
            return file;
        }
        return StatusCode::NOT_FOUND.into_response();
    }
    if !is_read || path.starts_with("/api/") || path.starts_with("/pkg/") || path.starts_with("/sync/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = render(state, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Renders the page of the request's address, with a nonce for the data that Leptos writes into it.
async fn render(state: AppState, request: Request) -> Response {
    let site = state.site.clone();
    let context = move || {
        provide_context(state.clone());
        let policy = content_security_policy(use_nonce().as_deref());
        if let (Some(options), Ok(policy)) =
            (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy))
        {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    };
    leptos_axum::render_app_async_with_context(context, move || shell::document(site.clone()))(request).await
}
