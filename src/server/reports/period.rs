//! From what was asked to days and instants.

use chrono::NaiveTime;

use super::Desk;
use crate::{
    api::error::{ApiError, Field, FieldProblem},
    domain::{
        date::{CivilDate, Millis},
        report::PERIOD_DAYS_MAX,
    },
};

/// Days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: CivilDate,
    pub to: CivilDate,
}

/// Where a period begins that was not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    Today,
    MonthStart,
}

impl Desk<'_> {
    pub fn today(&self) -> CivilDate {
        self.as_of.date_in(self.zone)
    }

    /// The period that was asked for; up to today where its end was not said. A period that ends before it begins, or
    /// that is longer than [`PERIOD_DAYS_MAX`], is an error of the form.
    pub fn period(&self, since: Since) -> Result<Period, ApiError> {
        let to = self.filter.to.unwrap_or_else(|| self.today());
        let from = self.filter.from.unwrap_or_else(|| match since {
            Since::Today => to,
            Since::MonthStart => CivilDate::new(to.year(), to.month(), 1).unwrap_or(to),
        });
        let days = to.days_since(from);
        if !(0..=PERIOD_DAYS_MAX).contains(&days) {
            return Err(ApiError::field(Field::Period, FieldProblem::Malformed));
        }
        Ok(Period { from, to })
    }
}

impl Period {
    pub fn has(&self, day: CivilDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Instants between which everything happened that is of these days anywhere in the country: days begin in no
    /// zone earlier than in the one that is half a day ahead of UTC, nor end later than half a day behind.
    pub fn instants(&self) -> (Millis, Millis) {
        let utc = |day: CivilDate| Millis(day.naive().and_time(NaiveTime::MIN).and_utc().timestamp_millis());
        (utc(self.from.plus_days(-1)), utc(self.to.plus_days(2)))
    }
}
