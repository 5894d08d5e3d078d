//! The phones that were enrolled.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    date::Millis,
    ids::{DeviceId, PersonId},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    pub device: DeviceId,
    pub name: String,
    pub person: PersonId,
    pub person_name: String,
    /// As in the folios of its receipts, e.g. `C07`.
    pub series: String,
    pub enrolled: Millis,
    /// Highest sequence received.
    pub last_seq: u64,
    /// When it last pushed or pulled; `None` if never.
    pub last_seen: Option<Millis>,
    pub retired: Option<Millis>,
}

/// All devices, the ones in use first, by person. Needs `Permission::ManageDevices`.
#[server(prefix = "/api", endpoint = "devices/list", input = Json)]
pub async fn list_devices() -> Result<Vec<DeviceRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageDevices).await?;
    crate::server::devices::list(&caller).await
}

/// Retires a device: it may not pull any more. What it still holds unsent is received all the same, and marked.
/// Needs `Permission::ManageDevices`.
#[server(prefix = "/api", endpoint = "devices/retire", input = Json)]
pub async fn retire_device(device: DeviceId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageDevices).await?;
    crate::server::devices::retire(&caller, device).await
}
