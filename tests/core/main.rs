//! What needs neither server nor browser: the house rules. No features, seconds.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that meets what it did not expect must stop, and says why"
)]

mod sim;
mod tidy;
