//! Scopes: what one field person's phone holds, and the log of its changes.

use std::collections::HashMap;

use surrealdb::types::object;

use super::{
    Store, StoreError,
    drawers::drawer_of,
    posting::change_id,
    query::{id, int, list, uuid_value},
};
use crate::{
    domain::{
        drawer::Drawer,
        ids::{ClientId, DeviceId, PersonId},
    },
    sync::protocol::ScopeChecksum,
};

/// Rows deleted in one transaction of a sweep: keeps each short.
const CHANGES_PER_SWEEP: usize = 200;

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
    /// What the person of the scope carries; `None` for a scope of nobody.
    pub drawer: Option<Drawer>,
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
    /// An account has one living row in the log, the one whose number it carries: from 0 on this is a snapshot, and an
    /// account that changes between two pages comes again in a later one. Rows that it left behind are passed over,
    /// so that a page may hold fewer than `limit` and still have more after it.
    pub async fn scope_page(
        &self,
        scope: PersonId,
        device: DeviceId,
        since: u64,
        limit: u32,
    ) -> Result<ScopePage, StoreError> {
        let sql = "BEGIN;
            LET $changes = SELECT id, client, gone FROM change:[$scope_key, $from]..[$scope_key, $until] LIMIT $limit;
            LET $accounts = SELECT id, version, assigned_to, change_no, json FROM array::distinct($changes.client);
            RETURN {
                scope: (SELECT counter, accounts, sum FROM ONLY $scope_id),
                device: (SELECT last_seq FROM ONLY $device_id),
                drawer: (SELECT json FROM ONLY $drawer_id),
                owner: (SELECT branch FROM ONLY $person_id),
                changes: $changes,
                accounts: $accounts
            };
            COMMIT;";
        let asked = i64::from(limit).saturating_add(1);
        let vars = object! {
            scope_key: uuid_value(scope.uuid()),
            scope_id: id("scope", scope.uuid()),
            device_id: id("device", device.uuid()),
            drawer_id: id("drawer", scope.uuid()),
            person_id: id("person", scope.uuid()),
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
        let stored = answer.maybe_row("drawer")?;
        let drawer = answer.maybe_row("owner")?.map(|owner| drawer_of(stored, scope, owner)).transpose()?;
        let mut changes = answer.list("changes")?;
        let has_more = changes.len() > limit as usize;
        changes.truncate(limit as usize);
        let mut accounts = HashMap::new();
        for mut row in answer.list("accounts")? {
            let is_here = row.maybe_uuid("assigned_to")? == Some(scope.uuid());
            let living = if is_here { Some(row.count("change_no")?) } else { None };
            let id = ClientId::from_uuid(row.uuid("id")?);
            let stored = StoredAccount { id, version: row.count("version")?, json: row.text("json")? };
            accounts.insert(id, (living, stored));
        }
        let (mut puts, mut deletes, mut next) = (Vec::new(), Vec::new(), since);
        for mut change in changes {
            next = change.key_parts("id")?.count("1")?;
            let client = ClientId::from_uuid(change.uuid("client")?);
            let living = accounts.get(&client).and_then(|(living, _)| *living);
            if change.flag("gone")? {
                if living.is_none() {
                    deletes.push(client);
                }
            } else if living == Some(next) {
                puts.extend(accounts.remove(&client).map(|(_, stored)| stored));
            }
        }
        Ok(ScopePage { counter, puts, deletes, next, has_more, checksum, device_last_seq, drawer })
    }

    /// Every client that ever was in a scope since the log was last swept; some may have left.
    pub(super) async fn clients_of(&self, scope: PersonId) -> Result<Vec<ClientId>, StoreError> {
        let sql = "RETURN array::distinct((SELECT VALUE client FROM change:[$scope, 0]..[$scope, $until]))";
        let vars = object! { scope: uuid_value(scope.uuid()), until: i64::MAX };
        let ids = self.run(sql, vars).await?.uuids(0)?;
        Ok(ids.into_iter().map(ClientId::from_uuid).collect())
    }

    /// Deletes from the change log what accounts left behind, and answers how much that was. To be done now and then:
    /// deleting costs more than all else that a push writes, and nothing ever needs these rows again.
    pub async fn sweep_changes(&self) -> Result<u64, StoreError> {
        let mut swept = 0u64;
        for (scope, _) in self.scope_checksums().await? {
            let sql = "SELECT id, gone, client.assigned_to AS assigned_to, client.change_no AS change_no
                FROM change:[$scope, 0]..[$scope, $until]";
            let vars = object! { scope: uuid_value(scope.uuid()), until: i64::MAX };
            let mut stale = Vec::new();
            for mut row in self.run(sql, vars).await?.rows(0)? {
                let number = row.key_parts("id")?.count("1")?;
                let is_here = row.maybe_uuid("assigned_to")? == Some(scope.uuid());
                let is_living = if row.flag("gone")? {
                    !is_here
                } else {
                    is_here && row.maybe_int("change_no")? == i64::try_from(number).ok()
                };
                if !is_living {
                    stale.push(change_id(scope, number));
                }
            }
            for part in stale.chunks(CHANGES_PER_SWEEP) {
                self.run("DELETE $ids RETURN NONE", object! { ids: list(part.iter().cloned()) }).await?;
                swept = swept.saturating_add(part.len() as u64);
            }
        }
        Ok(swept)
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
