//! The taxes of a payment: a payment is proportional over the concepts of its invoice. Source: domain-rules.md §2.6.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::RepError;
use crate::domain::money::Money;

/// Decimals of BaseDR and ImporteDR.
const PART_DECIMALS: u32 = 6;

/// How a concept is taxed with IVA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRate {
    Iva16,
    /// The stimulus of the border regions.
    Iva8,
    Iva0,
    /// TipoFactor `Exento`: a base without rate nor tax.
    Exempt,
    /// ObjetoImp `01`: no tax at all.
    NotTaxed,
}

impl TaxRate {
    pub const ALL: [TaxRate; 5] =
        [TaxRate::Iva16, TaxRate::Iva8, TaxRate::Iva0, TaxRate::Exempt, TaxRate::NotTaxed];

    /// TasaOCuotaDR as Pagos20 writes it; `None` where there is none.
    pub fn rate_text(self) -> Option<&'static str> {
        match self {
            TaxRate::Iva16 => Some("0.160000"),
            TaxRate::Iva8 => Some("0.080000"),
            TaxRate::Iva0 => Some("0.000000"),
            TaxRate::Exempt | TaxRate::NotTaxed => None,
        }
    }

    /// The name in the database, in files and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            TaxRate::Iva16 => "iva16",
            TaxRate::Iva8 => "iva8",
            TaxRate::Iva0 => "iva0",
            TaxRate::Exempt => "exempt",
            TaxRate::NotTaxed => "not_taxed",
        }
    }

    pub fn parse(text: &str) -> Option<TaxRate> {
        TaxRate::ALL.into_iter().find(|rate| rate.as_str() == text)
    }

    /// One and the rate: what an amount with its tax is divided by.
    fn divisor(self) -> Decimal {
        match self {
            TaxRate::Iva16 => Decimal::new(116, 2),
            TaxRate::Iva8 => Decimal::new(108, 2),
            TaxRate::Iva0 | TaxRate::Exempt | TaxRate::NotTaxed => Decimal::ONE,
        }
    }

    /// Base and tax of an amount that holds both: the base rounded to six decimals, the tax the rest.
    fn split(self, gross: Decimal) -> Option<(Decimal, Decimal)> {
        let base = rounded(gross.checked_div(self.divisor())?);
        Some((base, rounded(gross.checked_sub(base)?)))
    }
}

/// How much of an invoice, tax included, each rate has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvoiceTaxes(Vec<TaxedAmount>);

/// The part of an invoice that one rate has, with its tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxedAmount {
    pub rate: TaxRate,
    /// With tax.
    pub amount: Money,
}

/// TrasladoDR: base and tax of one rate, with six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxPart {
    pub rate: TaxRate,
    /// BaseDR.
    pub base: Decimal,
    /// ImporteDR; zero where the rate is zero or there is none.
    pub tax: Decimal,
}

/// Totals of one rate, with two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    pub rate: TaxRate,
    pub base: Money,
    pub tax: Money,
}

impl InvoiceTaxes {
    /// An invoice whose concepts all have one rate: the usual case.
    pub fn single(rate: TaxRate) -> InvoiceTaxes {
        let amount = Money::from_centavos(1).unwrap_or_default();
        InvoiceTaxes(vec![TaxedAmount { rate, amount }])
    }

    /// An invoice with concepts of several rates. Amounts are summed by rate; those of nothing are left out.
    ///
    /// Errs on negative amounts and where nothing is left.
    pub fn of(amounts: &[TaxedAmount]) -> Result<InvoiceTaxes, RepError> {
        let mut kept = Vec::new();
        for rate in TaxRate::ALL {
            let of_rate = amounts.iter().filter(|taxed| taxed.rate == rate);
            let amount = Money::sum(of_rate.map(|taxed| taxed.amount))?;
            if amount.is_positive() {
                kept.push(TaxedAmount { rate, amount });
            }
        }
        let is_wrong = amounts.iter().any(|taxed| taxed.amount.is_negative());
        if kept.is_empty() || is_wrong { Err(RepError::NoTaxes) } else { Ok(InvoiceTaxes(kept)) }
    }

    pub fn amounts(&self) -> &[TaxedAmount] {
        &self.0
    }

    /// ObjetoImpDR: `01` where no concept is taxed, `02` otherwise.
    pub fn object_of_tax(&self) -> &'static str {
        let is_untaxed = self.0.iter().all(|taxed| taxed.rate == TaxRate::NotTaxed);
        if is_untaxed { "01" } else { "02" }
    }

    /// What was paid, shared over the rates by their part of the invoice; the last has what is left, so that bases
    /// and taxes re-add to what was paid.
    ///
    /// 5,000.00 at 16 %: 4310.344828 and 689.655172.
    pub fn parts_of(&self, paid: Money) -> Result<Vec<TaxPart>, RepError> {
        let out_of_range = RepError::Money(crate::domain::money::MoneyError::OutOfRange);
        let whole = Money::sum(self.0.iter().map(|taxed| taxed.amount))?.pesos();
        let mut left = paid.pesos();
        let mut parts = Vec::new();
        for (index, taxed) in self.0.iter().enumerate() {
            let is_last = index.saturating_add(1) == self.0.len();
            let share = if is_last {
                left
            } else {
                let product = paid.pesos().checked_mul(taxed.amount.pesos());
                rounded(product.and_then(|product| product.checked_div(whole)).ok_or(out_of_range)?).min(left)
            };
            left = left.checked_sub(share).ok_or(out_of_range)?;
            if share.is_zero() {
                continue;
            }
            let (base, tax) = taxed.rate.split(share).ok_or(out_of_range)?;
            parts.push(TaxPart { rate: taxed.rate, base, tax });
        }
        if parts.is_empty() { Err(RepError::NoTaxes) } else { Ok(parts) }
    }
}

/// The totals by rate of one related document, to the centavo: each is rounded, and the largest takes what rounding
/// left over, so that they re-add to what was paid.
///
/// 862.077586 and 137.932414 of 1,000.01: 862.08 and 137.93.
pub fn totals(parts: &[TaxPart], paid: Money) -> Result<Vec<TaxTotal>, RepError> {
    let mut totals = Vec::new();
    for part in parts {
        let gross = part.base.checked_add(part.tax).unwrap_or(part.base);
        let base = Money::rounded_from_pesos(part.base)?;
        let gross = Money::rounded_from_pesos(gross)?;
        // The tax is the rest: half a centavo rounded up twice would make one out of nothing.
        totals.push(TaxTotal { rate: part.rate, base, tax: gross.checked_sub(base)? });
    }
    let added = added(&totals)?;
    if let Some(largest) = totals.iter_mut().max_by_key(|total| total.base) {
        largest.base = largest.base.checked_add(paid.checked_sub(added)?)?;
    }
    Ok(totals)
}

/// Everything that the totals hold: bases and taxes.
fn added(totals: &[TaxTotal]) -> Result<Money, RepError> {
    let bases = Money::sum(totals.iter().map(|total| total.base))?;
    let taxes = Money::sum(totals.iter().map(|total| total.tax))?;
    Ok(bases.checked_add(taxes)?)
}

fn rounded(amount: Decimal) -> Decimal {
    let mut rounded = amount.round_dp_with_strategy(PART_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(PART_DECIMALS);
    rounded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(centavos: i64) -> Money {
        Money::from_centavos(centavos).unwrap()
    }

    fn check(taxes: &InvoiceTaxes, paid: i64, expected: &[(TaxRate, &str, &str, i64, i64)]) {
        let parts = taxes.parts_of(money(paid)).unwrap();
        let totals = totals(&parts, money(paid)).unwrap();
        let found: Vec<_> = parts
            .iter()
            .zip(&totals)
            .map(|(part, total)| {
                (
                    part.rate,
                    part.base.to_string(),
                    part.tax.to_string(),
                    total.base.centavos(),
                    total.tax.centavos(),
                )
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(rate, base, tax, total, taxes)| {
                (*rate, (*base).to_owned(), (*tax).to_owned(), *total, *taxes)
            })
            .collect();
        assert_eq!(found, expected);
    }

    /// domain-rules.md §2.6: the three payments of 11,600.00, and 1,000.01.
    #[test]
    fn the_vectors_at_sixteen_per_cent() {
        let taxes = InvoiceTaxes::single(TaxRate::Iva16);
        for (paid, base, tax, total_base, total_tax) in [
            (500_000, "4310.344828", "689.655172", 431_034, 68_966),
            (400_000, "3448.275862", "551.724138", 344_828, 55_172),
            (260_000, "2241.379310", "358.620690", 224_138, 35_862),
            (100_001, "862.077586", "137.932414", 86_208, 13_793),
        ] {
            check(&taxes, paid, &[(TaxRate::Iva16, base, tax, total_base, total_tax)]);
        }
    }

    #[test]
    fn the_other_rates_have_their_own_bases() {
        let single = InvoiceTaxes::single;
        check(
            &single(TaxRate::Iva8),
            108_000,
            &[(TaxRate::Iva8, "1000.000000", "80.000000", 100_000, 8_000)],
        );
        check(&single(TaxRate::Iva8), 100_000, &[(TaxRate::Iva8, "925.925926", "74.074074", 92_593, 7_407)]);
        for rate in [TaxRate::Iva0, TaxRate::Exempt, TaxRate::NotTaxed] {
            check(&single(rate), 100_001, &[(rate, "1000.010000", "0.000000", 100_001, 0)]);
        }
    }

    /// 1,160.00 at 16 % and 500.00 at 0 %: a payment of 830.00 is half of the invoice.
    #[test]
    fn a_payment_is_proportional_over_the_concepts() {
        let taxes = InvoiceTaxes::of(&[
            TaxedAmount { rate: TaxRate::Iva0, amount: money(50_000) },
            TaxedAmount { rate: TaxRate::Iva16, amount: money(116_000) },
        ])
        .unwrap();
        check(
            &taxes,
            83_000,
            &[
                (TaxRate::Iva16, "500.000000", "80.000000", 50_000, 8_000),
                (TaxRate::Iva0, "250.000000", "0.000000", 25_000, 0),
            ],
        );
        assert_eq!(taxes.object_of_tax(), "02");
        assert_eq!(InvoiceTaxes::single(TaxRate::NotTaxed).object_of_tax(), "01");
    }

    #[test]
    fn an_invoice_of_nothing_has_no_taxes() {
        assert_eq!(InvoiceTaxes::of(&[]), Err(RepError::NoTaxes));
        let negative = TaxedAmount { rate: TaxRate::Iva16, amount: money(-1) };
        let positive = TaxedAmount { rate: TaxRate::Iva16, amount: money(2) };
        assert_eq!(InvoiceTaxes::of(&[positive, negative]), Err(RepError::NoTaxes));
    }

    #[test]
    fn names_round_trip() {
        for rate in TaxRate::ALL {
            assert_eq!(TaxRate::parse(rate.as_str()), Some(rate));
        }
    }

    proptest! {
        #[test]
        fn bases_and_taxes_re_add_and_are_never_negative(
            paid in 1i64..5_000_000_000, amounts in proptest::collection::vec((0usize..5, 0i64..9_000_000), 1..6)
        ) {
            let amounts: Vec<TaxedAmount> = amounts.into_iter()
                .map(|(rate, centavos)| TaxedAmount { rate: TaxRate::ALL[rate], amount: money(centavos) }).collect();
            prop_assume!(amounts.iter().any(|taxed| taxed.amount.is_positive()));
            let taxes = InvoiceTaxes::of(&amounts).unwrap();
            let parts = taxes.parts_of(money(paid)).unwrap();
            let sum: Decimal = parts.iter().map(|part| part.base + part.tax).sum();
            prop_assert_eq!(sum, money(paid).pesos());
            prop_assert!(parts.iter().all(|part| !part.base.is_sign_negative() && !part.tax.is_sign_negative()));
            let totals = totals(&parts, money(paid)).unwrap();
            prop_assert_eq!(added(&totals).unwrap(), money(paid));
            prop_assert!(totals.iter().all(|total| !total.base.is_negative() && !total.tax.is_negative()));
        }

        #[test]
        fn one_rate_rounds_to_what_both_halves_round_to(paid in 1i64..5_000_000_000, rate in 0usize..5) {
            let taxes = InvoiceTaxes::single(TaxRate::ALL[rate]);
            let parts = taxes.parts_of(money(paid)).unwrap();
            let total = totals(&parts, money(paid)).unwrap()[0];
            prop_assert_eq!(total.base, Money::rounded_from_pesos(parts[0].base).unwrap());
            prop_assert_eq!(total.tax, Money::rounded_from_pesos(parts[0].tax).unwrap());
        }
    }
}
