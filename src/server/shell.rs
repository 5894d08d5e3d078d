//! The documents that the programs start in: pages that the server renders and the program hydrates, and the shells of
//! field and office, which hold nothing but the start, are the same for everybody, and are kept for offline.
//!
//! The only place where server and screens meet.

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_meta::MetaTags;

use super::{
    assets::{Program, Site},
    state::AppState,
};
use crate::ui::{
    app::Pages,
    gallery::Gallery,
    text::{common::ES, document::ES as TEXT},
};

/// `/app/*`, for anybody: without a login the program itself asks for one. Nothing personal is in it.
pub async fn serve_field(State(state): State<AppState>) -> Response {
    serve(&state, Program::Field)
}

/// `/oficina/*`, in the same way.
pub async fn serve_office(State(state): State<AppState>) -> Response {
    serve(&state, Program::Office)
}

fn serve(state: &AppState, program: Program) -> Response {
    ([(header::CACHE_CONTROL, "no-cache")], Html(offline_document(&state.site, program))).into_response()
}

/// `/galeria`, in development builds: every component in its states, as plain HTML that never wakes up.
pub async fn gallery(State(state): State<AppState>) -> Response {
    let site = Arc::clone(&state.site);
    let body = Owner::new_root(None).with(|| view! { <Gallery/> }.to_html());
    let style = site.css.iter().map(|css| format!("<link rel=\"stylesheet\" href=\"{css}\">"));
    let (style, title) = (style.collect::<String>(), ES.app);
    Html(format!(
        "<!DOCTYPE html><html lang=\"es-MX\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title>{style}</head><body>{body}</body></html>\n"
    ))
    .into_response()
}

/// The document of a page that the server renders.
pub fn document(site: Arc<Site>) -> impl IntoView {
    let program = site.program(Program::Pages).clone();
    let boot = program.js.zip(program.wasm).map(|(js, wasm)| {
        view! { <script type="module" src="/boot.js" data-senda-js=js data-senda-wasm=wasm></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="es-MX" translate="no">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="theme-color" content="#0B4A63"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/img/apple-touch-icon.png"/>
                {site.css.clone().map(|css| view! { <link rel="stylesheet" href=css/> })}
                {boot}
                <MetaTags/>
            </head>
            <body>
                <Pages/>
            </body>
        </html>
    }
}

/// The shell of a program: the splash that is seen until it has drawn itself, and no script of its own.
pub fn offline_document(site: &Site, program: Program) -> String {
    let name = match program {
        Program::Office => "oficina",
        Program::Field | Program::Pages => "app",
    };
    let program = site.program(program);
    let style =
        site.css.as_ref().map(|css| format!("<link rel=\"stylesheet\" href=\"{css}\">")).unwrap_or_default();
    let boot = program
        .js
        .as_ref()
        .zip(program.wasm.as_ref())
        .map(|(js, wasm)| {
            format!(
                "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{wasm}\">\
                 <link rel=\"modulepreload\" href=\"{js}\">\
                 <script type=\"module\" src=\"/boot.js\" data-senda-js=\"{js}\" data-senda-wasm=\"{wasm}\"></script>"
            )
        })
        .unwrap_or_default();
    let (app, opening, needs_script) = (ES.app, TEXT.opening, TEXT.needs_script);
    format!(
        "<!DOCTYPE html>\
         <html lang=\"es-MX\" translate=\"no\" data-shell=\"{name}\">\
         <head>\
         <meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <meta name=\"theme-color\" content=\"#0B4A63\">\
         <title>{app}</title>\
         <link rel=\"manifest\" href=\"/manifest.webmanifest\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"apple-touch-icon\" href=\"/img/apple-touch-icon.png\">\
         {style}{boot}\
         </head>\
         <body>\
         <div id=\"splash\" class=\"splash\" role=\"status\">\
         <img src=\"/favicon.svg\" alt=\"\" width=\"96\" height=\"96\">\
         <p>{opening}</p>\
         <noscript>{needs_script}</noscript>\
         </div>\
         </body>\
         </html>\n"
    )
}
