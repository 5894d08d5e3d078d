//! Why a rule cannot apply something. Data, no prose: the sentences are in `ui/text/errors.rs`.

use serde::{Deserialize, Serialize};

use super::money::{Money, MoneyError};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum RuleError {
    #[error("field {field} is missing or malformed")]
    Field { field: String },
    #[error("the amount must be more than zero")]
    AmountNotPositive,
    #[error("the promise is for a date that has passed")]
    PromiseInThePast,
    #[error("the promise {promised:?} is for more than is owed {owed:?}")]
    PromiseBeyondDebt { promised: Money, owed: Money },
    #[error("text is longer than {chars_max} characters")]
    TextTooLong { field: String, chars_max: usize },
    #[error("the event is for another client")]
    WrongClient,
    #[error("the folio counter of the series is exhausted")]
    FoliosExhausted,
    #[error("the one who asks or hands over and the one who approves or receives must be two people")]
    SamePerson,
    #[error("the corte is not one that can be changed so")]
    HandoverState,
    #[error("{asked:?} is more than the {held:?} that are there")]
    BeyondCash { asked: Money, held: Money },
    #[error("money out of range")]
    Money(MoneyError),
}

impl From<MoneyError> for RuleError {
    fn from(error: MoneyError) -> RuleError {
        RuleError::Money(error)
    }
}
