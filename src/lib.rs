//! Senda: prospecting and collection in the street, offline first.
//!
//! Reading order: `domain` (the business), `sync` (how a phone and the office agree), `device` (the browser behind
//! sync's ports), `server` (routes and database), `api` (server functions), `ui` (screens).
#![recursion_limit = "256"]

pub mod domain;
pub mod sync;

pub mod device;
#[cfg(feature = "ssr")]
pub mod server;

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod api;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod ui;

/// Boots the page: a page that the server rendered is hydrated, the cached shell is mounted fresh.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    device::start();
    if device::is_shell() {
        device::remove_splash();
        leptos::mount::mount_to_body(ui::app::App);
    } else {
        leptos::mount::hydrate_body(ui::app::App);
    }
}
