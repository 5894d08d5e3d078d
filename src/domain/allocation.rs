//! Which debts a payment goes to, and in which order: moratory interest with its IVA, then capital, the oldest due
//! first; what the debtor declares comes before. Source: domain-rules.md §2.5.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::InvoiceId,
    interest::{self, Accrued},
    invoice::{Currency, Invoice},
    money::{Money, MoneyError, is_nothing},
    payment::PaymentTarget,
    rule_error::RuleError,
};

/// One part of a payment, applied to one invoice: interest, its IVA, capital, or several of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocated {
    pub invoice: InvoiceId,
    pub folio: String,
    /// What lowers the balance: ImpPagado. Zero where all of it is interest.
    pub amount: Money,
    /// What is left to pay of that invoice afterwards, without interest.
    pub balance_after: Money,
    /// Moratory interest that this part pays, without IVA.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub interest: Money,
    /// IVA on it.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub interest_tax: Money,
    /// Moratory interest that is still owed afterwards, without IVA.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub interest_after: Money,
    /// The day up to which interest was charged when this was applied; `None`: none was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged_through: Option<CivilDate>,
    /// NumParcialidad: which payment of this invoice it is, from 1; 0 where it lowers no balance.
    #[serde(default, skip_serializing_if = "is_no_partial")]
    pub partial: u16,
}

fn is_no_partial(number: &u16) -> bool {
    *number == 0
}

impl Allocated {
    /// Interest, IVA and capital together: what this invoice takes of the payment.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.interest.checked_add(self.interest_tax)?.checked_add(self.amount)
    }
}

/// How a whole payment is applied. Invariant: Σ `parts` + `unapplied` = the payment, to the centavo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    pub parts: Vec<Allocated>,
    /// The excess: *saldo a favor*, never lost.
    pub unapplied: Money,
}

impl Allocation {
    /// What lowers balances.
    pub fn capital(&self) -> Result<Money, MoneyError> {
        Money::sum(self.parts.iter().map(|part| part.amount))
    }

    /// Moratory interest paid, without IVA: it needs a CFDI of its own, not a REP. Source: domain-rules.md §2.6.
    pub fn interest(&self) -> Result<Money, MoneyError> {
        Money::sum(self.parts.iter().map(|part| part.interest))
    }

    /// IVA on it.
    pub fn interest_tax(&self) -> Result<Money, MoneyError> {
        Money::sum(self.parts.iter().map(|part| part.interest_tax))
    }

    /// The whole payment.
    pub fn received(&self) -> Result<Money, MoneyError> {
        let applied = self.capital()?.checked_add(self.interest()?)?.checked_add(self.interest_tax()?)?;
        applied.checked_add(self.unapplied)
    }
}

/// Applies `amount`, received on the day `on`, to the open peso invoices.
///
/// The debts that the client names come first in his order, each with its own interest before its capital. Then comes
/// the interest of all others with its IVA, and only then their capital; both by due date, then by folio. Instalments
/// that are not due yet are paid ahead in that order too.
///
/// Errs only where the amount is not positive or sums leave the bounds of money. An invoice named that is already
/// settled, or that a convenio replaced, takes nothing and the money goes on: the fact happened and is never refused.
///
/// 12,000.00 at 36 % of 360 days on F-101 (15,000.00, 51 days) and F-102 (8,000.00, 32 days): 765.00 + 122.40 and
/// 256.00 + 40.96 of interest and IVA, and 10,815.64 of capital to F-101.
pub fn allocate(
    invoices: &[Invoice],
    amount: Money,
    target: &PaymentTarget,
    on: CivilDate,
) -> Result<Allocation, RuleError> {
    if !amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    let mut open: Vec<&Invoice> =
        invoices.iter().filter(|invoice| invoice.is_open() && invoice.currency == Currency::Mxn).collect();
    open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    let mut chosen: Vec<Share> = Vec::new();
    for id in target.chosen() {
        if let Some(place) = open.iter().position(|invoice| invoice.id == *id) {
            chosen.push(Share::of(open.remove(place), on)?);
        }
    }
    let mut others = open.into_iter().map(|invoice| Share::of(invoice, on)).collect::<Result<Vec<_>, _>>()?;

    let mut left = amount;
    for share in &mut chosen {
        share.take_interest(&mut left)?;
        share.take_capital(&mut left)?;
    }
    for share in &mut others {
        share.take_interest(&mut left)?;
    }
    for share in &mut others {
        share.take_capital(&mut left)?;
    }
    let mut parts = Vec::new();
    for share in chosen.into_iter().chain(others) {
        parts.extend(share.part()?);
    }
    let allocation = Allocation { parts, unapplied: left };
    assert_eq!(allocation.received()?, amount, "an allocation must add up to its payment");
    Ok(allocation)
}

/// What one debt takes of a payment, as it grows.
struct Share<'a> {
    invoice: &'a Invoice,
    /// As if it had been charged up to the day of the payment.
    charged: Invoice,
    owed: Accrued,
    interest: Accrued,
    capital: Money,
}

impl<'a> Share<'a> {
    fn of(invoice: &'a Invoice, on: CivilDate) -> Result<Share<'a>, MoneyError> {
        let mut charged = invoice.clone();
        interest::charge(&mut charged, on)?;
        let owed = interest::accrued(&charged, on)?;
        Ok(Share { invoice, charged, owed, interest: Accrued::default(), capital: Money::ZERO })
    }

    fn take_interest(&mut self, left: &mut Money) -> Result<(), MoneyError> {
        self.interest = self.owed.first(*left)?;
        *left = left.checked_sub(self.interest.total()?)?;
        Ok(())
    }

    fn take_capital(&mut self, left: &mut Money) -> Result<(), MoneyError> {
        self.capital = self.invoice.balance.min(*left);
        *left = left.checked_sub(self.capital)?;
        Ok(())
    }

    /// `None` where it takes nothing.
    fn part(self) -> Result<Option<Allocated>, MoneyError> {
        let lowers = self.capital.is_positive();
        if !lowers && self.interest == Accrued::default() {
            return Ok(None);
        }
        Ok(Some(Allocated {
            invoice: self.invoice.id,
            folio: self.invoice.folio.clone(),
            amount: self.capital,
            balance_after: self.invoice.balance.checked_sub(self.capital)?,
            interest: self.interest.interest,
            interest_tax: self.interest.tax,
            interest_after: self.owed.interest.checked_sub(self.interest.interest)?,
            charged_through: self.charged.moratory.through,
            partial: if lowers { self.invoice.partials.saturating_add(1) } else { 0 },
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        late::{DayBase, LateTerms},
        sample::{self, day, money},
    };

    const ON: &str = "2026-11-21";

    fn invoice(folio: &str, due: &str, centavos: i64) -> Invoice {
        sample::invoice(folio, due, centavos)
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
        let allocation = allocate(invoices, money(centavos), &target, day(ON)).unwrap();
        let parts: Vec<_> = allocation
            .parts
            .iter()
            .map(|part| (part.folio.as_str(), part.amount.centavos(), part.balance_after.centavos()))
            .collect();
        assert_eq!(parts, expected);
        assert_eq!(allocation.unapplied.centavos(), over);
    }

    /// The pair of domain-rules.md §2.5, at 36 % a year of 360 days.
    fn late_pair() -> Vec<Invoice> {
        let late = LateTerms { annual_rate_bp: 3_600, day_base: DayBase::Days360, tax_bp: 1_600 };
        pair().into_iter().map(|invoice| Invoice { late: Some(late), ..invoice }).collect()
    }

    /// For each part: folio, interest, IVA, capital and what is left of the debt.
    fn check_late(
        invoices: &[Invoice],
        centavos: i64,
        target: PaymentTarget,
        expected: &[(&str, i64, i64, i64, i64)],
        over: i64,
    ) {
        let allocation = allocate(invoices, money(centavos), &target, day(ON)).unwrap();
        let parts: Vec<_> = allocation
            .parts
            .iter()
            .map(|part| {
                let [interest, tax, capital, left] =
                    [part.interest, part.interest_tax, part.amount, part.balance_after].map(Money::centavos);
                (part.folio.as_str(), interest, tax, capital, left)
            })
            .collect();
        assert_eq!(parts, expected, "{centavos}");
        assert_eq!(allocation.unapplied.centavos(), over, "{centavos}");
    }

    /// The four vectors of domain-rules.md §2.5.
    #[test]
    fn interest_comes_before_capital_and_the_oldest_due_first() {
        type Row<'a> = (i64, &'a [(&'a str, i64, i64, i64, i64)], i64);
        let rows: [Row; 4] = [
            (
                1_200_000,
                &[("F-101", 76_500, 12_240, 1_081_564, 418_436), ("F-102", 25_600, 4_096, 0, 800_000)],
                0,
            ),
            (60_000, &[("F-101", 51_724, 8_276, 0, 1_500_000)], 0),
            (
                2_411_600,
                &[("F-101", 76_500, 12_240, 1_500_000, 0), ("F-102", 25_600, 4_096, 793_164, 6_836)],
                0,
            ),
            (
                2_500_000,
                &[("F-101", 76_500, 12_240, 1_500_000, 0), ("F-102", 25_600, 4_096, 800_000, 0)],
                81_564,
            ),
        ];
        for (centavos, expected, over) in rows {
            check_late(&late_pair(), centavos, PaymentTarget::OldestFirst, expected, over);
        }
    }

    #[test]
    fn a_chosen_debt_is_taken_whole_with_its_own_interest_before_the_interest_of_others() {
        let named = PaymentTarget::Named { invoice: InvoiceId::from_key("F-102") };
        check_late(
            &late_pair(),
            850_000,
            named,
            &[("F-102", 25_600, 4_096, 800_000, 0), ("F-101", 17_503, 2_801, 0, 1_500_000)],
            0,
        );
    }

    #[test]
    fn the_debts_that_the_client_lists_are_paid_in_his_order() {
        let mut invoices = pair();
        invoices.push(invoice("F-103", "2027-01-15", 300_000));
        let ids = ["F-103", "F-102", "F-103", "F-999"].map(InvoiceId::from_key);
        let listed = PaymentTarget::Listed { invoices: ids.to_vec() };
        check(
            &invoices,
            1_150_000,
            listed,
            &[("F-103", 300_000, 0), ("F-102", 800_000, 0), ("F-101", 50_000, 1_450_000)],
            0,
        );
        let nothing_said = PaymentTarget::Listed { invoices: Vec::new() };
        check(&invoices, 100, nothing_said, &[("F-101", 100, 1_499_900)], 0);
    }

    #[test]
    fn what_is_not_due_yet_may_be_paid_ahead_after_what_is() {
        let invoices = [("F-3", "2027-01-15"), ("F-1", "2026-10-01"), ("F-2", "2026-12-15")]
            .map(|(f, d)| invoice(f, d, 100));
        check(
            &invoices,
            250,
            PaymentTarget::OldestFirst,
            &[("F-1", 100, 0), ("F-2", 100, 0), ("F-3", 50, 50)],
            0,
        );
    }

    #[test]
    fn each_payment_that_lowers_a_balance_has_its_number() {
        let mut invoices = late_pair();
        invoices[1].partials = 2;
        let number = |centavos| {
            let allocation =
                allocate(&invoices, money(centavos), &PaymentTarget::OldestFirst, day(ON)).unwrap();
            allocation.parts.iter().map(|part| part.partial).collect::<Vec<_>>()
        };
        assert_eq!(number(60_000), [0], "interest alone is no partial payment of the invoice");
        assert_eq!(number(2_500_000), [3, 1]);
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
            let refused = allocate(&pair(), money(centavos), &PaymentTarget::OldestFirst, day(ON));
            assert_eq!(refused, Err(RuleError::AmountNotPositive));
        }
    }

    proptest! {
        #[test]
        fn parts_and_excess_add_up_and_no_balance_goes_below_zero(
            amount in 1i64..10_000_000,
            debts in proptest::collection::vec((0i64..2_000_000, 0i64..400, 0u32..6_000, 0i64..5_000), 0..12),
            chosen in proptest::collection::vec(0usize..14, 0..4),
        ) {
            let first = day("2026-01-01");
            let invoices: Vec<_> = debts.iter().enumerate().map(|(n, (centavos, days, rate, owed))| {
                let mut invoice = invoice(&format!("F-{n}"), &first.plus_days(*days).to_string(), *centavos);
                invoice.late = (rate % 3 > 0)
                    .then_some(LateTerms { annual_rate_bp: *rate, day_base: DayBase::Days365, tax_bp: 1_600 });
                invoice.moratory.owed = money(if invoice.late.is_some() { *owed } else { 0 });
                invoice
            }).collect();
            let chosen = chosen.iter().map(|n| InvoiceId::from_key(&format!("F-{n}"))).collect();
            let target = PaymentTarget::Listed { invoices: chosen };
            let allocation = allocate(&invoices, money(amount), &target, day(ON)).unwrap();
            prop_assert_eq!(allocation.received().unwrap(), money(amount));
            for part in &allocation.parts {
                let invoice = invoices.iter().find(|invoice| invoice.id == part.invoice).unwrap();
                let owed = interest::accrued(invoice, day(ON)).unwrap();
                prop_assert!(part.total().unwrap().is_positive());
                prop_assert_eq!(part.balance_after.checked_add(part.amount).unwrap(), invoice.balance);
                prop_assert_eq!(part.interest_after.checked_add(part.interest).unwrap(), owed.interest);
                for figure in [part.amount, part.balance_after, part.interest, part.interest_tax, part.interest_after] {
                    prop_assert!(!figure.is_negative());
                }
                prop_assert!(part.interest_tax <= owed.tax);
                let is_interest_paid = (part.interest, part.interest_tax) == (owed.interest, owed.tax);
                prop_assert!(part.amount.is_zero() || is_interest_paid, "capital before its own interest");
            }
            let is_settled = |invoice: &Invoice| {
                allocation.parts.iter().any(|part| part.invoice == invoice.id && part.balance_after.is_zero())
            };
            let still_owed = invoices.iter().any(|invoice| invoice.is_open() && !is_settled(invoice));
            prop_assert!(!still_owed || allocation.unapplied.is_zero(), "money lies idle beside a debt");
        }
    }
}
