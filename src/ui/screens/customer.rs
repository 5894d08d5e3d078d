//! Ficha del cliente: what he owes, how to reach him, what happened.

pub mod model;
pub mod page;
pub mod parts;
