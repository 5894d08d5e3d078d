//! Screens. `app` has the routes, `shell` the frame of the working area, `session` what the phone holds in memory,
//! `text` every sentence, `format` how figures are written, `links` the addresses of other apps, `components` the
//! parts, `charts` the drawings, `screens` one folder per screen.

pub mod app;
pub mod charts;
pub mod components;
pub mod format;
pub mod gallery;
pub mod links;
pub mod screens;
pub mod session;
pub mod shell;
pub mod text;
