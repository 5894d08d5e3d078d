//! The audit of office changes: who, when, what, before and after. Append-only.

use surrealdb::types::{Object, RecordId, Value, object};

use super::{
    Store, StoreError,
    query::{array_id, id, maybe, text, uuid_value},
};
use crate::domain::{date::Millis, ids::PersonId};

/// One change that somebody made in the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    pub at: Millis,
    /// `None`: the system itself.
    pub person: Option<PersonId>,
    /// A code such as `person_created`, `clients_assigned`, `device_retired`, `import_applied`.
    pub action: String,
    /// A code and an id, such as `person:0193…`.
    pub target: String,
    /// JSON of what was there, where something was.
    pub before: Option<String>,
    /// JSON of what is there now.
    pub after: Option<String>,
}

/// Most lines of the audit in one answer.
pub const AUDIT_LINES_MAX: u32 = 200;

impl Store {
    /// Adds one line. Never fails for its content; a caller that cannot write the audit must not do the change.
    pub async fn append_audit(&self, line: &AuditLine) -> Result<(), StoreError> {
        let (id, row) = audit_row(line);
        self.run("CREATE $id CONTENT $row RETURN NONE", object! { id: id, row: row }).await.map(|_| ())
    }

    /// The lines before `before`, the newest first, at most `limit` (bounded by [`AUDIT_LINES_MAX`]).
    pub async fn audit_lines(&self, before: Millis, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        let sql = "SELECT * FROM audit:[0]..[$before] ORDER BY id DESC LIMIT $limit";
        let vars = object! { before: before.0, limit: i64::from(limit.min(AUDIT_LINES_MAX)) };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                Ok(AuditLine {
                    at: Millis(row.key_parts("id")?.int("0")?),
                    person: row.maybe_uuid("person")?.map(PersonId::from_uuid),
                    action: row.text("action")?,
                    target: row.text("target")?,
                    before: row.maybe_text("before")?,
                    after: row.maybe_text("after")?,
                })
            })
            .collect()
    }
}

/// The id and the fields of a line, for whoever writes it in the transaction of the change itself.
pub(super) fn audit_row(line: &AuditLine) -> (RecordId, Object) {
    let unique = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    let row = object! {
        person: maybe(line.person.map(|person| id("person", person.uuid()))),
        action: text(&line.action),
        target: text(&line.target),
        before: maybe(line.before.clone()),
        after: maybe(line.after.clone()),
    };
    (array_id("audit", vec![Value::Number(line.at.0.into()), uuid_value(unique)]), row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_come_newest_first_and_page_by_page() {
        let store = Store::in_memory().await.unwrap();
        for at in 1..=5 {
            let line = AuditLine {
                at: Millis(at),
                person: Some(PersonId::from_key("ana")),
                action: "person_created".into(),
                target: format!("person:{at}"),
                before: None,
                after: Some("{}".into()),
            };
            store.append_audit(&line).await.unwrap();
        }
        let page = store.audit_lines(Millis(5), 2).await.unwrap();
        assert_eq!(page.iter().map(|line| line.at.0).collect::<Vec<_>>(), [4, 3]);
    }
}
