//! Every sentence that a person reads, in the Spanish of Mexico: *tú* in the app, *usted* in what the client reads.
//! One struct per workflow with `&'static str` and typed `fn` fields, and its `ES`: a second language would have to
//! give every field.

pub mod agreement;
pub mod amount_words;
pub mod api_errors;
pub mod assign;
pub mod audit;
pub mod banners;
pub mod cash;
pub mod cash_count;
pub mod cash_desk;
pub mod collect;
pub mod common;
pub mod correction;
pub mod counter_receipt;
pub mod customer;
pub mod customers;
pub mod dashboard;
pub mod dates;
pub mod deposit;
pub mod devices;
pub mod document;
pub mod errors;
pub mod exceptions;
pub mod first_run;
pub mod gallery;
pub mod handover;
pub mod import_wizard;
pub mod imports;
pub mod login;
pub mod more;
pub mod navigation;
pub mod office;
pub mod outbox;
pub mod people;
pub mod photos;
pub mod portfolio;
pub mod receipt;
pub mod receipt_check;
pub mod reports;
pub mod requests;
pub mod settings;
pub mod sync_state;
pub mod today;
pub mod visit;
pub mod voided;
