//! What the people of the demo company carry: each working day ends with a corte.

use chrono::NaiveTime;
use rand::Rng;

use super::{DemoDevice, history::DemoEvent};
use crate::domain::{
    cash_count::{CashCount, Piece},
    chain::ChainHash,
    date::{CivilDate, Zone},
    drawer::{CashHandedOver, Difference, DifferenceReason, Drawer, HandoverChecklist},
    event::{EVENT_SCHEMA, Event, Fact, Stamp},
    ids::{BranchId, EventId, PersonId},
    money::Money,
    policy::Policy,
    rules,
    signature::Signature,
};

/// What one person carries through the year.
pub struct Carried {
    pub drawer: Drawer,
    pub next_folio: u32,
    zone: Zone,
}

impl Carried {
    pub fn nothing(person: PersonId, branch: BranchId, zone: Zone) -> Carried {
        Carried { drawer: Drawer::empty(person, branch), next_folio: 1, zone }
    }

    /// Carries what an event brought.
    pub fn take(&mut self, event: &Event, client_name: &str) {
        let mut next = self.drawer.clone();
        if rules::apply_to_drawer(&mut next, event, client_name, &Policy::default()).is_ok() {
            self.drawer = next;
        }
    }
}

/// The corte of the last working day, where one is due before `day` begins.
pub fn corte_before(
    rng: &mut impl Rng,
    device: &mut DemoDevice,
    carried: &mut Carried,
    day: CivilDate,
) -> Option<DemoEvent> {
    let last = carried.drawer.held.iter().map(|held| held.received_on).max().filter(|last| *last < day)?;
    let evening = NaiveTime::from_num_seconds_from_midnight_opt(
        18 * 3_600 + rng.random_range(0..3_000),
        rng.random_range(0..1_000) * 1_000_000,
    )?;
    let wall = carried.zone.instant(last, evening);
    let count = coins(carried.drawer.cash);
    let counted = count.total().ok()?;
    let rounded = Difference { reason: DifferenceReason::RoundedForClient, note: String::new() };
    let payments = u32::try_from(carried.drawer.held.len()).ok()?;
    let fact = Fact::CashHandedOver(CashHandedOver {
        person: device.person,
        day: last,
        count,
        kept: Money::ZERO,
        expected: carried.drawer.cash,
        difference: (counted != carried.drawer.cash).then_some(rounded),
        cheques: carried.drawer.cheques().map(|held| held.folio.clone()).collect(),
        checklist: HandoverChecklist {
            payments,
            receipts: payments,
            log: true,
            programme: true,
            ..Default::default()
        },
        signature: scribble(rng),
        receiver: None,
    });
    let event = Event {
        schema: EVENT_SCHEMA,
        id: EventId::mint(u64::try_from(wall.0).unwrap_or(0), &rng.random()),
        device: device.id,
        epoch: 1,
        seq: device.last_seq + 1,
        person: device.person,
        prev: device.chain_head,
        stamp: Stamp {
            wall,
            zone: carried.zone,
            monotonic_ms: rng.random_range(1_000..9_000_000),
            offset_ms: Some(rng.random_range(-900..900)),
        },
        place: None,
        fact,
    };
    let applied = rules::apply_to_drawer(&mut carried.drawer, &event, "", &Policy::default()).ok()?;
    let bytes = event.to_bytes().ok()?;
    device.last_seq = event.seq;
    device.chain_head = ChainHash::of(bytes.as_bytes());
    Some(DemoEvent { event, bytes, applied })
}

/// An amount in as few pieces as make it.
fn coins(amount: Money) -> CashCount {
    let mut left = amount.centavos();
    let pieces = Piece::ALL.into_iter().filter(|piece| *piece != Piece::Note20).map(|piece| {
        let worth = piece.value_of(1).map_or(i64::MAX, Money::centavos);
        let count = left / worth;
        left -= count * worth;
        (piece, u32::try_from(count).unwrap_or(0))
    });
    CashCount::of(pieces.collect::<Vec<_>>())
}

/// A signature of a few strokes.
fn scribble(rng: &mut impl Rng) -> Signature {
    let mut points = Vec::new();
    let mut x = 120;
    for _ in 0..12 {
        x += rng.random_range(15..60);
        points.push(format!("{x},{}", rng.random_range(90..310)));
    }
    Signature { strokes: points.join(" ") }
}
