//! Scopes: what one field person's phone holds, and the log of its changes.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{id, int, uuid_value},
};
use crate::{
    domain::ids::{ClientId, DeviceId, PersonId},
    sync::protocol::ScopeChecksum,
};

/// One page of a scope's changes, read in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopePage {
    /// The scope's counter, 0 where the scope has never held anything.
    pub counter: u64,
    pub puts: Vec<StoredAccount>,
    pub deletes: Vec<ClientId>,
    /// The number of the last change read, or `since` where there was none.
    pub next: u64,
    pub has_more: bool,
    /// Of the whole scope.
    pub checksum: ScopeChecksum,
    /// Last sequence stored of the device that asks.
    pub device_last_seq: u64,
}

/// An account as it is kept for phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    pub id: ClientId,
    pub version: u64,
    /// The JSON of a `domain::account::Account`.
    pub json: String,
}

impl Store {
    /// The changes of `scope` after `since`, at most `limit` of them.
    ///
    /// An account has one living row in the log, moved to its end at each change: from 0 on this is a snapshot, and
    /// an account that changes between two pages comes again in a later one.
    pub async fn scope_page(
        &self,
        scope: PersonId,
        device: DeviceId,
        since: u64,
        limit: u32,
    ) -> Result<ScopePage, StoreError> {
        let sql = "BEGIN;
            LET $changes = SELECT id, client, gone FROM change:[$scope_key, $from]..[$scope_key, $until] LIMIT $limit;
            LET $accounts = SELECT id, version, json FROM $changes.filter(|$change| !$change.gone).client;
            RETURN {
                scope: (SELECT counter, accounts, sum FROM ONLY $scope_id),
                device: (SELECT last_seq FROM ONLY $device_id),
                changes: $changes,
                accounts: $accounts
            };
            COMMIT;";
        let asked = i64::from(limit).saturating_add(1);
        let vars = object! {
            scope_key: uuid_value(scope.uuid()),
            scope_id: id("scope", scope.uuid()),
            device_id: id("device", device.uuid()),
            from: int(since.saturating_add(1)),
            until: i64::MAX,
            limit: asked,
        };
        let mut answer = self.run(sql, vars).await?.returned()?;
        let (counter, checksum) = match answer.maybe_row("scope")? {
            Some(mut row) => {
                let checksum = ScopeChecksum { accounts: row.count("accounts")?, sum: row.int("sum")? };
                (row.count("counter")?, checksum)
            }
            None => (0, ScopeChecksum::default()),
        };
        let device_last_seq = answer.maybe_row("device")?.map_or(Ok(0), |mut row| row.count("last_seq"))?;
        let mut changes = answer.list("changes")?;
        let has_more = changes.len() > limit as usize;
        changes.truncate(limit as usize);
        let mut accounts = std::collections::HashMap::new();
        for mut row in answer.list("accounts")? {
            let client = ClientId::from_uuid(row.uuid("id")?);
            accounts.insert(client, (row.count("version")?, row.text("json")?));
        }
        let (mut puts, mut deletes, mut next) = (Vec::new(), Vec::new(), since);
        for mut change in changes {
            next = change.key_parts("id")?.count("1")?;
            let client = ClientId::from_uuid(change.uuid("client")?);
            if change.flag("gone")? {
                deletes.push(client);
            } else if let Some((version, json)) = accounts.remove(&client) {
                // An account that left and came back: the later row wins.
                deletes.retain(|gone| *gone != client);
                puts.push(StoredAccount { id: client, version, json });
            }
        }
        Ok(ScopePage { counter, puts, deletes, next, has_more, checksum, device_last_seq })
    }

    /// The clients of a scope.
    pub(super) async fn clients_of(&self, scope: PersonId) -> Result<Vec<ClientId>, StoreError> {
        let sql = "SELECT client FROM change:[$scope, 0]..[$scope, $until] WHERE !gone";
        let vars = object! { scope: uuid_value(scope.uuid()), until: i64::MAX };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok(ClientId::from_uuid(row.uuid("client")?))).collect()
    }

    /// Checksum and counter of every scope, as kept: for the audit of the books.
    pub(crate) async fn scope_checksums(&self) -> Result<Vec<(PersonId, ScopeChecksum)>, StoreError> {
        let rows = self.run("SELECT * FROM scope", object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let checksum = ScopeChecksum { accounts: row.count("accounts")?, sum: row.int("sum")? };
                Ok((PersonId::from_uuid(row.uuid("id")?), checksum))
            })
            .collect()
    }
}
