//! Antigüedad de saldos: one stacked bar per person, the five bands always in the same order. Source: ux.md §9.

use leptos::prelude::*;

use super::scale::{WIDTH, fits, length, shorten};
use crate::{
    domain::money::Money,
    ui::{format, text::dashboard::ES},
};

/// How many bands: por vencer, 1–30, 31–60, 61–90 and more than 90 days.
pub const BANDS: usize = 5;

/// The names that the style sheet colours the bands by.
const BAND_KEYS: [&str; BANDS] = ["not-due", "to-30", "to-60", "to-90", "over-90"];

/// Units between two bars, and inside one: name, gap, bar.
const ROW_UNITS: i64 = 58;
const BAR_UNITS: i64 = 26;
const GAP_UNITS: i64 = 2;
const NAME_CHARS_MAX: usize = 28;

/// What one person's clients owe, by age.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeingRow {
    pub name: String,
    /// In the order of the bands.
    pub bands: [Money; BANDS],
}

impl AgeingRow {
    /// The whole of the row; money that does not fit its bounds counts as none.
    pub fn total(&self) -> Money {
        Money::sum(self.bands).unwrap_or_default()
    }

    /// Everything past its due date.
    pub fn overdue(&self) -> Money {
        Money::sum(self.bands[1..].iter().copied()).unwrap_or_default()
    }
}

/// One mark of the chart, in units of the viewBox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub band: usize,
    pub x: i64,
    pub width: i64,
    pub amount: Money,
}

/// The marks of one row, left to right, where the longest row takes the whole width. Empty bands leave no mark.
pub fn segments(row: &AgeingRow, full: Money) -> Vec<Segment> {
    let mut x = 0;
    let mut marks = Vec::new();
    for (band, &amount) in row.bands.iter().enumerate() {
        let width = length(amount, full, WIDTH - GAP_UNITS * 4);
        if width > 0 {
            marks.push(Segment { band, x, width, amount });
            x += width + GAP_UNITS;
        }
    }
    marks
}

/// The stacked bars with their legend.
#[component]
pub fn AgeingBars(
    /// One bar each, in the order to draw.
    rows: Vec<AgeingRow>,
    /// The finding in one sentence: the accessible name of the drawing.
    finding: String,
) -> impl IntoView {
    let full = rows.iter().map(AgeingRow::total).max().unwrap_or_default();
    let height = ROW_UNITS * i64::try_from(rows.len()).unwrap_or(0);
    let bars = rows
        .iter()
        .enumerate()
        .map(|(index, row)| bar(row, full, ROW_UNITS * i64::try_from(index).unwrap_or(0)))
        .collect::<Vec<_>>();
    let legend = (0..BANDS)
        .map(|band| {
            view! {
                <li class="key">
                    <span class="swatch" data-band=BAND_KEYS[band] aria-hidden="true"></span>
                    {ES.bands[band]}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <figure class="ageing-bars">
            <ul class="legend">{legend}</ul>
            <svg class="drawing" viewBox=format!("0 0 {WIDTH} {height}") role="img">
                <title>{finding}</title>
                {bars}
            </svg>
        </figure>
    }
    .into_any()
}

fn bar(row: &AgeingRow, full: Money, top: i64) -> AnyView {
    let marks = segments(row, full)
        .into_iter()
        .map(|mark| {
            let label = format::money(mark.amount);
            let label = fits(&label, mark.width).then(|| {
                view! {
                    <text
                        class="value"
                        data-band=BAND_KEYS[mark.band]
                        x=mark.x + mark.width / 2
                        y=top + 37
                        text-anchor="middle"
                    >
                        {label}
                    </text>
                }
            });
            view! {
                <rect
                    class="mark"
                    data-band=BAND_KEYS[mark.band]
                    x=mark.x
                    y=top + 20
                    width=mark.width
                    height=BAR_UNITS
                ></rect>
                {label}
            }
        })
        .collect::<Vec<_>>();
    view! {
        <text class="name" x="0" y=top + 14>{shorten(&row.name, NAME_CHARS_MAX)}</text>
        <text class="total" x=WIDTH y=top + 14 text-anchor="end">{format::money(row.total())}</text>
        {marks}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pesos: [i64; BANDS]) -> AgeingRow {
        AgeingRow { name: "Ana".into(), bands: pesos.map(|p| Money::from_centavos(p * 100).unwrap()) }
    }

    #[test]
    fn bands_keep_their_order_and_empty_ones_leave_no_mark() {
        let row = row([100, 0, 50, 0, 50]);
        let marks = segments(&row, row.total());
        assert_eq!(marks.iter().map(|m| m.band).collect::<Vec<_>>(), [0, 2, 4]);
        assert!(marks.windows(2).all(|pair| pair[0].x + pair[0].width + GAP_UNITS == pair[1].x));
    }

    #[test]
    fn the_longest_row_stays_inside_the_drawing() {
        let row = row([1, 1, 1, 1, 99_999]);
        let last = segments(&row, row.total()).pop().unwrap();
        assert!(last.x + last.width <= WIDTH + 4, "{last:?}");
    }

    #[test]
    fn overdue_leaves_out_what_is_not_due() {
        assert_eq!(row([100, 20, 30, 0, 1]).overdue().centavos(), 5_100);
    }
}
