//! Session ids that were given up for good, and the housekeeping of expired sessions. The sessions themselves are
//! written by `tower-sessions-surrealdb-store`.

use surrealdb::types::object;

use super::{Store, StoreError, query::text_id};

/// How long a mark stays: longer than any cookie of `tower-sessions` lives here.
const REVOKED_DAYS: i64 = 40;

impl Store {
    /// Marks a session id as given up.
    pub async fn revoke_session(&self, session: &str) -> Result<(), StoreError> {
        let sql = "UPSERT $id SET expiry_date = time::unix(time::now()) + $seconds RETURN NONE";
        let seconds = REVOKED_DAYS.saturating_mul(24 * 60 * 60);
        self.run(sql, object! { id: text_id("session_revoked", session), seconds: seconds }).await.map(|_| ())
    }

    pub async fn is_session_revoked(&self, session: &str) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM $id";
        let row = self.run(sql, object! { id: text_id("session_revoked", session) }).await?.row(0)?;
        Ok(row.is_some())
    }

    /// Drops sessions and marks whose time has passed.
    pub async fn drop_expired_sessions(&self) -> Result<(), StoreError> {
        let sql = "DELETE session WHERE expiry_date <= time::unix(time::now()) RETURN NONE;
            DELETE session_revoked WHERE expiry_date <= time::unix(time::now()) RETURN NONE;";
        self.run(sql, object! {}).await.map(|_| ())
    }
}
