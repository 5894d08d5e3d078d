//! Drawers within a posting: loaded, guarded and written as accounts are.

use std::collections::{BTreeMap, BTreeSet};

use surrealdb::types::{Object, SurrealValue, Value, object};

use super::{
    super::{
        Store, StoreError,
        query::{id, int, list, pesos, text},
    },
    Posting,
};
use crate::domain::{
    drawer::Drawer,
    ids::{BranchId, PersonId},
};

/// One drawer in memory, and what it was when it was read.
pub(super) struct DrawerSlot {
    drawer: Drawer,
    /// `None`: it is not in the database yet.
    read_version: Option<u64>,
}

impl DrawerSlot {
    pub(super) fn is_changed(&self) -> bool {
        self.read_version.unwrap_or(0) != self.drawer.version
    }
}

impl Posting {
    /// Reads what `people` carry. Who carries nothing yet has an empty drawer.
    pub(crate) async fn load_drawers(
        &mut self,
        store: &Store,
        people: impl IntoIterator<Item = PersonId>,
    ) -> Result<(), StoreError> {
        let people: BTreeSet<PersonId> =
            people.into_iter().filter(|person| !self.drawers.contains_key(person)).collect();
        if people.is_empty() {
            return Ok(());
        }
        let sql = "SELECT version, json FROM $drawers WHERE json != NONE; SELECT id, branch FROM $people;";
        let vars = object! {
            drawers: list(people.iter().map(|person| id("drawer", person.uuid()))),
            people: list(people.iter().map(|person| id("person", person.uuid()))),
        };
        let mut answer = store.run(sql, vars).await?;
        let mut branches = BTreeMap::new();
        for mut row in answer.rows(1)? {
            branches.insert(PersonId::from_uuid(row.uuid("id")?), BranchId::from_uuid(row.uuid("branch")?));
        }
        for mut row in answer.rows(0)? {
            let mut drawer: Drawer = serde_json::from_str(&row.text("json")?)?;
            // Who moved to another branch hands over there.
            drawer.branch = branches.get(&drawer.person).copied().unwrap_or(drawer.branch);
            let slot = DrawerSlot { read_version: Some(drawer.version), drawer };
            self.drawers.insert(slot.drawer.person, slot);
        }
        for person in people {
            let branch = branches.get(&person).copied().ok_or(StoreError::NotFound("person"))?;
            let empty = || DrawerSlot { drawer: Drawer::empty(person, branch), read_version: None };
            self.drawers.entry(person).or_insert_with(empty);
        }
        Ok(())
    }

    /// What the person carries, as it stands in this posting.
    pub(crate) fn drawer(&self, person: PersonId) -> Option<&Drawer> {
        self.drawers.get(&person).map(|slot| &slot.drawer)
    }

    /// Puts the changed drawer back under its next version, and answers that version.
    pub(crate) fn put_drawer(&mut self, mut drawer: Drawer) -> Result<u64, StoreError> {
        assert!(!drawer.cash.is_negative(), "nobody carries less than nothing");
        let slot = self.drawers.get_mut(&drawer.person).ok_or(StoreError::NotFound("drawer"))?;
        drawer.version = slot.drawer.version.saturating_add(1);
        slot.drawer = drawer;
        Ok(slot.drawer.version)
    }

    pub(super) fn write_drawers(&self, sql: &mut String, vars: &mut Object) -> Result<(), StoreError> {
        let (mut guards, mut versions) = (Vec::new(), Vec::new());
        let (mut rows, mut new_rows) = (Vec::new(), Vec::new());
        for slot in self.drawers.values().filter(|slot| slot.is_changed()) {
            let drawer_id = id("drawer", slot.drawer.person.uuid());
            let mut row = drawer_row(&slot.drawer)?;
            match slot.read_version {
                Some(version) => {
                    guards.push(drawer_id.clone());
                    versions.push(int(version));
                    rows.push(object! { id: drawer_id, row: row }.into_value());
                }
                None => {
                    row.insert("id", drawer_id);
                    new_rows.push(row.into_value());
                }
            }
        }
        if !rows.is_empty() {
            sql.push_str(
                "IF (SELECT VALUE version FROM $drawer_ids) != $drawer_versions { THROW 'senda_stale' };
                 FOR $one IN $drawers { UPDATE $one.id CONTENT $one.row RETURN NONE };\n",
            );
            vars.insert("drawer_ids", list(guards));
            vars.insert("drawer_versions", list(versions));
            vars.insert("drawers", list(rows));
        }
        if !new_rows.is_empty() {
            sql.push_str("INSERT INTO drawer $new_drawers RETURN NONE;\n");
            vars.insert("new_drawers", list(new_rows));
        }
        Ok(())
    }
}

/// The typed fields of a drawer, beside the JSON that phones get.
pub(in super::super) fn drawer_row(drawer: &Drawer) -> Result<Object, StoreError> {
    let json: Value = text(serde_json::to_string(drawer)?);
    Ok(object! { version: int(drawer.version), cash: pesos(drawer.cash), json: json })
}
