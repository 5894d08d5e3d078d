//! CLABE: the 18 digits of a bank account for transfers. Source: domain-rules.md §2.8.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A CLABE with the right check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Clabe(String);

/// Why a text is no CLABE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ClabeError {
    #[error("a CLABE has only digits")]
    NotDigits,
    #[error("a CLABE has 18 digits, not {digits}")]
    Length { digits: usize },
    #[error("the check digit should be {expected}")]
    CheckDigit { expected: u8 },
}

impl Clabe {
    /// Reads a CLABE as people write it: spaces and hyphens are forgiven.
    ///
    /// ```
    /// use senda::domain::clabe::{Clabe, ClabeError};
    /// assert_eq!(Clabe::parse("032 180 00011835971 9").unwrap().bank_code(), "032");
    /// assert_eq!(Clabe::parse("646180111812345678"), Err(ClabeError::CheckDigit { expected: 6 }));
    /// ```
    pub fn parse(text: &str) -> Result<Clabe, ClabeError> {
        let written: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let digits: Option<Vec<u32>> = written.chars().map(|c| c.to_digit(10)).collect();
        let digits = digits.ok_or(ClabeError::NotDigits)?;
        if digits.len() != 18 {
            return Err(ClabeError::Length { digits: digits.len() });
        }
        let expected = check_digit(&digits[..17]);
        if digits[17] != expected {
            return Err(ClabeError::CheckDigit { expected: expected as u8 });
        }
        Ok(Clabe(written))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bank's three digits.
    pub fn bank_code(&self) -> &str {
        &self.0[..3]
    }
}

/// Logs never carry an account.
impl fmt::Debug for Clabe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clabe({}…)", self.bank_code())
    }
}

/// Weights 3, 7, 1 repeated, each product mod 10; (10 − Σ mod 10) mod 10.
fn check_digit(body: &[u32]) -> u32 {
    let sum: u32 =
        body.iter().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight % 10).sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Vectors of domain-rules.md §2.8.
    #[test]
    fn bank_vectors() {
        for good in [
            "002010077777777771",
            "032180000118359719",
            "072580000123456788",
            "012180015025836945",
            "646180111800000004",
        ] {
            assert_eq!(Clabe::parse(good).map(|clabe| clabe.as_str().to_owned()), Ok(good.to_owned()));
        }
        for (bad, expected) in [("646180111812345678", 6), ("012180015025836940", 5)] {
            assert_eq!(Clabe::parse(bad), Err(ClabeError::CheckDigit { expected }), "{bad}");
        }
    }

    #[test]
    fn the_worked_trace() {
        let digits: Vec<u32> = "03218000011835971".chars().filter_map(|c| c.to_digit(10)).collect();
        let products: Vec<u32> =
            digits.iter().zip([3, 7, 1].into_iter().cycle()).map(|(d, w)| d * w % 10).collect();
        assert_eq!(products.iter().sum::<u32>(), 61);
        assert_eq!(check_digit(&digits), 9);
    }

    #[test]
    fn each_fault_has_its_name() {
        assert_eq!(Clabe::parse("03218000011835971O"), Err(ClabeError::NotDigits));
        assert_eq!(Clabe::parse(""), Err(ClabeError::Length { digits: 0 }));
        assert_eq!(Clabe::parse("٠32180000118359719"), Err(ClabeError::NotDigits));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_never_passes(body in "[0-9]{17}", place in 0usize..17, other in 0u32..10) {
            let mut digits: Vec<u32> = body.chars().filter_map(|c| c.to_digit(10)).collect();
            let check = check_digit(&digits);
            prop_assume!(digits[place] != other);
            digits[place] = other;
            let written: String = digits.iter().chain([&check]).map(u32::to_string).collect();
            prop_assert!(Clabe::parse(&written).is_err());
        }
    }
}
