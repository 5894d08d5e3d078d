//! The working calendar: bank holidays by rule, hours of work, and the hours in which a client may be contacted.
//! Source: domain-rules.md §0 and §2.9; Ley Federal del Trabajo art. 74 and the CNBV's yearly notice.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::date::{CivilDate, Millis, Zone};

/// A day on which Mexican banks do not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// First Monday of February.
    Constitution,
    /// Third Monday of March.
    Juarez,
    HolyThursday,
    GoodFriday,
    /// 1 May.
    Labour,
    /// 16 September.
    Independence,
    /// 1 October every six years from 2024 (1 December until 2018): a new federal executive.
    Inauguration,
    /// 2 November.
    AllSouls,
    /// Third Monday of November.
    Revolution,
    /// 12 December: the day of the bank clerk.
    BankClerk,
    /// 25 December.
    Christmas,
}

impl Holiday {
    /// The holiday that falls on `date`, if any. The rules hold from 2006 on.
    ///
    /// ```
    /// use senda::domain::{calendar::Holiday, date::CivilDate};
    /// let monday = CivilDate::parse_iso("2026-11-16").unwrap();
    /// assert_eq!(Holiday::on(monday), Some(Holiday::Revolution));
    /// ```
    pub fn on(date: CivilDate) -> Option<Holiday> {
        let is_monday = date.weekday_index() == 0;
        match (date.month(), date.day()) {
            (1, 1) => Some(Holiday::NewYear),
            (2, 1..=7) if is_monday => Some(Holiday::Constitution),
            (3, 15..=21) if is_monday => Some(Holiday::Juarez),
            (5, 1) => Some(Holiday::Labour),
            (9, 16) => Some(Holiday::Independence),
            (10, 1) if date.year() >= 2024 && date.year() % 6 == 2024 % 6 => Some(Holiday::Inauguration),
            (11, 2) => Some(Holiday::AllSouls),
            (11, 15..=21) if is_monday => Some(Holiday::Revolution),
            (12, 1) if date.year() <= 2018 && date.year() % 6 == 2018 % 6 => Some(Holiday::Inauguration),
            (12, 12) => Some(Holiday::BankClerk),
            (12, 25) => Some(Holiday::Christmas),
            _ => match easter(date.year()).map(|sunday| sunday.days_since(date)) {
                Some(3) => Some(Holiday::HolyThursday),
                Some(2) => Some(Holiday::GoodFriday),
                _ => None,
            },
        }
    }
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<CivilDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    CivilDate::new(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

/// Hours of one day: from the first, included, to the second, excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// When a branch works: hours for each weekday from Monday, and never on a bank holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    week: [Option<Hours>; 7],
}

/// Longest run of days without work that is looked over: no rule gives more than five.
const REST_DAYS_MAX: usize = 31;

impl Default for WorkCalendar {
    /// Monday to Friday 08:00–18:00 and Saturday 09:00–14:00.
    fn default() -> WorkCalendar {
        let weekday = hours(8, 18);
        WorkCalendar { week: [weekday, weekday, weekday, weekday, weekday, hours(9, 14), None] }
    }
}

fn hours(from: u32, to: u32) -> Option<Hours> {
    Some(Hours { from: NaiveTime::from_hms_opt(from, 0, 0)?, to: NaiveTime::from_hms_opt(to, 0, 0)? })
}

impl WorkCalendar {
    /// A calendar of its own for a branch, Monday first; `None` is a day of rest.
    pub fn new(week: [Option<Hours>; 7]) -> WorkCalendar {
        WorkCalendar { week }
    }

    /// The hours worked on `date`; `None` on holidays and days of rest.
    pub fn hours_on(&self, date: CivilDate) -> Option<Hours> {
        let index = usize::try_from(date.weekday_index()).ok()?;
        let hours = self.week.get(index).copied().flatten()?;
        if Holiday::on(date).is_some() { None } else { Some(hours) }
    }

    pub fn is_business_day(&self, date: CivilDate) -> bool {
        self.hours_on(date).is_some()
    }

    /// Whether the branch is at work when clocks in its zone show this date and hour.
    pub fn is_open(&self, date: CivilDate, time: NaiveTime) -> bool {
        self.hours_on(date).is_some_and(|hours| hours.from <= time && time < hours.to)
    }

    /// `date` itself where it is a business day, else the next one; `date` where the calendar never works.
    ///
    /// Due on a Sunday: aged from that Sunday, visited on Monday. Source: domain-rules.md §2.3.
    pub fn business_day_from(&self, date: CivilDate) -> CivilDate {
        std::iter::successors(Some(date), |day| Some(day.plus_days(1)))
            .take(REST_DAYS_MAX)
            .find(|day| self.is_business_day(*day))
            .unwrap_or(date)
    }

    /// The first business day **after** `date`.
    pub fn next_business_day(&self, date: CivilDate) -> CivilDate {
        self.business_day_from(date.plus_days(1))
    }
}

/// The hours in which a client may be visited or called, both ends included. A company may narrow the legal ones,
/// never widen them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ContactHours {
    from: NaiveTime,
    to: NaiveTime,
}

const LEGAL_FROM: NaiveTime = match NaiveTime::from_hms_opt(7, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
const LEGAL_TO: NaiveTime = match NaiveTime::from_hms_opt(22, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

impl ContactHours {
    /// 07:00:00 to 22:00:00. Source: domain-rules.md §2.9 (CONDUSEF, adopted for everyone).
    pub const LEGAL: ContactHours = ContactHours { from: LEGAL_FROM, to: LEGAL_TO };

    /// Hours inside the legal ones; `None` where they would widen them or end before they begin.
    pub fn narrowed(from: NaiveTime, to: NaiveTime) -> Option<ContactHours> {
        (LEGAL_FROM <= from && from <= to && to <= LEGAL_TO).then_some(ContactHours { from, to })
    }

    pub fn from(self) -> NaiveTime {
        self.from
    }
    pub fn to(self) -> NaiveTime {
        self.to
    }

    /// Whether a client who lives in `zone` may be contacted at this instant.
    pub fn allow(self, at: Millis, zone: Zone) -> bool {
        let (_, time) = at.in_zone(zone);
        self.from <= time && time <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::day;

    fn at(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M:%S").unwrap()
    }

    /// The days that the CNBV published for each year, Saturdays and Sundays included where the rule falls on them.
    #[test]
    fn published_holidays() {
        for (year, days) in [
            (2018, "01-01 02-05 03-19 03-29 03-30 05-01 09-16 11-02 11-19 12-01 12-12 12-25"),
            (2024, "01-01 02-05 03-18 03-28 03-29 05-01 09-16 10-01 11-02 11-18 12-12 12-25"),
            (2025, "01-01 02-03 03-17 04-17 04-18 05-01 09-16 11-02 11-17 12-12 12-25"),
            (2026, "01-01 02-02 03-16 04-02 04-03 05-01 09-16 11-02 11-16 12-12 12-25"),
            (2030, "01-01 02-04 03-18 04-18 04-19 05-01 09-16 10-01 11-02 11-18 12-12 12-25"),
        ] {
            let first = CivilDate::new(year, 1, 1).unwrap();
            let found: Vec<String> = (0..365)
                .map(|n| first.plus_days(n))
                .filter(|date| Holiday::on(*date).is_some())
                .map(|date| date.to_string()[5..].to_owned())
                .collect();
            assert_eq!(found.join(" "), days, "{year}");
        }
    }

    #[test]
    fn easter_of_many_years() {
        for date in ["2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"] {
            assert_eq!(easter(day(date).year()), Some(day(date)));
        }
    }

    #[test]
    fn weekends_and_holidays_are_passed_over() {
        let calendar = WorkCalendar::default();
        for (date, same_or_next, next) in [
            ("2026-11-20", "2026-11-20", "2026-11-21"), // Friday, and Saturdays are worked
            ("2026-11-21", "2026-11-21", "2026-11-23"), // Saturday
            ("2026-11-22", "2026-11-23", "2026-11-23"), // Sunday
            ("2026-11-15", "2026-11-17", "2026-11-17"), // the Sunday before the Monday of the Revolution
            ("2026-04-01", "2026-04-01", "2026-04-04"), // Wednesday of Holy Week
            ("2026-12-31", "2026-12-31", "2027-01-02"),
        ] {
            let date = day(date);
            assert_eq!(calendar.business_day_from(date), day(same_or_next), "{date}");
            assert_eq!(calendar.next_business_day(date), day(next), "{date}");
        }
    }

    #[test]
    fn a_calendar_that_never_works_does_not_search_for_ever() {
        let never = WorkCalendar::new([None; 7]);
        assert_eq!(never.business_day_from(day("2026-11-21")), day("2026-11-21"));
    }

    #[test]
    fn the_branch_is_open_in_its_hours() {
        let calendar = WorkCalendar::default();
        for (date, time, is_open) in [
            ("2026-11-20", "07:59:59", false),
            ("2026-11-20", "08:00:00", true),
            ("2026-11-20", "17:59:59", true),
            ("2026-11-20", "18:00:00", false),
            ("2026-11-21", "08:30:00", false),
            ("2026-11-21", "13:59:59", true),
            ("2026-11-22", "12:00:00", false),
            ("2026-11-16", "12:00:00", false),
        ] {
            assert_eq!(calendar.is_open(day(date), at(time)), is_open, "{date} {time}");
        }
    }

    /// Vectors of domain-rules.md §2.9, in each of the debtor's zones.
    #[test]
    fn contact_hours_are_the_debtors() {
        for zone in ["America/Mexico_City", "America/Cancun", "America/Hermosillo", "America/Tijuana"] {
            let zone = Zone::parse(zone).unwrap();
            for (time, is_allowed) in
                [("06:59:59", false), ("07:00:00", true), ("22:00:00", true), ("22:00:01", false)]
            {
                let instant = zone.instant(day("2026-11-21"), at(time));
                assert_eq!(ContactHours::LEGAL.allow(instant, zone), is_allowed, "{time} in {zone:?}");
            }
        }
        // 21:30 in Tijuana is 23:30 in Mexico City and half past midnight in Cancun.
        let instant = Zone::TIJUANA.instant(day("2026-11-21"), at("21:30:00"));
        assert!(ContactHours::LEGAL.allow(instant, Zone::TIJUANA));
        assert!(!ContactHours::LEGAL.allow(instant, Zone::MEXICO_CITY));
    }

    #[test]
    fn contact_hours_may_be_narrowed_and_never_widened() {
        assert!(ContactHours::narrowed(at("08:00:00"), at("20:00:00")).is_some());
        for (from, to) in [("06:59:59", "20:00:00"), ("08:00:00", "22:00:01"), ("20:00:00", "08:00:00")] {
            assert_eq!(ContactHours::narrowed(at(from), at(to)), None);
        }
    }
}
