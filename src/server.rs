//! The server: routes and the database behind them. The business is in `domain`, what travels in `sync`.

// The process
pub mod clock;
pub mod command;
pub mod config;
pub mod metrics;
pub mod run;
pub mod state;
// What every request passes through
pub mod error;
pub mod extract;
pub mod login_limits;
pub mod origin_check;
pub mod passwords;
pub mod request_log;
pub mod security_headers;
pub mod sessions;
// What is served
pub mod assets;
pub mod functions;
pub mod health;
pub mod pages;
pub mod routes;
pub mod service_worker;
pub mod shell;
// The office's operations, behind `api`
pub mod audit;
pub mod dashboard;
pub mod devices;
pub mod exceptions;
pub mod fields;
pub mod login;
pub mod people;
pub mod photos;
pub mod portfolio;
pub mod receipt_check;
pub mod reconciliation;
pub mod rep;
pub mod settings;
// The money loop
pub mod agreements;
pub mod cheques;
pub mod cortes;
pub mod deposits;
mod names;
pub mod radar;
pub mod requests;
pub mod setup;
// What is stored
pub mod store;
// What devices push and pull
mod booking;
pub mod pull;
pub mod push;
// Whether the books are right
pub mod audit_books;
// A made-up company to try everything with
pub mod demo;
// Spreadsheets
pub mod imports;
pub mod statements;
// What is told of the books
pub mod reports;
