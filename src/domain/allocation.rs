//! Which debts a payment goes to. Source: domain-rules.md §2.5 (trade credit without interest).

use serde::{Deserialize, Serialize};

use super::{
    ids::InvoiceId,
    invoice::{Currency, Invoice},
    money::Money,
    payment::PaymentTarget,
    rule_error::RuleError,
};

/// One part of a payment, applied to one invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocated {
    pub invoice: InvoiceId,
    pub folio: String,
    pub amount: Money,
    /// What is left to pay of that invoice afterwards.
    pub balance_after: Money,
}

/// How a whole payment is applied. Invariant: Σ `parts` + `unapplied` = the payment, to the centavo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    pub parts: Vec<Allocated>,
    /// The excess: *saldo a favor*, never lost.
    pub unapplied: Money,
}

/// Applies `amount` to the open peso invoices: the named one first, then by due date, then by folio.
///
/// Errs only where the amount is not positive. An invoice named that is already settled takes nothing and the
/// money goes on to the oldest: the fact happened and is never refused.
///
/// 18,000.50 on F-101 (15,000.00, due first) and F-102 (8,000.00): 15,000.00 and 3,000.50.
pub fn allocate(invoices: &[Invoice], amount: Money, target: PaymentTarget) -> Result<Allocation, RuleError> {
    if !amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    let named = match target {
        PaymentTarget::Named { invoice } => Some(invoice),
        PaymentTarget::OldestFirst => None,
    };
    let mut open: Vec<&Invoice> =
        invoices.iter().filter(|invoice| invoice.is_open() && invoice.currency == Currency::Mxn).collect();
    open.sort_by(|a, b| {
        let rank = |invoice: &Invoice| Some(invoice.id) != named;
        (rank(a), a.due, &a.folio).cmp(&(rank(b), b.due, &b.folio))
    });
    let mut left = amount;
    let mut parts = Vec::new();
    for invoice in open {
        if left.is_zero() {
            break;
        }
        let part = left.min(invoice.balance);
        left = left.checked_sub(part)?;
        parts.push(Allocated {
            invoice: invoice.id,
            folio: invoice.folio.clone(),
            amount: part,
            balance_after: invoice.balance.checked_sub(part)?,
        });
    }
    let applied = Money::sum(parts.iter().map(|part| part.amount))?;
    assert_eq!(applied.checked_add(left)?, amount, "an allocation must add up to its payment");
    Ok(Allocation { parts, unapplied: left })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{date::CivilDate, invoice::DebtKind};

    fn invoice(folio: &str, due: &str, centavos: i64) -> Invoice {
        let due = CivilDate::parse_iso(due).unwrap();
        let amount = Money::from_centavos(centavos).unwrap();
        Invoice {
            id: InvoiceId::from_key(folio),
            folio: folio.into(),
            kind: DebtKind::Invoice,
            issued: due.plus_days(-30),
            due,
            total: amount,
            balance: amount,
            currency: Currency::Mxn,
            late: None,
            moratory: Default::default(),
            in_review: None,
            agreement: None,
            partials: 0,
        }
    }

    fn pair() -> Vec<Invoice> {
        vec![invoice("F-102", "2026-10-20", 800_000), invoice("F-101", "2026-10-01", 1_500_000)]
    }

    fn check(
        invoices: &[Invoice],
        centavos: i64,
        target: PaymentTarget,
        expected: &[(&str, i64, i64)],
        over: i64,
    ) {
        let allocation = allocate(invoices, Money::from_centavos(centavos).unwrap(), target).unwrap();
        let parts: Vec<_> = allocation
            .parts
            .iter()
            .map(|part| (part.folio.as_str(), part.amount.centavos(), part.balance_after.centavos()))
            .collect();
        assert_eq!(parts, expected);
        assert_eq!(allocation.unapplied.centavos(), over);
    }

    /// domain-rules.md §2.5: no-interest FIFO, 18,000.50.
    #[test]
    fn fifo_vector() {
        check(
            &pair(),
            1_800_050,
            PaymentTarget::OldestFirst,
            &[("F-101", 1_500_000, 0), ("F-102", 300_050, 499_950)],
            0,
        );
    }

    #[test]
    fn the_invoice_that_the_client_names_comes_first() {
        let named = PaymentTarget::Named { invoice: InvoiceId::from_key("F-102") };
        check(&pair(), 900_000, named, &[("F-102", 800_000, 0), ("F-101", 100_000, 1_400_000)], 0);
    }

    #[test]
    fn the_excess_is_kept_as_unapplied() {
        check(
            &pair(),
            2_500_000,
            PaymentTarget::OldestFirst,
            &[("F-101", 1_500_000, 0), ("F-102", 800_000, 0)],
            200_000,
        );
    }

    #[test]
    fn dollars_are_not_paid_with_pesos() {
        let mut dollars = invoice("F-100", "2026-01-01", 100_000);
        dollars.currency = Currency::Usd;
        check(&[dollars], 100, PaymentTarget::OldestFirst, &[], 100);
    }

    #[test]
    fn nothing_and_less_than_nothing_are_refused() {
        for centavos in [0, -1] {
            let amount = Money::from_centavos(centavos).unwrap();
            assert_eq!(
                allocate(&pair(), amount, PaymentTarget::OldestFirst),
                Err(RuleError::AmountNotPositive)
            );
        }
    }

    proptest! {
        #[test]
        fn parts_and_excess_add_up_and_no_balance_goes_below_zero(
            amount in 1i64..10_000_000, debts in proptest::collection::vec((0i64..2_000_000, 0i64..400), 0..12)
        ) {
            let first = CivilDate::new(2026, 1, 1).unwrap();
            let invoices: Vec<_> = debts.iter().enumerate()
                .map(|(n, (c, d))| invoice(&format!("F-{n}"), &first.plus_days(*d).to_string(), *c)).collect();
            let amount = Money::from_centavos(amount).unwrap();
            let allocation = allocate(&invoices, amount, PaymentTarget::OldestFirst).unwrap();
            let sum = Money::sum(allocation.parts.iter().map(|p| p.amount)).unwrap();
            prop_assert_eq!(sum.checked_add(allocation.unapplied).unwrap(), amount);
            prop_assert!(allocation.parts.iter().all(|p| !p.balance_after.is_negative() && p.amount.is_positive()));
            let still_owed = invoices.len() > allocation.parts.len() && invoices.iter()
                .any(|i| i.is_open() && !allocation.parts.iter().any(|p| p.invoice == i.id));
            prop_assert!(!still_owed || allocation.unapplied.is_zero());
        }
    }
}
