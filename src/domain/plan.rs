//! Plans of instalments: how a total is split and on which days it falls due. Source: domain-rules.md §2.3.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    money::{Money, MoneyError},
};

/// Most instalments that a plan may have: ten years of weeks.
pub const INSTALMENTS_MAX: u16 = 520;

/// Why a plan cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "plan", rename_all = "snake_case")]
pub enum PlanError {
    #[error("a plan has 1 to {INSTALMENTS_MAX} instalments")]
    Count,
    #[error("an instalment would be of zero or less")]
    EmptyInstalment,
    #[error("the step of rounding must be more than zero")]
    Step,
    #[error("money out of range")]
    Money(MoneyError),
}

impl From<MoneyError> for PlanError {
    fn from(error: MoneyError) -> PlanError {
        PlanError::Money(error)
    }
}

/// Splits a total in `count` instalments to the centavo, rounded down; the last one takes the rest.
///
/// ```
/// use senda::domain::{money::Money, plan::split};
/// let parts = split(Money::from_centavos(100_000).unwrap(), 3).unwrap();
/// let centavos: Vec<i64> = parts.iter().map(|part| part.centavos()).collect();
/// assert_eq!(centavos, [33_333, 33_333, 33_334]);
/// ```
pub fn split(total: Money, count: u16) -> Result<Vec<Money>, PlanError> {
    let count = checked_count(count)?;
    with_last(total, total.centavos().div_euclid(count), count)
}

/// The variant for cash: each instalment is rounded up to a multiple of `step`, the last one takes the rest.
///
/// 10,000.00 in 12 by 10.00 is eleven of 840.00 and one of 760.00. Errs where nothing is left for the last.
pub fn split_in_steps(total: Money, count: u16, step: Money) -> Result<Vec<Money>, PlanError> {
    let count = checked_count(count)?;
    if !step.is_positive() {
        return Err(PlanError::Step);
    }
    let (total_centavos, step_centavos) = (total.centavos(), step.centavos());
    // Rounded up in one go: the smallest multiple of the step that is not below total ÷ count.
    let whole = count.checked_mul(step_centavos).ok_or(MoneyError::OutOfRange)?;
    let steps = total_centavos.div_euclid(whole) + i64::from(total_centavos.rem_euclid(whole) > 0);
    with_last(total, steps.checked_mul(step_centavos).ok_or(MoneyError::OutOfRange)?, count)
}

fn checked_count(count: u16) -> Result<i64, PlanError> {
    if (1..=INSTALMENTS_MAX).contains(&count) { Ok(i64::from(count)) } else { Err(PlanError::Count) }
}

fn with_last(total: Money, base: i64, count: i64) -> Result<Vec<Money>, PlanError> {
    let before_last = count.checked_sub(1).and_then(|n| base.checked_mul(n)).ok_or(MoneyError::OutOfRange)?;
    let last = total.centavos().checked_sub(before_last).ok_or(MoneyError::OutOfRange)?;
    if base <= 0 || last <= 0 {
        return Err(PlanError::EmptyInstalment);
    }
    let mut parts = Vec::new();
    for number in 1..=count {
        parts.push(Money::from_centavos(if number == count { last } else { base })?);
    }
    assert_eq!(Money::sum(parts.iter().copied())?, total, "instalments must add up to their total");
    Ok(parts)
}

/// How often an instalment falls due. "Biweekly" is ambiguous in Mexico, hence both of its meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Periodicity {
    /// Semanal: every 7 days.
    Weekly,
    /// Catorcenal: every 14 days, 26 a year.
    Fortnightly,
    /// Quincenal: the 15th and the last day of each month, 24 a year.
    TwiceMonthly,
    /// Mensual: the anchor's day, or the end of a month that lacks it.
    Monthly,
}

impl Periodicity {
    pub const ALL: [Periodicity; 4] =
        [Periodicity::Weekly, Periodicity::Fortnightly, Periodicity::TwiceMonthly, Periodicity::Monthly];

    /// The first `count` due dates after `anchor`, which itself is never one of them.
    pub fn due_dates(self, anchor: CivilDate, count: u16) -> Vec<CivilDate> {
        let ordinals = 1..=i64::from(count);
        match self {
            Periodicity::Weekly => ordinals.map(|n| anchor.plus_days(n * 7)).collect(),
            Periodicity::Fortnightly => ordinals.map(|n| anchor.plus_days(n * 14)).collect(),
            Periodicity::Monthly => ordinals.map(|n| months_later(anchor, n)).collect(),
            Periodicity::TwiceMonthly => {
                let mut dates = Vec::new();
                let mut last = anchor;
                for _ in ordinals {
                    last = next_half_month(last);
                    dates.push(last);
                }
                dates
            }
        }
    }
}

/// The same day `months` later, clamped to the end of that month: always from the anchor, never from a clamped day.
fn months_later(anchor: CivilDate, months: i64) -> CivilDate {
    let months = u32::try_from(months).unwrap_or(0);
    anchor.naive().checked_add_months(chrono::Months::new(months)).map_or(anchor, CivilDate::from_naive)
}

/// The first 15th or end of month after `date`.
fn next_half_month(date: CivilDate) -> CivilDate {
    let tomorrow = date.plus_days(1);
    let mid = CivilDate::new(tomorrow.year(), tomorrow.month(), 15).unwrap_or(tomorrow);
    if tomorrow <= mid { mid } else { end_of_month(tomorrow) }
}

/// The last day of the month of `date`.
pub fn end_of_month(date: CivilDate) -> CivilDate {
    let last = (28..=31).rev().find_map(|day| CivilDate::new(date.year(), date.month(), day));
    last.unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{day, money};

    /// Vectors of domain-rules.md §2.3.
    #[test]
    fn split_vectors() {
        for (total, count, base, last) in [
            (1_000_000, 12, 83_333, 83_337),
            (100_000, 3, 33_333, 33_334),
            (1_250_050, 24, 52_085, 52_095),
            (999, 7, 142, 147),
        ] {
            let parts = split(money(total), count).unwrap();
            assert_eq!(parts.len(), usize::from(count));
            assert_eq!(parts.last(), Some(&money(last)), "{total} in {count}");
            assert!(parts[..parts.len() - 1].iter().all(|part| *part == money(base)));
        }
        assert_eq!(split(money(1), 3), Err(PlanError::EmptyInstalment));
    }

    #[test]
    fn cash_vectors() {
        let parts = split_in_steps(money(1_000_000), 12, money(1_000)).unwrap();
        assert_eq!(parts, [vec![money(84_000); 11], vec![money(76_000)]].concat());
        assert_eq!(split_in_steps(money(10_000), 12, money(1_000)), Err(PlanError::EmptyInstalment));
        assert_eq!(split_in_steps(money(10_000), 12, Money::ZERO), Err(PlanError::Step));
    }

    #[test]
    fn a_plan_has_at_least_one_instalment_and_a_bound() {
        assert_eq!(split(money(100), 0), Err(PlanError::Count));
        assert_eq!(split(money(100_000), INSTALMENTS_MAX + 1), Err(PlanError::Count));
        assert_eq!(split(money(100), 1), Ok(vec![money(100)]));
    }

    fn check(periodicity: Periodicity, anchor: &str, expected: &[&str]) {
        let dates = periodicity.due_dates(day(anchor), expected.len() as u16);
        let written: Vec<_> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(written, expected, "{periodicity:?} from {anchor}");
    }

    /// Vectors of domain-rules.md §2.3.
    #[test]
    fn periodicity_vectors() {
        use Periodicity::*;
        check(Weekly, "2026-01-20", &["2026-01-27", "2026-02-03", "2026-02-10", "2026-02-17"]);
        check(Fortnightly, "2026-01-20", &["2026-02-03", "2026-02-17", "2026-03-03", "2026-03-17"]);
        check(
            TwiceMonthly,
            "2026-01-20",
            &["2026-01-31", "2026-02-15", "2026-02-28", "2026-03-15", "2026-03-31", "2026-04-15"],
        );
        check(Monthly, "2026-01-31", &["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
        check(Monthly, "2027-11-30", &["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]);
    }

    #[test]
    fn a_quincena_is_never_its_own_anchor() {
        check(Periodicity::TwiceMonthly, "2026-01-15", &["2026-01-31"]);
        check(Periodicity::TwiceMonthly, "2026-01-31", &["2026-02-15"]);
        check(Periodicity::TwiceMonthly, "2028-02-15", &["2028-02-29"]);
    }

    proptest! {
        #[test]
        fn instalments_add_up_and_none_is_empty(total in 1i64..100_000_000, count in 1u16..=INSTALMENTS_MAX) {
            if let Ok(parts) = split(money(total), count) {
                prop_assert_eq!(Money::sum(parts.iter().copied()).unwrap(), money(total));
                prop_assert!(parts.iter().all(|part| part.is_positive()));
            } else {
                prop_assert!(total < i64::from(count));
            }
        }

        #[test]
        fn due_dates_go_forward(days in 0i64..20_000, count in 1u16..100, which in 0usize..4) {
            let anchor = day("2000-01-01").plus_days(days);
            let dates = Periodicity::ALL[which].due_dates(anchor, count);
            prop_assert_eq!(dates.len(), usize::from(count));
            prop_assert!(dates[0] > anchor && dates.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
