//! Screens. `app` has the routes, `shell` the frame of the working area, `session` what the phone holds in memory,
//! `text` every sentence, `format` how figures are written, `components` the parts, `charts` the drawings, `screens` one folder per screen.

pub mod app;
pub mod charts;
pub mod components;
pub mod format;
pub mod screens;
pub mod shell;
pub mod text;
