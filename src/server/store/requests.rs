//! Requests as they are kept: what somebody asked for, and what another decided.

use serde::{Deserialize, Serialize};
use surrealdb::types::{Object, RecordId, object};

use super::{
    Store, StoreError,
    documents::{Document, Versioned},
    query::{id, text},
};
use crate::{
    api::corrections::RequestSubject,
    domain::{
        date::{CivilDate, Millis},
        ids::{EventId, PersonId, RequestId},
        photo::PhotoRef,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRequest {
    pub request: RequestId,
    pub subject: RequestSubject,
    pub reason: String,
    #[serde(default)]
    pub evidence: Option<PhotoRef>,
    pub asked_by: PersonId,
    pub asked: Millis,
    /// The day on which it was asked for, where he works.
    pub asked_on: CivilDate,
    /// The event of the phone that asked, if one did.
    #[serde(default)]
    pub event: Option<EventId>,
    pub decision: Decision,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    Open,
    Approved { by: PersonId, at: Millis, note: String },
    Rejected { by: PersonId, at: Millis, reason: String },
}

impl Document for StoredRequest {
    const TABLE: &'static str = "request";

    fn record(&self) -> RecordId {
        id("request", self.request.uuid())
    }

    fn fields(&self) -> Object {
        let state = match &self.decision {
            Decision::Open => "open",
            Decision::Approved { .. } => "approved",
            Decision::Rejected { .. } => "rejected",
        };
        object! { state: text(state), asked: self.asked.0 }
    }
}

impl Store {
    pub async fn request(&self, request: RequestId) -> Result<Option<Versioned<StoredRequest>>, StoreError> {
        self.document(id("request", request.uuid())).await
    }

    /// Requests that nobody has decided, newest first, at most `limit`.
    pub async fn open_requests(&self, limit: u32) -> Result<Vec<StoredRequest>, StoreError> {
        let tail = "WHERE state = 'open' ORDER BY asked DESC LIMIT $limit";
        self.requests_found(tail, limit).await
    }

    /// All requests, newest first, at most `limit`.
    pub async fn all_requests(&self, limit: u32) -> Result<Vec<StoredRequest>, StoreError> {
        self.requests_found("ORDER BY asked DESC LIMIT $limit", limit).await
    }

    async fn requests_found(&self, tail: &'static str, limit: u32) -> Result<Vec<StoredRequest>, StoreError> {
        let found: Vec<Versioned<StoredRequest>> =
            self.documents_found(tail, object! { limit: i64::from(limit) }).await?;
        Ok(found.into_iter().map(|kept| kept.value).collect())
    }
}
