//! The rules of promises: what counts for which, and never twice. Source: domain-rules.md §2.2.

use super::{Applied, PromisePart};
use crate::domain::{
    account::{Account, PROMISES_MAX},
    date::CivilDate,
    ids::EventId,
    money::{Money, MoneyError},
    promise::{Promise, PromiseMade, PromiseState},
    rule_error::RuleError,
};

/// The client promised.
pub(super) fn apply(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    promise: &PromiseMade,
) -> Result<Applied, RuleError> {
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
    forget_oldest(account, on);
    Ok(Applied::default())
}

/// A payment counts for the promises made by then and not past due, the oldest first, and never twice: what comes
/// after the day does not mend a broken promise.
pub(super) fn parts_of(
    promises: &[Promise],
    on: CivilDate,
    amount: Money,
) -> Result<Vec<PromisePart>, MoneyError> {
    let mut in_time: Vec<&Promise> =
        promises.iter().filter(|promise| promise.made_on <= on && on <= promise.due).collect();
    in_time.sort_by_key(|promise| (promise.due, promise.event));
    let mut left = amount;
    let mut parts = Vec::new();
    for promise in in_time {
        let part = left.min(promise.amount.checked_sub(promise.received)?);
        if part.is_positive() {
            left = left.checked_sub(part)?;
            parts.push(PromisePart { promise: promise.event, amount: part });
        }
    }
    Ok(parts)
}

/// Counts each part for its promise.
pub(super) fn count(promises: &mut [Promise], parts: &[PromisePart]) -> Result<(), MoneyError> {
    for part in parts {
        for promise in promises.iter_mut().filter(|promise| promise.event == part.promise) {
            promise.received = promise.received.checked_add(part.amount)?;
            assert!(promise.received <= promise.amount, "a promise receives no more than was promised");
        }
    }
    Ok(())
}

/// What a payment had counted leaves its promises again; one that is forgotten by now loses nothing.
pub(super) fn take_back(promises: &mut [Promise], parts: &[PromisePart]) -> Result<(), MoneyError> {
    for part in parts {
        for promise in promises.iter_mut().filter(|promise| promise.event == part.promise) {
            promise.received = promise.received.checked_sub(part.amount.min(promise.received))?;
        }
    }
    Ok(())
}

/// Keeps the account within its bound: the oldest promise that is past goes; its event stays for ever.
fn forget_oldest(account: &mut Account, on: CivilDate) {
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
