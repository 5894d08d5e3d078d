//! The rules of a payment: the debts that it lowers, the promises that it keeps. Source: domain-rules.md §2.2, §2.5.

use super::{Applied, ExceptionCode, agreement, promise};
use crate::domain::{
    account::{Account, RECENT_PAYMENTS_MAX},
    allocation::{Allocated, Allocation, allocate},
    cheque::{self, Cheque, ChequeState},
    date::CivilDate,
    ids::{EventId, InvoiceId},
    invoice::Invoice,
    payment::{PaymentLine, PaymentMethod, PaymentReceived},
    rule_error::RuleError,
};

/// Money was received on the day `on`.
pub(super) fn apply(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    payment: &PaymentReceived,
) -> Result<Applied, RuleError> {
    payment.method.check()?;
    let allocation = allocate(&account.invoices, payment.amount, &payment.target, on)?;
    let exception = exception(account, on, payment, &allocation);
    let unapplied = account.unapplied.checked_add(allocation.unapplied)?;
    let promises = promise::parts_of(&account.promises, on, payment.amount)?;

    // From here on nothing errs: the account changes as a whole.
    for part in &allocation.parts {
        let paid = account.invoices.iter_mut().find(|invoice| invoice.id == part.invoice);
        assert!(paid.is_some(), "money must go to an invoice of its own account");
        if let Some(invoice) = paid {
            lower(invoice, part);
        }
    }
    account.unapplied = unapplied;
    promise::count(&mut account.promises, &promises)?;
    remember_cheque(account, id, on, payment);
    remember(account, id, on, payment);
    agreement::settle(account);
    Ok(Applied { allocation: Some(allocation), exception, promises, ..Applied::default() })
}

fn lower(invoice: &mut Invoice, part: &Allocated) {
    assert!(!part.balance_after.is_negative(), "a debt must never go below zero");
    assert!(!part.interest_after.is_negative(), "nobody pays interest that he does not owe");
    invoice.balance = part.balance_after;
    invoice.moratory.owed = part.interest_after;
    invoice.moratory.through = part.charged_through;
    if part.partial > 0 {
        invoice.partials = part.partial;
    }
}

/// Newest first, also where an older payment arrives late from another phone.
fn remember(account: &mut Account, id: EventId, on: CivilDate, payment: &PaymentReceived) {
    let line = PaymentLine {
        event: id,
        folio: payment.folio.clone(),
        amount: payment.amount,
        sat_form: payment.method.sat_form().to_owned(),
        received_on: on,
    };
    let is_newer = |known: &PaymentLine| (known.received_on, known.event) > (line.received_on, line.event);
    let place = account.recent_payments.iter().take_while(|known| is_newer(known)).count();
    account.recent_payments.insert(place, line);
    account.recent_payments.truncate(RECENT_PAYMENTS_MAX);
}

fn remember_cheque(account: &mut Account, id: EventId, on: CivilDate, payment: &PaymentReceived) {
    if let PaymentMethod::Cheque { number, bank, .. } = &payment.method {
        account.cheques.push(Cheque {
            event: id,
            folio: payment.folio.clone(),
            number: number.clone(),
            bank: bank.clone(),
            amount: payment.amount,
            received_on: on,
            state: ChequeState::Received,
        });
        cheque::forget_resolved(&mut account.cheques);
    }
}

fn exception(
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
    let is_open = |id: &InvoiceId| account.open_invoices().any(|invoice| invoice.id == *id);
    (!payment.target.chosen().iter().all(is_open)).then_some(ExceptionCode::NamedInvoiceSettled)
}
