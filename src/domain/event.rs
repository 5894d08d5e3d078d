//! Events: facts with the exact bytes that the device wrote. Never edited; a correction is another event.

use serde::{Deserialize, Serialize};

use super::{
    agreement::AgreementMade,
    chain::ChainHash,
    correction::CorrectionAsked,
    counter_receipt::CounterReceiptTaken,
    customer::{Position, whole_metres},
    date::{CivilDate, Millis, Zone},
    drawer::{CashHandedOver, DepositMade, FolioVoided},
    folio::Folio,
    ids::{ClientId, DeviceId, EventId, PersonId},
    payment::PaymentReceived,
    promise::PromiseMade,
    visit::VisitMade,
};

/// The schema that this build writes. Every version ever released is read for ever.
pub const EVENT_SCHEMA: u16 = 2;

/// Largest event, in bytes of its JSON. A payment takes about 700.
pub const EVENT_BYTES_MAX: usize = 16 * 1024;

/// One fact, and who, where and when. Its JSON bytes are what is chained, sent and stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub schema: u16,
    pub id: EventId,
    pub device: DeviceId,
    /// Number of the enrolment's life: a cloned or restored profile is found out by it.
    pub epoch: u32,
    /// Gap-free per enrolment, from 1.
    pub seq: u64,
    pub person: PersonId,
    /// SHA-256 of the bytes of the event before this one, or the genesis of the enrolment.
    pub prev: ChainHash,
    pub stamp: Stamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    pub fact: Fact,
}

/// What the device's clocks said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    /// The wall clock, as set on the device.
    pub wall: Millis,
    /// The zone in which the person works.
    pub zone: Zone,
    /// Milliseconds since the page was opened: does not jump when the wall clock is set.
    pub monotonic_ms: i64,
    /// Server time minus wall clock, as measured at the last sync; `None` before the first.
    #[serde(default)]
    pub offset_ms: Option<i64>,
}

impl Stamp {
    /// The best estimate of when it happened, in server time.
    pub fn instant(&self) -> Millis {
        self.wall.plus(self.offset_ms.unwrap_or(0))
    }
}

/// Evidence of where, taken only at events. Its absence lowers a score and never blocks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    #[serde(flatten)]
    pub position: Position,
    pub accuracy_m: f64,
    pub taken: Millis,
}

impl Place {
    /// How far from `position` the device may have been, in whole metres.
    pub fn accuracy_metres(&self) -> u32 {
        whole_metres(self.accuracy_m)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    PaymentReceived(PaymentReceived),
    VisitMade(VisitMade),
    PromiseMade(PromiseMade),
    // Since schema 2.
    AgreementMade(AgreementMade),
    CounterReceiptTaken(CounterReceiptTaken),
    CorrectionAsked(CorrectionAsked),
    DepositMade(DepositMade),
    CashHandedOver(CashHandedOver),
    FolioVoided(FolioVoided),
}

impl Fact {
    /// The client whose account the fact touches; `None` where it touches only a drawer.
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Fact::PaymentReceived(payment) => Some(payment.client),
            Fact::VisitMade(visit) => Some(visit.client),
            Fact::PromiseMade(promise) => Some(promise.client),
            Fact::AgreementMade(agreement) => Some(agreement.client),
            Fact::CounterReceiptTaken(receipt) => Some(receipt.client),
            Fact::CorrectionAsked(asked) => Some(asked.client),
            Fact::DepositMade(_) | Fact::CashHandedOver(_) | Fact::FolioVoided(_) => None,
        }
    }

    /// Whether the fact changes what its person carries.
    pub fn touches_drawer(&self) -> bool {
        match self {
            Fact::PaymentReceived(_)
            | Fact::DepositMade(_)
            | Fact::CashHandedOver(_)
            | Fact::FolioVoided(_) => true,
            Fact::VisitMade(_)
            | Fact::PromiseMade(_)
            | Fact::AgreementMade(_)
            | Fact::CounterReceiptTaken(_)
            | Fact::CorrectionAsked(_) => false,
        }
    }

    /// The folio that the fact takes for ever: of a receipt, given or spoilt.
    pub fn folio(&self) -> Option<&Folio> {
        match self {
            Fact::PaymentReceived(payment) => Some(&payment.folio),
            Fact::FolioVoided(voided) => Some(&voided.folio),
            _ => None,
        }
    }

    /// The name in the database and in logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::PaymentReceived(_) => "payment_received",
            Fact::VisitMade(_) => "visit_made",
            Fact::PromiseMade(_) => "promise_made",
            Fact::AgreementMade(_) => "agreement_made",
            Fact::CounterReceiptTaken(_) => "counter_receipt_taken",
            Fact::CorrectionAsked(_) => "correction_asked",
            Fact::DepositMade(_) => "deposit_made",
            Fact::CashHandedOver(_) => "cash_handed_over",
            Fact::FolioVoided(_) => "folio_voided",
        }
    }

    pub fn payment(&self) -> Option<&PaymentReceived> {
        match self {
            Fact::PaymentReceived(payment) => Some(payment),
            _ => None,
        }
    }
}

impl Event {
    /// The civil date on which it happened, where its person works.
    pub fn day(&self) -> CivilDate {
        self.stamp.instant().date_in(self.stamp.zone)
    }

    /// The exact bytes that are chained, sent and stored.
    pub fn to_bytes(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads an event of any released schema.
    pub fn from_bytes(bytes: &str) -> Result<Event, serde_json::Error> {
        serde_json::from_str(bytes)
    }
}
