//! Folios of receipts: `SERIE-000137-0`. A series belongs to one enrolment and is never reused.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::rule_error::RuleError;

/// A series leased by the server to one enrolment of a device: one letter and two to six digits, e.g. `C07`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series(String);

/// The last number that a series can give.
pub const FOLIO_NUMBER_MAX: u32 = 999_999;

impl Series {
    pub fn parse(text: &str) -> Option<Series> {
        let mut chars = text.chars();
        let starts_with_letter = chars.next().is_some_and(|c| c.is_ascii_uppercase());
        let digits = chars.as_str();
        let is_number = (2..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (starts_with_letter && is_number).then(|| Series(text.to_owned()))
    }

    /// The series with the ordinal `number`: `Series::numbered('C', 7)` is `C07`.
    pub fn numbered(letter: char, number: u32) -> Option<Series> {
        Series::parse(&format!("{letter}{number:02}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A receipt's number: series, counter and Damm check digit over the digits of both. Source: domain-rules.md §3.1.
///
/// ```
/// use senda::domain::folio::{Folio, Series};
/// let folio = Folio::new(Series::parse("C07").unwrap(), 137).unwrap();
/// assert_eq!(folio.to_string(), "C07-000137-0");
/// assert!(Folio::parse("C07-000173-0").is_none(), "two digits swapped");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folio {
    series: Series,
    number: u32,
}

impl Folio {
    /// `number` counts from 1 to [`FOLIO_NUMBER_MAX`].
    pub fn new(series: Series, number: u32) -> Result<Folio, RuleError> {
        if (1..=FOLIO_NUMBER_MAX).contains(&number) {
            Ok(Folio { series, number })
        } else {
            Err(RuleError::FoliosExhausted)
        }
    }

    /// Reads the written form and checks its digit.
    pub fn parse(text: &str) -> Option<Folio> {
        let mut parts = text.trim().split('-');
        let (series, number, check) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || number.len() != 6 || check.len() != 1 {
            return None;
        }
        let folio = Folio::new(Series::parse(&series.to_ascii_uppercase())?, number.parse().ok()?).ok()?;
        (folio.check_digit().to_string() == check).then_some(folio)
    }

    pub fn series(&self) -> &Series {
        &self.series
    }
    pub fn number(&self) -> u32 {
        self.number
    }

    fn check_digit(&self) -> u8 {
        damm(&format!("{}{:06}", &self.series.0[1..], self.number))
    }
}

/// The Damm check digit of a string of digits; other characters are passed over.
pub fn damm(digits: &str) -> u8 {
    const TABLE: [[u8; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0u8, |interim, digit| TABLE[usize::from(interim)][usize::from(digit - b'0')])
}

impl fmt::Display for Folio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}-{}", self.series.0, self.number, self.check_digit())
    }
}

impl fmt::Debug for Folio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Folio {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Folio {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Folio, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Folio::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("not a folio, or its check digit is wrong"))
    }
}

impl Serialize for Series {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Series {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Series, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Series::parse(&text).ok_or_else(|| serde::de::Error::custom("not a series"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Vectors of domain-rules.md §2.8 and §3.1.
    #[test]
    fn damm_vectors() {
        for (digits, check) in [("572", 4), ("07000137", 0), ("07000173", 9)] {
            assert_eq!(damm(digits), check, "{digits}");
        }
    }

    #[test]
    fn folio_vector_round_trips() {
        let folio = Folio::parse("C07-000137-0").unwrap();
        assert_eq!((folio.series().as_str(), folio.number()), ("C07", 137));
        assert_eq!(folio.to_string(), "C07-000137-0");
    }

    #[test]
    fn malformed_folios_are_none() {
        for bad in ["", "C07", "C07-137-0", "C07-000137-1", "C07-000137-0-0", "7C7-000137-0", "C07-000000-0"]
        {
            assert!(Folio::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_series_ends_at_its_last_number() {
        let series = Series::numbered('C', 7).unwrap();
        assert!(Folio::new(series.clone(), FOLIO_NUMBER_MAX).is_ok());
        assert_eq!(Folio::new(series, FOLIO_NUMBER_MAX + 1), Err(RuleError::FoliosExhausted));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_never_passes(number in 1u32..=FOLIO_NUMBER_MAX, place in 0usize..6, other in 0u8..10) {
            let folio = Folio::new(Series::numbered('C', 7).unwrap(), number).unwrap().to_string();
            let mut bytes = folio.clone().into_bytes();
            let at = 4 + place;
            prop_assume!(bytes[at] != b'0' + other);
            bytes[at] = b'0' + other;
            prop_assert!(Folio::parse(std::str::from_utf8(&bytes).unwrap()).is_none());
        }
    }
}
