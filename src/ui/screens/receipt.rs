//! The receipt of a payment.

pub mod booked;
pub mod model;
pub mod page;
