//! CSV and its cousins: any delimiter that spreadsheets write, quoted line ends, blank lines that count.

use super::table::{CELL_CHARS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, Row, Table};
use crate::api::imports::{FileProblem, SourceView, TextEncoding};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records looked at to tell the delimiter.
const SNIFFED_RECORDS: usize = 40;

/// Reads the whole text into a table.
pub fn read(text: &str, encoding: TextEncoding) -> Result<Table, FileProblem> {
    // Excel may say the delimiter in a first line of its own; the line still counts as a row.
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    let told = first_line.strip_prefix("sep=").and_then(|rest| {
        let mut chars = rest.chars();
        chars.next().filter(|c| DELIMITERS.contains(c) && chars.next().is_none())
    });
    let delimiter = told.unwrap_or_else(|| sniff(text));
    let mut rows = Vec::new();
    for (index, record) in Records::new(text, delimiter).enumerate() {
        let record = record?;
        if index >= ROWS_MAX {
            return Err(FileProblem::TooManyRows { rows_max: ROWS_MAX as u32 });
        }
        if record.len() > COLUMNS_MAX.saturating_mul(4) {
            return Err(FileProblem::TooManyColumns { columns_max: COLUMNS_MAX as u32 });
        }
        let number = index as u32 + 1;
        let is_told = told.is_some() && index == 0;
        let cells = if is_told { Vec::new() } else { record.into_iter().map(cell).collect() };
        rows.push(Row { number, cells });
    }
    Table::bounded(SourceView::Csv { encoding, delimiter }, rows)
}

fn cell(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// The delimiter under which most of the first records have the same number of columns, and the most of them.
fn sniff(text: &str) -> char {
    let score = |delimiter: char| {
        let widths: Vec<usize> = Records::new(text, delimiter)
            .take(SNIFFED_RECORDS)
            .map_while(Result::ok)
            .map(|record| record.len())
            .filter(|width| *width > 1)
            .collect();
        widths
            .iter()
            .map(|width| (widths.iter().filter(|other| *other == width).count(), *width))
            .max()
            .unwrap_or((0, 0))
    };
    // The first of the list wins a draw.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(',')
}

/// The records of a delimited text, one by one.
struct Records<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    delimiter: char,
    number: u32,
    is_done: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: char) -> Self {
        Records { chars: text.chars().peekable(), delimiter, number: 0, is_done: false }
    }

    /// A field, and whether the record goes on behind it.
    fn field(&mut self) -> Result<(String, bool), FileProblem> {
        let mut field = String::new();
        let mut chars_count = 0usize;
        let mut is_quoted = false;
        // Spaces before a quotation mark are not part of the field, but the mark only opens at its start.
        if self.chars.peek() == Some(&'"') {
            self.chars.next();
            is_quoted = true;
        }
        while let Some(c) = self.chars.next() {
            chars_count = chars_count.saturating_add(1);
            if chars_count > CELL_CHARS_MAX {
                return Err(if is_quoted {
                    FileProblem::UnclosedQuote { row: self.number }
                } else {
                    FileProblem::NotASpreadsheet
                });
            }
            match c {
                '"' if is_quoted => {
                    if self.chars.peek() == Some(&'"') {
                        self.chars.next();
                        field.push('"');
                    } else {
                        is_quoted = false;
                    }
                }
                _ if is_quoted => field.push(c),
                '\r' => {
                    if self.chars.peek() == Some(&'\n') {
                        self.chars.next();
                    }
                    return Ok((field, false));
                }
                '\n' => return Ok((field, false)),
                c if c == self.delimiter => return Ok((field, true)),
                c => field.push(c),
            }
        }
        if is_quoted {
            return Err(FileProblem::UnclosedQuote { row: self.number });
        }
        Ok((field, false))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Vec<String>, FileProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done || self.chars.peek().is_none() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let mut record = Vec::new();
        loop {
            match self.field() {
                Ok((field, goes_on)) => {
                    record.push(field);
                    if !goes_on {
                        return Some(Ok(record));
                    }
                }
                Err(problem) => {
                    self.is_done = true;
                    return Some(Err(problem));
                }
            }
        }
    }
}

/// One line of CSV, with every text that a spreadsheet would take for a formula made harmless by an apostrophe.
pub fn write_record<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields: Vec<String> = fields
        .into_iter()
        .map(|field| {
            let is_formula = field.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r'])
                && !is_plain_number(field);
            let safe = if is_formula { format!("'{field}") } else { field.to_owned() };
            if safe.contains(['"', ',', ';', '\n', '\r', '\t']) {
                format!("\"{}\"", safe.replace('"', "\"\""))
            } else {
                safe
            }
        })
        .collect();
    fields.join(",") + "\r\n"
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['-', '+']);
    !digits.is_empty()
        && digits.starts_with(|c: char| c.is_ascii_digit() || c == '$')
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let table = read(text, TextEncoding::Utf8).unwrap();
        table.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::shown).collect())).collect()
    }

    #[test]
    fn quotes_hold_delimiters_quotes_and_line_ends_and_rows_are_numbered_by_record() {
        let text = "a;b\r\n\"uno; \"\"dos\"\"\";x\r\n\r\n\"una\ndos\";y\r\n";
        let expected: Vec<(u32, Vec<String>)> = vec![
            (1, vec!["a".into(), "b".into()]),
            (2, vec!["uno; \"dos\"".into(), "x".into()]),
            (3, vec![]),
            (4, vec!["una\ndos".into(), "y".into()]),
        ];
        assert_eq!(rows(text), expected);
    }

    #[test]
    fn the_delimiter_is_told_by_the_records_or_by_excel() {
        for (text, delimiter) in [
            ("a,b,c\n\"1,5\",2,3\n", ','),
            ("a;b;c\n1,5;2;3\n1,7;2;3", ';'),
            ("a\tb\n1,2\t3\n", '\t'),
            ("sep=|\na|b,c\n", '|'),
            ("solo\n", ','),
        ] {
            let table = read(text, TextEncoding::Utf8).unwrap();
            assert_eq!(table.source, SourceView::Csv { encoding: TextEncoding::Utf8, delimiter }, "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_never_closes_says_where_it_opened() {
        let problem = read("a,b\n1,2\n3,\"oops\n4,5\n", TextEncoding::Utf8).unwrap_err();
        assert_eq!(problem, FileProblem::UnclosedQuote { row: 3 });
    }

    #[test]
    fn too_many_rows_and_columns_are_refused() {
        let tall = "a,b\n".repeat(ROWS_MAX + 1);
        assert!(matches!(read(&tall, TextEncoding::Utf8), Err(FileProblem::TooManyRows { .. })));
        let wide = "a,".repeat(COLUMNS_MAX) + "z\n";
        assert!(matches!(read(&wide, TextEncoding::Utf8), Err(FileProblem::TooManyColumns { .. })));
    }

    #[test]
    fn written_formulas_are_harmless_and_numbers_stay_numbers() {
        assert_eq!(write_record(["=1+1", "a,b", "-500.00", "\t=x"]), "'=1+1,\"a,b\",-500.00,\"'\t=x\"\r\n");
        assert_eq!(write_record(["@SUM(A1)", "-2+3", "x\"y"]), "'@SUM(A1),'-2+3,\"x\"\"y\"\r\n");
    }
}
