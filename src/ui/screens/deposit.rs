//! Registrar ficha: cash and cheques that went to the bank.

pub mod model;
pub mod page;
