//! Texts: names, keys, phones, mail, postal codes. What is kept, and what must be shown about it.

use super::table::{Cell, is_space, tidy};
use crate::api::imports::{Field, Reason};

/// Longer than this and a text is shown: it does not fit on a phone's card.
pub const TEXT_CHARS_LONG: usize = 120;
/// Longer than this and the row is refused: it is no name nor address.
pub const TEXT_CHARS_MAX: usize = 1_000;
/// Longest client key and folio.
pub const KEY_CHARS_MAX: usize = 60;

/// The text of a cell, tidy; `None` where it is blank. Notes what must be shown about it.
pub fn read(cell: &Cell, field: Field, reasons: &mut Vec<Reason>) -> Option<String> {
    if let Cell::Error(shown) = cell {
        reasons.push(Reason::ExcelError { field, shown: shown.clone() });
        return None;
    }
    let raw = cell.shown();
    let text = tidy(&raw);
    if text.is_empty() {
        return None;
    }
    match cell {
        Cell::Formula { .. } => reasons.push(Reason::FormulaWithoutValue { field, taken: None }),
        Cell::Text(_) if is_formula(&raw) => reasons.push(Reason::FormulaText { field }),
        _ => {}
    }
    let chars_count = text.chars().count();
    if chars_count > TEXT_CHARS_MAX {
        reasons.push(Reason::TextTooLong { field, chars_max: TEXT_CHARS_MAX as u16 });
    } else if chars_count > TEXT_CHARS_LONG {
        reasons.push(Reason::TextLong { field, chars_max: TEXT_CHARS_LONG as u16 });
    }
    Some(text)
}

/// A spreadsheet would take it for a formula. A lone dash is how people write "nothing".
fn is_formula(raw: &str) -> bool {
    raw.starts_with(['=', '+', '-', '@', '\t', '\r'])
        && raw.chars().any(|c| !matches!(c, '-' | '\t' | '\r') && !is_space(c))
}

/// A client key or folio: trimmed and in upper case.
pub fn read_key(cell: &Cell, field: Field, reasons: &mut Vec<Reason>) -> Option<String> {
    let Some(text) = read(cell, field, reasons) else {
        if !matches!(cell, Cell::Error(_)) {
            reasons.push(Reason::Missing { field });
        }
        return None;
    };
    let key = text.strip_prefix('\'').unwrap_or(&text).to_uppercase();
    if is_damaged_number(&key) {
        reasons.push(Reason::KeyDamaged { field });
    }
    if key.chars().count() > KEY_CHARS_MAX {
        reasons.retain(|reason| !matches!(reason, Reason::TextLong { field: of, .. } if *of == field));
        reasons.push(Reason::TextTooLong { field, chars_max: KEY_CHARS_MAX as u16 });
    }
    Some(key)
}

/// `1.23E+05`: what Excel makes of a long number when it saves CSV.
pub fn is_damaged_number(text: &str) -> bool {
    text.to_uppercase().split_once("E+").is_some_and(|(mantissa, exponent)| {
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        is_number(mantissa) && is_number(exponent)
    })
}

/// Ten digits, without country code, extension or signs.
pub fn read_phone(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<String> {
    let raw = match cell {
        Cell::Error(shown) => {
            reasons.push(Reason::ExcelError { field: Field::Phone, shown: shown.clone() });
            return None;
        }
        cell => cell.tidy(),
    };
    if raw.is_empty() {
        return None;
    }
    if is_damaged_number(&raw) {
        reasons.push(Reason::PhoneDamaged);
        return whole_of_damaged(&raw);
    }
    let lower = raw.to_lowercase();
    let number = lower.split("ext").next().unwrap_or_default();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let local = match digits.len() {
        13 if digits.starts_with("521") => &digits[3..],
        12 if digits.starts_with("52") => &digits[2..],
        13 if digits.starts_with("044") || digits.starts_with("045") => &digits[3..],
        12 if digits.starts_with("01") => &digits[2..],
        11 if digits.starts_with('1') => &digits[1..],
        _ => &digits,
    };
    if local.len() == 10 {
        return Some(local.to_owned());
    }
    reasons.push(Reason::PhoneLength);
    Some(raw)
}

/// The number behind `9.991234567E+09`, where the mantissa still has all its digits.
fn whole_of_damaged(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    let (mantissa, exponent) = upper.split_once("E+")?;
    let (whole, fraction) = mantissa.split_once('.')?;
    let exponent: usize = exponent.parse().ok()?;
    (fraction.len() == exponent && whole.len() == 1).then(|| format!("{whole}{fraction}"))
}

/// Five digits; a zero that a spreadsheet ate is given back.
pub fn read_postal_code(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<String> {
    let text = read(cell, Field::PostalCode, reasons)?;
    let is_digits = text.bytes().all(|b| b.is_ascii_digit());
    if is_digits && text.len() == 5 {
        return Some(text);
    }
    if is_digits && text.len() == 4 {
        let fixed = format!("0{text}");
        reasons.push(Reason::PostalCodeLostZero { fixed: fixed.clone() });
        return Some(fixed);
    }
    reasons.push(Reason::PostalCodeNotDigits);
    Some(text)
}

/// The first address of a cell.
pub fn read_email(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<String> {
    let text = read(cell, Field::Email, reasons)?;
    let mut addresses = text.split([';', ',', ' ', '/']).filter(|part| !part.is_empty());
    let first = addresses.next()?.to_owned();
    if !is_email(&first) {
        reasons.push(Reason::EmailMalformed);
        return Some(text);
    }
    if addresses.next().is_some() {
        reasons.push(Reason::EmailSeveral { taken: first.clone() });
    }
    Some(first)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty()
        && !host.contains('@')
        && host.split('.').count() >= 2
        && host
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn phones_are_ten_digits_or_are_shown() {
        for (raw, expected, note) in [
            ("(999) 123-4567 ext. 12", "9991234567", None),
            ("+52 1 999 123 4567", "9991234567", None),
            ("52 665 123 4567", "6651234567", None),
            ("123", "123", Some(Reason::PhoneLength)),
            ("9.991234567E+09", "9991234567", Some(Reason::PhoneDamaged)),
        ] {
            let mut reasons = Vec::new();
            assert_eq!(read_phone(&text(raw), &mut reasons).as_deref(), Some(expected), "{raw}");
            assert_eq!(reasons, Vec::from_iter(note), "{raw}");
        }
    }

    #[test]
    fn formulas_stay_text_and_a_lone_dash_is_nothing_to_fear() {
        for (raw, is_shown) in [
            ("=1+1", true),
            ("@SUM(A1:A9)", true),
            ("+52 Abarrotes", true),
            ("\t=X", true),
            ("-", false),
            ("a=b", false),
        ] {
            let mut reasons = Vec::new();
            read(&text(raw), Field::ClientName, &mut reasons);
            assert_eq!(
                reasons.contains(&Reason::FormulaText { field: Field::ClientName }),
                is_shown,
                "{raw}"
            );
        }
    }

    #[test]
    fn mail_is_one_address() {
        for (raw, expected, note) in [
            ("a@b.mx", "a@b.mx", None),
            ("no-es-correo", "no-es-correo", Some(Reason::EmailMalformed)),
            ("a@b.mx; c@d.mx", "a@b.mx", Some(Reason::EmailSeveral { taken: "a@b.mx".into() })),
        ] {
            let mut reasons = Vec::new();
            assert_eq!(read_email(&text(raw), &mut reasons).as_deref(), Some(expected), "{raw}");
            assert_eq!(reasons, Vec::from_iter(note), "{raw}");
        }
    }
}
