//! Amounts as people write them: pesos signs, thousands, parentheses, and what cannot be told for sure.

use rust_decimal::Decimal;

use super::table::{Cell, is_space};
use crate::{
    api::imports::{Field, Reason},
    domain::money::Money,
};

/// What a cell with an amount says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    Blank,
    /// The amount, with what must be shown about it. May be negative.
    Read(Money, Option<Reason>),
    Refused(Reason),
}

/// Reads an amount. Source: samples/imports/expected.json, "money".
pub fn read(cell: &Cell, field: Field) -> Amount {
    match cell {
        Cell::Empty => Amount::Blank,
        Cell::Text(text) => read_text(text, field),
        Cell::Number(number) => of_decimal(*number, Form::Plain, field),
        Cell::Date(_) => Amount::Refused(Reason::AmountNotANumber { field }),
        Cell::Error(shown) => Amount::Refused(Reason::ExcelError { field, shown: shown.clone() }),
        Cell::Formula { value: None, .. } => {
            Amount::Refused(Reason::FormulaWithoutValue { field, taken: None })
        }
        Cell::Formula { value: Some(value), .. } => match Money::rounded_from_pesos(*value) {
            Ok(taken) => Amount::Read(taken, Some(Reason::FormulaWithoutValue { field, taken: Some(taken) })),
            Err(_) => Amount::Refused(Reason::AmountTooLarge { field }),
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    OddGroups,
}

fn read_text(text: &str, field: Field) -> Amount {
    let not_a_number = Amount::Refused(Reason::AmountNotANumber { field });
    let upper = text.to_uppercase();
    let mut body = upper.trim_matches(is_space);
    // The apostrophe by which Excel is told that a number is text.
    body = body.strip_prefix('\'').unwrap_or(body).trim_matches(is_space);
    if body.is_empty() {
        return Amount::Blank;
    }
    let mut is_negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        is_negative = true;
        body = inner;
    }
    let mut body = without_currency(body);
    if let Some(rest) =
        body.strip_prefix('-').or_else(|| body.strip_prefix('−')).or_else(|| body.strip_suffix('-'))
    {
        is_negative = true;
        body = without_currency(rest);
    }
    if is_scientific(body) {
        return Amount::Refused(Reason::AmountScientific { field });
    }
    match plain_digits(body) {
        Digits::None => not_a_number,
        Digits::Ambiguous => Amount::Refused(Reason::AmountAmbiguous { field }),
        Digits::Read(digits, form) => match digits.parse::<Decimal>() {
            Ok(number) => of_decimal(if is_negative { -number } else { number }, form, field),
            Err(_) => Amount::Refused(Reason::AmountTooLarge { field }),
        },
    }
}

fn of_decimal(pesos: Decimal, form: Form, field: Field) -> Amount {
    let Ok(taken) = Money::rounded_from_pesos(pesos) else {
        return Amount::Refused(Reason::AmountTooLarge { field });
    };
    let note = if pesos.normalize().scale() > 2 {
        Some(Reason::AmountFraction { field, taken })
    } else if form == Form::OddGroups {
        Some(Reason::AmountGrouping { field, taken })
    } else {
        None
    };
    Amount::Read(taken, note)
}

/// Takes signs and names of currencies off both ends.
fn without_currency(text: &str) -> &str {
    const MARKS: [&str; 9] = ["MXN", "M.N.", "M.N", "MN", "USD", "US$", "PESOS", "DLLS", "$"];
    let mut text = text.trim_matches(is_space);
    while let Some(rest) =
        MARKS.iter().find_map(|mark| text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)))
    {
        text = rest.trim_matches(is_space);
    }
    text
}

fn is_scientific(text: &str) -> bool {
    text.split_once('E').is_some_and(|(mantissa, exponent)| {
        mantissa.starts_with(|c: char| c.is_ascii_digit())
            && exponent.ends_with(|c: char| c.is_ascii_digit())
            && mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            && exponent.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-'))
    })
}

enum Digits {
    Read(String, Form),
    Ambiguous,
    None,
}

/// Digits with a decimal point, thousands taken out. A comma is for thousands and a point for decimals, as in Mexico;
/// where they stand the other way round the amount could be another one and nobody guesses.
fn plain_digits(text: &str) -> Digits {
    let is_amount = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || is_space(c))
        && text.chars().any(|c| c.is_ascii_digit());
    if !is_amount {
        return Digits::None;
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if fraction.contains(['.', ',']) {
        return Digits::Ambiguous;
    }
    if fraction.contains(is_space) {
        return Digits::None;
    }
    let groups: Vec<&str> = whole.split(|c: char| c == ',' || is_space(c)).collect();
    let is_even = groups.len() == 1
        || groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|group| group.len() == 3);
    // `1234,50` or `1,5`: the comma is where decimals would be.
    let ends_as_decimals = groups.last().is_some_and(|group| groups.len() > 1 && group.len() < 3);
    if !is_even && !text.contains('.') && ends_as_decimals {
        return Digits::Ambiguous;
    }
    let digits: String = groups.concat();
    let digits = if digits.is_empty() { "0".to_owned() } else { digits };
    let form = if is_even { Form::Plain } else { Form::OddGroups };
    let written = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
    Digits::Read(written, form)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: Field = Field::Total;

    fn check(text: &str, centavos: i64) {
        let money = Money::from_centavos(centavos).unwrap();
        assert_eq!(read(&Cell::Text(text.into()), FIELD), Amount::Read(money, None), "{text:?}");
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, centavos) in [
            ("$\u{a0}22,876.62", 2_287_662),
            ("MXN 1,200.00", 120_000),
            ("$1 234.50", 123_450),
            ("'1234.50", 123_450),
            ("$0.01", 1),
            (".5", 50),
            ("9999999.99", 999_999_999),
            ("1,234", 123_400),
            ("(500.00)", -50_000),
            ("($500.00)", -50_000),
            ("-$500.00", -50_000),
            ("$-500", -50_000),
            ("500.00-", -50_000),
            ("1,500.00 M.N.", 150_000),
            ("2,798.47 ", 279_847),
            ("0", 0),
        ] {
            check(text, centavos);
        }
    }

    #[test]
    fn what_cannot_be_told_for_sure_is_refused_by_its_name() {
        let refused = |text: &str| match read(&Cell::Text(text.into()), FIELD) {
            Amount::Refused(reason) => reason,
            other => panic!("{text}: {other:?}"),
        };
        for text in ["1.234,50", "1.234.567", "1234,50", "$1.500,00", "1,5"] {
            assert_eq!(refused(text), Reason::AmountAmbiguous { field: FIELD }, "{text}");
        }
        for text in ["1e3", "1.5E+05"] {
            assert_eq!(refused(text), Reason::AmountScientific { field: FIELD }, "{text}");
        }
        for text in ["N/A", "sin límite", "$", "12 abc", "--5"] {
            assert_eq!(refused(text), Reason::AmountNotANumber { field: FIELD }, "{text}");
        }
        for text in ["99999999999999", "9".repeat(60).as_str()] {
            assert_eq!(refused(text), Reason::AmountTooLarge { field: FIELD }, "{text}");
        }
    }

    #[test]
    fn odd_amounts_are_read_and_shown() {
        let taken = Money::from_centavos(123_457).unwrap();
        assert_eq!(
            read(&Cell::Text("$1,234.567".into()), FIELD),
            Amount::Read(taken, Some(Reason::AmountFraction { field: FIELD, taken }))
        );
        let taken = Money::from_centavos(12_345_678).unwrap();
        assert_eq!(
            read(&Cell::Text("1,23,456.78".into()), FIELD),
            Amount::Read(taken, Some(Reason::AmountGrouping { field: FIELD, taken }))
        );
        assert_eq!(read(&Cell::Text(" \u{a0}".into()), FIELD), Amount::Blank);
    }
}
