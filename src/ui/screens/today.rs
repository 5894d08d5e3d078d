//! Ruta: the day's list is the app.

pub mod card;
pub mod model;
pub mod page;
