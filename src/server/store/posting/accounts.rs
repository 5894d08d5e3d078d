//! Accounts within a posting, as they are written: under guards, with the change log and checksum of each scope.

use std::collections::BTreeMap;

use surrealdb::types::{Object, SurrealValue, object};

use super::{
    super::{
        StoreError,
        query::{id, int, list},
    },
    Posting, ScopeSlot,
    rows::{Stay, account_row, change_row, convenio_row},
};
use crate::{domain::ids::PersonId, sync::protocol::account_checksum};

impl Posting {
    /// Accounts, and with them the change log and the checksum of every scope that they are in or were in.
    pub(super) fn write_accounts(&mut self, sql: &mut String, vars: &mut Object) -> Result<(), StoreError> {
        let (mut guards, mut versions) = (Vec::new(), Vec::new());
        let (mut new_rows, mut rows) = (Vec::new(), Vec::new());
        let mut changes = Vec::new();
        let mut convenios = Vec::new();
        for slot in self.accounts.values_mut().filter(|slot| slot.is_changed()) {
            let client = slot.account.id();
            if let Some(scope) = slot.read_scope {
                let leaves = slot.account.assigned_to != Some(scope);
                let kept = scope_slot(&mut self.scopes, scope)?;
                kept.sum = kept.sum.wrapping_sub(account_checksum(client, slot.read_version.unwrap_or(0)));
                kept.accounts = kept.accounts.saturating_sub(1);
                if leaves {
                    kept.counter = kept.counter.saturating_add(1);
                    changes.push(change_row(scope, kept.counter, client, Stay::Gone));
                }
            }
            slot.change_no = 0;
            if let Some(scope) = slot.account.assigned_to {
                let kept = scope_slot(&mut self.scopes, scope)?;
                kept.sum = kept.sum.wrapping_add(account_checksum(client, slot.account.version));
                kept.accounts = kept.accounts.saturating_add(1);
                kept.counter = kept.counter.saturating_add(1);
                slot.change_no = kept.counter;
                changes.push(change_row(scope, kept.counter, client, Stay::Here));
            }
            convenios.extend(
                slot.changed_agreements().map(|(agreement, state)| convenio_row(client, agreement, state)),
            );
            let row = account_row(&slot.account, slot.change_no)?;
            match slot.read_version {
                Some(version) => {
                    guards.push(id("account", client.uuid()));
                    versions.push(int(version));
                    rows.push(object! { id: id("account", client.uuid()), row: row }.into_value());
                }
                None => {
                    let mut row = row;
                    row.insert("id", id("account", client.uuid()));
                    new_rows.push(row.into_value());
                }
            }
        }
        if !rows.is_empty() {
            sql.push_str(
                "IF (SELECT VALUE version FROM $account_ids) != $account_versions { THROW 'senda_stale' };
                 FOR $one IN $accounts { UPDATE $one.id CONTENT $one.row RETURN NONE };\n",
            );
            vars.insert("account_ids", list(guards));
            vars.insert("account_versions", list(versions));
            vars.insert("accounts", list(rows));
        }
        if !new_rows.is_empty() {
            sql.push_str("INSERT INTO account $new_accounts RETURN NONE;\n");
            vars.insert("new_accounts", list(new_rows));
        }
        if !convenios.is_empty() {
            sql.push_str("FOR $one IN $convenios { UPSERT $one.id CONTENT $one.row RETURN NONE };\n");
            vars.insert("convenios", list(convenios));
        }
        self.write_scopes(sql, vars);
        if !changes.is_empty() {
            sql.push_str("INSERT INTO change $changes RETURN NONE;\n");
            vars.insert("changes", list(changes));
        }
        Ok(())
    }

    fn write_scopes(&self, sql: &mut String, vars: &mut Object) {
        let changed = || self.scopes.iter().filter(|(_, scope)| scope.read_counter != Some(scope.counter));
        let (mut guards, mut counters, mut rows, mut new_rows) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (scope, slot) in changed().filter(|(_, slot)| slot.counter > 0) {
            let scope_id = id("scope", scope.uuid());
            let mut row = object! { counter: int(slot.counter), accounts: slot.accounts, sum: slot.sum };
            match slot.read_counter {
                Some(counter) => {
                    guards.push(scope_id.clone());
                    counters.push(int(counter));
                    rows.push(object! { id: scope_id, row: row }.into_value());
                }
                None => {
                    row.insert("id", scope_id);
                    new_rows.push(row.into_value());
                }
            }
        }
        if !rows.is_empty() {
            sql.push_str(
                "IF (SELECT VALUE counter FROM $scope_ids) != $scope_counters { THROW 'senda_stale' };
                 FOR $one IN $scopes { UPDATE $one.id CONTENT $one.row RETURN NONE };\n",
            );
            vars.insert("scope_ids", list(guards));
            vars.insert("scope_counters", list(counters));
            vars.insert("scopes", list(rows));
        }
        if !new_rows.is_empty() {
            sql.push_str("INSERT INTO scope $new_scopes RETURN NONE;\n");
            vars.insert("new_scopes", list(new_rows));
        }
    }
}

fn scope_slot(
    scopes: &mut BTreeMap<PersonId, ScopeSlot>,
    scope: PersonId,
) -> Result<&mut ScopeSlot, StoreError> {
    // Every scope that an account can be in or go to was loaded with it.
    scopes.get_mut(&scope).ok_or(StoreError::NotFound("scope"))
}
