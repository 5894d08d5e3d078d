//! The business: no I/O, no clock, no randomness, no framework.
//!
//! Modules that move money may not use operators that overflow in silence.

// Money
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
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
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod ageing;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod agreement;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod interest;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod invoice;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod late;
pub mod plan;
// What happens in the street
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod allocation;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod cheque;
pub mod counter_receipt;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod payment;
pub mod photo;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod promise;
// What is carried and handed over
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod cash_count;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod drawer;
// What may be done
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod correction;
pub mod policy;
pub mod route;
pub mod signature;
pub mod visit;
// What the tax office and the bank are told, and tell
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod reconciliation;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod rep;
// Events and the rules that turn them into state
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod account;
pub mod event;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod ledger;
pub mod rule_error;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod rules;
// What a manager should look at
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod radar;
// What is told of it
pub mod report;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod rewind;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod statement;

#[cfg(test)]
mod golden;
#[cfg(test)]
pub(crate) mod sample;
