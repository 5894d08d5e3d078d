//! What the device keeps, store by store. The names of the stores are those of architecture.md §3.

use serde::{Deserialize, Serialize};

use super::{
    ports::StoreError,
    protocol::{ItemOutcome, Outcome, Profile},
};
use crate::domain::{
    allocation::Allocation,
    chain::ChainHash,
    date::Millis,
    drawer::Drawer,
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

impl Meta {
    /// `meta` after a push was answered. `all_sent_at` moves only where nothing is left unsent.
    pub fn after_answer(&self, clock_offset_ms: i64, server_time: Millis, is_all_sent: bool) -> Meta {
        let mut next = self.clone();
        next.clock_offset_ms = Some(clock_offset_ms);
        if is_all_sent {
            next.all_sent_at = Some(server_time);
        }
        next
    }

    /// `meta` after a page. Refused as [`StoreError::Stale`] where another tab has moved the cursor, or enrolled
    /// anew, since the page was asked for: written over newer state it would bring back what was already settled.
    /// A fact that changes only a drawer moves no cursor: it shows by what the page settles.
    pub fn after_page(&self, page: &PageWrite) -> Result<Meta, StoreError> {
        let is_behind = !page.is_reset && page.settled_seq < self.base_last_seq;
        if self.device != page.device || self.cursor != page.expected_cursor || is_behind {
            return Err(StoreError::Stale);
        }
        let mut next = self.clone();
        next.cursor = page.cursor;
        next.base_last_seq =
            if page.is_reset { page.settled_seq } else { self.base_last_seq.max(page.settled_seq) };
        next.clock_offset_ms = page.clock_offset_ms.or(next.clock_offset_ms);
        next.pulled_at = page.pulled_at.or(next.pulled_at);
        if page.profile.is_some() {
            next.profile.clone_from(&page.profile);
        }
        Ok(next)
    }
}

/// Store `outbox`, key `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    pub seq: u64,
    pub id: EventId,
    /// `None` where it touches only the drawer.
    #[serde(default)]
    pub client: Option<ClientId>,
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
        match &self.state {
            OutboxState::Unsent => false,
            OutboxState::Answered { outcome } => matches!(outcome.original(), Outcome::Quarantined { .. }),
        }
    }

    /// Keeps the answer to this very row; the first answer stands, unless it was *deferred*. True where it changed.
    pub fn answer(&mut self, answer: &ItemOutcome) -> bool {
        if self.id != answer.id || self.seq != answer.seq || !self.is_unsent() {
            return false;
        }
        let state = OutboxState::Answered { outcome: answer.outcome.original().clone() };
        let is_new = self.state != state;
        self.state = state;
        is_new
    }

    /// What the server booked of a payment, where it answered so.
    pub fn booked(&self) -> Option<&Allocation> {
        match &self.state {
            OutboxState::Unsent => None,
            OutboxState::Answered { outcome } => match outcome.original() {
                Outcome::Applied { applied } => applied.allocation.as_ref(),
                _ => None,
            },
        }
    }

    /// Whether the row leaves the store with a page that settles up to `settled_seq`: answered, and not *por aclarar*.
    pub fn leaves_at(&self, settled_seq: u64) -> bool {
        self.seq <= settled_seq && !self.is_unsent() && !self.is_quarantined()
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
    /// As the server booked it, where that is not what the phone computed: said on the next visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked: Option<Allocation>,
}

/// Row `drawer` of the store `meta`: what the server said that this person carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerRow {
    /// Highest sequence of this device that it includes; later events are overlaid on it.
    pub included_seq: u64,
    pub drawer: Drawer,
}

impl ReceiptRow {
    /// Keeps what the server booked, where it differs from what was shown. True where it changed.
    pub fn note_booked(&mut self, booked: &Allocation) -> bool {
        let next = (*booked != self.allocation).then(|| booked.clone());
        let is_new = self.booked != next;
        self.booked = next;
        is_new
    }
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
    /// Highest sequence of this device that this state includes: that of the page it came with. Later events are
    /// overlaid on it, so that a pull cut between two pages never counts an event twice nor forgets it.
    pub included_seq: u64,
    /// The JSON of a `domain::account::Account`.
    pub json: String,
}

/// What applying one page of a pull writes, in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct PageWrite {
    /// The enrolment that asked for the page.
    pub device: DeviceId,
    /// The cursor in `meta` when the page was asked for: see [`Meta::after_page`].
    pub expected_cursor: u64,
    /// Forget every base row first.
    pub is_reset: bool,
    pub puts: Vec<BaseRow>,
    pub deletes: Vec<ClientId>,
    /// Becomes `base_last_seq`; answered outbox rows up to it leave the store: see [`OutboxRow::leaves_at`].
    /// Moves only with the last page of a pull.
    pub settled_seq: u64,
    pub cursor: u64,
    pub clock_offset_ms: Option<i64>,
    /// Set where this page completes a pull.
    pub pulled_at: Option<Millis>,
    pub profile: Option<Profile>,
    /// With the last page; includes what `settled_seq` says.
    pub drawer: Option<DrawerRow>,
}
