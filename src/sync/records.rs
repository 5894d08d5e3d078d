//! What the device keeps, store by store. The names of the stores are those of architecture.md §3.

use serde::{Deserialize, Serialize};

use super::protocol::{Outcome, Profile};
use crate::domain::{
    allocation::Allocation,
    chain::ChainHash,
    date::Millis,
    event::Event,
    folio::{Folio, Series},
    ids::{ClientId, DeviceId, EventId, PersonId},
    money::Money,
    payment::PaymentMethod,
};

/// Store `meta`, one row: the enrolment and the counters that a record must bump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    pub device: DeviceId,
    pub epoch: u32,
    pub series: Series,
    pub person: PersonId,
    pub credential: String,
    /// The sequence that the next event takes; 1 at enrolment.
    pub next_seq: u64,
    /// The number that the next receipt takes; 1 at enrolment.
    pub next_folio: u32,
    /// Hash of the last event's bytes, or the genesis.
    pub chain_head: ChainHash,
    /// Commit number of the scope up to which the base is complete.
    pub cursor: u64,
    /// The server's last sequence of this device that the base includes.
    pub base_last_seq: u64,
    /// Server time minus wall clock, in milliseconds, at the last answer; `None` before the first.
    pub clock_offset_ms: Option<i64>,
    /// Server time of the last complete pull.
    pub pulled_at: Option<Millis>,
    /// Server time of the last push that left nothing unsent.
    pub all_sent_at: Option<Millis>,
    pub profile: Option<Profile>,
}

/// Store `outbox`, key `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    pub seq: u64,
    pub id: EventId,
    pub client: ClientId,
    pub kind: String,
    pub schema: u16,
    /// The exact bytes of the event.
    pub bytes: String,
    pub sha256: ChainHash,
    /// Wall clock when it was recorded, for the age in the chip.
    pub recorded: Millis,
    #[serde(default)]
    pub attempts: u32,
    pub state: OutboxState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OutboxState {
    /// Only on this phone.
    Unsent,
    /// The server answered; the row leaves the overlay when a pulled page includes it.
    Answered { outcome: Outcome },
}

impl OutboxRow {
    pub fn is_unsent(&self) -> bool {
        match &self.state {
            OutboxState::Unsent => true,
            OutboxState::Answered { outcome } => matches!(outcome, Outcome::Deferred { .. }),
        }
    }

    pub fn is_quarantined(&self) -> bool {
        let mut outcome = match &self.state {
            OutboxState::Unsent => return false,
            OutboxState::Answered { outcome } => outcome,
        };
        while let Outcome::Duplicate { original } = outcome {
            outcome = original;
        }
        matches!(outcome, Outcome::Quarantined { .. })
    }
}

/// Store `receipts`, key `folio`: the receipt as it was shown to the client, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    pub folio: Folio,
    pub event: EventId,
    pub seq: u64,
    pub client: ClientId,
    pub client_name: String,
    pub amount: Money,
    pub method: PaymentMethod,
    /// As the phone computed it: provisional until the server applies the payment.
    pub allocation: Allocation,
    pub balance_after: Money,
    pub recorded: Millis,
    /// Hash of the event's bytes: what the QR carries.
    pub chain: ChainHash,
}

/// What one recording writes, in one strict transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRecord {
    pub event: Event,
    pub row: OutboxRow,
    pub receipt: Option<ReceiptRow>,
    /// `meta` with its counters and chain head moved on.
    pub meta: Meta,
}

/// Store `base_accounts`, key `id`: what the server said, as it said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseRow {
    pub id: ClientId,
    pub version: u64,
    /// The JSON of a `domain::account::Account`.
    pub json: String,
}

/// What applying one page of a pull writes, in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct PageWrite {
    /// Forget every base row first.
    pub is_reset: bool,
    pub puts: Vec<BaseRow>,
    pub deletes: Vec<ClientId>,
    /// Answered outbox rows with a sequence up to this one leave the store, except those *por aclarar*.
    pub settled_seq: u64,
    pub cursor: u64,
    pub clock_offset_ms: Option<i64>,
    /// Set where this page completes a pull.
    pub pulled_at: Option<Millis>,
    pub profile: Option<Profile>,
}
