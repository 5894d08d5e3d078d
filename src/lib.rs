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

#[cfg(any(feature = "ssr", feature = "browser"))]
pub mod api;
#[cfg(any(feature = "ssr", feature = "browser"))]
pub mod ui;

/// Starts the program of the pages that the server rendered: they are there and only wake up.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    device::start();
    leptos::mount::hydrate_body(ui::app::Pages);
}

/// Starts the field's program on its empty shell.
#[cfg(feature = "field")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    device::start();
    device::remove_splash();
    leptos::mount::mount_to_body(ui::app::Field);
}

/// Starts the office's program on its empty shell.
#[cfg(feature = "office")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    device::start();
    device::remove_splash();
    leptos::mount::mount_to_body(ui::app::Office);
}
