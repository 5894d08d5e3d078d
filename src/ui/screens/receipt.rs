//! Recibo: shown only after the payment is durable on this phone.

pub mod model;
pub mod page;
