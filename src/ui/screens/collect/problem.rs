//! What keeps a payment from being saved: which field it is about, and how it is said.

use crate::{
    domain::{
        clabe::ClabeError,
        money::{Money, MoneyError},
        rule_error::RuleError,
    },
    ui::text::{collect::ES, errors},
};

/// The field of the day of a transfer or a cheque.
pub const DATE_FIELD: &str = "date";
/// The account of a cheque, by the name that the rules give it.
pub const ACCOUNT_FIELD: &str = "cheque_account";
pub const COUNT_FIELD: &str = "count";
pub const PAD_FIELD: &str = "pad";
pub const PAD_NUMBER_FIELD: &str = "pad_number";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NoAmount,
    DateMissing,
    /// Of a transfer, which has already been made.
    DateFuture,
    /// More than a year away.
    DateFar,
    Clabe(ClabeError),
    /// The pieces do not come to the amount.
    Count {
        counted: Money,
        amount: Money,
    },
    Pad,
    PadNumber,
    Rule(RuleError),
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Problem {
        Problem::Rule(error)
    }
}

impl From<MoneyError> for Problem {
    fn from(error: MoneyError) -> Problem {
        Problem::Rule(error.into())
    }
}

impl Problem {
    /// The field beside which it is said; `None`: the amount.
    pub fn field(&self) -> Option<&str> {
        match self {
            Problem::DateMissing | Problem::DateFuture | Problem::DateFar => Some(DATE_FIELD),
            Problem::Clabe(_) => Some(ACCOUNT_FIELD),
            Problem::Count { .. } => Some(COUNT_FIELD),
            Problem::Pad => Some(PAD_FIELD),
            Problem::PadNumber => Some(PAD_NUMBER_FIELD),
            Problem::Rule(RuleError::Field { field }) => Some(field),
            Problem::NoAmount | Problem::Rule(_) => None,
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Problem::NoAmount => ES.type_amount.to_owned(),
            Problem::DateMissing => ES.date_missing.to_owned(),
            Problem::DateFuture => ES.date_future.to_owned(),
            Problem::DateFar => ES.date_far.to_owned(),
            Problem::Clabe(error) => (ES.clabe)(*error),
            Problem::Count { counted, amount } => (ES.count_differs)(*counted, *amount),
            Problem::Pad => ES.pad_missing.to_owned(),
            Problem::PadNumber => ES.pad_number_missing.to_owned(),
            Problem::Rule(error) => errors::rule(error),
        }
    }
}
