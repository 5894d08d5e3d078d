//! The rules: an account and a fact give the next account and an outcome. The same lines run on the phone and on
//! the server. No I/O, no clock, no randomness.

mod agreement;
mod correction;
mod counter_receipt;
mod drawer;

use serde::{Deserialize, Serialize};

pub use self::drawer::*;

use super::{
    account::{Account, PROMISES_MAX, RECENT_PAYMENTS_MAX},
    allocation::{Allocation, allocate},
    date::CivilDate,
    event::{Event, Fact},
    ids::EventId,
    money::Money,
    payment::{PaymentLine, PaymentReceived, PaymentTarget},
    policy::Policy,
    promise::{Promise, PromiseMade, PromiseState},
    rule_error::RuleError,
    visit::{VISIT_NOTE_CHARS_MAX, VisitLine, VisitMade, VisitResult},
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
    /// More cash from a company than it may deduct.
    CompanyCash,
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
        Fact::PaymentReceived(payment) => apply_payment(account, id, on, payment),
        Fact::VisitMade(visit) => apply_visit(account, id, on, visit),
        Fact::PromiseMade(promise) => {
            apply_promise(account, id, on, promise)?;
            Ok(Applied::default())
        }
        Fact::AgreementMade(made) => agreement::apply_made(account, id, on, made, &policy.agreement),
        Fact::CounterReceiptTaken(taken) => counter_receipt::apply(account, id, on, taken),
        Fact::CorrectionAsked(asked) => correction::check_asked(account, asked),
        // `client` is none of these: they touch a drawer alone.
        Fact::DepositMade(_) | Fact::CashHandedOver(_) | Fact::FolioVoided(_) => Err(RuleError::WrongClient),
    }
}

fn apply_payment(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    payment: &PaymentReceived,
) -> Result<Applied, RuleError> {
    payment.method.check()?;
    let allocation = allocate(&account.invoices, payment.amount, payment.target)?;
    let exception = payment_exception(account, on, payment, &allocation);
    let unapplied = account.unapplied.checked_add(allocation.unapplied)?;
    let promises = promises_after(&account.promises, on, payment.amount)?;

    // From here on nothing errs: the account changes as a whole.
    for part in &allocation.parts {
        let paid = account.invoices.iter_mut().find(|invoice| invoice.id == part.invoice);
        assert!(paid.is_some(), "money must go to an invoice of its own account");
        if let Some(invoice) = paid {
            assert!(!part.balance_after.is_negative(), "a debt must never go below zero");
            invoice.balance = part.balance_after;
        }
    }
    account.unapplied = unapplied;
    account.promises = promises;
    remember_payment(
        account,
        PaymentLine {
            event: id,
            folio: payment.folio.clone(),
            amount: payment.amount,
            sat_form: payment.method.sat_form().to_owned(),
            received_on: on,
        },
    );
    Ok(Applied { allocation: Some(allocation), exception, ..Applied::default() })
}

/// Newest first, also where an older payment arrives late from another phone.
fn remember_payment(account: &mut Account, line: PaymentLine) {
    let is_newer = |known: &PaymentLine| (known.received_on, known.event) > (line.received_on, line.event);
    let place = account.recent_payments.iter().take_while(|known| is_newer(known)).count();
    account.recent_payments.insert(place, line);
    account.recent_payments.truncate(RECENT_PAYMENTS_MAX);
}

fn payment_exception(
    account: &Account,
    on: CivilDate,
    payment: &PaymentReceived,
    allocation: &Allocation,
) -> Option<ExceptionCode> {
    let is_twin = |line: &PaymentLine| {
        line.amount == payment.amount
            && line.received_on == on
            && line.folio.series() != payment.folio.series()
    };
    if account.recent_payments.iter().any(is_twin) {
        return Some(ExceptionCode::SuspectedDuplicate);
    }
    if allocation.parts.is_empty() {
        return Some(ExceptionCode::NothingOwed);
    }
    match payment.target {
        PaymentTarget::Named { invoice } if !allocation.parts.iter().any(|part| part.invoice == invoice) => {
            Some(ExceptionCode::NamedInvoiceSettled)
        }
        PaymentTarget::Named { .. } | PaymentTarget::OldestFirst => None,
    }
}

/// A payment counts for the promises made by then and not past due, the oldest first, and never twice: what comes
/// after the day does not mend a broken promise. Source: domain-rules.md §2.2.
fn promises_after(promises: &[Promise], on: CivilDate, amount: Money) -> Result<Vec<Promise>, RuleError> {
    let mut promises = promises.to_vec();
    let mut in_time: Vec<&mut Promise> =
        promises.iter_mut().filter(|promise| promise.made_on <= on && on <= promise.due).collect();
    in_time.sort_by_key(|promise| (promise.due, promise.event));
    let mut left = amount;
    for promise in in_time {
        let part = left.min(promise.amount.checked_sub(promise.received)?);
        promise.received = promise.received.checked_add(part)?;
        left = left.checked_sub(part)?;
    }
    Ok(promises)
}

fn apply_visit(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    visit: &VisitMade,
) -> Result<Applied, RuleError> {
    if visit.note.chars().count() > VISIT_NOTE_CHARS_MAX {
        return Err(RuleError::TextTooLong { field: "note".into(), chars_max: VISIT_NOTE_CHARS_MAX });
    }
    if let VisitResult::Promised { amount, due } = visit.result {
        apply_promise(account, id, on, &PromiseMade { client: visit.client, amount, due })?;
    }
    // An older visit that arrives late, from another phone, is no longer the last.
    if account.last_visit.as_ref().is_none_or(|last| (last.on, last.event) <= (on, id)) {
        account.last_visit = Some(VisitLine { event: id, on, result: visit.result.clone() });
    }
    Ok(Applied::default())
}

fn apply_promise(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    promise: &PromiseMade,
) -> Result<(), RuleError> {
    if !promise.amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    if promise.due < on {
        return Err(RuleError::PromiseInThePast);
    }
    account.promises.push(Promise {
        event: id,
        made_on: on,
        due: promise.due,
        amount: promise.amount,
        received: Money::ZERO,
    });
    forget_oldest_promise(account, on);
    Ok(())
}

/// Keeps the account within its bound: the oldest promise that is past goes; its event stays for ever.
fn forget_oldest_promise(account: &mut Account, on: CivilDate) {
    if account.promises.len() <= PROMISES_MAX {
        return;
    }
    let oldest =
        account.promises.iter().enumerate().min_by_key(|(_, promise)| {
            (promise.state_on(on) == PromiseState::Open, promise.due, promise.event)
        });
    if let Some((index, _)) = oldest {
        account.promises.remove(index);
    }
}

#[cfg(test)]
mod tests;
