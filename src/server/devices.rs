//! Devices: enrolment and retirement.

use std::collections::HashMap;

use super::{audit, extract::Caller, fields::FormCheck, store::devices::DeviceSecret};
use crate::{
    api::{
        audit::AuditAction,
        devices::DeviceRow,
        enrolment::DEVICE_NAME_CHARS_MAX,
        error::{ApiError, Field, Thing},
    },
    domain::ids::{DeviceId, PersonId},
    sync::protocol::Enrolment,
};

/// Makes the caller's browser a device of his. Older devices of his stay: they may still hold cash records.
pub async fn enrol(caller: &Caller, name: &str) -> Result<Enrolment, ApiError> {
    let mut check = FormCheck::default();
    let name = check.line(Field::DeviceName, name, DEVICE_NAME_CHARS_MAX);
    check.done()?;
    let store = &caller.state.store;
    let enrolment = store.enrol_device(caller.id(), &name, &DeviceSecret::random(), caller.now()).await?;
    let series = enrolment.series.as_str().to_owned();
    audit::record(caller, AuditAction::DeviceEnrolled { device: enrolment.device, series }).await?;
    Ok(enrolment)
}

/// The ones in use first, by person.
pub async fn list(caller: &Caller) -> Result<Vec<DeviceRow>, ApiError> {
    let store = &caller.state.store;
    let names: HashMap<PersonId, String> =
        store.people().await?.into_iter().map(|person| (person.id, person.name)).collect();
    let mut rows: Vec<DeviceRow> = store
        .devices()
        .await?
        .into_iter()
        .map(|device| DeviceRow {
            device: device.id,
            name: device.label,
            person: device.person,
            person_name: names.get(&device.person).cloned().unwrap_or_default(),
            series: device.series.as_str().to_owned(),
            enrolled: device.enrolled,
            last_seq: device.last_seq,
            last_seen: device.last_seen,
            retired: device.retired,
        })
        .collect();
    rows.sort_by(|a, b| (a.retired.is_some(), &a.person_name).cmp(&(b.retired.is_some(), &b.person_name)));
    Ok(rows)
}

pub async fn retire(caller: &Caller, device: DeviceId) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let found = store.device(device).await?.ok_or(ApiError::NotFound { what: Thing::Device })?;
    if found.retired.is_some() {
        return Ok(());
    }
    store.retire_device(device, caller.now()).await?;
    let name = store.person(found.person).await?.map(|person| person.name).unwrap_or_default();
    let series = found.series.as_str().to_owned();
    audit::record(caller, AuditAction::DeviceRetired { device, series, name }).await
}
