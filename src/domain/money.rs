//! Money: whole centavos, never a float, never a silent overflow.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of Mexican pesos that always holds a whole number of centavos.
///
/// On the wire and in hashes it is an integer of centavos; in the database a typed `decimal` of pesos.
/// There is no `Deref` and no operator on it: sums go through [`Money::checked_add`] and friends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

/// Largest amount that any single figure may hold, in centavos: ten billion pesos, far above any real portfolio.
pub const MONEY_CENTAVOS_MAX: i64 = 1_000_000_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MoneyError {
    #[error("the amount has a fraction of a centavo")]
    FractionOfCentavo,
    #[error("the amount is beyond the bounds of money")]
    OutOfRange,
}

impl Money {
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// From whole centavos. `Money::from_centavos(150_000)` is $1,500.00.
    ///
    /// Clamps nothing: amounts beyond [`MONEY_CENTAVOS_MAX`] are an error.
    pub fn from_centavos(centavos: i64) -> Result<Money, MoneyError> {
        if centavos.abs() > MONEY_CENTAVOS_MAX {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Money(Decimal::new(centavos, 2)))
    }

    /// From pesos, refusing anything finer than a centavo.
    pub fn from_pesos(pesos: Decimal) -> Result<Money, MoneyError> {
        if pesos.round_dp(2) != pesos {
            return Err(MoneyError::FractionOfCentavo);
        }
        Money::rounded_from_pesos(pesos)
    }

    /// From pesos, rounding half away from zero to the centavo. Source: domain-rules.md §2.
    pub fn rounded_from_pesos(pesos: Decimal) -> Result<Money, MoneyError> {
        let mut rounded = pesos.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(2);
        let (min, max) = (Decimal::new(-MONEY_CENTAVOS_MAX, 2), Decimal::new(MONEY_CENTAVOS_MAX, 2));
        if rounded > max || rounded < min { Err(MoneyError::OutOfRange) } else { Ok(Money(rounded)) }
    }

    /// The whole number of centavos.
    pub fn centavos(self) -> i64 {
        let mut scaled = self.0;
        scaled.rescale(2);
        // The constructors bound the magnitude to 10^12, which always fits.
        i64::try_from(scaled.mantissa()).unwrap_or(if scaled.is_sign_negative() {
            i64::MIN
        } else {
            i64::MAX
        })
    }

    /// The amount in pesos, with two decimals.
    pub fn pesos(self) -> Decimal {
        let mut pesos = self.0;
        pesos.rescale(2);
        pesos
    }

    /// From whole pesos, which always fit.
    pub fn whole_pesos(pesos: u32) -> Money {
        Money(Decimal::from(pesos))
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }

    pub fn is_negative(self) -> bool {
        self.0 < Decimal::ZERO
    }

    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.0.checked_add(other.0).ok_or(MoneyError::OutOfRange).and_then(Money::rounded_from_pesos)
    }

    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.0.checked_sub(other.0).ok_or(MoneyError::OutOfRange).and_then(Money::rounded_from_pesos)
    }

    /// `parts` ÷ `of` of it, rounded half away from zero to the centavo. Source: domain-rules.md §2.
    ///
    /// 36 % a year of 25,000.00 for 17 days of 360 is `share(3_600 * 17, 10_000 * 360)`: 425.00.
    pub fn share(self, parts: u64, of: u64) -> Result<Money, MoneyError> {
        let scaled =
            i128::from(self.centavos()).checked_mul(i128::from(parts)).ok_or(MoneyError::OutOfRange)?;
        let of = i128::from(of);
        let (Some(whole), Some(rest)) = (scaled.checked_div(of), scaled.checked_rem(of)) else {
            return Err(MoneyError::OutOfRange);
        };
        let is_half_or_more = rest.unsigned_abs() >= of.unsigned_abs().div_ceil(2);
        let step = if is_half_or_more { rest.signum() } else { 0 };
        let centavos = whole.checked_add(step).and_then(|centavos| i64::try_from(centavos).ok());
        Money::from_centavos(centavos.ok_or(MoneyError::OutOfRange)?)
    }

    /// The sum of many amounts, `ZERO` for none.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        amounts.into_iter().try_fold(Money::ZERO, Money::checked_add)
    }
}

/// For `skip_serializing_if`: what is nothing is not written.
pub fn is_nothing(amount: &Money) -> bool {
    amount.is_zero()
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({})", self.pesos())
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.centavos())
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let centavos = i64::deserialize(deserializer)?;
        Money::from_centavos(centavos).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_a_centavo_rounds_away_from_zero() {
        for (pesos, centavos) in [("0.005", 1), ("-0.005", -1), ("1.004", 100), ("862.077586", 86208)] {
            let money = Money::rounded_from_pesos(pesos.parse().unwrap()).unwrap();
            assert_eq!(money.centavos(), centavos, "{pesos}");
        }
    }

    #[test]
    fn a_fraction_of_a_centavo_is_refused_where_exactness_is_asked() {
        assert_eq!(Money::from_pesos("1.001".parse().unwrap()), Err(MoneyError::FractionOfCentavo));
    }

    #[test]
    fn amounts_beyond_the_bounds_are_errors_not_wraps() {
        let max = Money::from_centavos(MONEY_CENTAVOS_MAX).unwrap();
        assert_eq!(max.checked_add(Money::from_centavos(1).unwrap()), Err(MoneyError::OutOfRange));
        assert_eq!(Money::from_centavos(i64::MIN + 1), Err(MoneyError::OutOfRange));
    }

    #[test]
    fn a_share_rounds_half_away_from_zero_and_bounds_are_errors() {
        for (centavos, parts, of, expected) in
            [(100, 1, 3, 33), (100, 2, 3, 67), (1, 1, 2, 1), (-1, 1, 2, -1), (1, 1, 3, 0), (10, 0, 7, 0)]
        {
            let share = Money::from_centavos(centavos).unwrap().share(parts, of);
            assert_eq!(share.map(Money::centavos), Ok(expected), "{centavos} × {parts} ÷ {of}");
        }
        let max = Money::from_centavos(MONEY_CENTAVOS_MAX).unwrap();
        assert_eq!(max.share(u64::MAX, 1), Err(MoneyError::OutOfRange));
        assert_eq!(max.share(1, 0), Err(MoneyError::OutOfRange));
    }

    proptest! {
        #[test]
        fn centavos_round_trip(c in -MONEY_CENTAVOS_MAX..=MONEY_CENTAVOS_MAX) {
            let money = Money::from_centavos(c).unwrap();
            prop_assert_eq!(money.centavos(), c);
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(&json, &c.to_string());
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn adding_and_taking_away_gives_back(
            a in -1_000_000_000i64..1_000_000_000,
            b in -1_000_000_000i64..1_000_000_000,
        ) {
            let (a, b) = (Money::from_centavos(a).unwrap(), Money::from_centavos(b).unwrap());
            prop_assert_eq!(a.checked_add(b).unwrap().checked_sub(b).unwrap(), a);
        }
    }
}
