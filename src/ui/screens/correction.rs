//! Solicitud: what the person may not do himself is asked of the office, with its reason.

pub mod model;
pub mod page;
