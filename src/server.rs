//! The server: routes and the database behind them. The business is in `domain`, what travels in `sync`.

// What is stored
pub mod store;
// What devices push and pull
pub mod pull;
pub mod push;
// Whether the books are right
pub mod audit_books;
// A made-up company to try everything with
pub mod demo;
