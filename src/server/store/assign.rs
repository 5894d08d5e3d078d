//! Who collects from whom.

use std::collections::BTreeSet;

use super::{ACCOUNTS_PER_COMMIT, CONFLICT_ATTEMPTS_MAX, Store, StoreError, posting::Posting};
use crate::domain::{
    date::Millis,
    ids::{ClientId, PersonId},
};

/// What an assignment did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    /// Clients that changed hands.
    pub changed: u64,
    /// Clients that were there already.
    pub unchanged: u64,
    /// Ids that no client has.
    pub unknown: Vec<ClientId>,
}

impl Store {
    /// Gives `clients` to `person`, or takes them from everybody where it is `None`.
    ///
    /// For each client, leaving the old phone and arriving at the new one is one transaction; many clients go in
    /// several transactions, so that a failure halfway leaves each client with exactly one person, and the same call
    /// again finishes the work.
    pub async fn assign_clients(
        &self,
        clients: &[ClientId],
        person: Option<PersonId>,
        now: Millis,
    ) -> Result<Assigned, StoreError> {
        let clients: Vec<ClientId> = clients.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let mut total = Assigned::default();
        for part in clients.chunks(ACCOUNTS_PER_COMMIT) {
            let done = self.assign_part(part, person, now).await?;
            total.changed = total.changed.saturating_add(done.changed);
            total.unchanged = total.unchanged.saturating_add(done.unchanged);
            total.unknown.extend(done.unknown);
        }
        Ok(total)
    }

    async fn assign_part(
        &self,
        clients: &[ClientId],
        person: Option<PersonId>,
        now: Millis,
    ) -> Result<Assigned, StoreError> {
        let mut scopes: BTreeSet<PersonId> = person.into_iter().collect();
        for attempt in 0..CONFLICT_ATTEMPTS_MAX {
            self.back_off(attempt).await;
            let _lanes = self.lanes(&scopes).await;
            let mut posting = Posting::load(self, clients.iter().copied(), person, now).await?;
            scopes.extend(posting.scopes());
            let mut done = Assigned::default();
            for client in clients {
                match posting.account(*client).cloned() {
                    None => done.unknown.push(*client),
                    Some(account) if account.assigned_to == person => {
                        done.unchanged = done.unchanged.saturating_add(1);
                    }
                    Some(mut account) => {
                        account.assigned_to = person;
                        posting.put_account(account);
                        done.changed = done.changed.saturating_add(1);
                    }
                }
            }
            match posting.commit(self).await {
                // An assignment may be repeated: loading again shows what was done.
                Err(StoreError::Conflict | StoreError::UnknownCommit) => {}
                Err(other) => return Err(other),
                Ok(()) => return Ok(done),
            }
        }
        Err(StoreError::Conflict)
    }
}
