//! Matches between lines of statements and money of the books, with the ledger entry that moves it to the bank.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use surrealdb::types::{Object, RecordId, SurrealValue, Value, object};

use super::{
    Store, StoreError,
    posting::{place_changes, write_places},
    query::{Row, array_id, id, int, list, pesos, text, uuid_value},
    statements::{LineState, line_id},
};
use crate::{
    api::reconciliation::{LineId, MatchId, TargetId},
    domain::{
        date::Millis,
        ids::{BankAccountId, EventId, PersonId},
        ledger::{self, Entry},
        money::Money,
        reconciliation::Confidence,
    },
};

/// What a match says is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchFacts {
    pub lines: Vec<LineId>,
    pub targets: Vec<TargetId>,
    /// What the match rested on; `None`: a person's word.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// The lines of the ledger that moved the money: what undoing it turns round, whatever happened since.
    pub entries: Vec<Entry>,
}

/// A match as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMatch {
    pub id: MatchId,
    pub bank: BankAccountId,
    pub facts: MatchFacts,
    pub amount: Money,
    pub person: PersonId,
    pub undone: Option<(Millis, PersonId)>,
}

/// The entry of the ledger that goes with a change, under an id of its own.
pub(crate) struct Operation<'a> {
    pub id: EventId,
    /// `reconciled` or `unreconciled`.
    pub cause: &'static str,
    pub at: Millis,
    pub lines: &'a [Entry],
}

impl Operation<'_> {
    fn row(&self) -> Value {
        ledger::assert_balanced(self.lines);
        let lines = self.lines.iter().map(|line| {
            object! {
                book: text(line.account.key()),
                currency: text(line.currency.as_str()),
                debit: pesos(line.debit),
                credit: pesos(line.credit),
            }
        });
        object! {
            id: array_id("entry", vec![uuid_value(self.id.uuid()), int(1)]),
            owner: text("operation"),
            cause: text(self.cause),
            at: self.at.0,
            lines: list(lines),
        }
        .into_value()
    }
}

impl Store {
    /// Confirms a match in one transaction: lines, money, the ledger. [`StoreError::Conflict`] where a line or the
    /// money belongs to another match by now.
    pub(crate) async fn confirm_match(
        &self,
        kept: &KeptMatch,
        operation: &Operation<'_>,
    ) -> Result<(), StoreError> {
        let targets = kept.facts.targets.iter().map(|target| {
            object! {
                id: target_id(target),
                match: text(kept.id.key.to_string()),
                bank: text(kept.bank.to_string()),
            }
            .into_value()
        });
        let mut sql = String::from(
            "BEGIN;
            IF (SELECT VALUE state FROM $lines) != $were { THROW 'senda_stale' };
            FOR $one IN $lines { UPDATE $one SET state = 'matched', note = NONE, decided_by = $by RETURN NONE };
            INSERT INTO bank_target $targets RETURN NONE;
            CREATE $match CONTENT $row RETURN NONE;
            INSERT INTO entry $entries RETURN NONE;\n",
        );
        let mut vars = object! {
            targets: list(targets),
            match: match_id(&kept.id),
            row: object! {
                bank: text(kept.bank.to_string()),
                json: text(serde_json::to_string(&kept.facts)?),
                amount: pesos(kept.amount),
                person: id("person", kept.person.uuid()),
            },
            by: id("person", kept.person.uuid()),
            entries: list([operation.row()]),
        };
        bind_lines(&mut vars, &kept.facts.lines, &LineState::Open);
        write_places(place_changes(operation.lines)?, &mut sql, &mut vars);
        sql.push_str("COMMIT;");
        match self.run(&sql, vars).await {
            Err(StoreError::Exists(_)) => Err(StoreError::Conflict),
            other => other.map(|_| ()),
        }
    }

    /// Undoes a match: its lines are open again, its money is free, and the opposite entry is in the ledger.
    pub(crate) async fn undo_match(
        &self,
        kept: &KeptMatch,
        by: PersonId,
        operation: &Operation<'_>,
    ) -> Result<(), StoreError> {
        let mut sql = String::from(
            "BEGIN;
            IF (SELECT VALUE undone FROM ONLY $match) != NONE { THROW 'senda_stale' };
            IF (SELECT VALUE state FROM $lines) != $were { THROW 'senda_stale' };
            UPDATE $match SET undone = $at, undone_by = $by RETURN NONE;
            FOR $one IN $lines { UPDATE $one SET state = 'open', decided_by = $by RETURN NONE };
            FOR $one IN $targets { DELETE $one };
            INSERT INTO entry $entries RETURN NONE;\n",
        );
        let mut vars = object! {
            match: match_id(&kept.id),
            targets: list(kept.facts.targets.iter().map(target_id)),
            at: operation.at.0,
            by: id("person", by.uuid()),
            entries: list([operation.row()]),
        };
        bind_lines(&mut vars, &kept.facts.lines, &LineState::Matched);
        write_places(place_changes(operation.lines)?, &mut sql, &mut vars);
        sql.push_str("COMMIT;");
        self.run(&sql, vars).await.map(|_| ())
    }

    pub(crate) async fn bank_match(&self, found: &MatchId) -> Result<Option<KeptMatch>, StoreError> {
        let row = self.run("SELECT * FROM $id", object! { id: match_id(found) }).await?.row(0)?;
        row.map(match_of).transpose()
    }

    /// Matches confirmed before `before`, the newest first.
    pub(crate) async fn bank_matches(
        &self,
        before: Millis,
        limit: u32,
    ) -> Result<Vec<KeptMatch>, StoreError> {
        let sql = "SELECT * FROM bank_match:[0]..[$before] ORDER BY id DESC LIMIT $limit";
        let vars = object! { before: before.0, limit: i64::from(limit) };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(match_of).collect()
    }

    /// Which of this money belongs to a match.
    pub(crate) async fn matched_targets(
        &self,
        targets: &[TargetId],
    ) -> Result<HashSet<TargetId>, StoreError> {
        if targets.is_empty() {
            return Ok(HashSet::new());
        }
        let vars = object! { ids: list(targets.iter().map(target_id)) };
        let rows = self.run("SELECT id FROM $ids", vars).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let mut key = row.key_parts("id")?;
                TargetId::of_parts(&key.text("0")?, EventId::from_uuid(key.uuid("1")?))
                    .ok_or_else(|| StoreError::Unreadable("kind of matched money".into()))
            })
            .collect()
    }
}

fn bind_lines(vars: &mut Object, lines: &[LineId], state: &LineState) {
    vars.insert("lines", list(lines.iter().map(line_id)));
    vars.insert("were", list(lines.iter().map(|_| text(state.as_str()))));
}

fn bank_of(text: &str) -> Result<BankAccountId, StoreError> {
    BankAccountId::parse(text).ok_or_else(|| StoreError::Unreadable("bank of a match".into()))
}

fn match_id(found: &MatchId) -> RecordId {
    array_id("bank_match", vec![Value::Number(found.at.0.into()), uuid_value(found.key)])
}

fn target_id(target: &TargetId) -> RecordId {
    array_id("bank_target", vec![text(target.kind_str()), uuid_value(target.event.uuid())])
}

fn match_of(mut row: Row) -> Result<KeptMatch, StoreError> {
    let mut key = row.key_parts("id")?;
    let bank = bank_of(&row.text("bank")?)?;
    let undone = row.maybe_int("undone")?.zip(row.maybe_uuid("undone_by")?);
    Ok(KeptMatch {
        id: MatchId { at: Millis(key.int("0")?), key: key.uuid("1")? },
        bank,
        facts: serde_json::from_str(&row.text("json")?)?,
        amount: row.money("amount")?,
        person: PersonId::from_uuid(row.uuid("person")?),
        undone: undone.map(|(at, by)| (Millis(at), PersonId::from_uuid(by))),
    })
}
