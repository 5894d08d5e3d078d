//! The fraud radar: what of the records a manager should look at. A finding is a question, never an accusation.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    date::{CivilDate, Millis},
    folio::Folio,
    ids::{ClientId, EventId},
    money::Money,
    radar::Finding,
};

/// The longest period that is looked at.
pub const RADAR_DAYS_MAX: u16 = 92;
/// The period without another choice.
pub const RADAR_DAYS: u16 = 30;

/// One of the records that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RadarRecord {
    pub event: EventId,
    pub at: Millis,
    pub folio: Folio,
    pub client: ClientId,
    pub client_name: String,
    pub amount: Money,
}

/// A finding with the names and records that it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadarRow {
    pub finding: Finding,
    pub person_name: String,
    /// Payments among its evidence, the oldest first.
    pub records: Vec<RadarRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadarView {
    /// The first day that was looked at.
    pub from: CivilDate,
    /// The gravest first.
    pub rows: Vec<RadarRow>,
    /// Findings that did not fit.
    pub left_out: u32,
}

/// Looks at the records of the last days, at most [`RADAR_DAYS_MAX`]. Needs `Permission::SeeRadar`.
#[server(name = LoadRadar, prefix = "/api", endpoint = "radar/view", input = Json)]
pub async fn view_radar(days: u16) -> Result<RadarView, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeRadar).await?;
    crate::server::radar::view(&caller, days).await
}
