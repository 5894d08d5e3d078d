//! Mi caja: today's receipts, and what is in hand.

pub mod model;
pub mod page;
