//! Bank statements and their lines as they are kept.

use std::collections::HashSet;

use surrealdb::types::{RecordId, SurrealValue, object};
use uuid::Uuid;

use super::{
    Store, StoreError,
    query::{Row, array_id, id, int, list, pesos, text, uuid_value},
};
use crate::{
    api::reconciliation::{LineId, RefusedLine},
    domain::{
        date::{CivilDate, Millis},
        ids::{BankAccountId, PersonId},
        reconciliation::StatementLine,
    },
};

/// Lines written in one transaction: keeps each commit under a second.
const LINES_PER_COMMIT: usize = 500;

/// A statement as it was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptStatement {
    pub bank: BankAccountId,
    /// Of the file, hexadecimal.
    pub sha256: String,
    pub person: PersonId,
    pub uploaded: Millis,
    pub file_name: String,
    pub lines: u64,
    pub new_lines: u64,
    pub skipped: u64,
    pub refused: Vec<RefusedLine>,
    pub first: CivilDate,
    pub last: CivilDate,
}

/// A line as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLine {
    pub id: LineId,
    pub line: StatementLine,
    pub state: LineState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineState {
    /// Nobody has said what it is.
    Open,
    Matched,
    /// None of the money that the books expect, as a person says.
    Aside {
        note: String,
    },
}

impl LineState {
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            LineState::Open => "open",
            LineState::Matched => "matched",
            LineState::Aside { .. } => "aside",
        }
    }
}

impl Store {
    /// The statement that this file was taken in as, if it was.
    pub async fn statement(
        &self,
        bank: BankAccountId,
        sha256: &str,
    ) -> Result<Option<KeptStatement>, StoreError> {
        let vars = object! { id: statement_id(bank, sha256) };
        let row = self.run("SELECT * FROM $id", vars).await?.row(0)?;
        row.map(statement_of).transpose()
    }

    /// The latest statements, the newest first.
    pub async fn statements(&self, limit: u32) -> Result<Vec<KeptStatement>, StoreError> {
        let sql = "SELECT * FROM statement ORDER BY uploaded DESC LIMIT $limit";
        let rows = self.run(sql, object! { limit: i64::from(limit) }).await?.rows(0)?;
        rows.into_iter().map(statement_of).collect()
    }

    /// Takes the lines in that are not there yet, and answers how many were new. Twice is once.
    pub async fn keep_lines(&self, lines: &[(LineId, StatementLine)]) -> Result<u64, StoreError> {
        let mut new_lines = 0u64;
        for part in lines.chunks(LINES_PER_COMMIT) {
            let ids = list(part.iter().map(|(id, _)| line_id(id)));
            let mut answer = self.run("SELECT id FROM $ids", object! { ids: ids }).await?;
            let known = answer.rows(0)?.into_iter().map(|mut row| key_of(&mut row));
            let known: HashSet<LineId> = known.collect::<Result<_, StoreError>>()?;
            let rows: Vec<_> = part
                .iter()
                .filter(|(id, _)| !known.contains(id))
                .map(|(id, line)| {
                    object! {
                        id: line_id(id),
                        row: int(u64::from(line.row)),
                        amount: pesos(line.amount),
                        reference: text(&line.reference),
                        description: text(&line.description),
                        state: text(LineState::Open.as_str()),
                    }
                    .into_value()
                })
                .collect();
            new_lines = new_lines.saturating_add(rows.len() as u64);
            if !rows.is_empty() {
                let sql = "INSERT IGNORE INTO statement_line $rows RETURN NONE";
                self.run(sql, object! { rows: list(rows) }).await?;
            }
        }
        Ok(new_lines)
    }

    /// Notes that the whole file was taken in: after its lines.
    pub async fn keep_statement(&self, kept: &KeptStatement) -> Result<(), StoreError> {
        let vars = object! {
            id: statement_id(kept.bank, &kept.sha256),
            row: object! {
                person: id("person", kept.person.uuid()),
                uploaded: kept.uploaded.0,
                file_name: text(&kept.file_name),
                lines: int(kept.lines),
                new_lines: int(kept.new_lines),
                skipped: int(kept.skipped),
                refused: text(serde_json::to_string(&kept.refused)?),
                first: text(kept.first.to_string()),
                last: text(kept.last.to_string()),
            },
        };
        self.run("CREATE $id CONTENT $row RETURN NONE", vars).await.map(|_| ())
    }

    /// Lines of one bank account from `from` on that are in `state`, oldest first, at most `limit`.
    pub(crate) async fn lines_in(
        &self,
        bank: BankAccountId,
        from: CivilDate,
        state: &LineState,
        limit: u32,
    ) -> Result<Vec<KeptLine>, StoreError> {
        let sql = "SELECT * FROM statement_line:[$bank, $from, $low]..=[$bank, '9999-12-31', $high]
            WHERE state = $state ORDER BY id LIMIT $limit";
        let vars = object! {
            bank: uuid_value(bank.uuid()),
            from: text(from.to_string()),
            low: uuid_value(Uuid::nil()),
            high: uuid_value(Uuid::max()),
            state: text(state.as_str()),
            limit: i64::from(limit),
        };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(line_of).collect()
    }

    /// These lines, in no order; those that are not there are left out.
    pub(crate) async fn lines(&self, lines: &[LineId]) -> Result<Vec<KeptLine>, StoreError> {
        let ids = list(lines.iter().map(line_id));
        let rows = self.run("SELECT * FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter().map(line_of).collect()
    }

    /// Moves a line that is nobody's match from one state to the other. [`StoreError::Conflict`] where it is in
    /// another one by now.
    pub(crate) async fn set_line_state(
        &self,
        line: &LineId,
        was: &LineState,
        now: &LineState,
        by: PersonId,
    ) -> Result<(), StoreError> {
        let note = match now {
            LineState::Aside { note } => Some(note.clone()),
            LineState::Open | LineState::Matched => None,
        };
        let sql = "BEGIN;
            IF (SELECT VALUE state FROM ONLY $id) != $was { THROW 'senda_stale' };
            UPDATE $id SET state = $now, note = $note, decided_by = $by RETURN NONE;
            COMMIT;";
        let vars = object! {
            id: line_id(line),
            was: text(was.as_str()),
            now: text(now.as_str()),
            note: super::query::maybe(note),
            by: id("person", by.uuid()),
        };
        self.run(sql, vars).await.map(|_| ())
    }
}

fn statement_id(bank: BankAccountId, sha256: &str) -> RecordId {
    array_id("statement", vec![uuid_value(bank.uuid()), text(sha256)])
}

pub(super) fn line_id(line: &LineId) -> RecordId {
    let key = vec![uuid_value(line.bank.uuid()), text(line.on.to_string()), uuid_value(line.key)];
    array_id("statement_line", key)
}

fn key_of(row: &mut Row) -> Result<LineId, StoreError> {
    let mut key = row.key_parts("id")?;
    Ok(LineId { bank: BankAccountId::from_uuid(key.uuid("0")?), on: key.date("1")?, key: key.uuid("2")? })
}

fn line_of(mut row: Row) -> Result<KeptLine, StoreError> {
    let id = key_of(&mut row)?;
    let state = match row.text("state")?.as_str() {
        "open" => LineState::Open,
        "matched" => LineState::Matched,
        "aside" => LineState::Aside { note: row.maybe_text("note")?.unwrap_or_default() },
        _ => return Err(StoreError::Unreadable("state of a statement's line".into())),
    };
    Ok(KeptLine {
        line: StatementLine {
            row: u32::try_from(row.count("row")?).unwrap_or(u32::MAX),
            on: id.on,
            amount: row.money("amount")?,
            reference: row.text("reference")?,
            description: row.text("description")?,
            bank: Some(id.bank),
        },
        id,
        state,
    })
}

fn statement_of(mut row: Row) -> Result<KeptStatement, StoreError> {
    let mut key = row.key_parts("id")?;
    Ok(KeptStatement {
        bank: BankAccountId::from_uuid(key.uuid("0")?),
        sha256: key.text("1")?,
        person: PersonId::from_uuid(row.uuid("person")?),
        uploaded: Millis(row.int("uploaded")?),
        file_name: row.text("file_name")?,
        lines: row.count("lines")?,
        new_lines: row.count("new_lines")?,
        skipped: row.count("skipped")?,
        refused: serde_json::from_str(&row.text("refused")?)?,
        first: row.date("first")?,
        last: row.date("last")?,
    })
}
