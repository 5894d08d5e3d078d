//! The rules: an account and a fact give the next account and an outcome. The same lines run on the phone and on
//! the server. No I/O, no clock, no randomness.

mod agreement;
pub mod correction;
mod counter_receipt;
mod drawer;
mod payment;
mod promise;
mod visit;

use serde::{Deserialize, Serialize};

pub use self::drawer::*;

use super::{
    account::Account,
    allocation::Allocation,
    date::CivilDate,
    event::{Event, Fact},
    ids::EventId,
    money::Money,
    policy::Policy,
    rule_error::RuleError,
};

/// What applying a fact did, besides changing the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// For a payment, where the money went.
    pub allocation: Option<Allocation>,
    /// Something that a person should look at; the fact stands all the same.
    pub exception: Option<ExceptionCode>,
    /// For a payment, how much of it counted for which promise: what a reversal takes back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<PromisePart>,
    /// For a corte, counted less what the rules expected; for a payment and all else nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Money>,
}

/// What one payment counted for one promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisePart {
    pub promise: EventId,
    pub amount: Money,
}

/// Why a fact that was applied should be looked at by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionCode {
    /// The invoice that the client named was already settled: the money went to the oldest.
    NamedInvoiceSettled,
    /// Nothing was owed any more: the whole payment is *a favor*.
    NothingOwed,
    /// Same client, amount and day as a payment from another device's series.
    SuspectedDuplicate,
    /// The client is assigned to somebody else by now.
    NotAssigned,
    /// The device's clock cannot be trusted.
    SuspectClock,
    /// More cash in hand than the hard limit, without leave of a supervisor.
    OverCashLimit,
    /// The corte's count is not what was expected.
    CountDiffers,
    /// The corte leaves out payments, or names cheques that were not there.
    HandoverDiffers,
    /// A deposit takes more cash than was there, or cheques that were not.
    DepositDiffers,
    /// A deposit by somebody who may not deposit.
    MayNotDeposit,
}

/// Applies the fact of `event` to its account. On `Err` the account is untouched.
pub fn apply(account: &mut Account, event: &Event, policy: &Policy) -> Result<Applied, RuleError> {
    apply_fact(account, event.id, event.day(), &event.fact, policy)
}

/// As [`apply`], for a fact on the civil date `on`.
pub fn apply_fact(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    fact: &Fact,
    policy: &Policy,
) -> Result<Applied, RuleError> {
    if fact.client() != Some(account.id()) {
        return Err(RuleError::WrongClient);
    }
    match fact {
        Fact::PaymentReceived(payment) => payment::apply(account, id, on, payment),
        Fact::VisitMade(visit) => visit::apply(account, id, on, visit),
        Fact::PromiseMade(promise) => promise::apply(account, id, on, promise),
        Fact::AgreementMade(made) => agreement::apply_made(account, id, on, made, &policy.agreement),
        Fact::CounterReceiptTaken(taken) => counter_receipt::apply(account, id, on, taken),
        Fact::CorrectionAsked(asked) => correction::check_asked(account, asked),
        // `client` is none of these: they touch a drawer alone.
        Fact::DepositMade(_) | Fact::CashHandedOver(_) | Fact::FolioVoided(_) => Err(RuleError::WrongClient),
    }
}

#[cfg(test)]
mod tests;
