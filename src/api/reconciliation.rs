//! Reconciliation: bank statements against the money that the books expect.
//!
//! A statement comes by a plain route: `POST /office/statements`, multipart, the parts `bank` (its id) and `file`. It
//! answers [`StatementTaken`], or 422 with a [`StatementProblem`] as JSON where the file cannot be read.

mod statement;
mod view;

use leptos::{prelude::*, server_fn::codec::Json};

pub use statement::{
    RefusedLine, StatementAnswer, StatementColumn, StatementProblem, StatementReason, StatementTaken,
};
pub use view::{
    DONE_PAGE_ROWS, DoneRow, Doubtful, LineId, LineView, MatchId, MatchRequest, NOTE_CHARS_MAX, OpenBooks,
    PAIRS_MAX, ROWS_MAX, StatementRow, Sure, TargetId, TargetView,
};

use super::error::ApiError;
use crate::domain::{date::Millis, ids::BankAccountId, policy::BankAccount};

/// The company's accounts at banks. Needs `Permission::Reconcile`.
#[server(name = ListBanksToReconcile, prefix = "/api", endpoint = "reconciliation/banks", input = Json)]
pub async fn banks_to_reconcile() -> Result<Vec<BankAccount>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::banks(&caller).await
}

/// The latest statements, newest first. Needs `Permission::Reconcile`.
#[server(name = ListStatements, prefix = "/api", endpoint = "reconciliation/statements", input = Json)]
pub async fn list_statements() -> Result<Vec<StatementRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::statements(&caller).await
}

/// What is open at both sides, of one bank account or of all. Needs `Permission::Reconcile`.
#[server(name = LoadOpenBooks, prefix = "/api", endpoint = "reconciliation/open", input = Json)]
pub async fn open_books(bank: Option<BankAccountId>) -> Result<OpenBooks, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::open(&caller, bank).await
}

/// Says that lines and money are the same, and moves the money to the bank: all of these or none of the rest after the
/// first that cannot be. Answers how many were confirmed. Needs `Permission::Reconcile`.
#[server(prefix = "/api", endpoint = "reconciliation/confirm", input = Json)]
pub async fn confirm_matches(matches: Vec<MatchRequest>) -> Result<u32, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::confirm(&caller, matches).await
}

/// Takes a match back. Needs `Permission::Reconcile`.
#[server(prefix = "/api", endpoint = "reconciliation/undo", input = Json)]
pub async fn undo_match(id: MatchId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::undo(&caller, id).await
}

/// Sets a line aside: it is none of the money that the books expect. Needs `Permission::Reconcile`.
#[server(prefix = "/api", endpoint = "reconciliation/set-aside", input = Json)]
pub async fn set_line_aside(line: LineId, note: String) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::set_aside(&caller, line, note).await
}

/// Brings a line back that was set aside. Needs `Permission::Reconcile`.
#[server(prefix = "/api", endpoint = "reconciliation/bring-back", input = Json)]
pub async fn bring_line_back(line: LineId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::bring_back(&caller, line).await
}

/// Matches as they were confirmed, newest first, before `before`. Needs `Permission::Reconcile`.
#[server(name = ListMatches, prefix = "/api", endpoint = "reconciliation/done", input = Json)]
pub async fn confirmed_matches(before: Option<Millis>) -> Result<Vec<DoneRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Reconcile).await?;
    crate::server::reconciliation::done(&caller, before).await
}
