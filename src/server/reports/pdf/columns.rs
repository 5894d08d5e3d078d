//! How wide the columns of a table are, and on which way of the paper it stands.

use super::font::{Fonts, Weight};
use crate::{
    domain::report::RowRole,
    server::reports::printed::{PrintedTable, Value},
};

/// Between two columns, in points.
pub const GUTTER: f32 = 7.0;
/// A text column is never squeezed below this, unless its longest text is shorter.
const TEXT_WIDTH_MIN: f32 = 46.0;
/// A word wider than this may be broken.
const WORD_WIDTH_MAX: f32 = 84.0;
/// A text column does not ask for more than this: longer texts take several lines.
const TEXT_WIDTH_MAX: f32 = 190.0;

/// The widths of a table's columns for one size of letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Widths {
    /// Of each column, without gutter.
    pub columns: Vec<f32>,
    pub size: f32,
}

impl Widths {
    /// Of the whole table.
    pub fn sum(&self) -> f32 {
        self.columns.iter().sum::<f32>() + gutters(self.columns.len())
    }
}

/// What each column would like, and the least that it can do with.
struct Wish {
    natural: f32,
    least: f32,
}

/// The width that the table would like with letters of this size.
pub fn natural_width(table: &PrintedTable, fonts: &Fonts, size: f32) -> f32 {
    let wishes = wishes(table, fonts, size);
    wishes.iter().map(|wish| wish.natural).sum::<f32>() + gutters(wishes.len())
}

/// Fits the table into `room` points: with the largest of the sizes with which it fits; with the smallest where none
/// does. Figures are never broken; texts give way first.
pub fn fit(table: &PrintedTable, fonts: &Fonts, room: f32, sizes: &[f32]) -> Widths {
    let mut fitted = Widths { columns: Vec::new(), size: 0.0 };
    for size in sizes {
        let wishes = wishes(table, fonts, *size);
        let free = room - gutters(wishes.len());
        let least: f32 = wishes.iter().map(|wish| wish.least).sum();
        fitted = Widths { columns: shared(&wishes, free), size: *size };
        if least <= free {
            break;
        }
    }
    fitted
}

fn gutters(columns: usize) -> f32 {
    GUTTER * columns.saturating_sub(1) as f32
}

fn wishes(table: &PrintedTable, fonts: &Fonts, size: f32) -> Vec<Wish> {
    let wish = |(index, column): (usize, &crate::server::reports::printed::PrintedColumn)| {
        let head_words = column.heading.split(' ').map(|word| fonts.width(word, Weight::Bold, size));
        let head = head_words.fold(0.0, f32::max);
        let cells = table.rows.iter().filter_map(|row| row.cells.get(index).map(|cell| (row, cell)));
        let mut longest = 0.0_f32;
        let mut longest_word = 0.0_f32;
        for (row, cell) in cells {
            if row.role != RowRole::Line && cell.value == Value::Text {
                // What a sum is of runs on over the empty cells beside it.
                continue;
            }
            // Bold is the wider one: sums must fit too.
            let width = fonts.width(&cell.shown, Weight::Bold, size);
            longest = longest.max(width);
            if width > longest_word && !column.kind.is_figure() {
                let words = cell.shown.split_whitespace();
                let widest = words.map(|word| fonts.width(word, Weight::Bold, size)).fold(0.0, f32::max);
                longest_word = longest_word.max(widest);
            }
        }
        if column.kind.is_figure() {
            let natural = longest.max(head);
            Wish { natural, least: natural }
        } else {
            let natural = longest.max(head).min(TEXT_WIDTH_MAX.max(head));
            // Texts may take several lines; words, folios and dates are not broken if it can be helped.
            let least = natural.min(TEXT_WIDTH_MIN.max(head).max(longest_word.min(WORD_WIDTH_MAX)));
            Wish { natural, least }
        }
    };
    table.columns.iter().enumerate().map(wish).collect()
}

/// All get what they wish where there is room, and what is left over goes to nobody; else those that can give way give
/// in proportion to what they can give.
fn shared(wishes: &[Wish], free: f32) -> Vec<f32> {
    let natural: f32 = wishes.iter().map(|wish| wish.natural).sum();
    if natural <= free {
        return wishes.iter().map(|wish| wish.natural).collect();
    }
    let can_give: f32 = wishes.iter().map(|wish| wish.natural - wish.least).sum();
    let share = if can_give > 0.0 { ((natural - free) / can_give).min(1.0) } else { 0.0 };
    wishes.iter().map(|wish| wish.natural - (wish.natural - wish.least) * share).collect()
}
