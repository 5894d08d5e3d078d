//! Mi caja: what is in hand, and the folios that were spoilt.

pub mod model;
pub mod page;
pub mod voided;
