//! The life of a cheque: good only when it clears. Source: domain-rules.md §2.5, §2.6.

use serde::{Deserialize, Serialize};

use super::{date::CivilDate, folio::Folio, ids::EventId, money::Money};

/// A cheque as the account shows it, until it has cleared or bounced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cheque {
    /// The payment that brought it.
    pub event: EventId,
    pub folio: Folio,
    pub number: String,
    pub bank: String,
    pub amount: Money,
    pub received_on: CivilDate,
    pub state: ChequeState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ChequeState {
    Received,
    Deposited { on: CivilDate },
    Cleared { on: CivilDate },
    Bounced { on: CivilDate },
}
