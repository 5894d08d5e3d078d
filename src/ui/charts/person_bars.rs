//! One amount per person: horizontal bars, longest first as given, the amount written at each.

use leptos::prelude::*;

use super::scale::{WIDTH, length, shorten};
use crate::{domain::money::Money, ui::format};

const ROW_UNITS: i64 = 44;
const NAME_CHARS_MAX: usize = 28;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonAmount {
    pub name: String,
    pub amount: Money,
}

/// The bars of many people.
#[component]
pub fn PersonBars(
    /// In the order to draw.
    rows: Vec<PersonAmount>,
    /// The finding in one sentence: the accessible name of the drawing.
    finding: String,
) -> impl IntoView {
    let full = rows.iter().map(|row| row.amount).max().unwrap_or_default();
    let height = ROW_UNITS * i64::try_from(rows.len()).unwrap_or(0);
    let bars = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let top = ROW_UNITS * i64::try_from(index).unwrap_or(0);
            view! {
                <text class="name" x="0" y=top + 14>{shorten(&row.name, NAME_CHARS_MAX)}</text>
                <text class="value" x=WIDTH y=top + 14 text-anchor="end">{format::money(row.amount)}</text>
                <rect class="track" x="0" y=top + 20 width=WIDTH height="14" rx="3"></rect>
                <rect
                    class="mark"
                    x="0"
                    y=top + 20
                    width=length(row.amount, full, WIDTH)
                    height="14"
                    rx="3"
                ></rect>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <figure class="person-bars">
            <svg class="drawing" viewBox=format!("0 0 {WIDTH} {height}") role="img">
                <title>{finding}</title>
                {bars}
            </svg>
        </figure>
    }
    .into_any()
}
