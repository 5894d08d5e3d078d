//! Moratory interest: what an overdue debt bears, with its IVA. Source: domain-rules.md §2.4.

use super::{
    date::CivilDate,
    invoice::Invoice,
    late::{DayBase, LateTerms},
    money::{Money, MoneyError},
};

/// The legal rate a year where a contract states none, in hundredths of a percent. Source: C.Com. 362.
pub const LEGAL_RATE_BP: u32 = 600;

/// The rate a month above which the office is warned: courts reduce usurious rates. Source: domain-rules.md §0, §2.4.
pub const MONTHLY_WARNING_BP: u32 = 300;

/// Hundredths of a percent in the whole.
const WHOLE_BP: u64 = 10_000;

/// Moratory interest of a debt or of many, and the IVA on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accrued {
    pub interest: Money,
    pub tax: Money,
}

impl Accrued {
    /// Interest with its IVA.
    pub fn total(self) -> Result<Money, MoneyError> {
        self.interest.checked_add(self.tax)
    }

    pub fn checked_add(self, other: Accrued) -> Result<Accrued, MoneyError> {
        Ok(Accrued {
            interest: self.interest.checked_add(other.interest)?,
            tax: self.tax.checked_add(other.tax)?,
        })
    }

    pub fn checked_sub(self, other: Accrued) -> Result<Accrued, MoneyError> {
        Ok(Accrued {
            interest: self.interest.checked_sub(other.interest)?,
            tax: self.tax.checked_sub(other.tax)?,
        })
    }

    /// The first `amount` of it, split in interest and IVA in their proportion. All of it where `amount` is as much
    /// or more. What is left never has IVA without interest.
    ///
    /// 600.00 of 765.00 + 122.40 is 517.24 + 82.76. Source: domain-rules.md §2.5.
    pub fn first(self, amount: Money) -> Result<Accrued, MoneyError> {
        let total = self.total()?;
        if amount >= total {
            return Ok(self);
        }
        let centavos = |money: Money| u64::try_from(money.centavos()).map_err(|_| MoneyError::OutOfRange);
        let share = amount.share(centavos(self.interest)?, centavos(total)?)?;
        // Rounding may not use up the interest while some of its IVA is left, nor take more IVA than there is.
        let one = Money::from_centavos(1)?;
        let interest = share.min(self.interest.checked_sub(one)?).max(amount.checked_sub(self.tax)?);
        Ok(Accrued { interest, tax: amount.checked_sub(interest)? })
    }
}

/// Simple interest on `balance` for whole `days` of being overdue, rounded half up to the centavo; nothing for none.
///
/// 25,000.00 at 36 % a year of 360 days, 17 days: 425.00.
pub fn interest_on(balance: Money, terms: &LateTerms, days: i64) -> Result<Money, MoneyError> {
    let Ok(days) = u64::try_from(days) else { return Ok(Money::ZERO) };
    let year: u64 = match terms.day_base {
        DayBase::Days360 => 360,
        DayBase::Days365 => 365,
    };
    let parts = u64::from(terms.annual_rate_bp).checked_mul(days).ok_or(MoneyError::OutOfRange)?;
    balance.share(parts, year.checked_mul(WHOLE_BP).ok_or(MoneyError::OutOfRange)?)
}

/// IVA on `interest`.
pub fn tax_on(interest: Money, terms: &LateTerms) -> Result<Money, MoneyError> {
    interest.share(u64::from(terms.tax_bp), WHOLE_BP)
}

/// Whether the rate is one that the office is warned of: above 3 % a month.
pub fn is_above_warning(terms: &LateTerms) -> bool {
    terms.annual_rate_bp > MONTHLY_WARNING_BP.saturating_mul(12)
}

/// What the debt owes of moratory interest on the day `on`: what was charged and not paid, and what its balance bore
/// since. Interest bears none. Source: C.Com. 363.
///
/// It runs from the day after the due date, and never for a day twice: on a day before the one charged through,
/// nothing is added.
pub fn accrued(invoice: &Invoice, on: CivilDate) -> Result<Accrued, MoneyError> {
    let Some(terms) = &invoice.late else {
        return Ok(Accrued { interest: invoice.moratory.owed, tax: Money::ZERO });
    };
    let days = on.days_since(runs_from(invoice));
    let interest = invoice.moratory.owed.checked_add(interest_on(invoice.balance, terms, days)?)?;
    Ok(Accrued { interest, tax: tax_on(interest, terms)? })
}

/// Charges the interest up to `on`: from then on the balance may change.
pub(super) fn charge(invoice: &mut Invoice, on: CivilDate) -> Result<(), MoneyError> {
    if invoice.late.is_some() && on > runs_from(invoice) {
        invoice.moratory.owed = accrued(invoice, on)?.interest;
        invoice.moratory.through = Some(on);
    }
    Ok(())
}

/// The capital comes back to the debt as if it had been there since `since`, and with it the interest that it would
/// have borne until the day that is charged through, besides the unpaid `interest`. Source: domain-rules.md §2.5.
pub(super) fn give_back(
    invoice: &mut Invoice,
    capital: Money,
    interest: Money,
    since: Option<CivilDate>,
) -> Result<(), MoneyError> {
    let missed = match (&invoice.late, invoice.moratory.through) {
        (Some(terms), Some(through)) => {
            let start = since.map_or(invoice.due, |since| since.max(invoice.due));
            interest_on(capital, terms, through.days_since(start))?
        }
        _ => Money::ZERO,
    };
    let owed = invoice.moratory.owed.checked_add(interest)?.checked_add(missed)?;
    invoice.balance = invoice.balance.checked_add(capital)?;
    invoice.moratory.owed = owed;
    Ok(())
}

/// The last day that is paid for or free: interest runs from the day after it.
fn runs_from(invoice: &Invoice) -> CivilDate {
    invoice.moratory.through.map_or(invoice.due, |through| through.max(invoice.due))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{self, day, money};

    fn terms(annual_rate_bp: u32, day_base: DayBase) -> LateTerms {
        LateTerms { annual_rate_bp, day_base, tax_bp: 1_600 }
    }

    fn late_invoice(terms: LateTerms) -> Invoice {
        let mut invoice = sample::invoice("F-1", "2026-11-04", 2_500_000);
        invoice.late = Some(terms);
        invoice
    }

    /// Vectors of domain-rules.md §2.4: 25,000.00 due 2026-11-04, on 2026-11-21.
    #[test]
    fn interest_vectors() {
        for (rate, base, interest, tax) in [
            (3_600, DayBase::Days360, 42_500, 6_800),
            (3_600, DayBase::Days365, 41_918, 6_707),
            (LEGAL_RATE_BP, DayBase::Days360, 7_083, 1_133),
            (LEGAL_RATE_BP, DayBase::Days365, 6_986, 1_118),
        ] {
            let invoice = late_invoice(terms(rate, base));
            let on = accrued(&invoice, day("2026-11-21")).unwrap();
            assert_eq!(on, Accrued { interest: money(interest), tax: money(tax) }, "{rate} {base:?}");
        }
        let all = accrued(&late_invoice(terms(3_600, DayBase::Days360)), day("2026-11-21")).unwrap();
        assert_eq!(all.total(), Ok(money(49_300)));
    }

    #[test]
    fn the_border_pays_eight_percent_of_iva() {
        let border = LateTerms { tax_bp: 800, ..terms(3_600, DayBase::Days360) };
        let on = accrued(&late_invoice(border), day("2026-11-21")).unwrap();
        assert_eq!(on, Accrued { interest: money(42_500), tax: money(3_400) });
    }

    #[test]
    fn interest_starts_the_day_after_the_due_date() {
        let invoice = late_invoice(terms(3_600, DayBase::Days360));
        for (on, interest) in [("2026-11-03", 0), ("2026-11-04", 0), ("2026-11-05", 2_500)] {
            assert_eq!(accrued(&invoice, day(on)).unwrap().interest, money(interest), "{on}");
        }
        let mut bears_nothing = invoice;
        bears_nothing.late = None;
        assert_eq!(accrued(&bears_nothing, day("2027-11-04")), Ok(Accrued::default()));
    }

    #[test]
    fn interest_bears_no_interest_and_no_day_is_charged_twice() {
        let mut invoice = late_invoice(terms(3_600, DayBase::Days360));
        charge(&mut invoice, day("2026-11-21")).unwrap();
        assert_eq!(invoice.moratory.owed, money(42_500));
        charge(&mut invoice, day("2026-11-21")).unwrap();
        charge(&mut invoice, day("2026-11-10")).unwrap();
        assert_eq!(invoice.moratory.owed, money(42_500));
        assert_eq!(accrued(&invoice, day("2026-11-10")).unwrap().interest, money(42_500));
        let later = accrued(&invoice, day("2026-12-08")).unwrap();
        assert_eq!(later.interest, money(85_000), "34 days of simple interest");
    }

    #[test]
    fn rates_above_three_percent_a_month_are_warned_of() {
        assert!(!is_above_warning(&terms(3_600, DayBase::Days360)));
        assert!(is_above_warning(&terms(3_601, DayBase::Days360)));
    }

    proptest! {
        #[test]
        fn a_part_of_interest_keeps_its_sums(
            interest in 0i64..1_000_000, rate in 0i64..=20, amount in 0i64..1_300_000, again in 0i64..1_300_000
        ) {
            let all = Accrued { interest: money(interest), tax: money(interest * rate / 100) };
            let total = all.total().unwrap();
            let first = all.first(money(amount)).unwrap();
            prop_assert_eq!(first.total().unwrap(), money(amount).min(total));
            let left = all.checked_sub(first).unwrap();
            prop_assert!(!left.interest.is_negative() && !left.tax.is_negative());
            prop_assert!(!first.interest.is_negative() && !first.tax.is_negative());
            prop_assert!(left.interest.is_positive() || left.tax.is_zero(), "IVA without interest");
            // More money never pays less of either.
            let more = all.first(money(amount.max(again))).unwrap();
            prop_assert!(more.interest >= first.interest && more.tax >= first.tax);
        }

        #[test]
        fn charging_on_the_way_changes_at_most_a_centavo(
            first in 0i64..400, then in 0i64..400, balance in 0i64..100_000_000
        ) {
            let mut invoice = late_invoice(terms(3_600, DayBase::Days360));
            invoice.balance = money(balance);
            let end = invoice.due.plus_days(first + then);
            let whole = accrued(&invoice, end).unwrap().interest;
            let due = invoice.due;
            charge(&mut invoice, due.plus_days(first)).unwrap();
            let parts = accrued(&invoice, end).unwrap().interest;
            prop_assert!((whole.centavos() - parts.centavos()).abs() <= 1);
        }
    }
}
