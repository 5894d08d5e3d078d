//! From amounts to lengths: whole units of the viewBox, by integers only.

use crate::domain::money::Money;

/// Width of every viewBox, in units: text of 13 units stays readable from 260 px up.
pub const WIDTH: i64 = 320;

/// Mean width of one character of the charts' text, in units. Marks narrower than their label stay without one.
const CHAR_UNITS: i64 = 7;

/// The length of `amount` where `full` is drawn with `length_full` units. Anything positive shows at least one unit.
pub fn length(amount: Money, full: Money, length_full: i64) -> i64 {
    let (amount, full) = (i128::from(amount.centavos()), i128::from(full.centavos()));
    if amount <= 0 || full <= 0 {
        return 0;
    }
    let units = amount.saturating_mul(i128::from(length_full)) / full;
    i64::try_from(units).unwrap_or(length_full).clamp(1, length_full)
}

/// Does `text` fit inside a mark of `width` units?
pub fn fits(text: &str, width: i64) -> bool {
    let chars = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    chars.saturating_mul(CHAR_UNITS).saturating_add(8) <= width
}

/// The name, cut with an ellipsis where it is longer than `chars_max`.
pub fn shorten(name: &str, chars_max: usize) -> String {
    if name.chars().count() <= chars_max {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(chars_max.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(centavos: i64) -> Money {
        Money::from_centavos(centavos).unwrap()
    }

    #[test]
    fn lengths_are_proportional_and_never_vanish() {
        for (amount, full, expected) in
            [(0, 100, 0), (100, 100, 320), (50, 100, 160), (1, 100_000, 1), (5, 0, 0)]
        {
            assert_eq!(length(money(amount), money(full), WIDTH), expected, "{amount} of {full}");
        }
    }

    #[test]
    fn long_names_are_cut_where_letters_are_not_bytes() {
        assert_eq!(shorten("Ángela Muñoz", 6), "Ángel…");
        assert_eq!(shorten("Ana", 6), "Ana");
    }
}
