//! RFC: the taxpayer's key. Source: domain-rules.md §2.8 (SAT XSD and check digit algorithm).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::CivilDate;

/// Física (13 characters) or moral (12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    Fisica,
    Moral,
}

impl PersonKind {
    /// By length alone; `None` where it is neither.
    pub fn of_rfc(rfc: &str) -> Option<PersonKind> {
        match rfc.chars().count() {
            12 => Some(PersonKind::Moral),
            13 => Some(PersonKind::Fisica),
            _ => None,
        }
    }
}

/// An RFC whose structure and date are right: upper case, without spaces or hyphens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Rfc(String);

/// Something to look at; the RFC is kept all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum RfcWarning {
    /// The check digit should be `expected`. About 1.5 % of the RFCs in use fail, so it is never an error.
    CheckDigit { expected: char },
}

/// Why a text is no RFC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum RfcError {
    #[error("an RFC has 12 or 13 characters, not {chars}")]
    Length { chars: usize },
    #[error("a character of the RFC is of the wrong kind at place {place}")]
    Structure { place: usize },
    #[error("the date in the RFC does not exist")]
    Date,
}

/// Público en general: its check digit is wrong by the algorithm and right by decree.
const GENERAL_PUBLIC: &str = "XAXX010101000";

impl Rfc {
    /// Reads an RFC as people write it: lower case, spaces and hyphens are forgiven.
    ///
    /// Structure and date are errors; the check digit is a warning.
    ///
    /// ```
    /// use senda::domain::rfc::{Rfc, RfcWarning};
    /// let (rfc, warnings) = Rfc::parse("gode-561231-gr8").unwrap();
    /// assert_eq!((rfc.as_str(), warnings.len()), ("GODE561231GR8", 0));
    /// assert_eq!(Rfc::parse("VACE460910SX6").unwrap().1, [RfcWarning::CheckDigit { expected: '5' }]);
    /// ```
    pub fn parse(text: &str) -> Result<(Rfc, Vec<RfcWarning>), RfcError> {
        let chars: Vec<char> =
            text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect();
        let letters = match chars.len() {
            12 => 3,
            13 => 4,
            other => return Err(RfcError::Length { chars: other }),
        };
        check_structure(&chars, letters)?;
        if !date_exists(&chars[letters..letters + 6]) {
            return Err(RfcError::Date);
        }
        let rfc = Rfc(chars.iter().collect());
        let mut warnings = Vec::new();
        let expected = check_digit(&chars[..chars.len() - 1]);
        if chars.last() != Some(&expected) && rfc.0 != GENERAL_PUBLIC {
            warnings.push(RfcWarning::CheckDigit { expected });
        }
        Ok((rfc, warnings))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Física or moral.
    pub fn kind(&self) -> PersonKind {
        if self.0.chars().count() == 12 { PersonKind::Moral } else { PersonKind::Fisica }
    }
}

impl fmt::Display for Rfc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Logs never carry an RFC.
impl fmt::Debug for Rfc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rfc({:?})", self.kind())
    }
}

/// `^[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A]$`; `place` in the error counts from 1.
fn check_structure(chars: &[char], letters: usize) -> Result<(), RfcError> {
    for (index, &c) in chars.iter().enumerate() {
        let fits = if index < letters {
            c.is_ascii_uppercase() || matches!(c, '&' | 'Ñ')
        } else if index < letters + 6 {
            c.is_ascii_digit()
        } else if index < letters + 8 {
            c.is_ascii_uppercase() || c.is_ascii_digit()
        } else {
            c.is_ascii_digit() || c == 'A'
        };
        if !fits {
            return Err(RfcError::Structure { place: index + 1 });
        }
    }
    Ok(())
}

/// Six digits `aammdd` that exist in the 1900s or in the 2000s.
fn date_exists(digits: &[char]) -> bool {
    let pair = |at: usize| {
        let ten = digits.get(at).and_then(|c| c.to_digit(10)).unwrap_or(0);
        let one = digits.get(at + 1).and_then(|c| c.to_digit(10)).unwrap_or(0);
        ten * 10 + one
    };
    let (year, month, day) = (pair(0), pair(2), pair(4));
    [1900, 2000].into_iter().any(|century| CivilDate::new(century + year as i32, month, day).is_some())
}

/// The digit over the characters before it: Σ value × (13 − place), 11 − Σ mod 11, 10 is A and 11 is 0.
fn check_digit(body: &[char]) -> char {
    let padding = 12usize.saturating_sub(body.len());
    let padded = std::iter::repeat_n(' ', padding).chain(body.iter().copied());
    let sum: u32 = padded.zip((2..=13).rev()).map(|(c, weight)| value(c) * weight).sum();
    match 11 - sum % 11 {
        10 => 'A',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// The value of a character in the SAT's table.
fn value(c: char) -> u32 {
    const TABLE: &str = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";
    TABLE.chars().zip(0u32..).find(|(entry, _)| *entry == c).map_or(0, |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Result<Option<char>, RfcError>) {
        let read = Rfc::parse(text)
            .map(|(_, warnings)| warnings.first().map(|RfcWarning::CheckDigit { expected }| *expected));
        assert_eq!(read, expected, "{text}");
    }

    /// Vectors of domain-rules.md §2.8.
    #[test]
    fn sat_vectors() {
        for good in [
            "GODE561231GR8",
            "COSC8001137NA",
            "EKU9003173C9",
            "CACX7605101P8",
            "MAB9307148T4",
            "DIM8701081LA",
            "A&A050908GT0",
            "SAT970701NN3",
            "AÑÑ801231JK0",
            "LOMA000229X03",
            "XAXX010101000",
            "XEXX010101000",
        ] {
            check(good, Ok(None));
        }
        check("VACE460910SX6", Ok(Some('5')));
        check("RTO840921RE4", Ok(Some('2')));
        check("ÑUÑA900229A17", Err(RfcError::Date));
        for zero_for_o in ["RT0840921REA", "RT0840921RE4"] {
            check(zero_for_o, Err(RfcError::Structure { place: 3 }));
        }
    }

    #[test]
    fn the_sums_of_the_worked_traces() {
        let sum = |text: &str| -> u32 {
            let chars: Vec<char> = text.chars().collect();
            let padded = std::iter::repeat_n(' ', 12 - chars.len()).chain(chars);
            padded.zip((2..=13).rev()).map(|(c, weight)| value(c) * weight).sum()
        };
        assert_eq!(sum("GODE561231GR"), 1026);
        assert_eq!(sum("MAB9307148T"), 1217);
        assert_eq!(check_digit(&"ÑUÑA900229A1".chars().collect::<Vec<_>>()), '7', "its digit is right");
        assert_eq!(check_digit(&"XAXX01010100".chars().collect::<Vec<_>>()), '4', "hence the whitelist");
    }

    #[test]
    fn what_people_type_is_forgiven_and_the_rest_is_named() {
        assert_eq!(Rfc::parse(" gode 561231-gr8 ").unwrap().0.as_str(), "GODE561231GR8");
        assert_eq!(Rfc::parse("ñuña900228a17").unwrap().0.as_str(), "ÑUÑA900228A17");
        check("", Err(RfcError::Length { chars: 0 }));
        check("GODE561231GR", Err(RfcError::Structure { place: 4 }));
        check("GODE561231G", Err(RfcError::Length { chars: 11 }));
        check("GODE561331GR8", Err(RfcError::Date));
        check("GODE561231GRB", Err(RfcError::Structure { place: 13 }));
    }

    #[test]
    fn the_kind_is_known_by_the_length() {
        assert_eq!(Rfc::parse("SAT970701NN3").unwrap().0.kind(), PersonKind::Moral);
        assert_eq!(Rfc::parse("GODE561231GR8").unwrap().0.kind(), PersonKind::Fisica);
        assert_eq!(PersonKind::of_rfc("AÑÑ801231JK0"), Some(PersonKind::Moral));
        assert_eq!(PersonKind::of_rfc("X"), None);
    }

    #[test]
    fn a_log_never_shows_it() {
        assert!(!format!("{:?}", Rfc::parse("GODE561231GR8").unwrap().0).contains("GODE"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,20}") {
            let _ = Rfc::parse(&text);
        }

        #[test]
        fn the_computed_digit_is_the_one_that_passes(body in "[A-Z&Ñ]{3,4}(0[1-9]|1[0-2]){2}(0[1-9]|1[0-9]|2[0-8])[A-Z0-9]{2}") {
            let digit = check_digit(&body.chars().collect::<Vec<_>>());
            let (_, warnings) = Rfc::parse(&format!("{body}{digit}")).unwrap();
            prop_assert_eq!(warnings, vec![]);
        }
    }
}
