//! The tables of uploaded files, kept in parts while an import is under way, and the steps that an import may take
//! only once.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{array_id, id, int, text, uuid_value},
};
use crate::domain::{date::Millis, ids::ImportId};

impl Store {
    /// Keeps one part of a table. `content` is the import's own JSON.
    pub async fn put_import_part(
        &self,
        import: ImportId,
        number: u32,
        content: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        let vars = object! {
            id: array_id("import_part", vec![uuid_value(import.uuid()), int(u64::from(number))]),
            row: object! { kept: now.0, content: text(content) },
        };
        self.run("UPSERT $id CONTENT $row RETURN NONE", vars).await.map(|_| ())
    }

    /// One part of a table; `None` where it was never kept or is forgotten by now.
    pub async fn import_part(&self, import: ImportId, number: u32) -> Result<Option<String>, StoreError> {
        let part = array_id("import_part", vec![uuid_value(import.uuid()), int(u64::from(number))]);
        let row = self.run("SELECT content FROM $id", object! { id: part }).await?.row(0)?;
        row.map(|mut row| row.text("content")).transpose()
    }

    /// Forgets the tables that were kept before `limit`. The runs themselves stay.
    pub async fn forget_import_parts(&self, limit: Millis) -> Result<(), StoreError> {
        self.run("DELETE import_part WHERE kept < $limit RETURN NONE", object! { limit: limit.0 })
            .await
            .map(|_| ())
    }

    /// Moves a run from the state `from` to `to`, and writes its detail, if nobody else moved or wrote it since it was
    /// read at `read`. Answers whether it did.
    pub async fn move_import_run(&self, step: ImportStep<'_>) -> Result<bool, StoreError> {
        let sql = "UPDATE $id SET state = $to, detail = $detail, updated = $now
            WHERE state = $from AND updated = $read RETURN state";
        let vars = object! {
            id: id("import_run", step.import.uuid()),
            from: text(step.from),
            to: text(step.to),
            detail: text(step.detail),
            read: step.read.0,
            now: step.now.0,
        };
        match self.run(sql, vars).await {
            Ok(mut answer) => Ok(answer.row(0)?.is_some()),
            // Somebody else was first.
            Err(StoreError::Conflict) => Ok(false),
            Err(other) => Err(other),
        }
    }
}

/// One step of a run.
#[derive(Clone, Copy, Debug)]
pub struct ImportStep<'a> {
    pub import: ImportId,
    pub from: &'a str,
    pub to: &'a str,
    pub detail: &'a str,
    /// `updated` as it was read.
    pub read: Millis,
    pub now: Millis,
}
