//! What sync asks of the platform. Browser, simulator and memory each answer it.

#![allow(async_fn_in_trait, reason = "every implementation is used on one thread, by its concrete type")]

use serde::{Deserialize, Serialize};

use super::{
    protocol::{ItemOutcome, PullRequest, PullResponse, PushRequest, PushResponse},
    records::{BaseRow, DrawerRow, Meta, NewRecord, OutboxRow, PageWrite, ReceiptRow},
};
use crate::domain::{date::Millis, rule_error::RuleError};

pub trait Clock {
    /// The wall clock, as set on the device.
    fn wall(&self) -> Millis;
    /// Milliseconds that never jump, from an arbitrary start.
    fn monotonic_ms(&self) -> i64;
}

pub trait Rng {
    fn bytes10(&self) -> [u8; 10];
}

pub trait Sleeper {
    async fn sleep_ms(&self, ms: u32);
}

/// The browser's durable storage. Each function is one transaction: all of it happens or nothing.
pub trait LocalStore {
    /// `None` before enrolment.
    async fn load_meta(&self) -> Result<Option<Meta>, StoreError>;
    /// By sequence.
    async fn load_outbox(&self) -> Result<Vec<OutboxRow>, StoreError>;
    async fn load_base(&self) -> Result<Vec<BaseRow>, StoreError>;
    async fn load_receipts(&self) -> Result<Vec<ReceiptRow>, StoreError>;
    /// `None` before the first whole pull.
    async fn load_drawer(&self) -> Result<Option<DrawerRow>, StoreError>;

    /// Writes the `meta` of a fresh enrolment. Refused where one with unsent rows exists.
    async fn enrol(&self, meta: &Meta) -> Result<(), StoreError>;

    /// The critical section of recording: under the lock `folio`, in one read-write transaction with strict
    /// durability, hands the counters as stored to `build`, writes what it returns, waits until it is durable, reads
    /// it back and compares. An error means that nothing was issued.
    async fn append<F>(&self, build: F) -> Result<NewRecord, StoreError>
    where
        F: FnOnce(&Meta) -> Result<NewRecord, RuleError>;

    /// Keeps the outcomes that the server answered, by [`OutboxRow::answer`], [`ReceiptRow::note_booked`] and
    /// [`Meta::after_answer`].
    async fn settle(
        &self,
        outcomes: &[ItemOutcome],
        clock_offset_ms: i64,
        server_time: Millis,
    ) -> Result<(), StoreError>;

    /// Counts one more failed attempt on each unsent row up to `seq`.
    async fn count_attempt(&self, up_to_seq: u64) -> Result<(), StoreError>;

    /// Writes one page of a pull together with its cursor: `meta` by [`Meta::after_page`] (nothing is written where
    /// that errs), the base rows, the drawer where the page has one, and the outbox without the rows that leave by
    /// [`OutboxRow::leaves_at`].
    async fn apply_page(&self, page: PageWrite) -> Result<(), StoreError>;

    /// Forgets everything of this enrolment. Refused while anything is unsent or *por aclarar*.
    async fn forget(&self) -> Result<(), StoreError>;
}

pub trait Transport {
    async fn push(&self, credential: &str, request: &PushRequest) -> Result<PushResponse, NetError>;
    async fn pull(&self, request: &PullRequest) -> Result<PullResponse, NetError>;
}

/// Why the local store could not do it. In every case the transaction had no effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StoreError {
    #[error("this browser is not enrolled")]
    NotEnrolled,
    #[error("the storage is full")]
    Quota,
    #[error("there are items that were not sent")]
    Unsent,
    #[error("a rule refused it")]
    Rule(#[from] RuleError),
    #[error("what was read back is not what was written")]
    ReadBackDiffers,
    #[error("the storage was lost: the last sequence kept apart is ahead of it")]
    StorageLost,
    #[error("another tab has written meanwhile; load again")]
    Stale,
    #[error("the storage failed: {0}")]
    Failed(String),
}

/// Why the network could not do it. Anything that is not the protocol is a failure of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NetError {
    #[error("no connection, or it broke before the answer")]
    Unreachable,
    #[error("something on the way answered that is not Senda: a captive portal or a proxy")]
    NotProtocol,
    /// 401: log in again; everything is kept.
    #[error("the login or the device's credential was not accepted")]
    Unauthorized,
    /// 429 or 503: later.
    #[error("the server asks to wait")]
    Busy,
    /// 426 on pull: this build is too old to pull; it still pushes.
    #[error("this build must be updated to receive data")]
    UpgradeNeeded,
    /// 500 and the like.
    #[error("the server failed")]
    ServerFailed,
}
