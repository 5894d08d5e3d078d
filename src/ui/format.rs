//! How figures, dates, hours and phones are written. The same on server and browser, never by `Intl`, so that
//! hydration meets what was rendered.

use crate::{
    domain::{
        date::{CivilDate, Millis, Zone},
        money::Money,
    },
    ui::text::dates,
};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// `$1,234.50`, and `−$350.00` below zero.
pub fn money(amount: Money) -> String {
    let centavos = amount.centavos();
    let sign = if centavos < 0 { "−" } else { "" };
    let centavos = centavos.unsigned_abs();
    format!("{sign}${}.{:02}", thousands(centavos / 100), centavos % 100)
}

/// `1,234`.
pub fn count(number: u64) -> String {
    thousands(number)
}

/// `1,234`, and `−1,234` below zero.
pub fn integer(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", thousands(number.unsigned_abs()))
}

/// `59.1%` of 5910 hundredths of a percent, rounded half up.
pub fn hundredths(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "−" } else { "" };
    let tenths = hundredths.unsigned_abs().saturating_add(5) / 10;
    format!("{sign}{}.{}%", thousands(tenths / 10), tenths % 10)
}

/// `59.1%` of a part and its whole; `None` where the whole is not positive.
pub fn percent(part: Money, whole: Money) -> Option<String> {
    if !whole.is_positive() {
        return None;
    }
    let per_mille = (i128::from(part.centavos()) * 1000 + i128::from(whole.centavos()) / 2)
        .div_euclid(i128::from(whole.centavos()));
    Some(format!("{}.{}%", per_mille / 10, (per_mille % 10).abs()))
}

/// `sáb 21 nov`; with its year where that is not the year of `today`.
pub fn date(date: CivilDate, today: CivilDate) -> String {
    let short = date_short(date);
    if date.year() == today.year() { short } else { format!("{short} {}", date.year()) }
}

/// `sáb 21 nov 2026`.
pub fn date_with_year(date: CivilDate) -> String {
    format!("{} {}", date_short(date), date.year())
}

/// `10:05 a.m.`
pub fn hour(at: Millis, zone: Zone) -> String {
    use chrono::Timelike;
    let time = at.in_zone(zone).1;
    let (is_pm, hour) = time.hour12();
    format!("{hour}:{:02} {}", time.minute(), if is_pm { dates::PM } else { dates::AM })
}

/// `10:05 a.m.` of today, else `vie 20 nov, 10:05 a.m.`
pub fn moment(at: Millis, zone: Zone, today: CivilDate) -> String {
    let on = at.date_in(zone);
    if on == today { hour(at, zone) } else { format!("{}, {}", date(on, today), hour(at, zone)) }
}

/// How long a thing lasts or has waited: `5 min`, `3 h`, `2 días`. Less than a minute counts as one.
pub fn span(ms: i64) -> String {
    let ms = ms.max(0);
    match ms {
        ..HOUR_MS => dates::minutes((ms / MINUTE_MS).max(1)),
        HOUR_MS..DAY_MS => dates::hours(ms / HOUR_MS),
        _ => dates::days(ms / DAY_MS),
    }
}

/// `hace 3 h`; `ahora` in the first minute.
pub fn age(ms: i64) -> String {
    if ms < MINUTE_MS { dates::NOW.to_owned() } else { dates::ago(&span(ms)) }
}

/// `33 1234 5678`; numbers of two-digit area codes (33, 55, 56, 81) in 2-4-4, the others in 3-3-4. What is not ten
/// digits stays as it was captured.
pub fn phone(text: &str) -> String {
    let digits = national_digits(text);
    if digits.len() != 10 {
        return text.trim().to_owned();
    }
    if matches!(&digits[..2], "33" | "55" | "56" | "81") {
        format!("{} {} {}", &digits[..2], &digits[2..6], &digits[6..])
    } else {
        format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..])
    }
}

/// The ten digits of a Mexican number, or whatever digits there are, without the country code.
pub fn national_digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("52") {
        Some(rest) if digits.len() == 12 => rest.to_owned(),
        Some(rest) if digits.len() == 13 && rest.starts_with('1') => rest[1..].to_owned(),
        _ => digits,
    }
}

fn date_short(date: CivilDate) -> String {
    let weekday = dates::WEEKDAYS.get(date.weekday_index() as usize).copied().unwrap_or_default();
    let month = dates::MONTHS.get((date.month() as usize).wrapping_sub(1)).copied().unwrap_or_default();
    format!("{weekday} {} {month}", date.day())
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pesos(centavos: i64) -> Money {
        Money::from_centavos(centavos).unwrap()
    }

    fn day(text: &str) -> CivilDate {
        CivilDate::parse_iso(text).unwrap()
    }

    #[test]
    fn money_always_has_two_decimals_and_a_true_minus() {
        for (centavos, text) in [
            (123_450, "$1,234.50"),
            (-35_000, "−$350.00"),
            (0, "$0.00"),
            (5, "$0.05"),
            (99_999, "$999.99"),
            (100_000, "$1,000.00"),
            (12_345_678_900, "$123,456,789.00"),
        ] {
            assert_eq!(money(pesos(centavos)), text);
        }
    }

    #[test]
    fn percent_has_one_decimal_and_no_value_without_a_whole() {
        assert_eq!(percent(pesos(260_000), pesos(440_000)).as_deref(), Some("59.1%"));
        assert_eq!(percent(pesos(1), pesos(0)), None);
    }

    #[test]
    fn dates_say_their_year_only_where_it_is_another() {
        assert_eq!(date(day("2026-11-21"), day("2026-11-22")), "sáb 21 nov");
        assert_eq!(date(day("2026-11-21"), day("2027-01-01")), "sáb 21 nov 2026");
        assert_eq!(date_with_year(day("2026-09-02")), "mié 2 sep 2026");
    }

    #[test]
    fn hours_are_of_twelve_and_of_the_zone() {
        // 2026-11-21T16:05Z is 10:05 in Mexico City and 08:05 in Tijuana.
        let at = Millis(1_795_277_100_000);
        assert_eq!(hour(at, Zone::MEXICO_CITY), "10:05 a.m.");
        assert_eq!(hour(at, Zone::TIJUANA), "8:05 a.m.");
        assert_eq!(hour(at.plus(2 * HOUR_MS), Zone::MEXICO_CITY), "12:05 p.m.");
        assert_eq!(moment(at, Zone::MEXICO_CITY, day("2026-11-22")), "sáb 21 nov, 10:05 a.m.");
    }

    #[test]
    fn ages_use_the_largest_unit() {
        for (ms, text) in [
            (10_000, "ahora"),
            (5 * MINUTE_MS, "hace 5 min"),
            (3 * HOUR_MS + 1, "hace 3 h"),
            (DAY_MS, "hace 1 día"),
            (50 * HOUR_MS, "hace 2 días"),
        ] {
            assert_eq!(age(ms), text);
        }
    }

    #[test]
    fn phones_lose_what_is_not_needed_and_keep_what_is_not_a_phone() {
        for (raw, text) in [
            ("33-1234-5678", "33 1234 5678"),
            ("+52 33 1234 5678", "33 1234 5678"),
            ("5213312345678", "33 1234 5678"),
            ("6651234567", "665 123 4567"),
            (" ext. 12 ", "ext. 12"),
        ] {
            assert_eq!(phone(raw), text);
        }
    }
}
