//! Where everything stands: pages as lists of marks, in points from the lower left corner of the paper.

use super::{
    columns::{self, GUTTER, Widths},
    font::{Fonts, Weight},
};
use crate::{
    domain::report::RowRole,
    server::reports::printed::{Printed, PrintedRow, PrintedTable, Value},
};

/// Letter, upright.
const SHORT_SIDE: f32 = 612.0;
const LONG_SIDE: f32 = 792.0;
const MARGIN: f32 = 36.0;
/// Where the foot of the page stands.
const FOOT: f32 = 24.0;
/// Sizes of the letters of a table, the first that fits.
const SIZES: [f32; 4] = [9.0, 8.0, 7.0, 6.0];
/// Height of a line over the size of its letters.
const LEADING: f32 = 1.28;
/// Above and below the lines of a row.
const PAD: f32 = 2.2;
/// Lines of one cell, about 70 % of a lying page; more are cut with an ellipsis.
const CELL_LINES_MAX: usize = 36;

/// One page: how large, and what is on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// What is on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A text whose line begins at `x`.
    Text { x: f32, y: f32, size: f32, weight: Weight, gray: f32, text: String },
    /// A line across, from `x` on.
    Rule { x: f32, y: f32, length: f32, thickness: f32 },
}

/// The whole report, with the foot of each page.
pub fn pages(report: &Printed, fonts: &Fonts) -> Vec<Page> {
    let upright = SHORT_SIDE - 2.0 * MARGIN;
    let smallest_upright = SIZES[1];
    let is_upright =
        report.tables.iter().all(|table| columns::natural_width(table, fonts, smallest_upright) <= upright);
    let (width, height) = if is_upright { (SHORT_SIDE, LONG_SIDE) } else { (LONG_SIDE, SHORT_SIDE) };
    let mut pen = Pen { fonts, width, height, y: height - MARGIN, span: 0.0, pages: Vec::new() };
    pen.turn();
    pen.head(report);
    for table in &report.tables {
        pen.table(table);
    }
    let mut pages = pen.pages;
    let count = pages.len();
    for (number, page) in (1..).zip(&mut pages) {
        let place = (report.page_of)(number, count);
        let left = format!("{} · {} · {}", report.company, report.title, report.as_of);
        let room = width - 2.0 * MARGIN - fonts.width(&place, Weight::Regular, 7.5) - GUTTER;
        let left = first_line(fonts, &left, 7.5, room);
        let x = width - MARGIN - fonts.width(&place, Weight::Regular, 7.5);
        page.marks.push(text(MARGIN, FOOT, 7.5, Weight::Regular, 0.3, left));
        page.marks.push(text(x, FOOT, 7.5, Weight::Regular, 0.3, place));
    }
    pages
}

fn text(x: f32, y: f32, size: f32, weight: Weight, gray: f32, text: String) -> Mark {
    Mark::Text { x, y, size, weight, gray, text }
}

struct Pen<'a> {
    fonts: &'a Fonts,
    width: f32,
    height: f32,
    /// The lower edge of what has been set on the page.
    y: f32,
    /// How wide the table is that is being set.
    span: f32,
    pages: Vec<Page>,
}

impl Pen<'_> {
    fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// Begins a page.
    fn turn(&mut self) {
        self.pages.push(Page { width: self.width, height: self.height, marks: Vec::new() });
        self.y = self.height - MARGIN;
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    fn has_room_for(&self, height: f32) -> bool {
        self.y - height >= MARGIN + FOOT / 2.0
    }

    fn paragraph(&mut self, words: &str, size: f32, weight: Weight, gray: f32) {
        for line in wrapped(self.fonts, words, weight, size, self.room(), usize::MAX) {
            self.y -= size * LEADING;
            let y = self.y;
            self.put(text(MARGIN, y, size, weight, gray, line));
        }
    }

    fn head(&mut self, report: &Printed) {
        self.paragraph(&report.company, 10.0, Weight::Bold, 0.2);
        self.paragraph(&report.title, 16.0, Weight::Bold, 0.0);
        self.y -= 2.0;
        for line in &report.lines {
            self.paragraph(line, 9.5, Weight::Regular, 0.0);
        }
        self.paragraph(&report.as_of, 9.5, Weight::Regular, 0.0);
        self.y -= 2.0;
        self.paragraph(&report.definition, 8.0, Weight::Regular, 0.3);
        if let Some(warning) = &report.warning {
            self.paragraph(warning, 9.0, Weight::Bold, 0.0);
        }
        self.y -= 6.0;
    }

    fn table(&mut self, table: &PrintedTable) {
        let widths = columns::fit(table, self.fonts, self.room(), &SIZES);
        self.span = widths.sum();
        let head = self.cells_of_head(table, &widths);
        let title_height = table.title.as_ref().map_or(0.0, |_| 22.0);
        // A title and a heading never stand alone at the foot of a page.
        if !self.has_room_for(title_height + head.height + 3.0 * widths.size * LEADING) {
            self.turn();
        }
        if let Some(title) = &table.title {
            self.y -= 8.0;
            self.paragraph(title, 11.0, Weight::Bold, 0.0);
            self.y -= 2.0;
        }
        self.row(&head, RowRole::Line);
        self.rule_below(0.8);
        let mut above: Option<&PrintedRow> = None;
        for row in &table.rows {
            let mut set = self.cells(table, row, above, &widths);
            if !self.has_room_for(set.height) {
                self.turn();
                self.row(&head, RowRole::Line);
                self.rule_below(0.8);
                // On a new page the group is named again.
                set = self.cells(table, row, None, &widths);
            }
            if row.role == RowRole::Total {
                self.rule_below(0.8);
            }
            self.row(&set, row.role);
            self.rule_below(if row.role == RowRole::Subtotal { 0.6 } else { 0.2 });
            above = (row.role == RowRole::Line).then_some(row);
        }
        self.y -= 6.0;
    }

    fn rule_below(&mut self, thickness: f32) {
        let (y, length) = (self.y, self.span.min(self.room()));
        self.put(Mark::Rule { x: MARGIN, y, length, thickness });
    }

    fn row(&mut self, row: &SetRow, role: RowRole) {
        let weight = if role == RowRole::Line && !row.is_head { Weight::Regular } else { Weight::Bold };
        let gray = if row.is_head { 0.25 } else { 0.0 };
        for cell in &row.cells {
            let mut y = self.y - PAD;
            for line in &cell.lines {
                y -= row.size * LEADING;
                let x = if cell.at_end {
                    cell.x + cell.width - self.fonts.width(line, weight, row.size)
                } else {
                    cell.x
                };
                // The line's foot, with room for letters that hang below it.
                let base = y + row.size * (LEADING - 1.0);
                self.put(text(x, base, row.size, weight, gray, line.clone()));
            }
        }
        self.y -= row.height;
    }

    fn cells_of_head(&self, table: &PrintedTable, widths: &Widths) -> SetRow {
        let texts = table.columns.iter().map(|column| (column.heading.as_str(), column.kind.is_figure()));
        SetRow { is_head: true, ..self.set(texts, Weight::Bold, widths) }
    }

    fn cells(
        &self,
        table: &PrintedTable,
        row: &PrintedRow,
        above: Option<&PrintedRow>,
        widths: &Widths,
    ) -> SetRow {
        let mut is_same_group = true;
        let texts = table.columns.iter().enumerate().map(|(index, column)| {
            let Some(cell) = row.cells.get(index) else { return ("", false) };
            let repeats = above.and_then(|above| above.cells.get(index)).is_some_and(|above| above == cell);
            is_same_group &= repeats || !column.is_group;
            let is_hidden = column.is_group && repeats && is_same_group && row.role == RowRole::Line;
            let shown = if is_hidden { "" } else { cell.shown.as_str() };
            let is_figure = column.kind.is_figure() && !matches!(cell.value, Value::Text);
            (shown, is_figure)
        });
        let weight = if row.role == RowRole::Line { Weight::Regular } else { Weight::Bold };
        self.set(texts, weight, widths)
    }

    fn set<'t>(
        &self,
        texts: impl Iterator<Item = (&'t str, bool)>,
        weight: Weight,
        widths: &Widths,
    ) -> SetRow {
        let texts: Vec<(&str, bool)> = texts.collect();
        let mut x = MARGIN;
        let mut lines_max = 1;
        let mut cells = Vec::with_capacity(widths.columns.len());
        for (index, ((text, at_end), width)) in texts.iter().zip(&widths.columns).enumerate() {
            // In a row of sums, a text runs on over the empty cells beside it.
            let beside = texts.iter().zip(&widths.columns).skip(index + 1);
            let empty = beside.take_while(|((text, _), _)| weight == Weight::Bold && text.is_empty());
            let more: f32 = if *at_end { 0.0 } else { empty.map(|(_, width)| width + GUTTER).sum() };
            // A hair of room, so that a text as wide as its column is not broken for a rounding.
            let room = width + more + 0.1;
            let lines = wrapped(self.fonts, text, weight, widths.size, room, CELL_LINES_MAX);
            lines_max = lines_max.max(lines.len());
            cells.push(SetCell { x, width: *width, at_end: *at_end, lines });
            x += width + GUTTER;
        }
        let height = lines_max as f32 * widths.size * LEADING + 2.0 * PAD;
        SetRow { cells, height, size: widths.size, is_head: false }
    }
}

/// A row whose lines are broken and whose height is known.
struct SetRow {
    cells: Vec<SetCell>,
    height: f32,
    size: f32,
    is_head: bool,
}

struct SetCell {
    x: f32,
    width: f32,
    at_end: bool,
    lines: Vec<String>,
}

/// The text in lines no wider than `room`: broken between words, and inside a word only where it is too wide by itself.
fn wrapped(fonts: &Fonts, text: &str, weight: Weight, size: f32, room: f32, lines_max: usize) -> Vec<String> {
    let width = |text: &str| fonts.width(text, weight, size);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let together = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&together) <= room {
            line = together;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

fn first_line(fonts: &Fonts, text: &str, size: f32, room: f32) -> String {
    wrapped(fonts, text, Weight::Regular, size, room, 1).into_iter().next().unwrap_or_default()
}
