//! Money that takes long, goes the wrong way round, or was taken back often.

use std::collections::BTreeMap;

use super::{Finding, FindingKind, PaymentTrace, PromiseTrace, RadarSettings, Records, hours};
use crate::domain::{
    date::Millis,
    drawer::HeldForm,
    ids::{EventId, PersonId},
    money::Money,
};

pub(super) fn scan(
    records: &Records<'_>,
    settings: &RadarSettings,
    now: Millis,
    findings: &mut Vec<Finding>,
) {
    for payment in records.payments {
        findings.extend(held_long(payment, settings, now));
        findings.extend(deposited_before(payment));
    }
    findings.extend(many_reversals(records.payments, settings));
    findings.extend(records.promises.iter().filter_map(kept_by_later_cash));
}

fn about(payment: &PaymentTrace, at: Millis, kind: FindingKind) -> Finding {
    Finding { person: payment.person, at, evidence: vec![payment.event], kind }
}

/// Cash leaves the hand by a corte or a deposit, whichever came first. Reversed cash is told by its reversal.
fn held_long(payment: &PaymentTrace, settings: &RadarSettings, now: Millis) -> Option<Finding> {
    if payment.form != HeldForm::Cash || payment.reversed.is_some() {
        return None;
    }
    let deposited = payment.deposited.map(|(_, at)| at);
    let left = payment.handed_over.into_iter().chain(deposited).min();
    let until = left.unwrap_or(now);
    let held = hours(payment.received, until);
    let kind =
        FindingKind::CashHeldLong { hours: held, amount: payment.amount, is_still_held: left.is_none() };
    (held > settings.cash_hours_max).then(|| about(payment, until, kind))
}

/// Lapping: a deposit cannot hold what was not received yet.
fn deposited_before(payment: &PaymentTrace) -> Option<Finding> {
    let (deposit, at) = payment.deposited?;
    let early = hours(at, payment.received);
    let kind = FindingKind::DepositedBefore { hours: early, deposit };
    let evidence = vec![deposit, payment.event];
    (early >= 1).then(|| Finding { evidence, ..about(payment, payment.received, kind) })
}

fn many_reversals(payments: &[PaymentTrace], settings: &RadarSettings) -> Vec<Finding> {
    let mut of_person: BTreeMap<PersonId, Vec<&PaymentTrace>> = BTreeMap::new();
    for payment in payments {
        of_person.entry(payment.person).or_default().push(payment);
    }
    let mut findings = Vec::new();
    for (person, all) in of_person {
        let reversed: Vec<&&PaymentTrace> = all.iter().filter(|payment| payment.reversed.is_some()).collect();
        let count = reversed.len();
        let is_above = count.saturating_mul(100) > settings.reversals_percent_max.saturating_mul(all.len());
        if count < settings.reversals_min || !is_above {
            continue;
        }
        let evidence: Vec<EventId> = reversed.iter().map(|payment| payment.event).collect();
        let at = reversed.iter().map(|payment| payment.arrived).max().unwrap_or(Millis(0));
        let kind = FindingKind::ManyReversals { reversed: count, payments: all.len() };
        findings.push(Finding { person, at, evidence, kind });
    }
    findings
}

/// Without the cash that arrived after its day, dated as if in time, the promise would be broken.
fn kept_by_later_cash(promise: &PromiseTrace) -> Option<Finding> {
    let is_late = |part: &&super::PromiseTracePart| {
        part.form == HeldForm::Cash && part.arrived.date_in(promise.zone) > promise.due
    };
    let late: Vec<_> = promise.parts.iter().filter(is_late).collect();
    let received = Money::sum(promise.parts.iter().map(|part| part.amount)).ok()?;
    let late_money = Money::sum(late.iter().map(|part| part.amount)).ok()?;
    let in_time = received.checked_sub(late_money).ok()?;
    if received < promise.amount || in_time >= promise.amount {
        return None;
    }
    let at = late.iter().map(|part| part.arrived).max()?;
    let evidence = late.iter().map(|part| part.payment).chain([promise.promise]).collect();
    let kind = FindingKind::KeptByLaterCash { amount: promise.amount, late: late_money };
    Some(Finding { person: promise.person, at, evidence, kind })
}
