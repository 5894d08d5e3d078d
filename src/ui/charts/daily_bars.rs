//! Cobranza por día: one column per day, with the goal as a line where there is one. Source: ux.md §9.

use leptos::prelude::*;

use super::scale::{WIDTH, fits, length};
use crate::{
    domain::{date::CivilDate, money::Money},
    ui::{format, text::dashboard::ES},
};

const COLUMNS_UNITS: i64 = 150;
const TOP_UNITS: i64 = 22;
const AXIS_UNITS: i64 = 22;
/// How far the amount of a column at the edge reaches over its neighbours.
const LABEL_UNITS: i64 = 72;

/// What came in on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayAmount {
    pub day: CivilDate,
    pub amount: Money,
}

/// Which columns carry their amount: all where they fit, else only the highest and the last.
pub fn labelled(days: &[DayAmount], slot_units: i64) -> Vec<bool> {
    let highest = (0..days.len()).rev().max_by_key(|&index| days[index].amount);
    let fit_all = days.iter().all(|day| fits(&format::money(day.amount), slot_units));
    (0..days.len())
        .map(|index| {
            days[index].amount.is_positive()
                && (fit_all || Some(index) == highest || (index + 1 == days.len() && far(index, highest)))
        })
        .collect()
}

/// The height above which the amount of a column stands clear of its neighbours.
fn clear_height(heights: &[i64], index: usize, slot_units: i64) -> i64 {
    let reach = usize::try_from(LABEL_UNITS / slot_units.max(1)).unwrap_or(0);
    let (from, to) = (index.saturating_sub(reach), index.saturating_add(reach).min(heights.len() - 1));
    heights[from..=to].iter().copied().max().unwrap_or(0)
}

/// Far enough from the highest column that both amounts can be read.
fn far(index: usize, highest: Option<usize>) -> bool {
    highest.is_none_or(|highest| index.abs_diff(highest) >= 8)
}

/// The columns of a run of days.
#[component]
pub fn DailyBars(
    /// Oldest first.
    days: Vec<DayAmount>,
    /// The goal of a day, drawn as a line; `None` where none is set.
    #[prop(optional_no_strip)]
    goal: Option<Money>,
    /// The finding in one sentence: the accessible name of the drawing.
    finding: String,
) -> impl IntoView {
    let full = days.iter().map(|day| day.amount).chain(goal).max().unwrap_or_default();
    let count = i64::try_from(days.len()).unwrap_or(1).max(1);
    let slot = WIDTH / count;
    let labels = labelled(&days, slot);
    let base = TOP_UNITS + COLUMNS_UNITS;
    // Every day's number below 16 days, else one in five, so that they never touch.
    let step = if count <= 15 { 1 } else { 5 };
    let heights: Vec<i64> = days.iter().map(|day| length(day.amount, full, COLUMNS_UNITS)).collect();
    let columns = days
        .iter()
        .zip(labels)
        .enumerate()
        .map(|(index, (day, has_label))| {
            let left = slot * i64::try_from(index).unwrap_or(0);
            let height = heights[index];
            let middle = left + slot / 2;
            let is_last = index + 1 == days.len();
            let above = base - clear_height(&heights, index, slot) - 6;
            let has_day = day.day.day() % step == 0 || day.day.day() == 1 || step == 1;
            let (x, anchor) = if middle < 40 {
                (left, "start")
            } else if middle > WIDTH - 40 {
                (left + slot, "end")
            } else {
                (middle, "middle")
            };
            view! {
                <rect
                    class="mark"
                    data-last=is_last.to_string()
                    x=left + 1
                    y=base - height
                    width=(slot - 2).max(2)
                    height=height
                ></rect>
                {has_label
                    .then(|| {
                        view! {
                            <text class="value" x=x y=above text-anchor=anchor>
                                {format::money(day.amount)}
                            </text>
                        }
                    })}
                {has_day
                    .then(|| {
                        view! {
                            <text class="day" x=middle y=base + 16 text-anchor="middle">
                                {day.day.day()}
                            </text>
                        }
                    })}
            }
        })
        .collect::<Vec<_>>();
    let goal_line = goal.filter(|goal| goal.is_positive()).map(|goal| {
        let y = base - length(goal, full, COLUMNS_UNITS);
        view! {
            <line class="goal" x1="0" x2=WIDTH y1=y y2=y></line>
            <text class="goal-label" x="0" y=y - 4>{(ES.goal)(goal)}</text>
        }
    });
    view! {
        <figure class="daily-bars">
            <svg class="drawing" viewBox=format!("0 0 {WIDTH} {}", base + AXIS_UNITS) role="img">
                <title>{finding}</title>
                <line class="axis" x1="0" x2=WIDTH y1=base y2=base></line>
                {columns}
                {goal_line}
            </svg>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(pesos: &[i64]) -> Vec<DayAmount> {
        let first = CivilDate::new(2026, 11, 1).unwrap();
        pesos
            .iter()
            .zip(0..)
            .map(|(pesos, index)| DayAmount {
                day: first.plus_days(index),
                amount: Money::from_centavos(pesos * 100).unwrap(),
            })
            .collect()
    }

    #[test]
    fn few_days_all_carry_their_amount_and_empty_days_none() {
        assert_eq!(labelled(&days(&[10, 0, 30]), 120), [true, false, true]);
    }

    #[test]
    fn an_amount_stands_above_the_columns_that_it_reaches_over() {
        assert_eq!(clear_height(&[10, 90, 20, 30], 3, 36), 90);
        assert_eq!(clear_height(&[10, 90, 20, 30], 3, 120), 30);
    }

    #[test]
    fn of_many_days_the_highest_and_a_far_last_one_carry_it() {
        let mut pesos = [5i64; 20];
        pesos[2] = 90;
        let labels = labelled(&days(&pesos), 18);
        assert_eq!(labels.iter().filter(|has| **has).count(), 2);
        assert!(labels[2] && labels[19]);
    }
}
