//! Por enviar: what is only on this phone, and how old it is.

pub mod model;
pub mod page;
mod photos;
