//! Formulas whose value the file does not keep, as programs that write workbooks leave them. Plain arithmetic over
//! numbers and other cells is worked out exactly; anything else has no value.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::table::Cell;

/// Cells that one formula may lean on, directly or not: enough for a total of totals, too few to go round in circles.
const STEPS_MAX: u32 = 200;
const FORMULA_CHARS_MAX: usize = 200;

type Cells = BTreeMap<u32, Vec<Cell>>;

/// Gives its value to every formula cell that has one.
pub fn work_out(cells: &mut Cells) {
    let mut values = Vec::new();
    for (row, line) in cells.iter() {
        for (column, cell) in line.iter().enumerate() {
            if let Cell::Formula { text, .. } = cell {
                let mut steps = STEPS_MAX;
                if let Some(value) = evaluate(text, cells, &mut steps) {
                    values.push((*row, column, value.round_dp(6).normalize()));
                }
            }
        }
    }
    for (row, column, found) in values {
        if let Some(Cell::Formula { value, .. }) = cells.get_mut(&row).and_then(|line| line.get_mut(column)) {
            *value = Some(found);
        }
    }
}

fn evaluate(text: &str, cells: &Cells, steps: &mut u32) -> Option<Decimal> {
    *steps = steps.checked_sub(1)?;
    if text.len() > FORMULA_CHARS_MAX || !text.is_ascii() {
        return None;
    }
    let mut reader = Arithmetic { rest: text.trim_start_matches('='), cells, steps };
    let value = reader.sum()?;
    reader.rest.trim().is_empty().then_some(value)
}

/// Sums of products of numbers, cells and parentheses.
struct Arithmetic<'a> {
    rest: &'a str,
    cells: &'a Cells,
    steps: &'a mut u32,
}

impl Arithmetic<'_> {
    fn take(&mut self, symbol: char) -> bool {
        match self.rest.trim_start().strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Decimal> {
        let mut total = self.product()?;
        loop {
            if self.take('+') {
                total = total.checked_add(self.product()?)?;
            } else if self.take('-') {
                total = total.checked_sub(self.product()?)?;
            } else {
                return Some(total);
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut total = self.atom()?;
        loop {
            if self.take('*') {
                total = total.checked_mul(self.atom()?)?;
            } else if self.take('/') {
                total = total.checked_div(self.atom()?)?;
            } else {
                return Some(total);
            }
        }
    }

    fn atom(&mut self) -> Option<Decimal> {
        *self.steps = self.steps.checked_sub(1)?;
        if self.take('-') {
            return self.atom().map(|value| -value);
        }
        if self.take('(') {
            let value = self.sum()?;
            return self.take(')').then_some(value);
        }
        let rest = self.rest.trim_start();
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '$'))).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        self.rest = after;
        match word.parse::<Decimal>() {
            Ok(number) => Some(number),
            Err(_) => self.cell(word),
        }
    }

    fn cell(&mut self, reference: &str) -> Option<Decimal> {
        let plain: String = reference.chars().filter(|c| *c != '$').collect();
        let split = plain.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = plain.split_at(split);
        if letters.is_empty() || letters.len() > 3 {
            return None;
        }
        let column = letters.bytes().try_fold(0usize, |sum, letter| {
            let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
            Some(sum * 26 + usize::from(value) + 1)
        })?;
        let row = digits.parse::<u32>().ok()?.checked_sub(1)?;
        match self.cells.get(&row)?.get(column.checked_sub(1)?)? {
            Cell::Number(number) => Some(*number),
            Cell::Formula { text, .. } => evaluate(text, self.cells, self.steps),
            Cell::Empty | Cell::Text(_) | Cell::Date(_) | Cell::Error(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let formula = |text: &str| Cell::Formula { text: text.into(), value: None };
        let line =
            vec![Cell::Number(Decimal::from(50)), formula("A1*2"), formula("C1+1"), Cell::Text("x".into())];
        let cells = BTreeMap::from([(0, line)]);
        let value = evaluate(text, &cells, &mut STEPS_MAX.clone());
        assert_eq!(value, expected.map(|v| v.parse().unwrap()), "{text}");
    }

    #[test]
    fn plain_arithmetic_has_a_value_and_nothing_else_has() {
        check("100*1.16", Some("116.00"));
        check("=$A$1+B1", Some("150"));
        check("-(2+3)*4/8", Some("-2.5"));
        for without in ["C1", "D1", "Z9", "SUM(A1:A2)", "1/0", "2+", "HYPERLINK(\"http://x\")", ""] {
            check(without, None);
        }
    }
}
