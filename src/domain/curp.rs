//! CURP: the person's key in the population register. Source: domain-rules.md §2.8.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{date::CivilDate, rfc::Rfc};

/// A CURP with the right structure, a date that exists and the right check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Curp {
    text: String,
    born: CivilDate,
}

/// Why a text is no CURP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum CurpError {
    #[error("a CURP has 18 characters, not {chars}")]
    Length { chars: usize },
    #[error("a character of the CURP is of the wrong kind at place {place}")]
    Structure { place: usize },
    #[error("the state in the CURP does not exist")]
    State,
    #[error("the date in the CURP does not exist")]
    Date,
    #[error("the check digit should be {expected}")]
    CheckDigit { expected: char },
}

const STATES: [&str; 33] = [
    "AS", "BC", "BS", "CC", "CH", "CL", "CM", "CS", "DF", "DG", "GR", "GT", "HG", "JC", "MC", "MN", "MS",
    "NE", "NL", "NT", "OC", "PL", "QR", "QT", "SL", "SP", "SR", "TC", "TL", "TS", "VZ", "YN", "ZS",
];

impl Curp {
    /// Reads a CURP as people write it: lower case, spaces and hyphens are forgiven.
    ///
    /// ```
    /// use senda::domain::curp::Curp;
    /// assert_eq!(Curp::parse("PEGJ850214HJCRRN06").unwrap().born().to_string(), "1985-02-14");
    /// ```
    pub fn parse(text: &str) -> Result<Curp, CurpError> {
        let chars: Vec<char> =
            text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect();
        if chars.len() != 18 {
            return Err(CurpError::Length { chars: chars.len() });
        }
        check_structure(&chars)?;
        let state: String = chars[11..13].iter().collect();
        if !STATES.contains(&state.as_str()) {
            return Err(CurpError::State);
        }
        let born = birth_date(&chars).ok_or(CurpError::Date)?;
        let expected = check_digit(&chars[..17]);
        if chars[17] != expected {
            return Err(CurpError::CheckDigit { expected });
        }
        Ok(Curp { text: chars.iter().collect(), born })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The date of birth; the century is told by the 17th character.
    pub fn born(&self) -> CivilDate {
        self.born
    }

    /// Whether CURP and RFC may belong to one person: their first ten characters agree, except where an
    /// inconvenient word was avoided (the CURP puts X in the second place, the RFC in the fourth).
    pub fn may_share_person_with(&self, rfc: &Rfc) -> bool {
        let (curp, rfc): (Vec<char>, Vec<char>) =
            (self.text.chars().collect(), rfc.as_str().chars().collect());
        if rfc.len() != 13 {
            return false;
        }
        (0..10).all(|place| {
            curp[place] == rfc[place] || (place == 1 && curp[1] == 'X') || (place == 3 && rfc[3] == 'X')
        })
    }
}

impl Serialize for Curp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl fmt::Display for Curp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Logs never carry a CURP.
impl fmt::Debug for Curp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Curp(…)")
    }
}

/// The kind of each place; `place` in the error counts from 1.
fn check_structure(chars: &[char]) -> Result<(), CurpError> {
    const VOWELS: &str = "AEIOUX";
    for (index, &c) in chars.iter().enumerate() {
        let fits = match index {
            0 | 2 | 3 | 11 | 12 => c.is_ascii_uppercase(),
            1 => VOWELS.contains(c),
            4..=9 | 17 => c.is_ascii_digit(),
            10 => matches!(c, 'H' | 'M' | 'X'),
            13..=15 => (c.is_ascii_uppercase() && !"AEIOU".contains(c)) || c == 'Ñ',
            _ => c.is_ascii_digit() || c.is_ascii_uppercase(),
        };
        if !fits {
            return Err(CurpError::Structure { place: index + 1 });
        }
    }
    Ok(())
}

/// A digit in the 17th place is the 1900s, a letter the 2000s.
fn birth_date(chars: &[char]) -> Option<CivilDate> {
    let pair = |at: usize| -> Option<u32> {
        Some(chars.get(at)?.to_digit(10)? * 10 + chars.get(at + 1)?.to_digit(10)?)
    };
    let century = if chars.get(16)?.is_ascii_digit() { 1900 } else { 2000 };
    CivilDate::new(century + i32::try_from(pair(4)?).ok()?, pair(6)?, pair(8)?)
}

/// Σ value × (18 − index), (10 − Σ mod 10) mod 10.
fn check_digit(body: &[char]) -> char {
    // Ñ has its own value between N and O: libraries that put & there cannot check it.
    const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
    let value =
        |c: char| ALPHABET.chars().zip(0u32..).find(|(entry, _)| *entry == c).map_or(0, |(_, value)| value);
    let sum: u32 = body.iter().zip((2..=18).rev()).map(|(&c, weight)| value(c) * weight).sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Vectors of domain-rules.md §2.8.
    #[test]
    fn register_vectors() {
        for (good, born) in [
            ("BOXW310820HNERXN09", "1931-08-20"),
            ("HEGG560427MVZRRL04", "1956-04-27"),
            ("AAPR630321HDFLRC09", "1963-03-21"),
            ("PEGJ850214HJCRRN06", "1985-02-14"),
            ("LOMA050607HASPRLB4", "2005-06-07"),
        ] {
            assert_eq!(Curp::parse(good).unwrap().born().to_string(), born, "{good}");
        }
        for (bad, expected) in [("LOMA050607HASPRLB5", '4'), ("BOXW310820HNERXN08", '9')] {
            assert_eq!(Curp::parse(bad), Err(CurpError::CheckDigit { expected }), "{bad}");
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        let check = |text: &str, expected| assert_eq!(Curp::parse(text), Err(expected), "{text}");
        check("PEGJ850214", CurpError::Length { chars: 10 });
        check("PRGJ850214HJCRRN06", CurpError::Structure { place: 2 });
        check("PEGJ850214ZJCRRN06", CurpError::Structure { place: 11 });
        check("PEGJ850214HJCARN06", CurpError::Structure { place: 14 });
        check("PEGJ850214HZZRRN06", CurpError::State);
        check("PEGJ850230HJCRRN06", CurpError::Date);
    }

    #[test]
    fn spaces_hyphens_and_small_letters_are_forgiven() {
        assert_eq!(Curp::parse(" pegj-850214 hjcrrn06").unwrap().as_str(), "PEGJ850214HJCRRN06");
    }

    #[test]
    fn the_letter_enie_has_its_own_value() {
        let body: Vec<char> = "PEGJ850214HJCÑRN0".chars().collect();
        let other: Vec<char> = "PEGJ850214HJCNRN0".chars().collect();
        assert_ne!(check_digit(&body), check_digit(&other));
        let written: String = body.iter().chain([&check_digit(&body)]).collect();
        assert!(Curp::parse(&written).is_ok());
    }

    #[test]
    fn curp_and_rfc_of_one_person_agree_but_for_inconvenient_words() {
        let share = |curp_body: &str, rfc: &str| {
            let body: Vec<char> = curp_body.chars().collect();
            let written: String = body.iter().chain([&check_digit(&body)]).collect();
            Curp::parse(&written).unwrap().may_share_person_with(&Rfc::parse(rfc).unwrap().0)
        };
        assert!(share("PEGJ850214HJCRRN0", "PEGJ850214AB1"));
        assert!(share("BXEI850214HJCRRN0", "BUEX850214AB1"));
        assert!(!share("PEGJ850214HJCRRN0", "PEGJ850215AB1"));
        assert!(!share("PEGJ850214HJCRRN0", "PEGK850214AB1"));
        assert!(!share("PEGJ850214HJCRRN0", "SAT970701NN3"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,24}") {
            let _ = Curp::parse(&text);
        }
    }
}
