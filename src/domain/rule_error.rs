//! Why a rule cannot apply something. Data, no prose: the sentences are in `ui/text/errors.rs`.

use serde::{Deserialize, Serialize};

use super::{
    money::{Money, MoneyError},
    plan::PlanError,
};

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
    #[error("the client's day to pay has passed")]
    PayDayInThePast,
    #[error("the debt is not one of this client's open debts in pesos")]
    DebtNotOpen,
    #[error("a convenio covers the debt already, or it is an instalment of one")]
    DebtInAgreement,
    #[error("the client owes {capital:?} and {moratory:?} of interest, not what the convenio says")]
    AgreementDiffers { capital: Money, moratory: Money },
    #[error("the instalments do not add up, or their dates do not go forward")]
    AgreementUneven,
    #[error("{instalments} instalments are more than {instalments_max}")]
    AgreementInstalments { instalments: u16, instalments_max: u16 },
    #[error("{days} days are more than {days_max}")]
    AgreementDays { days: i64, days_max: u16 },
    #[error("a discount of {discount:?} is more than {discount_max:?}")]
    AgreementDiscount { discount: Money, discount_max: Money },
    #[error("the client has too many convenios in force")]
    TooManyAgreements,
    #[error("the convenio is unknown, or not in force any more")]
    AgreementNotActive,
    #[error("no plan can be made")]
    Plan(PlanError),
    #[error("nothing that could bounce came with that payment")]
    UnknownCheque,
    #[error("it has cleared or bounced already")]
    ChequeState,
    #[error("the payment is not known to the office")]
    UnknownPayment,
    #[error("the payment was corrected already")]
    AlreadyCorrected,
    #[error("what was a favor is no longer there: {left:?} of {needed:?}")]
    UnappliedUsed { needed: Money, left: Money },
    #[error("{asked:?} is more than the {owed:?} that is owed")]
    BeyondDebt { asked: Money, owed: Money },
    #[error("the new due date is the same, or before the debt was issued")]
    DueDate,
    #[error("money out of range")]
    Money(MoneyError),
}

impl From<PlanError> for RuleError {
    fn from(error: PlanError) -> RuleError {
        RuleError::Plan(error)
    }
}

impl From<MoneyError> for RuleError {
    fn from(error: MoneyError) -> RuleError {
        RuleError::Money(error)
    }
}
