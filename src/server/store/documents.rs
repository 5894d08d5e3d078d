//! Documents: rows that are kept whole as JSON under a version, with a few typed fields to find them by.

use serde::{Serialize, de::DeserializeOwned};
use surrealdb::types::{Object, RecordId, Value, object};

use super::{
    Store, StoreError,
    query::{Row, list},
};

/// A value and the version under which it was read; 0 where it is not stored yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    pub version: u64,
    pub value: T,
}

impl<T> Versioned<T> {
    /// Not stored yet.
    pub fn fresh(value: T) -> Versioned<T> {
        Versioned { version: 0, value }
    }
}

/// Something that is kept as a document.
pub(crate) trait Document: Serialize + DeserializeOwned {
    const TABLE: &'static str;
    fn record(&self) -> RecordId;
    /// The typed fields beside `version` and `json`.
    fn fields(&self) -> Object;
}

impl Store {
    pub(super) async fn document<D: Document>(
        &self,
        record: RecordId,
    ) -> Result<Option<Versioned<D>>, StoreError> {
        Ok(self.documents(vec![record]).await?.into_iter().next())
    }

    /// Those of `records` that exist, in no order.
    pub(super) async fn documents<D: Document>(
        &self,
        records: Vec<RecordId>,
    ) -> Result<Vec<Versioned<D>>, StoreError> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let vars = object! { ids: list(records) };
        let rows = self.run("SELECT version, json FROM $ids", vars).await?.rows(0)?;
        rows.into_iter().map(document_of).collect()
    }

    /// Those that `tail` finds: what stands after the name of the table in a query.
    pub(super) async fn documents_found<D: Document>(
        &self,
        tail: &'static str,
        vars: Object,
    ) -> Result<Vec<Versioned<D>>, StoreError> {
        let sql = format!("SELECT * FROM {} {tail}", D::TABLE);
        let rows = self.run(&sql, vars).await?.rows(0)?;
        rows.into_iter().map(document_of).collect()
    }
}

fn document_of<D: Document>(mut row: Row) -> Result<Versioned<D>, StoreError> {
    Ok(Versioned { version: row.count("version")?, value: serde_json::from_str(&row.text("json")?)? })
}

/// One document within a posting.
pub(super) struct DocumentWrite {
    pub(super) record: RecordId,
    /// The version that was read; 0: it must not be there yet.
    pub(super) was: u64,
    pub(super) row: Object,
}

impl DocumentWrite {
    pub(super) fn of<D: Document>(document: &Versioned<D>) -> Result<DocumentWrite, StoreError> {
        let mut row = document.value.fields();
        row.insert("version", super::query::int(document.version.saturating_add(1)));
        let json: Value = super::query::text(serde_json::to_string(&document.value)?);
        row.insert("json", json);
        Ok(DocumentWrite { record: document.value.record(), was: document.version, row })
    }
}
