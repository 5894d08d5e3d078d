//! *Por aclarar*: what could not go into the books, and what did but should be looked at by a person.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{Row, array_id, id, text, uuid_value},
};
use crate::{
    domain::{
        chain::ChainHash,
        date::Millis,
        ids::{ClientId, DeviceId, EventId, PersonId},
    },
    sync::protocol::Outcome,
};

/// One thing to be cleared up.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    pub event: EventId,
    /// Of the bytes as they came; with `event` it names the exception.
    pub sha256: ChainHash,
    pub device: DeviceId,
    /// Whose device it is.
    pub person: PersonId,
    pub client: Option<ClientId>,
    pub seq: u64,
    /// Quarantined, or applied with an exception.
    pub outcome: Outcome,
    /// Exactly as received.
    pub bytes: String,
    pub raised: Millis,
    pub resolution: Option<Resolution>,
}

/// How a person cleared something up. The event itself is never changed by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    pub at: Millis,
    pub by: PersonId,
    pub note: String,
}

/// Which exceptions to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionFilter {
    /// Not yet cleared up.
    Open,
    All,
}

/// Most exceptions in one answer.
pub const EXCEPTIONS_MAX: u32 = 500;

impl Store {
    /// What is to be cleared up, the newest first, at most [`EXCEPTIONS_MAX`].
    pub async fn exceptions(&self, filter: ExceptionFilter) -> Result<Vec<Exception>, StoreError> {
        let sql = match filter {
            ExceptionFilter::Open => {
                "SELECT * FROM exception WHERE resolved = NONE ORDER BY raised DESC LIMIT $limit"
            }
            ExceptionFilter::All => "SELECT * FROM exception ORDER BY raised DESC LIMIT $limit",
        };
        let rows = self.run(sql, object! { limit: i64::from(EXCEPTIONS_MAX) }).await?.rows(0)?;
        rows.into_iter().map(exception_of).collect()
    }

    /// Notes how a person cleared it up. Only the first resolution counts.
    pub async fn resolve_exception(
        &self,
        event: EventId,
        sha256: ChainHash,
        resolution: &Resolution,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE $id SET resolved = resolved ?? $at, resolved_by = resolved_by ?? $by, note = note ?? $note
            RETURN AFTER";
        let vars = object! {
            id: exception_id(event, sha256),
            at: resolution.at.0,
            by: id("person", resolution.by.uuid()),
            note: text(&resolution.note),
        };
        self.run(sql, vars).await?.row(0)?.map(|_| ()).ok_or(StoreError::NotFound("exception"))
    }
}

pub(super) fn exception_id(event: EventId, sha256: ChainHash) -> surrealdb::types::RecordId {
    array_id("exception", vec![uuid_value(event.uuid()), text(sha256.to_string())])
}

pub(super) fn exception_of(mut row: Row) -> Result<Exception, StoreError> {
    let mut key = row.key_parts("id")?;
    let resolution = match (row.maybe_int("resolved")?, row.maybe_uuid("resolved_by")?) {
        (Some(at), Some(by)) => Some(Resolution {
            at: Millis(at),
            by: PersonId::from_uuid(by),
            note: row.maybe_text("note")?.unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Exception {
        event: EventId::from_uuid(key.uuid("0")?),
        sha256: ChainHash::parse(&key.text("1")?)
            .ok_or_else(|| StoreError::Unreadable("exception sha256".into()))?,
        device: DeviceId::from_uuid(row.uuid("device")?),
        person: PersonId::from_uuid(row.uuid("person")?),
        client: row.maybe_uuid("client")?.map(ClientId::from_uuid),
        seq: row.count("seq")?,
        outcome: serde_json::from_str(&row.text("outcome")?)?,
        bytes: row.text("bytes")?,
        raised: Millis(row.int("raised")?),
        resolution,
    })
}
