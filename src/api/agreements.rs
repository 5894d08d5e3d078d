//! Convenios as the office follows them.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    agreement::AgreementState,
    date::CivilDate,
    ids::{ClientId, EventId, PersonId},
    money::Money,
};

/// Most convenios that are listed.
pub const AGREEMENTS_LISTED_MAX: u32 = 500;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementFilter {
    #[default]
    Active,
    /// Active, with an instalment overdue.
    AtRisk,
    Broken,
    All,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementRow {
    pub agreement: EventId,
    /// As on its document.
    pub folio: String,
    pub client: ClientId,
    pub client_name: String,
    /// Who collects from the client.
    pub assigned_to: Option<PersonId>,
    pub assigned_name: String,
    pub made_on: CivilDate,
    pub state: AgreementState,
    /// Everything agreed.
    pub total: Money,
    /// Of its instalments.
    pub paid: Money,
    pub instalments: u16,
    pub instalments_paid: u16,
    /// The next one that is open.
    pub next_due: Option<CivilDate>,
    /// Instalments past their date.
    pub overdue: Money,
    /// Of the oldest of them; 0 where none is.
    pub overdue_days: i64,
}

/// Convenios, those at risk first. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "agreements/list", input = Json)]
pub async fn list_agreements(filter: AgreementFilter) -> Result<Vec<AgreementRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::agreements::list(&caller, filter).await
}
