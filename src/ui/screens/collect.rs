//! Registrar cobro: amount, form of payment, which debt; then the receipt.

pub mod form;
pub mod method_fields;
pub mod model;
pub mod page;
