//! The real router on the real engine: one module per thing that is asked of the server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that meets what it did not expect must stop"
)]

// The harnesses: phones and their books, and browsers with their sessions
mod app;
mod phones;
mod test_app;

mod books;
mod crash;
mod demo;
mod imports;
mod money;
mod office;
mod pages;
mod permissions;
mod photos;
mod pull;
mod push;
mod reconciliation;
mod rep;
mod reports;
mod sessions;
mod setup;
mod statements;
