//! Runs of the import, so that an upload can be reviewed and applied later.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{Row, id, text},
};
use crate::domain::{
    date::Millis,
    ids::{ImportId, PersonId},
};

/// One upload. `state` and `detail` are the import's own: the store only keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRun {
    pub id: ImportId,
    pub person: PersonId,
    pub started: Millis,
    pub updated: Millis,
    pub state: String,
    pub file_name: String,
    /// JSON: matched columns, counts, refused rows.
    pub detail: String,
}

impl Store {
    /// Creates the run or writes it anew.
    pub async fn put_import_run(&self, run: &ImportRun) -> Result<(), StoreError> {
        let vars = object! {
            id: id("import_run", run.id.uuid()),
            row: object! {
                person: id("person", run.person.uuid()),
                started: run.started.0,
                updated: run.updated.0,
                state: text(&run.state),
                file_name: text(&run.file_name),
                detail: text(&run.detail),
            },
        };
        self.run("UPSERT $id CONTENT $row RETURN NONE", vars).await.map(|_| ())
    }

    pub async fn import_run(&self, run: ImportId) -> Result<Option<ImportRun>, StoreError> {
        let row =
            self.run("SELECT * FROM $id", object! { id: id("import_run", run.uuid()) }).await?.row(0)?;
        row.map(run_of).transpose()
    }

    /// The latest runs, the newest first.
    pub async fn import_runs(&self, limit: u32) -> Result<Vec<ImportRun>, StoreError> {
        let sql = "SELECT * FROM import_run ORDER BY started DESC LIMIT $limit";
        let rows = self.run(sql, object! { limit: i64::from(limit) }).await?.rows(0)?;
        rows.into_iter().map(run_of).collect()
    }
}

fn run_of(mut row: Row) -> Result<ImportRun, StoreError> {
    Ok(ImportRun {
        id: ImportId::from_uuid(row.uuid("id")?),
        person: PersonId::from_uuid(row.uuid("person")?),
        started: Millis(row.int("started")?),
        updated: Millis(row.int("updated")?),
        state: row.text("state")?,
        file_name: row.text("file_name")?,
        detail: row.text("detail")?,
    })
}
