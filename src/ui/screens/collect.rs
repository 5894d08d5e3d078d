//! Registrar cobro: amount, form of payment, which debts; then the receipt.

pub mod breakdown;
pub mod cash_fields;
pub mod form;
pub mod how_much;
pub mod method_fields;
pub mod model;
pub mod page;
pub mod problem;
