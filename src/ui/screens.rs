//! One folder per screen: `page` (route and layout), named parts, `model` (what is shown, computed purely).

pub mod agreement;
pub mod cash;
pub mod collect;
pub mod correction;
pub mod counter_receipt;
pub mod customer;
pub mod customers;
pub mod deposit;
pub mod field;
pub mod first_run;
pub mod form;
pub mod front_field;
pub mod handover;
pub mod login;
pub mod more;
pub mod not_found;
pub mod office;
pub mod outbox;
pub mod receipt;
pub mod receipt_check;
pub mod setup;
pub mod statement;
pub mod today;
pub mod visit;
