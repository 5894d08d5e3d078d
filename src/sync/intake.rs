//! Intake: what the server does with one item of a push. Pure, so that the server and the simulator's model server
//! decide by the same lines; storing belongs to them.
//!
//! For each item, inside one transaction: read the device, what is stored under the item's id, call [`examine`]; where
//! it says [`Examined::Decide`], read the account and the folio, call [`decide`]; write what it says and the advanced
//! device. After a [`Examined::Defer`] the rest of the batch is answered as deferred without being looked at.

use serde::Deserialize;

use super::protocol::{Outcome, PushItem, PushRequest, QuarantineReason};
use crate::domain::{
    account::Account,
    chain::ChainHash,
    date::Millis,
    drawer::Drawer,
    event::{EVENT_BYTES_MAX, EVENT_SCHEMA, Event},
    folio::Series,
    ids::{DeviceId, EventId, PersonId},
    policy::Policy,
    rules::{self, ExceptionCode},
};

/// An event further than this in the server's future shows a clock that cannot be trusted.
pub const CLOCK_AHEAD_MAX_MS: i64 = 10 * 60 * 1_000;

/// A device as the server knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceState {
    pub device: DeviceId,
    pub epoch: u32,
    pub series: Series,
    pub person: PersonId,
    /// The sequence of the last event stored; 0 before the first.
    pub last_seq: u64,
    /// Hash of the bytes stored under `last_seq`, or the genesis.
    pub chain_head: ChainHash,
}

impl DeviceState {
    /// As it is enrolled.
    pub fn fresh(device: DeviceId, epoch: u32, series: Series, person: PersonId) -> DeviceState {
        let chain_head = ChainHash::genesis(&series, device);
        DeviceState { device, epoch, series, person, last_seq: 0, chain_head }
    }

    /// After the item was stored under the next sequence. The head is the hash of the bytes that came, even of
    /// unreadable ones, so that one bad item does not condemn those that follow.
    pub fn advance(&mut self, item: &PushItem) {
        self.last_seq = self.last_seq.saturating_add(1);
        self.chain_head = ChainHash::of(item.bytes.as_bytes());
    }
}

/// What is stored under the id of an item: the event itself, and each other text that claimed its id.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// Of the bytes stored.
    pub sha256: ChainHash,
    pub outcome: Outcome,
}

/// What a request as a whole deserves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    WrongEpoch,
    Gap { resume_at: u64 },
    Take,
}

/// Looks at the request before its items.
pub fn open(device: &DeviceState, request: &PushRequest) -> Opening {
    let next = device.last_seq.saturating_add(1);
    if request.epoch != device.epoch || request.device != device.device {
        Opening::WrongEpoch
    } else if request.first_seq > next {
        Opening::Gap { resume_at: next }
    } else {
        Opening::Take
    }
}

/// What to do with one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Examined {
    /// Stored before: answer this, write nothing.
    Answer(Outcome),
    /// Too new for this server: write nothing, and take nothing more of this batch.
    Defer { needs_schema: u16 },
    /// An earlier item of the batch did not take its place: answer [`super::protocol::PushResponse::Gap`].
    Gap { resume_at: u64 },
    /// Store the bytes as *por aclarar*, under the item's id; where that id is taken, under id and hash. The device
    /// advances where `advances`.
    Quarantine { reason: QuarantineReason, advances: bool },
    /// An authentic event, next in sequence: see [`decide`]. The device advances, whatever is decided.
    Decide(Box<Event>),
}

/// The part of an event that no schema will change.
#[derive(Deserialize)]
struct Envelope {
    schema: u16,
    id: EventId,
    device: DeviceId,
    epoch: u32,
    seq: u64,
    person: PersonId,
    prev: ChainHash,
}

/// Looks at the item that came at the place `seq`. `stored` is all that is stored under its id.
pub fn examine(device: &DeviceState, seq: u64, item: &PushItem, stored: &[StoredEvent]) -> Examined {
    examine_as(EVENT_SCHEMA, device, seq, item, stored)
}

/// As [`examine`], for a server whose newest schema is `schema_max`.
pub fn examine_as(
    schema_max: u16,
    device: &DeviceState,
    seq: u64,
    item: &PushItem,
    stored: &[StoredEvent],
) -> Examined {
    let next = device.last_seq.saturating_add(1);
    let sha256 = ChainHash::of(item.bytes.as_bytes());
    if let Some(known) = stored.iter().find(|known| known.sha256 == sha256) {
        return Examined::Answer(Outcome::Duplicate { original: Box::new(known.outcome.original().clone()) });
    }
    if seq > next {
        return Examined::Gap { resume_at: next };
    }
    let quarantine = |reason| Examined::Quarantine { reason, advances: seq == next };
    if !stored.is_empty() {
        return quarantine(QuarantineReason::SameIdOtherBytes);
    }
    if item.sha256 != sha256 {
        return quarantine(QuarantineReason::Forged);
    }
    if item.bytes.len() > EVENT_BYTES_MAX {
        return quarantine(QuarantineReason::Unreadable);
    }
    let Ok(envelope) = serde_json::from_str::<Envelope>(&item.bytes) else {
        return quarantine(QuarantineReason::Unreadable);
    };
    let is_authentic = envelope.id == item.id
        && envelope.device == device.device
        && envelope.epoch == device.epoch
        && envelope.seq == seq
        && envelope.person == device.person;
    // A sequence that is taken by another event shows a cloned profile; a broken chain, a lost or altered event.
    if !is_authentic || seq != next || envelope.prev != device.chain_head {
        return quarantine(QuarantineReason::Forged);
    }
    if envelope.schema > schema_max {
        return Examined::Defer { needs_schema: envelope.schema };
    }
    let Ok(event) = Event::from_bytes(&item.bytes) else {
        return quarantine(QuarantineReason::Unreadable);
    };
    if event.fact.folio().is_some_and(|folio| folio.series() != &device.series) {
        return quarantine(QuarantineReason::FolioTaken);
    }
    Examined::Decide(Box::new(event))
}

/// What the rules say. Where the outcome is `Applied`, the account and the drawer that the fact touches have changed
/// and their versions went up by one; else both are untouched. A payment takes its folio for ever, whatever is
/// decided, unless another has it already.
pub fn decide(
    event: &Event,
    account: Option<&mut Account>,
    drawer: &mut Drawer,
    folio: FolioState,
    policy: &Policy,
    server_time: Millis,
) -> Outcome {
    if folio == FolioState::Taken {
        return Outcome::Quarantined { reason: QuarantineReason::FolioTaken };
    }
    if drawer.person != event.person {
        return Outcome::Quarantined { reason: QuarantineReason::Forged };
    }
    let refused = Outcome::Quarantined { reason: QuarantineReason::RuleRefused };
    // A rule that errs leaves what it was given as it was: the drawer, which may hold a day's payments, needs no copy.
    let touches_drawer = event.fact.touches_drawer();
    let mut applied = match (event.fact.client(), account) {
        (Some(_), None) => return Outcome::Quarantined { reason: QuarantineReason::UnknownClient },
        (Some(_), Some(account)) => {
            let mut next = account.clone();
            let Ok(mut applied) = rules::apply(&mut next, event, policy) else { return refused };
            if touches_drawer {
                let name = &account.customer.name;
                let Ok(carried) = rules::apply_to_drawer(drawer, event, name, policy) else { return refused };
                applied.exception = applied.exception.or(carried.exception);
            }
            if next.assigned_to != Some(event.person) {
                applied.exception = applied.exception.or(Some(ExceptionCode::NotAssigned));
            }
            next.version = next.version.saturating_add(1);
            *account = next;
            applied
        }
        (None, _) => {
            if !touches_drawer {
                return refused;
            }
            let Ok(applied) = rules::apply_to_drawer(drawer, event, "", policy) else { return refused };
            applied
        }
    };
    if touches_drawer {
        drawer.version = drawer.version.saturating_add(1);
    }
    if event.stamp.instant().since(server_time) > CLOCK_AHEAD_MAX_MS {
        applied.exception = applied.exception.or(Some(ExceptionCode::SuspectClock));
    }
    Outcome::Applied { applied }
}

/// Whether a payment's folio is free to take. `Free` also for what is no payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolioState {
    Free,
    /// Another event took it.
    Taken,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        date::Zone,
        event::{Fact, Stamp},
        ids::ClientId,
        visit::{VisitMade, VisitResult},
    };

    fn device() -> DeviceState {
        let device = DeviceId::from_key("phone");
        DeviceState::fresh(device, 1, Series::numbered('C', 7).unwrap(), PersonId::from_key("ana"))
    }

    fn event(device: &DeviceState, seq: u64) -> Event {
        let visit =
            VisitMade { client: ClientId::from_key("C1"), result: VisitResult::Absent, note: String::new() };
        let stamp = Stamp { wall: Millis(0), zone: Zone::TIJUANA, monotonic_ms: 0, offset_ms: None };
        Event {
            schema: EVENT_SCHEMA,
            id: EventId::mint(1, &[seq as u8; 10]),
            device: device.device,
            epoch: 1,
            seq,
            person: device.person,
            prev: device.chain_head,
            stamp,
            place: None,
            fact: Fact::VisitMade(visit),
        }
    }

    fn item(event: &Event) -> PushItem {
        let bytes = event.to_bytes().unwrap();
        PushItem { id: event.id, sha256: ChainHash::of(bytes.as_bytes()), bytes }
    }

    fn check(change: impl FnOnce(&mut Event), reason: QuarantineReason) {
        let device = device();
        let mut event = event(&device, 1);
        change(&mut event);
        let found = examine(&device, 1, &item(&event), &[]);
        assert_eq!(found, Examined::Quarantine { reason, advances: true });
    }

    #[test]
    fn an_authentic_event_goes_to_the_rules() {
        let device = device();
        let event = event(&device, 1);
        assert_eq!(examine(&device, 1, &item(&event), &[]), Examined::Decide(Box::new(event)));
    }

    #[test]
    fn what_claims_to_be_somebody_else_is_forged() {
        check(|event| event.device = DeviceId::from_key("other"), QuarantineReason::Forged);
        check(|event| event.person = PersonId::from_key("eva"), QuarantineReason::Forged);
        check(|event| event.epoch = 2, QuarantineReason::Forged);
        check(|event| event.seq = 2, QuarantineReason::Forged);
        check(|event| event.prev = ChainHash::of(b"other"), QuarantineReason::Forged);
    }

    #[test]
    fn bytes_that_are_no_event_are_kept_and_the_next_one_still_follows() {
        let mut device = device();
        let bytes = "not an event".to_owned();
        let garbage =
            PushItem { id: EventId::mint(1, &[9; 10]), sha256: ChainHash::of(bytes.as_bytes()), bytes };
        let reason = QuarantineReason::Unreadable;
        assert_eq!(examine(&device, 1, &garbage, &[]), Examined::Quarantine { reason, advances: true });
        device.advance(&garbage);
        let next = event(&device, 2);
        assert!(matches!(examine(&device, 2, &item(&next), &[]), Examined::Decide(_)));
    }

    #[test]
    fn a_repetition_is_answered_and_other_bytes_under_its_id_raise_an_alarm() {
        let mut device = device();
        let mut event = event(&device, 1);
        let first = item(&event);
        let outcome = Outcome::Quarantined { reason: QuarantineReason::UnknownClient };
        let stored = [StoredEvent { sha256: first.sha256, outcome: outcome.clone() }];
        device.advance(&first);
        let again = examine(&device, 1, &first, &stored);
        assert_eq!(again, Examined::Answer(Outcome::Duplicate { original: Box::new(outcome) }));
        event.stamp.wall = Millis(5);
        let reason = QuarantineReason::SameIdOtherBytes;
        let other = examine(&device, 1, &item(&event), &stored);
        assert_eq!(other, Examined::Quarantine { reason, advances: false });
    }

    #[test]
    fn a_newer_schema_waits_for_a_newer_server() {
        let device = device();
        let mut event = event(&device, 1);
        event.schema = EVENT_SCHEMA + 1;
        assert_eq!(
            examine(&device, 1, &item(&event), &[]),
            Examined::Defer { needs_schema: EVENT_SCHEMA + 1 }
        );
    }
}
