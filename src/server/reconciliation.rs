//! Reconciliation with the bank: a statement comes in, its lines are matched with the money that the books expect, a
//! person confirms, and the money moves to the bank in the ledger. Nobody reconciles what he received himself.

mod confirm;
mod expected;
mod open;
pub mod upload;

use std::collections::HashMap;

use super::{extract::Caller, store::Store};
use crate::{
    api::{
        error::ApiError,
        reconciliation::{
            DONE_PAGE_ROWS, DoneRow, LineId, LineView, NOTE_CHARS_MAX, StatementRow, TargetView,
        },
    },
    domain::{
        date::{CivilDate, Millis, Zone},
        ids::PersonId,
        policy::BankAccount,
    },
};
use expected::Books;

pub use confirm::{confirm, undo};
pub use open::open;

use super::store::statements::{KeptLine, LineState};

/// Statements in the list of the latest.
const STATEMENTS_MAX: u32 = 50;

/// The office's today.
async fn today(store: &Store, now: Millis) -> Result<CivilDate, ApiError> {
    let zone = store.company().await?.map_or(Zone::MEXICO_CITY, |company| company.zone);
    Ok(now.date_in(zone))
}

/// The company's accounts at banks: closed ones too, whose statements still come.
pub async fn banks(caller: &Caller) -> Result<Vec<BankAccount>, ApiError> {
    let stored = caller.state.store.bank_accounts().await?;
    Ok(stored.into_iter().map(|stored| stored.account).collect())
}

/// The latest statements, newest first.
pub async fn statements(caller: &Caller) -> Result<Vec<StatementRow>, ApiError> {
    let store = &caller.state.store;
    let names = names(store).await?;
    let statements = store.statements(STATEMENTS_MAX).await?;
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let rows = statements.into_iter().map(|kept| StatementRow {
        bank: kept.bank,
        file_name: kept.file_name,
        uploaded: kept.uploaded,
        by_name: names.get(&kept.person).cloned().unwrap_or_default(),
        lines: count(kept.lines),
        new_lines: count(kept.new_lines),
        refused: kept.refused,
        first: kept.first,
        last: kept.last,
    });
    Ok(rows.collect())
}

/// Everybody's name.
async fn names(store: &Store) -> Result<HashMap<PersonId, String>, ApiError> {
    Ok(store.people().await?.into_iter().map(|person| (person.id, person.name)).collect())
}

/// Sets an open line aside.
pub async fn set_aside(caller: &Caller, line: LineId, note: String) -> Result<(), ApiError> {
    use crate::api::error::{Field, FieldProblem};
    let note = note.trim().to_owned();
    let problem = match note.chars().count() {
        0 => Some(FieldProblem::Missing),
        chars if chars > NOTE_CHARS_MAX => Some(FieldProblem::TooLong { chars_max: NOTE_CHARS_MAX as u32 }),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(ApiError::field(Field::Reason, problem));
    }
    let aside = LineState::Aside { note };
    Ok(caller.state.store.set_line_state(&line, &LineState::Open, &aside, caller.id()).await?)
}

/// Opens a line again that was set aside.
pub async fn bring_back(caller: &Caller, line: LineId) -> Result<(), ApiError> {
    let aside = LineState::Aside { note: String::new() };
    Ok(caller.state.store.set_line_state(&line, &aside, &LineState::Open, caller.id()).await?)
}

/// Matches as they were confirmed, newest first.
pub async fn done(caller: &Caller, before: Option<Millis>) -> Result<Vec<DoneRow>, ApiError> {
    let store = &caller.state.store;
    let before = before.unwrap_or(Millis(i64::MAX));
    let matches = store.bank_matches(before, DONE_PAGE_ROWS).await?;
    let line_ids: Vec<LineId> = matches.iter().flat_map(|kept| kept.facts.lines.iter().copied()).collect();
    let lines: HashMap<LineId, LineView> =
        store.lines(&line_ids).await?.iter().map(|kept| (kept.id, line_view(kept))).collect();
    let targets: Vec<_> = matches.iter().flat_map(|kept| kept.facts.targets.iter().copied()).collect();
    let books = Books::of_targets(store, &targets).await?;
    let views: HashMap<_, TargetView> =
        books.money.iter().map(|money| (money.id, expected::view(money, caller.id()))).collect();
    let names = names(store).await?;
    let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
    let rows = matches.into_iter().map(|kept| DoneRow {
        id: kept.id,
        bank: kept.bank,
        amount: kept.amount,
        lines: kept.facts.lines.iter().filter_map(|id| lines.get(id).cloned()).collect(),
        targets: kept.facts.targets.iter().filter_map(|id| views.get(id).cloned()).collect(),
        confidence: kept.facts.confidence,
        by_name: name(&kept.person),
        undone: kept.undone.as_ref().map(|(at, by)| (*at, name(by))),
    });
    Ok(rows.collect())
}

fn line_view(kept: &KeptLine) -> LineView {
    LineView {
        id: kept.id,
        amount: kept.line.amount,
        reference: kept.line.reference.clone(),
        description: kept.line.description.clone(),
        note: match &kept.state {
            LineState::Aside { note } => note.clone(),
            LineState::Open | LineState::Matched => String::new(),
        },
    }
}
