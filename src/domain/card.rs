//! Card numbers are checked and forgotten: only the last four digits are ever kept. Source: domain-rules.md §2.6, §2.8.

use serde::{Deserialize, Serialize};

/// Why a text is no card number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardError {
    #[error("a card number has 13 to 19 digits")]
    Length,
    #[error("the card number fails its check digit")]
    CheckDigit,
}

/// Whether the digits pass the check of Luhn; other characters are passed over.
pub fn passes_luhn(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Checks a whole card number and keeps only its last four digits.
///
/// ```
/// use senda::domain::card::last_four;
/// assert_eq!(last_four("4111 1111 1111 1111").unwrap(), "1111");
/// ```
pub fn last_four(number: &str) -> Result<String, CardError> {
    let digits: String = number.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if !(13..=19).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CardError::Length);
    }
    if !passes_luhn(&digits) {
        return Err(CardError::CheckDigit);
    }
    Ok(digits[digits.len() - 4..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of domain-rules.md §2.8.
    #[test]
    fn luhn_vectors() {
        assert!(passes_luhn("4111111111111111"));
        assert!(!passes_luhn("4111111111111112"));
        assert!(!passes_luhn(""));
    }

    #[test]
    fn only_the_last_four_come_out() {
        assert_eq!(last_four("4111-1111-1111-1111").as_deref(), Ok("1111"));
        assert_eq!(last_four("4111111111111112"), Err(CardError::CheckDigit));
        assert_eq!(last_four("411111"), Err(CardError::Length));
        assert_eq!(last_four("4111x11111111111"), Err(CardError::Length));
    }
}
