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

#[cfg(feature = "hydrate")]
pub mod api;
#[cfg(feature = "hydrate")]
pub mod ui;
