//! Visita sin pago: one of six reasons, and only what that reason needs.

pub mod model;
pub mod page;
