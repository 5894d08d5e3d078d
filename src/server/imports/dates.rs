//! Dates as people and Excel write them: day first, always.

use super::{
    header::fold,
    table::{Cell, is_space},
};
use crate::{
    api::imports::{Field, Reason},
    domain::date::CivilDate,
};

/// What a cell with a date says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    Blank,
    Read(CivilDate, Option<Reason>),
    Refused(Reason),
}

/// Serial numbers of Excel that can be a date of business: 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// Reads a date. Source: samples/imports/expected.json, "dates".
pub fn read(cell: &Cell, field: Field) -> Day {
    match cell {
        Cell::Empty => Day::Blank,
        Cell::Date(date) => Day::Read(*date, None),
        Cell::Error(shown) => Day::Refused(Reason::ExcelError { field, shown: shown.clone() }),
        Cell::Formula { .. } => Day::Refused(Reason::DateUnreadable { field }),
        Cell::Number(_) => read_text(&cell.shown(), field),
        Cell::Text(text) => read_text(text, field),
    }
}

fn read_text(text: &str, field: Field) -> Day {
    let text = text.trim_matches(|c| is_space(c) || c == '\'');
    if text.is_empty() {
        return Day::Blank;
    }
    let unreadable = Day::Refused(Reason::DateUnreadable { field });
    // The hour, where there is one, is of no use: `2024-03-05T10:00`, `05/03/2024 10:00:00 a. m.`
    let day = match text.find(':') {
        Some(colon) => {
            let before = &text[..colon];
            match before.rfind(|c| is_space(c) || c == 'T') {
                Some(end) => before[..end].trim_matches(is_space),
                None => return unreadable,
            }
        }
        None => text,
    };
    if let Ok(serial) = day.parse::<i64>() {
        return match CivilDate::new(1899, 12, 30).filter(|_| SERIALS.contains(&serial)) {
            Some(epoch) => {
                let taken = epoch.plus_days(serial);
                Day::Read(taken, Some(Reason::DateSerial { field, taken }))
            }
            None => unreadable,
        };
    }
    let folded = fold(day);
    let parts: Vec<&str> = folded.split(' ').filter(|part| !matches!(*part, "de" | "del")).collect();
    let [first, second, third] = parts[..] else { return unreadable };
    if first.len() == 4 {
        let (Some(year), Some(month), Some(day)) = (number(first), month_of(second), number(third)) else {
            return unreadable;
        };
        return match CivilDate::new(year as i32, month, day) {
            Some(date) => Day::Read(date, None),
            None => Day::Refused(Reason::DateNotReal { field }),
        };
    }
    let (Some(day), Some(month), Some(year)) = (number(first), month_of(second), number(third)) else {
        return unreadable;
    };
    let (year, is_short) = match third.len() {
        2 => (year.saturating_add(2000), true),
        4 => (year, false),
        _ => return unreadable,
    };
    match CivilDate::new(year as i32, month, day) {
        Some(taken) => Day::Read(taken, is_short.then_some(Reason::DateTwoDigitYear { field, taken })),
        None if month > 12 && day <= 12 && month <= 31 => Day::Refused(Reason::DateMonthFirst { field }),
        None => Day::Refused(Reason::DateNotReal { field }),
    }
}

fn number(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn month_of(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    if let Some(number) = number(text) {
        return Some(number);
    }
    if text.starts_with("set") {
        return Some(9);
    }
    MONTHS.iter().position(|month| text.starts_with(month)).map(|index| index as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: Field = Field::Issued;

    fn of(text: &str) -> Day {
        read(&Cell::Text(text.into()), FIELD)
    }

    fn date(text: &str) -> CivilDate {
        CivilDate::parse_iso(text).unwrap()
    }

    #[test]
    fn the_day_comes_first_and_iso_and_months_in_words_are_understood() {
        for text in [
            "05/03/2024",
            "5-3-2024",
            "05.03.2024",
            "2024-03-05",
            "2024/03/05",
            "05-mar-2024",
            "5 de Marzo de 2024",
            "2024-03-05T23:59:59",
            "05/03/2024 10:15:00 a. m.",
        ] {
            assert_eq!(of(text), Day::Read(date("2024-03-05"), None), "{text}");
        }
    }

    #[test]
    fn short_years_and_serials_are_read_and_shown() {
        let taken = date("2024-03-05");
        for text in ["5/3/24", "05-mar-24"] {
            assert_eq!(
                of(text),
                Day::Read(taken, Some(Reason::DateTwoDigitYear { field: FIELD, taken })),
                "{text}"
            );
        }
        assert_eq!(of("45356"), Day::Read(taken, Some(Reason::DateSerial { field: FIELD, taken })));
    }

    #[test]
    fn what_is_no_date_is_refused_by_its_name() {
        for text in ["31/02/2024", "2024-02-30", "00/01/2024", "29/02/1900"] {
            assert_eq!(of(text), Day::Refused(Reason::DateNotReal { field: FIELD }), "{text}");
        }
        assert_eq!(of("03/25/2024"), Day::Refused(Reason::DateMonthFirst { field: FIELD }));
        for text in ["mañana", "12", "5/3", "1/1/1/1", "10:30", "5/3/024"] {
            assert_eq!(of(text), Day::Refused(Reason::DateUnreadable { field: FIELD }), "{text}");
        }
        assert_eq!(of("  "), Day::Blank);
    }
}
