//! A promise to pay: an amount and a date that the client gave.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::{ClientId, EventId},
    money::Money,
};

/// The client promised to pay `amount` on `due`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseMade {
    pub client: ClientId,
    pub amount: Money,
    pub due: CivilDate,
}

/// A promise as the account remembers it. `received` is what came in from the day it was made to the day it was due,
/// capped at the promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub event: EventId,
    pub made_on: CivilDate,
    pub due: CivilDate,
    pub amount: Money,
    pub received: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    Open,
    Kept,
    /// Its day is past and a part came in: broken in the count, pro rata in the amount.
    Partial,
    Broken,
}

impl Promise {
    /// Kept as soon as the whole amount came in; partial or broken, for good, the day after it was due.
    pub fn state_on(&self, today: CivilDate) -> PromiseState {
        if self.received >= self.amount {
            PromiseState::Kept
        } else if today > self.due && self.received.is_positive() {
            PromiseState::Partial
        } else if today > self.due {
            PromiseState::Broken
        } else {
            PromiseState::Open
        }
    }
}
