//! The database. **All SurrealQL of Senda lives in this folder**; every value is bound, and every change of the
//! books is one `BEGIN … COMMIT` query.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

// The connection and the shape of the tables
mod connect;
mod migrate;
mod query;
// Who
pub mod branches;
pub mod company;
pub mod devices;
pub mod logins;
pub mod people;
mod sessions;
pub mod settings;
mod setup;
// The books
pub mod accounts;
pub mod assign;
pub mod documents;
pub mod drawers;
pub mod events;
pub mod figures;
pub mod imported;
pub mod ledger;
pub mod places;
pub mod posting;
pub mod reports;
pub mod scopes;
// What the office receives, follows and decides
pub mod cheques;
pub mod corrections;
pub mod cortes;
pub mod deposits;
pub mod office;
pub mod receipts;
pub mod requests;
// The bank and the tax office
pub mod bank_money;
pub mod reconciliation;
pub mod rep;
pub mod statements;
pub(crate) mod traces;
// What a person should look at
pub mod audit;
pub mod exceptions;
pub mod import_runs;
pub mod import_tables;
pub mod photos;

use std::{collections::BTreeSet, sync::Arc};

use surrealdb::{Surreal, engine::any::Any};
use tokio::sync::{Mutex, MutexGuard};

use crate::domain::ids::PersonId;
pub use connect::{StoreLogin, StoreOptions};

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: Arc<Surreal<Any>>,
    /// Writers of the same scope wait for each other here instead of colliding in the database. Only a matter of
    /// speed: what keeps the books right is the guard inside each transaction.
    lanes: Arc<[Mutex<()>; LANES]>,
}

/// How many scopes may be written at the same time without waiting.
const LANES: usize = 64;

/// Attempts at one change before a conflict is handed to the caller. Each loser lost to one that won, so that a
/// handful is plenty.
pub(crate) const CONFLICT_ATTEMPTS_MAX: usize = 12;

/// Most accounts changed in one transaction of an import or an assignment: keeps each commit under a second.
pub(crate) const ACCOUNTS_PER_COMMIT: usize = 100;

/// The table that `tower-sessions` keeps its sessions in (migration 0001).
pub const SESSION_TABLE: &str = "session";

/// What went wrong between Senda and its database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the same thing first, too many times in a row: try again later.
    #[error("too many writers at once")]
    Conflict,
    /// The commit's answer was lost: it may or may not have happened. Read before repeating.
    #[error("the fate of a commit is unknown")]
    UnknownCommit,
    /// A record with this id is there already.
    #[error("a record with this id exists: {0}")]
    Exists(String),
    /// Nothing has this id.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Another person logs in with this name.
    #[error("the login is taken")]
    LoginTaken,
    /// The first administrator exists already.
    #[error("this installation is set up already")]
    AlreadySetUp,
    /// An amount or a rule made no sense.
    #[error("a rule refused it: {0}")]
    Rule(#[from] crate::domain::rule_error::RuleError),
    /// A row does not hold what its table promises.
    #[error("a stored row is not readable: {0}")]
    Unreadable(String),
    /// An applied migration is not what it was, or the database is newer than this build.
    #[error("the migrations do not agree with the database: {0}")]
    Migration(String),
    /// The settings of the connection would weaken the books.
    #[error("unsafe database settings: {0}")]
    Settings(String),
    /// The engine failed.
    #[error("the database failed: {0}")]
    Database(String),
}

impl StoreError {
    /// Whether the same call may succeed later without anybody changing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self, StoreError::Conflict | StoreError::UnknownCommit)
    }
}

impl From<crate::domain::money::MoneyError> for StoreError {
    fn from(error: crate::domain::money::MoneyError) -> StoreError {
        StoreError::Rule(error.into())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError::Unreadable(error.to_string())
    }
}

impl Store {
    /// Connects, refuses unsafe settings and applies the migrations that are missing.
    pub async fn open(options: &StoreOptions) -> Result<Store, StoreError> {
        let db = connect::connect(options).await?;
        let store = Store { db: Arc::new(db), lanes: Arc::new(std::array::from_fn(|_| Mutex::new(()))) };
        migrate::migrate(&store).await?;
        store.fill_drawers().await?;
        store.fill_places().await?;
        Ok(store)
    }

    /// An empty database in memory, with the real migrations: for tests.
    pub async fn in_memory() -> Result<Store, StoreError> {
        Store::open(&StoreOptions::in_memory()).await
    }

    /// The connection itself, for the session store of `tower-sessions`.
    pub fn connection(&self) -> Arc<Surreal<Any>> {
        Arc::clone(&self.db)
    }

    /// Whether the database answers: what `/readyz` asks.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.run("RETURN 1", surrealdb::types::object! {}).await.map(|_| ())
    }

    /// Waits until no other writer of this process is at work on any of `scopes`.
    pub(crate) async fn lanes(&self, scopes: &BTreeSet<PersonId>) -> Vec<MutexGuard<'_, ()>> {
        // In the order of the lanes, so that two that want the same ones never wait for each other in a circle.
        let wanted: BTreeSet<usize> = scopes.iter().map(|scope| lane_of(*scope)).collect();
        let mut held = Vec::with_capacity(wanted.len());
        for (_, lane) in self.lanes.iter().enumerate().filter(|(index, _)| wanted.contains(index)) {
            held.push(lane.lock().await);
        }
        held
    }

    /// Tries again while somebody else is first. A commit of unknown fate is not tried again: a person looks.
    pub(crate) async fn until_settled<T, Tried: Future<Output = Result<T, StoreError>>>(
        &self,
        attempt: impl Fn() -> Tried,
    ) -> Result<T, StoreError> {
        for number in 0..CONFLICT_ATTEMPTS_MAX {
            self.back_off(number).await;
            match attempt().await {
                Err(StoreError::Conflict) => {}
                settled => return settled,
            }
        }
        Err(StoreError::Conflict)
    }

    /// Waits a moment before another attempt, each time longer and never as long as the other loser; not before the
    /// first, number 0.
    pub(crate) async fn back_off(&self, attempt: usize) {
        if attempt == 0 {
            return;
        }
        let most_ms = 1u64 << attempt.min(BACK_OFF_DOUBLINGS_MAX);
        let wait_ms = rand::random_range(0..=most_ms);
        tokio::time::sleep(std::time::Duration::from_millis(wait_ms)).await;
    }
}

/// The longest wait after a conflict is 2⁷ = 128 ms.
const BACK_OFF_DOUBLINGS_MAX: usize = 7;

fn lane_of(scope: PersonId) -> usize {
    let bytes = scope.uuid().into_bytes();
    bytes.iter().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte))) % LANES
}
