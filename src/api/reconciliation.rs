//! Reconciliation: bank statements against the money that the books expect.

mod statement;

pub use statement::{RefusedLine, StatementColumn, StatementProblem, StatementReason};
