//! Imports: what each spreadsheet says, row by row, and what applying it leaves behind.

mod samples;
mod traps;
mod wizard;
pub mod workbooks;

use senda::{
    api::imports::{FileProblem, Mapping, Reason, Verdict},
    domain::date::CivilDate,
    server::imports::{
        self, mapping,
        review::{Catalogue, Review, ReviewedRow},
        table::Table,
    },
};

/// The day on which the files of these tests are imported.
fn today() -> CivilDate {
    CivilDate::new(2026, 11, 21).unwrap()
}

/// Reads a file and reviews it under the mapping that its titles suggest.
fn review_of(bytes: &[u8], catalogue: &Catalogue) -> Result<(Table, Mapping, Review), FileProblem> {
    let table = imports::read_file(bytes)?;
    let mapping = mapping::propose(&table)?;
    let review = imports::review::review(&table, &mapping, catalogue, today()).expect("the titles suffice");
    Ok((table, mapping, review))
}

fn row(review: &Review, number: u32) -> &ReviewedRow {
    review.rows.iter().find(|row| row.number == number).unwrap_or_else(|| panic!("no row {number}"))
}

/// Clients C00001 to C00250, with 30 days of credit each.
fn catalogue() -> Catalogue {
    Catalogue::of((1..=250).map(|n| (format!("C{n:05}"), 30)))
}

/// A line of a file, and what the review must say of it.
struct Line {
    text: &'static str,
    verdict: Verdict,
    reasons: Vec<Reason>,
}

fn good(text: &'static str) -> Line {
    Line { text, verdict: Verdict::Good, reasons: Vec::new() }
}

fn line(text: &'static str, verdict: Verdict, reasons: impl Into<Vec<Reason>>) -> Line {
    Line { text, verdict, reasons: reasons.into() }
}

/// Builds a file of the heading and the lines, reviews it, and holds each line against what was expected of it.
fn check_lines(heading: &str, lines: &[Line], encode: impl Fn(&str) -> Vec<u8>) {
    let mut text = heading.to_owned();
    for line in lines {
        text.push_str(line.text);
        text.push_str("\r\n");
    }
    let (_, mapping, review) = review_of(&encode(&text), &catalogue()).unwrap();
    let first = mapping.header_row.expect("a header") + 1;
    assert_eq!(review.rows.len(), lines.len());
    for (number, line) in (first..).zip(lines) {
        let found = row(&review, number);
        assert_eq!(
            (found.verdict, &found.reasons),
            (line.verdict, &line.reasons),
            "row {number}: {}",
            line.text
        );
        assert_eq!(found.draft.is_some(), line.verdict <= Verdict::Warn, "row {number}: {}", line.text);
    }
}
