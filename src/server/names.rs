//! Names of people and branches, for rows that the office reads.

use std::collections::HashMap;

use super::store::{Store, StoreError};
use crate::domain::{
    date::Zone,
    ids::{BranchId, PersonId},
};

/// Everybody's name, and each branch's with its zone.
pub(crate) struct Names {
    people: HashMap<PersonId, String>,
    branches: HashMap<BranchId, (String, Zone)>,
}

impl Names {
    pub(crate) async fn load(store: &Store) -> Result<Names, StoreError> {
        let people = store.people().await?.into_iter().map(|person| (person.id, person.name));
        let branches =
            store.branches().await?.into_iter().map(|branch| (branch.id, (branch.name, branch.zone)));
        Ok(Names { people: people.collect(), branches: branches.collect() })
    }

    /// Empty where nobody has this id.
    pub(crate) fn person(&self, person: PersonId) -> String {
        self.people.get(&person).cloned().unwrap_or_default()
    }

    /// Empty where there is no such branch.
    pub(crate) fn branch(&self, branch: BranchId) -> String {
        self.branches.get(&branch).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// In which the branch's days begin.
    pub(crate) fn zone(&self, branch: BranchId) -> Zone {
        self.branches.get(&branch).map_or(Zone::MEXICO_CITY, |(_, zone)| *zone)
    }

    /// Every branch.
    pub(crate) fn branches(&self) -> impl Iterator<Item = (BranchId, &str)> {
        self.branches.iter().map(|(branch, (name, _))| (*branch, name.as_str()))
    }
}
