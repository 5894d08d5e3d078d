//! Requests: what one person asks for and another approves. Source: domain-rules.md §3.8.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    correction::{Correction, CorrectionAsked},
    date::{CivilDate, Millis},
    folio::Folio,
    ids::{ClientId, EventId, PersonId, RequestId},
    money::Money,
    photo::PhotoRef,
};

/// Longest word of whoever decides.
pub const DECISION_CHARS_MAX: u32 = 500;
/// Most requests that are listed, newest first.
pub const REQUESTS_MAX: u32 = 300;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestFilter {
    #[default]
    Open,
    All,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "snake_case")]
pub enum RequestSubject {
    Correction {
        client: ClientId,
        correction: Correction,
    },
    /// Count a corte again.
    ReopenCorte {
        corte: EventId,
        person: PersonId,
    },
}

impl RequestSubject {
    /// The name in the database, in the audit and in texts.
    pub fn kind(&self) -> &'static str {
        match self {
            RequestSubject::Correction { correction, .. } => correction.kind(),
            RequestSubject::ReopenCorte { .. } => "reopen_corte",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RequestState {
    Open,
    Approved { by: PersonId, by_name: String, at: Millis, note: String },
    Rejected { by: PersonId, by_name: String, at: Millis, reason: String },
}

/// What the request is about, as it stands today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFacts {
    /// The debt's folio; empty where it is about none.
    pub debt_folio: String,
    /// Its balance without interest.
    pub debt_balance: Option<Money>,
    /// Its due date.
    pub debt_due: Option<CivilDate>,
    /// The payment's folio.
    pub payment_folio: Option<Folio>,
    pub payment_amount: Option<Money>,
    pub payment_on: Option<CivilDate>,
    /// Who received it.
    pub payment_by: String,
    /// Everything that the client owes.
    pub client_balance: Option<Money>,
    /// What is overdue of it.
    pub client_overdue: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    pub request: RequestId,
    #[serde(flatten)]
    pub subject: RequestSubject,
    /// Of the client, or of whoever handed over the corte.
    pub about_name: String,
    /// In his own words.
    pub reason: String,
    pub evidence: Option<PhotoRef>,
    pub asked_by: PersonId,
    pub asked_by_name: String,
    pub asked: Millis,
    /// It came from a phone.
    pub is_from_street: bool,
    pub decision: RequestState,
    pub facts: RequestFacts,
    /// The caller may decide it: he neither asked for it nor received the money that it is about.
    pub may_decide: bool,
}

/// Requests, newest first. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "requests/list", input = Json)]
pub async fn list_requests(filter: RequestFilter) -> Result<Vec<RequestRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::requests::list(&caller, filter).await
}

/// Asks for a correction from the office. Needs `Permission::AskCorrection`.
#[server(prefix = "/api", endpoint = "requests/ask", input = Json)]
pub async fn ask_correction(asked: CorrectionAsked) -> Result<RequestId, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::AskCorrection).await?;
    crate::server::requests::ask(&caller, asked).await
}

/// Approves what somebody else asked for: it is in the books when this answers. Needs `Permission::ApproveCorrection`.
#[server(prefix = "/api", endpoint = "requests/approve", input = Json)]
pub async fn approve_request(request: RequestId, note: String) -> Result<(), ApiError> {
    let caller =
        crate::server::extract::caller_with(crate::domain::role::Permission::ApproveCorrection).await?;
    crate::server::requests::approve(&caller, request, &note).await
}

/// Rejects what somebody else asked for; nothing changes. Needs `Permission::ApproveCorrection`.
#[server(prefix = "/api", endpoint = "requests/reject", input = Json)]
pub async fn reject_request(request: RequestId, reason: String) -> Result<(), ApiError> {
    let caller =
        crate::server::extract::caller_with(crate::domain::role::Permission::ApproveCorrection).await?;
    crate::server::requests::reject(&caller, request, &reason).await
}
