//! The business: no I/O, no clock, no randomness, no framework.

// Money
pub mod money;
// Time
pub mod calendar;
pub mod date;
// Names of things
pub mod card;
pub mod chain;
pub mod clabe;
pub mod curp;
pub mod folio;
pub mod ids;
pub mod rfc;
pub mod role;
// Who owes
pub mod customer;
// What is owed
pub mod ageing;
pub mod invoice;
pub mod plan;
// What happens in the street
pub mod allocation;
pub mod payment;
pub mod promise;
pub mod route;
pub mod visit;
// Events and the rules that turn them into state
pub mod account;
pub mod event;
pub mod ledger;
pub mod rule_error;
pub mod rules;

#[cfg(test)]
pub(crate) mod sample;
