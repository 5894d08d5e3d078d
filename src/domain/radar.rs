//! The fraud radar: what of the records a manager should look at, with its evidence. A finding is a question, never an
//! accusation: each has innocent causes. Pure: over records given as slices. Source: domain-rules.md §3.1, §3.3, §3.7.

mod clocks;
mod money;
mod places;
mod series;

use serde::{Deserialize, Serialize};

use super::{
    customer::Position,
    date::{CivilDate, Millis, Zone},
    drawer::HeldForm,
    event::{Place, Stamp},
    folio::{Folio, Series},
    ids::{ClientId, DeviceId, EventId, PersonId},
    money::Money,
};

/// From where something is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RadarSettings {
    /// From capture to arrival at the server. Source: domain-rules.md §3.3.
    pub sync_hours_max: i64,
    /// From receiving cash to handing it over or depositing it. Source: domain-rules.md §3.6.
    pub cash_hours_max: i64,
    /// From the client's place, or the position's own accuracy where that is more. Source: domain-rules.md §3.3.
    pub far_metres: u32,
    /// So many different clients at the very same coordinates: a position is never twice the same to the last digit.
    pub same_place_clients_min: usize,
    /// How far a clock may move against the server's between two events.
    pub clock_jump_minutes_max: i64,
    /// Below so many reversals a rate says nothing.
    pub reversals_min: usize,
    /// Reversals in a hundred payments of one person.
    pub reversals_percent_max: usize,
    /// Most findings in one answer.
    pub findings_max: usize,
}

impl Default for RadarSettings {
    fn default() -> RadarSettings {
        RadarSettings {
            sync_hours_max: 12,
            cash_hours_max: 24,
            far_metres: 100,
            same_place_clients_min: 3,
            clock_jump_minutes_max: 10,
            reversals_min: 3,
            reversals_percent_max: 5,
            findings_max: 500,
        }
    }
}

/// All that is looked at: of one period, in any order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Records<'a> {
    pub payments: &'a [PaymentTrace],
    pub numbers: &'a [NumberUsed],
    pub stamps: &'a [StampTrace],
    pub promises: &'a [PromiseTrace],
}

/// A payment, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentTrace {
    pub event: EventId,
    pub person: PersonId,
    pub client: ClientId,
    pub amount: Money,
    pub form: HeldForm,
    /// When it happened, as well as the device knew.
    pub received: Millis,
    /// When the server had it.
    pub arrived: Millis,
    pub place: Option<Place>,
    /// Where the client is, where that is known.
    pub client_position: Option<Position>,
    /// When a corte took it.
    pub handed_over: Option<Millis>,
    /// The deposit that took it to a bank, and when by its slip.
    pub deposited: Option<(EventId, Millis)>,
    /// The correction that reversed it.
    pub reversed: Option<EventId>,
}

/// A number of a series that a receipt took, given or voided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberUsed {
    pub folio: Folio,
    pub event: EventId,
    pub person: PersonId,
    pub at: Millis,
}

/// The clocks of one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StampTrace {
    pub event: EventId,
    pub person: PersonId,
    pub device: DeviceId,
    pub seq: u64,
    pub stamp: Stamp,
}

/// A promise that counts as kept, and the payments that counted for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseTrace {
    pub promise: EventId,
    pub person: PersonId,
    pub amount: Money,
    pub due: CivilDate,
    pub zone: Zone,
    pub parts: Vec<PromiseTracePart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromiseTracePart {
    pub payment: EventId,
    pub amount: Money,
    pub form: HeldForm,
    pub arrived: Millis,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub person: PersonId,
    /// The latest of its records.
    pub at: Millis,
    /// The events that it is about, the oldest first.
    pub evidence: Vec<EventId>,
    #[serde(flatten)]
    pub kind: FindingKind,
}

/// What was seen, with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum FindingKind {
    /// It reached the server long after it was recorded.
    ArrivedLate { hours: i64 },
    /// Cash that was, or still is, in hand for long.
    CashHeldLong { hours: i64, amount: Money, is_still_held: bool },
    /// The slip of its deposit is older than the payment: other money went to the bank for it.
    DepositedBefore { hours: i64, deposit: EventId },
    /// Numbers that no receipt explains.
    SeriesGap { series: Series, first: u32, last: u32 },
    /// Recorded far from where the client is.
    FarFromClient { metres: u32, allowed_metres: u32 },
    /// Different clients at the very same coordinates.
    SamePlace { clients: usize },
    /// The device's clock was set between two events.
    ClockJump { minutes: i64 },
    /// More of a person's payments were reversed than is usual.
    ManyReversals { reversed: usize, payments: usize },
    /// Kept only by cash that reached the office after its day.
    KeptByLaterCash { amount: Money, late: Money },
}

impl FindingKind {
    fn rank(&self) -> u8 {
        match self {
            FindingKind::DepositedBefore { .. } => 0,
            FindingKind::CashHeldLong { .. } => 1,
            FindingKind::SeriesGap { .. } => 2,
            FindingKind::ManyReversals { .. } => 3,
            FindingKind::KeptByLaterCash { .. } => 4,
            FindingKind::ArrivedLate { .. } => 5,
            FindingKind::ClockJump { .. } => 6,
            FindingKind::FarFromClient { .. } => 7,
            FindingKind::SamePlace { .. } => 8,
        }
    }
}

/// What was found, and how much more there is than fits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Radar {
    /// The newest first.
    pub findings: Vec<Finding>,
    pub left_out: usize,
}

/// Looks at all of it. The order and the answer are always the same for the same records, whatever their order.
/// `now`: until when cash that is still in hand has been held.
pub fn scan(records: &Records<'_>, settings: &RadarSettings, now: Millis) -> Radar {
    let mut findings = Vec::new();
    money::scan(records, settings, now, &mut findings);
    series::scan(records.numbers, &mut findings);
    places::scan(records.payments, settings, &mut findings);
    clocks::scan(records, settings, &mut findings);
    for finding in &mut findings {
        finding.evidence.sort_unstable();
        finding.evidence.dedup();
    }
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.kind.rank(), finding.person);
        b.at.cmp(&a.at).then_with(|| key(a).cmp(&key(b))).then_with(|| a.evidence.cmp(&b.evidence))
    });
    let left_out = findings.len().saturating_sub(settings.findings_max);
    findings.truncate(settings.findings_max);
    Radar { findings, left_out }
}

/// Whole hours from one instant to a later one.
fn hours(from: Millis, to: Millis) -> i64 {
    to.since(from).div_euclid(3_600_000)
}

#[cfg(test)]
mod tests;
