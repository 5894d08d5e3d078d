//! Más: what is seldom needed.

pub mod install;
pub mod page;
pub mod sign_out;
