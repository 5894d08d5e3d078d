//! *Por aclarar*: what came from the street and a person must look at.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::{
    domain::{
        date::Millis,
        folio::Folio,
        ids::{ClientId, EventId, PersonId},
        money::Money,
        rules::ExceptionCode,
    },
    sync::protocol::QuarantineReason,
};

/// Longest explanation of how it was cleared up.
pub const RESOLUTION_CHARS_MAX: u32 = 500;
/// Most rows that are listed, newest first.
pub const EXCEPTIONS_MAX: u32 = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum ExceptionCause {
    /// It is in the books, and something about it is odd.
    Applied { code: ExceptionCode },
    /// It is stored and not in the books.
    Quarantined { reason: QuarantineReason },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionRow {
    /// Names the row: the same event may have come with other bytes.
    pub id: String,
    pub event: EventId,
    #[serde(flatten)]
    pub cause: ExceptionCause,
    /// `payment_received`, `visit_made`, `promise_made`; empty where it could not be read.
    pub kind: String,
    /// Whose device it came from.
    pub person: PersonId,
    pub person_name: String,
    pub device_name: String,
    pub client: Option<ClientId>,
    pub client_name: String,
    pub folio: Option<Folio>,
    pub amount: Option<Money>,
    pub received: Millis,
    pub resolution: Option<Resolution>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub by_name: String,
    pub at: Millis,
    pub note: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionFilter {
    #[default]
    Open,
    All,
}

/// What is to be cleared up, newest first. Needs `Permission::ResolveExceptions`.
#[server(prefix = "/api", endpoint = "exceptions/list", input = Json)]
pub async fn list_exceptions(filter: ExceptionFilter) -> Result<Vec<ExceptionRow>, ApiError> {
    let caller =
        crate::server::extract::caller_with(crate::domain::role::Permission::ResolveExceptions).await?;
    crate::server::exceptions::list(&caller, filter).await
}

/// Closes one with the word of whoever cleared it up; the event itself is never changed. Needs
/// `Permission::ResolveExceptions`.
#[server(prefix = "/api", endpoint = "exceptions/resolve", input = Json)]
pub async fn resolve_exception(id: String, note: String) -> Result<(), ApiError> {
    let caller =
        crate::server::extract::caller_with(crate::domain::role::Permission::ResolveExceptions).await?;
    crate::server::exceptions::resolve(&caller, &id, &note).await
}
