//! Contrarecibo: the client took invoices in for review.

pub mod model;
pub mod page;
