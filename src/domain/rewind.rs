//! An account as it was on the morning of a day: what was recorded from that day on is taken off again. For the plan of
//! a day that is past, until plans are frozen when they are made.

use super::{
    account::Account, agreement::Agreement, date::CivilDate, event::Fact, ids::EventId, invoice::DebtKind,
    money::MoneyError, rules::Applied,
};

/// One fact that was applied to the account, and what that did.
#[derive(Clone, Debug, PartialEq)]
pub struct Done<'a> {
    pub event: EventId,
    pub on: CivilDate,
    pub fact: &'a Fact,
    pub applied: &'a Applied,
}

/// The account before everything in `done`, which is what was applied on `morning` and after it.
///
/// Exact for debts, *a favor*, promises, convenios and contrarecibos. The last visit before that day is known only
/// where there was none since; of the payments, those that the account still carries. A debt that was settled and
/// that the account no longer carries stays away.
pub fn rewound(mut account: Account, morning: CivilDate, done: &[Done<'_>]) -> Result<Account, MoneyError> {
    let is_later = |on: CivilDate| on >= morning;
    let undone: Vec<Agreement> =
        account.agreements.iter().filter(|agreement| is_later(agreement.made_on)).cloned().collect();
    for agreement in undone {
        take_back_agreement(&mut account, &agreement);
    }
    for one in done {
        let Some(allocation) = &one.applied.allocation else { continue };
        account.unapplied = account.unapplied.checked_sub(allocation.unapplied.min(account.unapplied))?;
        for part in &allocation.parts {
            if let Some(invoice) = account.invoices.iter_mut().find(|invoice| invoice.id == part.invoice) {
                // A payment that was reversed since has been given back already.
                invoice.balance = invoice.balance.checked_add(part.amount)?.min(invoice.total);
                invoice.partials = invoice.partials.saturating_sub(u16::from(part.partial > 0));
            }
        }
        for part in &one.applied.promises {
            if let Some(promise) = account.promises.iter_mut().find(|promise| promise.event == part.promise) {
                promise.received = promise.received.checked_sub(part.amount.min(promise.received))?;
            }
        }
    }
    for invoice in &mut account.invoices {
        invoice.in_review = invoice.in_review.take().filter(|review| !is_later(review.since));
    }
    account.recent_payments.retain(|line| !is_later(line.received_on));
    account.promises.retain(|promise| !is_later(promise.made_on));
    account.last_visit = account.last_visit.filter(|visit| !is_later(visit.on));
    Ok(account)
}

/// The debts that the convenio replaced are back as they were, and its instalments are gone.
fn take_back_agreement(account: &mut Account, agreement: &Agreement) {
    account.agreements.retain(|one| one.id != agreement.id);
    let is_its =
        |kind: DebtKind| matches!(kind, DebtKind::Agreed { agreement: id, .. } if id == agreement.id);
    account.invoices.retain(|invoice| !is_its(invoice.kind));
    for replaced in &agreement.replaced {
        if let Some(invoice) = account.invoices.iter_mut().find(|invoice| invoice.id == replaced.invoice) {
            invoice.balance = replaced.balance;
            invoice.agreement = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        folio::{Folio, Series},
        payment::{PaymentMethod, PaymentReceived, PaymentTarget},
        policy::Policy,
        promise::PromiseMade,
        rules,
        sample::{account, day, event, money},
        visit::{VisitMade, VisitResult},
    };

    #[test]
    fn the_morning_before_everything_is_the_account_as_it_was() {
        let mut start = account(&[("F-1", "2026-10-01", 10_000), ("F-2", "2026-12-01", 8_000)]);
        let promise = PromiseMade { client: start.id(), amount: money(9_000), due: day("2026-11-20") };
        rules::apply_fact(
            &mut start,
            event(1),
            day("2026-11-10"),
            &Fact::PromiseMade(promise),
            &Policy::default(),
        )
        .unwrap();
        let payment = |number: u32, centavos| {
            Fact::PaymentReceived(PaymentReceived {
                folio: Folio::new(Series::parse("C07").unwrap(), number).unwrap(),
                client: start.id(),
                amount: money(centavos),
                method: PaymentMethod::Cash,
                target: PaymentTarget::OldestFirst,
                count: None,
                photo: None,
                paper: None,
            })
        };
        let promise = PromiseMade { client: start.id(), amount: money(4_000), due: day("2026-11-30") };
        let visit = VisitMade { client: start.id(), result: VisitResult::Absent, note: String::new() };
        let facts = [
            (2, "2026-11-18", payment(1, 4_000)),
            (3, "2026-11-19", Fact::VisitMade(visit)),
            (4, "2026-11-19", Fact::PromiseMade(promise)),
            (5, "2026-11-20", payment(2, 30_000)),
        ];
        let mut later = start.clone();
        let applied: Vec<Applied> = facts
            .iter()
            .map(|(id, on, fact)| {
                rules::apply_fact(&mut later, event(*id), day(on), fact, &Policy::default()).unwrap()
            })
            .collect();
        let done: Vec<Done<'_>> = facts
            .iter()
            .zip(&applied)
            .map(|((id, on, fact), applied)| Done { event: event(*id), on: day(on), fact, applied })
            .collect();
        assert_ne!(later, start);
        assert_eq!(rewound(later.clone(), day("2026-11-18"), &done).unwrap(), start);
        let noon = rewound(later, day("2026-11-19"), &done[1..]).unwrap();
        assert_eq!(noon.promises[0].received, money(4_000));
        assert_eq!(noon.balance().unwrap(), money(14_000));
    }
}
