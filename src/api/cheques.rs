//! Cheques and their lives: received, deposited, cleared, bounced.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    cheque::ChequeState,
    date::{CivilDate, Millis},
    folio::Folio,
    ids::{BranchId, ClientId, EventId, PersonId},
    money::Money,
};

/// Most cheques that are listed, oldest first.
pub const CHEQUES_LISTED_MAX: u32 = 500;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChequeFilter {
    /// Neither cleared nor bounced.
    #[default]
    Pending,
    Cleared,
    Bounced,
    All,
}

/// Where the paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum ChequePlace {
    /// With whoever received it.
    Carried,
    /// In a corte that nobody has counted.
    HandedOver {
        corte: EventId,
    },
    /// In the safe of a branch.
    Safe {
        branch: BranchId,
    },
    Deposited {
        deposit: EventId,
    },
    /// The bank gave it back.
    Returned,
    /// Its payment was reversed: it never was.
    Reversed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChequeRow {
    /// Of the receipt: names the cheque.
    pub folio: Folio,
    pub payment: EventId,
    pub client: ClientId,
    pub client_name: String,
    pub number: String,
    pub bank: String,
    /// The date written on it.
    pub dated: CivilDate,
    pub amount: Money,
    pub received_on: CivilDate,
    /// Days since it was received, until it cleared or bounced.
    pub age_days: i64,
    /// Presented later than this it may not be paid. Source: domain-rules.md §2.5 (LGTOC 181).
    pub present_by: CivilDate,
    pub person: PersonId,
    pub person_name: String,
    pub state: ChequeState,
    #[serde(flatten)]
    pub place: ChequePlace,
    /// When it last changed.
    pub changed: Millis,
}

/// Cheques, oldest first. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "cheques/list", input = Json)]
pub async fn list_cheques(filter: ChequeFilter) -> Result<Vec<ChequeRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::cheques::list(&caller, filter).await
}

/// The bank paid these cheques on that day: now they count for goals. Needs `Permission::ManageCheques`.
#[server(prefix = "/api", endpoint = "cheques/cleared", input = Json)]
pub async fn cheques_cleared(folios: Vec<Folio>, on: CivilDate) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageCheques).await?;
    crate::server::cheques::cleared(&caller, folios, on).await
}

/// The bank gave a cheque back: its debts are open again at their own due dates, and the indemnity of 20 % is owed
/// besides. Needs `Permission::ManageCheques`.
#[server(prefix = "/api", endpoint = "cheques/bounced", input = Json)]
pub async fn cheque_bounced(folio: Folio, on: CivilDate) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageCheques).await?;
    crate::server::cheques::bounced(&caller, folio, on).await
}
