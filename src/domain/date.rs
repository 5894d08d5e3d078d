//! Civil dates and instants. A due date is a civil date in the client's zone; a recorded moment is an instant.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A day of the civil calendar, without hour or zone. Written `2026-11-21` on the wire.
///
/// Read and written by hand: a phone reads a hundred thousand of them when it opens, and chrono's general formats would
/// take most of that time, and 25 KB of what it downloads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(NaiveDate);

impl CivilDate {
    /// `None` where the day does not exist.
    pub fn new(year: i32, month: u32, day: u32) -> Option<CivilDate> {
        NaiveDate::from_ymd_opt(year, month, day).map(CivilDate)
    }

    pub fn from_naive(date: NaiveDate) -> CivilDate {
        CivilDate(date)
    }

    pub fn naive(self) -> NaiveDate {
        self.0
    }

    /// Reads `aaaa-mm-dd`.
    pub fn parse_iso(text: &str) -> Option<CivilDate> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0u32, |number, digit| {
                let digit = char::from(*digit).to_digit(10)?;
                number.checked_mul(10)?.checked_add(digit)
            })
        };
        let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
        CivilDate::new(year, number(&[m1, m2])?, number(&[d1, d2])?)
    }

    /// Whole days from `earlier` to this date; negative where this one is before.
    pub fn days_since(self, earlier: CivilDate) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The date `days` later (or earlier, if negative); stays put at the ends of the calendar.
    pub fn plus_days(self, days: i64) -> CivilDate {
        chrono::Duration::try_days(days).and_then(|d| self.0.checked_add_signed(d)).map_or(self, CivilDate)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }
    pub fn month(self) -> u32 {
        self.0.month()
    }
    pub fn day(self) -> u32 {
        self.0.day()
    }
    /// 0 for Monday … 6 for Sunday.
    pub fn weekday_index(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for CivilDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<CivilDate, D::Error> {
        struct Written;
        impl serde::de::Visitor<'_> for Written {
            type Value = CivilDate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date as aaaa-mm-dd")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<CivilDate, E> {
                CivilDate::parse_iso(text).ok_or_else(|| E::custom("not a day of the calendar"))
            }
        }
        deserializer.deserialize_str(Written)
    }
}

/// An instant, in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// Milliseconds from `earlier` to this instant; negative where this one is before.
    pub fn since(self, earlier: Millis) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    pub fn plus(self, ms: i64) -> Millis {
        Millis(self.0.saturating_add(ms))
    }
    /// The civil date and hour that clocks show in `zone` at this instant.
    pub fn in_zone(self, zone: Zone) -> (CivilDate, NaiveTime) {
        let utc: DateTime<Utc> = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        let local = zone.0.from_utc_datetime(&utc.naive_utc());
        (CivilDate(local.date_naive()), local.time())
    }
    pub fn date_in(self, zone: Zone) -> CivilDate {
        self.in_zone(zone).0
    }
}

/// An IANA time zone, for example `America/Mexico_City`. Only Mexican zones and UTC are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    pub const MEXICO_CITY: Zone = Zone(Tz::America__Mexico_City);
    pub const TIJUANA: Zone = Zone(Tz::America__Tijuana);

    pub fn parse(name: &str) -> Option<Zone> {
        name.parse().ok().map(Zone)
    }
    pub fn name(self) -> &'static str {
        self.0.name()
    }
    /// The instant of a civil date and hour here; at a gap of the clock, the first instant after it.
    pub fn instant(self, date: CivilDate, time: NaiveTime) -> Millis {
        let local = date.naive().and_time(time);
        let utc = match self.0.from_local_datetime(&local) {
            chrono::LocalResult::Single(moment) => moment.timestamp_millis(),
            chrono::LocalResult::Ambiguous(first, _) => first.timestamp_millis(),
            chrono::LocalResult::None => {
                let later = local + chrono::Duration::hours(1);
                self.0.from_local_datetime(&later).earliest().map_or(0, |m| m.timestamp_millis())
            }
        };
        Millis(utc)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Zone, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Zone::parse(&name).ok_or_else(|| serde::de::Error::custom("unknown time zone"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_instant_is_another_day_in_another_zone() {
        // 2026-11-21T07:30Z is still the 20th in Tijuana, and the 21st in Cancun.
        let instant = Millis(1_795_246_200_000);
        assert_eq!(instant.date_in(Zone::TIJUANA).to_string(), "2026-11-20");
        assert_eq!(instant.date_in(Zone::parse("America/Cancun").unwrap()).to_string(), "2026-11-21");
    }

    #[test]
    fn an_hour_that_the_clock_skips_becomes_the_next_one() {
        // Tijuana goes to summer time on 2026-03-08 at 02:00.
        let at = Zone::TIJUANA
            .instant(CivilDate::new(2026, 3, 8).unwrap(), NaiveTime::from_hms_opt(2, 30, 0).unwrap());
        assert_eq!(at.in_zone(Zone::TIJUANA).1.to_string(), "03:30:00");
    }

    #[test]
    fn every_day_of_four_centuries_is_read_as_it_is_written() {
        let first = CivilDate::new(1700, 1, 1).unwrap();
        for days in 0..146_097 {
            let date = first.plus_days(days);
            let written = serde_json::to_string(&date).unwrap();
            assert_eq!(written, format!("\"{}\"", date.naive()), "as chrono writes it");
            assert_eq!(serde_json::from_str::<CivilDate>(&written).unwrap(), date);
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in [
            "",
            "2026-11-2",
            "2026-1-21",
            "2026/11/21",
            "2026-13-01",
            "2026-02-30",
            "+026-11-21",
            " 2026-11-21",
        ] {
            assert_eq!(CivilDate::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn only_days_that_exist() {
        assert_eq!(CivilDate::new(2026, 2, 29), None);
        assert_eq!(CivilDate::parse_iso("2028-02-29").unwrap().plus_days(1).to_string(), "2028-03-01");
    }
}
