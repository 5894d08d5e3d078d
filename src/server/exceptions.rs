//! *Por aclarar*: listing and closing.

use std::collections::HashMap;

use super::{audit, extract::Caller, fields::FormCheck, store::exceptions as stored};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, Thing},
        exceptions::{ExceptionCause, ExceptionFilter, ExceptionRow, RESOLUTION_CHARS_MAX, Resolution},
    },
    domain::{
        chain::ChainHash,
        event::Event,
        ids::{DeviceId, EventId, PersonId},
    },
    sync::protocol::{Outcome, QuarantineReason},
};

pub async fn list(caller: &Caller, filter: ExceptionFilter) -> Result<Vec<ExceptionRow>, ApiError> {
    let store = &caller.state.store;
    let filter = match filter {
        ExceptionFilter::Open => stored::ExceptionFilter::Open,
        ExceptionFilter::All => stored::ExceptionFilter::All,
    };
    let exceptions = store.exceptions(filter).await?;
    let people: HashMap<PersonId, String> =
        store.people().await?.into_iter().map(|person| (person.id, person.name)).collect();
    let devices: HashMap<DeviceId, String> =
        store.devices().await?.into_iter().map(|device| (device.id, device.label)).collect();
    let clients: Vec<_> = exceptions.iter().filter_map(|exception| exception.client).collect();
    let clients: HashMap<_, _> = store
        .accounts(&clients)
        .await?
        .into_iter()
        .map(|account| (account.id(), account.customer.name))
        .collect();
    let name = |person: PersonId| people.get(&person).cloned().unwrap_or_default();
    let rows = exceptions.into_iter().map(|exception| {
        let event = Event::from_bytes(&exception.bytes).ok();
        let payment = event.as_ref().and_then(|event| event.fact.payment());
        ExceptionRow {
            id: format!("{}:{}", exception.event, exception.sha256),
            event: exception.event,
            cause: cause(&exception.outcome),
            kind: event.as_ref().map(|event| event.fact.kind().to_owned()).unwrap_or_default(),
            person: exception.person,
            person_name: name(exception.person),
            device_name: devices.get(&exception.device).cloned().unwrap_or_default(),
            client: exception.client,
            client_name: exception
                .client
                .and_then(|client| clients.get(&client).cloned())
                .unwrap_or_default(),
            folio: payment.map(|payment| payment.folio.clone()),
            amount: payment.map(|payment| payment.amount),
            received: exception.raised,
            resolution: exception.resolution.map(|resolution| Resolution {
                by_name: name(resolution.by),
                at: resolution.at,
                note: resolution.note,
            }),
        }
    });
    Ok(rows.collect())
}

fn cause(outcome: &Outcome) -> ExceptionCause {
    match outcome {
        Outcome::Quarantined { reason } => ExceptionCause::Quarantined { reason: *reason },
        Outcome::Duplicate { original } => cause(original),
        Outcome::Applied { applied } => match applied.exception {
            Some(code) => ExceptionCause::Applied { code },
            // Nothing is raised without a code; were it to happen, a person must look at the bytes.
            None => ExceptionCause::Quarantined { reason: QuarantineReason::RuleRefused },
        },
        Outcome::Deferred { .. } => ExceptionCause::Quarantined { reason: QuarantineReason::Unreadable },
    }
}

pub async fn resolve(caller: &Caller, id: &str, note: &str) -> Result<(), ApiError> {
    let (event, sha256) = parse(id).ok_or(ApiError::NotFound { what: Thing::Event })?;
    let mut check = FormCheck::default();
    let note = check.line(Field::Reason, note, RESOLUTION_CHARS_MAX);
    check.done()?;
    let resolution = stored::Resolution { at: caller.now(), by: caller.id(), note: note.clone() };
    caller.state.store.resolve_exception(event, sha256, &resolution).await?;
    audit::record(caller, AuditAction::ExceptionResolved { exception: id.to_owned(), note }).await
}

fn parse(id: &str) -> Option<(EventId, ChainHash)> {
    let (event, sha256) = id.split_once(':')?;
    Some((EventId::parse(event)?, ChainHash::parse(sha256)?))
}
