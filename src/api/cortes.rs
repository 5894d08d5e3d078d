//! Cortes as the office receives them, and what people carry meanwhile.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    cash_count::CashCount,
    date::{CivilDate, Millis},
    drawer::{
        CashLevel, CashLimits, DepositLine, Difference, HandedCheque, HandoverChecklist, Held, Receiver,
    },
    folio::Folio,
    ids::{BranchId, EventId, PersonId, RequestId},
    money::Money,
    signature::Signature,
};

/// Longest reason or note.
pub const CORTE_NOTE_CHARS_MAX: u32 = 500;
/// Most cortes that are listed, newest first.
pub const CORTES_MAX: u32 = 300;

/// What somebody carries, and which day of his is still open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerRow {
    pub person: PersonId,
    pub person_name: String,
    pub branch: BranchId,
    pub branch_name: String,
    /// In hand.
    pub cash: Money,
    pub limits: CashLimits,
    pub level: CashLevel,
    /// Payments of every form since the last corte.
    pub payments: u32,
    /// Cheques that are still with him.
    pub cheques: u32,
    pub cheques_total: Money,
    /// The oldest working day whose corte is missing, where it is before today.
    pub open_since: Option<CivilDate>,
    /// A supervisor let him go out today all the same.
    pub is_route_allowed: bool,
    /// A supervisor let him pass the hard limit today.
    pub is_cash_allowed: bool,
    /// Faltantes that he owes; below zero what he is owed.
    pub shortage: Money,
    /// When the last corte was handed over; `None` if never.
    pub last_corte: Option<CivilDate>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorteFilter {
    /// Waiting for the office to count.
    #[default]
    Waiting,
    Confirmed,
    /// Counted to something else than was handed over.
    Objected,
    All,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CorteState {
    Waiting,
    Confirmed { by_name: String, at: Millis },
    Objected { by_name: String, at: Millis, counted: Money, note: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorteRow {
    pub corte: EventId,
    pub person: PersonId,
    pub person_name: String,
    pub branch: BranchId,
    pub branch_name: String,
    /// The working day that it closes.
    pub day: CivilDate,
    /// When it arrived.
    pub received: Millis,
    /// In cash, as the collector counted it.
    pub handed: Money,
    /// Counted less expected.
    pub difference: Money,
    pub cheques: u32,
    pub cheques_total: Money,
    pub payments: u32,
    #[serde(flatten)]
    pub state: CorteState,
}

/// A corte with all that it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorteDetail {
    pub row: CorteRow,
    /// With what the day began.
    pub opened: Money,
    /// In cash.
    pub received_cash: Money,
    pub adjusted: Money,
    pub spent: Money,
    pub deposited: Money,
    pub expected: Money,
    pub count: CashCount,
    /// What he kept to begin the next day with.
    pub kept: Money,
    pub why: Option<Difference>,
    pub checklist: HandoverChecklist,
    /// Payments that left the drawer with it, oldest first.
    pub held: Vec<Held>,
    pub deposits: Vec<DepositLine>,
    pub voided: Vec<Folio>,
    pub cheques: Vec<HandedCheque>,
    pub signature: Signature,
    /// Who signed for it on the same device.
    pub receiver: Option<Receiver>,
    /// As the office counted it.
    pub office_count: Option<CashCount>,
    /// What was written when it was counted; may be empty.
    pub note: String,
    /// Open request to count it again.
    pub reopening: Option<RequestId>,
}

/// What everybody carries who collects, the most cash first. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "cortes/drawers", input = Json)]
pub async fn list_drawers() -> Result<Vec<DrawerRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::cortes::drawers(&caller).await
}

/// Cortes, newest first. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "cortes/list", input = Json)]
pub async fn list_cortes(filter: CorteFilter) -> Result<Vec<CorteRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::cortes::list(&caller, filter).await
}

/// One corte. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "cortes/get", input = Json)]
pub async fn get_corte(corte: EventId) -> Result<CorteDetail, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::cortes::get(&caller, corte).await
}

/// The caller counted the cash of a corte that was waiting: it goes to the safe as counted. Where the count is what was
/// handed over the corte is confirmed; else it is objected, `note` says why, and the difference is the collector's.
/// Needs `Permission::ReceiveCash`.
#[server(prefix = "/api", endpoint = "cortes/count", input = Json)]
pub async fn count_corte(corte: EventId, count: CashCount, note: String) -> Result<CorteState, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ReceiveCash).await?;
    crate::server::cortes::count(&caller, corte, count, &note).await
}

/// Asks that a corte be counted again; somebody else approves it among the requests. Needs `Permission::ReceiveCash`.
#[server(prefix = "/api", endpoint = "cortes/ask-reopen", input = Json)]
pub async fn ask_to_reopen_corte(corte: EventId, reason: String) -> Result<RequestId, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ReceiveCash).await?;
    crate::server::requests::ask_to_reopen(&caller, corte, &reason).await
}

/// Lets a person go out today although an older corte is open. Needs `Permission::Supervise`.
#[server(prefix = "/api", endpoint = "cortes/allow-route", input = Json)]
pub async fn allow_route(person: PersonId, reason: String) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Supervise).await?;
    crate::server::cortes::allow_route(&caller, person, &reason).await
}

/// Lets a person take cash above the hard limit today. Needs `Permission::Supervise`.
#[server(prefix = "/api", endpoint = "cortes/allow-cash", input = Json)]
pub async fn allow_cash(person: PersonId, reason: String) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Supervise).await?;
    crate::server::cortes::allow_cash(&caller, person, &reason).await
}

/// Approves what a person spent out of the cash in hand. Needs `Permission::Supervise`.
#[server(prefix = "/api", endpoint = "cortes/expense", input = Json)]
pub async fn approve_expense(person: PersonId, amount: Money, reason: String) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Supervise).await?;
    crate::server::cortes::approve_expense(&caller, person, amount, &reason).await
}

/// Gives a person cash out of the safe of his branch to begin with. Needs `Permission::ReceiveCash`.
#[server(prefix = "/api", endpoint = "cortes/float", input = Json)]
pub async fn give_float(person: PersonId, amount: Money) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ReceiveCash).await?;
    crate::server::cortes::give_float(&caller, person, amount).await
}
