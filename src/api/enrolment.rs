//! A browser becomes a device of one person.

use leptos::{prelude::*, server_fn::codec::Json};

use super::error::ApiError;
use crate::sync::protocol::Enrolment;

/// Longest name of a device.
pub const DEVICE_NAME_CHARS_MAX: u32 = 60;

/// Enrols this browser: a fresh device with a fresh series, which are never reused. Needs `Permission::Collect`.
#[server(prefix = "/api", endpoint = "devices/enrol", input = Json)]
pub async fn enrol(device_name: String) -> Result<Enrolment, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Collect).await?;
    crate::server::devices::enrol(&caller, &device_name).await
}
