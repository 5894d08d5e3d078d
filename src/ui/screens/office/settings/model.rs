//! What is typed in the settings, read and said.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    domain::{drawer::CashLimits, money::Money},
    ui::text::settings::ES,
};

/// Pesos as people write them, with or without `$` and commas; `None` where it is no amount or less than nothing.
pub fn amount_of(typed: &str) -> Option<Money> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '$' | ',' | ' ')).collect();
    let pesos = digits.parse::<Decimal>().ok()?;
    Money::from_pesos(pesos).ok().filter(|amount| !amount.is_negative())
}

/// A whole number between both, itself included.
pub fn number_of(typed: &str, min: u32, max: u32) -> Option<u32> {
    typed.trim().parse().ok().filter(|number| (min..=max).contains(number))
}

/// A percentage in hundredths: `36` and `36.5 %` are 3,600 and 3,650.
pub fn basis_points_of(typed: &str, max_bp: u32) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '%' | ' ')).collect();
    let hundredths = digits.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_HUNDRED)?;
    if !hundredths.fract().is_zero() {
        return None;
    }
    hundredths.to_u32().filter(|bp| *bp <= max_bp)
}

/// As it is filled into a field: `10000.00`.
pub fn typed_amount(amount: Money) -> String {
    amount.pesos().to_string()
}

/// As it is filled into a field: 3,650 is `36.5`.
pub fn typed_percent(basis_points: u32) -> String {
    Decimal::new(i64::from(basis_points), 2).normalize().to_string()
}

/// Both limits as typed, or the words beside the field that is wrong.
pub fn limits_of(soft: &str, hard: &str) -> Result<CashLimits, LimitsWrong> {
    let unreadable = || ES.amount_unreadable.to_owned();
    let wrong = LimitsWrong {
        soft: amount_of(soft).is_none().then(unreadable),
        hard: amount_of(hard).is_none().then(unreadable),
    };
    match (amount_of(soft), amount_of(hard)) {
        (Some(soft), Some(hard)) if soft <= hard => Ok(CashLimits { soft, hard }),
        (Some(_), Some(_)) => Err(LimitsWrong { soft: None, hard: Some(ES.hard_below_soft.to_owned()) }),
        _ => Err(wrong),
    }
}

/// What is wrong with each of the two fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitsWrong {
    pub soft: Option<String>,
    pub hard: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_to_the_hundredth() {
        for (typed, expected) in
            [("0", Some(0)), ("36", Some(3_600)), ("36.5 %", Some(3_650)), ("0.01", Some(1))]
        {
            assert_eq!(basis_points_of(typed, 30_000), expected, "{typed}");
        }
        for typed in ["", "mucho", "-1", "0.001", "301"] {
            assert_eq!(basis_points_of(typed, 30_000), None, "{typed}");
        }
        assert_eq!(typed_percent(3_650), "36.5");
        assert_eq!(typed_percent(0), "0");
    }

    #[test]
    fn the_hard_limit_is_not_below_the_soft_one() {
        assert!(limits_of("10,000", "$25,000.00").is_ok());
        assert_eq!(limits_of("10", "5").unwrap_err().hard.as_deref(), Some(ES.hard_below_soft));
        let wrong = limits_of("x", "1.005").unwrap_err();
        assert!(wrong.soft.is_some() && wrong.hard.is_some());
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        assert_eq!(number_of(" 6 ", 1, 520), Some(6));
        assert_eq!(number_of("0", 1, 520), None);
        assert_eq!(number_of("6.5", 1, 520), None);
    }
}
