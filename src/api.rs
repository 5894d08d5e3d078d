//! What a page asks of the office: login, enrolment and the office's screens, as server functions.
//!
//! The functions are thin: each checks its permission first, then calls one `server::…` function. Their types travel
//! as JSON and are compiled on both sides. Field work never passes here: it goes by `sync`.
//!
//! The structs and enums are **wire types**: an open page of an older build keeps sending them.

pub mod error;
pub mod session;
pub mod setup;

pub mod enrolment;
pub mod people;

pub mod assign;
pub mod audit;
pub mod dashboard;
pub mod devices;
pub mod exceptions;
pub mod imports;
pub mod reconciliation;
pub mod settings;

pub mod agreements;
pub mod cheques;
pub mod corrections;
pub mod cortes;
pub mod deposits;
pub mod radar;
pub mod rep;
pub mod reports;

pub mod receipt_check;
