//! A visit without payment: why there was none, or what was promised.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::{ClientId, EventId},
    money::Money,
};

/// The fact that a client was visited and did not pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitMade {
    pub client: ClientId,
    pub result: VisitResult,
    /// What the collector adds in his own words; may be empty.
    #[serde(default)]
    pub note: String,
}

/// The six tiles of ux.md §3.5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum VisitResult {
    /// No estaba.
    Absent,
    /// Cerrado.
    Closed,
    /// Sin dinero.
    NoMoney,
    /// Prometió pagar.
    Promised { amount: Money, due: CivilDate },
    /// En revisión: the client kept the invoices for review.
    InReview { pay_on: Option<CivilDate> },
    /// Reclama.
    Disputes,
}

/// Longest note, in characters.
pub const VISIT_NOTE_CHARS_MAX: usize = 1_000;

/// The last visit as the account remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    pub event: EventId,
    pub on: CivilDate,
    pub result: VisitResult,
}
