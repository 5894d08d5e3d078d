//! What needs neither server nor browser: the house rules. No features, seconds.

mod sim;
mod tidy;
