//! The rows below the titles: each is a line, is refused with its reason, or is no line at all.

use super::header::{self, Header};
use crate::{
    api::{
        imports::{Field, Reason},
        reconciliation::{RefusedLine, StatementColumn, StatementReason},
    },
    domain::{date::CivilDate, money::Money, reconciliation::StatementLine},
    server::imports::{
        amounts::{self, Amount},
        dates::{self, Day},
        header::fold,
        table::{Cell, Row, Table},
    },
};

/// Most characters that are kept of a text of the bank.
const TEXT_CHARS_MAX: usize = 400;

/// Years in which eight digits without signs can be a day.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// What the rows said.
#[derive(Default)]
pub struct ReadLines {
    pub lines: Vec<StatementLine>,
    pub refused: Vec<RefusedLine>,
    pub skipped: u32,
}

/// Reads every row below the titles.
pub fn read(table: &Table, header: &Header, today: CivilDate) -> ReadLines {
    let mut read = ReadLines::default();
    let rows = || table.rows.iter().filter(|row| row.number > header.row);
    // A column called "Tipo" may hold anything: it tells debits from credits only where it does so somewhere.
    let sign = header.first(StatementColumn::Sign);
    let sign = sign.filter(|column| rows().any(|row| side_of(row.cell(*column)).is_some()));
    for row in rows() {
        match line_of(row, header, sign, today) {
            Ok(Some(line)) => read.lines.push(line),
            Ok(None) => read.skipped = read.skipped.saturating_add(1),
            Err(reason) => read.refused.push(RefusedLine { row: row.number, reason }),
        }
    }
    read
}

/// `None` where the row is no line.
fn line_of(
    row: &Row,
    header: &Header,
    sign: Option<usize>,
    today: CivilDate,
) -> Result<Option<StatementLine>, StatementReason> {
    if row.is_blank() || is_titles(row, header) || is_summary(row) {
        return Ok(None);
    }
    let date_cell = header.date().map_or(&Cell::Empty, |column| row.cell(column));
    let amount = amount_of(row, header, sign);
    if is_nothing(date_cell) {
        // A note below the table, or the second half of a description.
        return match amount {
            Ok(None) => Ok(None),
            _ => Err(StatementReason::DateMissing),
        };
    }
    let on = match day_of(date_cell) {
        Ok(on) => on,
        // A foot that happens to stand in the first column.
        Err(_) if matches!(amount, Ok(None)) => return Ok(None),
        Err(reason) => return Err(reason),
    };
    if on > today {
        return Err(StatementReason::DateInFuture);
    }
    let amount = match amount? {
        Some(amount) if amount.is_zero() => return Ok(None),
        Some(amount) => amount,
        None => return Err(StatementReason::AmountMissing),
    };
    Ok(Some(StatementLine {
        row: row.number,
        on,
        amount,
        reference: texts(row, header, StatementColumn::Reference),
        description: texts(row, header, StatementColumn::Description),
        bank: None,
    }))
}

/// The titles again: exports of several pages repeat them.
fn is_titles(row: &Row, header: &Header) -> bool {
    let width = header.columns.len();
    header::columns(row, width) == header.columns
}

/// Totals and balances carried over, whatever their columns.
fn is_summary(row: &Row) -> bool {
    const STARTS: [&str; 6] =
        ["total", "saldo inicial", "saldo final", "saldo anterior", "saldo al", "saldo promedio"];
    let first = row.cells.iter().find(|cell| matches!(cell, Cell::Text(text) if !text.trim().is_empty()));
    first.is_some_and(|cell| {
        let text = fold(&cell.shown());
        STARTS.iter().any(|start| text.starts_with(start))
    })
}

/// Nothing at all, or the dashes by which some banks say so.
fn is_nothing(cell: &Cell) -> bool {
    cell.is_blank()
        || matches!(cell, Cell::Text(text) if text.trim().chars().all(|c| matches!(c, '-' | '–' | '—')))
}

/// The texts of all columns with this meaning, joined.
fn texts(row: &Row, header: &Header, meaning: StatementColumn) -> String {
    let mut joined: Vec<String> = Vec::new();
    for cell in header.all(meaning).map(|column| row.cell(column)) {
        let text = cell.tidy();
        let text = text.strip_prefix('\'').unwrap_or(&text).trim().to_owned();
        if !is_nothing(cell) && !text.is_empty() && !joined.contains(&text) {
            joined.push(text);
        }
    }
    joined.join(" ").chars().take(TEXT_CHARS_MAX).collect()
}

fn day_of(cell: &Cell) -> Result<CivilDate, StatementReason> {
    if let Some(day) = compact_day(&cell.tidy()) {
        return Ok(day);
    }
    // The import's reasons name a column of its own; a statement has one day only.
    match dates::read(cell, Field::Issued) {
        Day::Read(day, _) => Ok(day),
        Day::Blank => Err(StatementReason::DateMissing),
        Day::Refused(Reason::DateNotReal { .. }) => Err(StatementReason::DateNotReal),
        Day::Refused(Reason::DateMonthFirst { .. }) => Err(StatementReason::DateMonthFirst),
        Day::Refused(_) => Err(StatementReason::DateUnreadable),
    }
}

/// `20112026` or `20261120`, where only one of both can be meant.
fn compact_day(text: &str) -> Option<CivilDate> {
    let digits = text.trim_matches('\'').trim();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    let day = |year: std::ops::Range<usize>, month, day| {
        let year = i32::try_from(part(year)?).ok().filter(|year| YEARS.contains(year))?;
        CivilDate::new(year, part(month)?, part(day)?)
    };
    match (day(4..8, 2..4, 0..2), day(0..4, 4..6, 6..8)) {
        (Some(found), None) | (None, Some(found)) => Some(found),
        _ => None,
    }
}

/// The signed amount of a row; `None` where its cells hold none.
fn amount_of(row: &Row, header: &Header, sign: Option<usize>) -> Result<Option<Money>, StatementReason> {
    if let Some(column) = header.first(StatementColumn::Amount) {
        let Some(amount) = money_of(row.cell(column))? else { return Ok(None) };
        return match sign {
            Some(sign) => signed(amount, row.cell(sign)).map(Some),
            None => Ok(Some(amount)),
        };
    }
    let of = |meaning| header.first(meaning).map_or(Ok(None), |column| money_of(row.cell(column)));
    let (debit, credit) = (of(StatementColumn::Debit)?, of(StatementColumn::Credit)?);
    let is_some = |amount: &Option<Money>| amount.is_some_and(|amount| !amount.is_zero());
    match (is_some(&debit), is_some(&credit)) {
        (true, true) => Err(StatementReason::AmountBoth),
        (false, true) if credit.is_some_and(Money::is_negative) => Err(StatementReason::CreditNegative),
        (false, true) => Ok(credit),
        // Some banks write debits with their sign, in a column that says it already.
        (true, false) => debit.map(negative).transpose(),
        (false, false) => Ok(debit.or(credit)),
    }
}

/// The amount below zero, whatever its sign was.
fn negative(amount: Money) -> Result<Money, StatementReason> {
    let centavos = amount.centavos().saturating_abs().saturating_neg();
    Money::from_centavos(centavos).map_err(|_| StatementReason::AmountTooLarge)
}

/// The side of the account that a line is on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Credit,
    Debit,
}

fn side_of(cell: &Cell) -> Option<Side> {
    // Bare signs do not survive folding.
    let text = cell.tidy();
    match text.trim_matches('\'') {
        "+" => return Some(Side::Credit),
        "-" => return Some(Side::Debit),
        _ => {}
    }
    match fold(&text).as_str() {
        "abono" | "deposito" | "credito" | "cr" | "ingreso" => Some(Side::Credit),
        "cargo" | "retiro" | "debito" | "db" | "dr" | "egreso" => Some(Side::Debit),
        _ => None,
    }
}

fn signed(amount: Money, sign: &Cell) -> Result<Money, StatementReason> {
    match side_of(sign) {
        Some(Side::Credit) if amount.is_negative() => Err(StatementReason::CreditNegative),
        Some(Side::Credit) => Ok(amount),
        Some(Side::Debit) => negative(amount),
        None => Err(StatementReason::SignUnknown),
    }
}

fn money_of(cell: &Cell) -> Result<Option<Money>, StatementReason> {
    if is_nothing(cell) {
        return Ok(None);
    }
    // A leading plus is how some banks mark credits.
    let plain = match cell {
        Cell::Text(text) => Cell::Text(text.trim_start_matches(['+', '\'', ' ']).to_owned()),
        other => other.clone(),
    };
    match amounts::read(&plain, Field::Total) {
        Amount::Blank => Ok(None),
        Amount::Read(_, Some(Reason::AmountFraction { .. })) => Err(StatementReason::AmountFraction),
        Amount::Read(amount, _) => Ok(Some(amount)),
        Amount::Refused(Reason::AmountAmbiguous { .. }) => Err(StatementReason::AmountAmbiguous),
        Amount::Refused(Reason::AmountTooLarge { .. }) => Err(StatementReason::AmountTooLarge),
        Amount::Refused(_) => Err(StatementReason::AmountNotANumber),
    }
}
