//! Branches of the company.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{Row, id, text},
};
use crate::domain::{date::Zone, ids::BranchId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub id: BranchId,
    pub name: String,
    pub zone: Zone,
}

impl Store {
    /// All branches, by name.
    pub async fn branches(&self) -> Result<Vec<Branch>, StoreError> {
        let rows = self.run("SELECT * FROM branch ORDER BY name", object! {}).await?.rows(0)?;
        rows.into_iter().map(branch_of).collect()
    }

    pub async fn branch(&self, branch: BranchId) -> Result<Option<Branch>, StoreError> {
        let found =
            self.run("SELECT * FROM $id", object! { id: id("branch", branch.uuid()) }).await?.row(0)?;
        found.map(branch_of).transpose()
    }

    /// Creates the branch or writes it anew.
    pub async fn put_branch(&self, branch: &Branch) -> Result<(), StoreError> {
        self.run(
            "UPSERT $id SET name = $name, zone = $zone RETURN NONE",
            object! {
                id: id("branch", branch.id.uuid()),
                name: text(&branch.name),
                zone: text(branch.zone.name()),
            },
        )
        .await
        .map(|_| ())
    }
}

fn branch_of(mut row: Row) -> Result<Branch, StoreError> {
    let zone = row.text("zone")?;
    Ok(Branch {
        id: BranchId::from_uuid(row.uuid("id")?),
        name: row.text("name")?,
        zone: Zone::parse(&zone).ok_or_else(|| StoreError::Unreadable("branch zone".into()))?,
    })
}
