//! Asking and reading: one function that runs a query with bound values, and typed access to the rows it returns.

use std::collections::BTreeMap;

use surrealdb::types::{Array, Number, Object, QueryError, RecordId, RecordIdKey, SurrealValue, Value};
use uuid::Uuid;

use super::{Store, StoreError};
use crate::domain::{date::CivilDate, money::Money};

/// What transactions throw where a row is no longer what the writer had read.
pub(super) const STALE: &str = "senda_stale";

/// What each statement of a query returned, in order.
pub(super) struct Answer(Vec<Value>);

impl Store {
    /// Runs `sql` with `vars` bound. An error of any statement is the error of all.
    pub(super) async fn run(&self, sql: &str, vars: Object) -> Result<Answer, StoreError> {
        let mut response = self.db.query(sql).bind(vars).await.map_err(|error| classify([error]))?;
        let statements = response.num_statements();
        let errors = response.take_errors();
        if !errors.is_empty() {
            return Err(classify(errors.into_values()));
        }
        let values = (0..statements).map(|index| response.take::<Value>(index)).collect::<Result<_, _>>();
        values.map(Answer).map_err(|error| classify([error]))
    }
}

impl Answer {
    /// The rows of the statement number `index`.
    pub(super) fn rows(&mut self, index: usize) -> Result<Vec<Row>, StoreError> {
        match self.0.get_mut(index).map(std::mem::take) {
            Some(Value::Array(rows)) => rows.into_vec().into_iter().map(Row::of).collect(),
            Some(Value::None | Value::Null) | None => Ok(Vec::new()),
            Some(other) => Ok(vec![Row::of(other)?]),
        }
    }

    /// The first row of the statement number `index`, if there is one.
    pub(super) fn row(&mut self, index: usize) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(index)?.into_iter().next())
    }

    /// The keys of the list of record ids that the statement number `index` returned.
    pub(super) fn uuids(&mut self, index: usize) -> Result<Vec<Uuid>, StoreError> {
        match self.0.get_mut(index).map(std::mem::take) {
            Some(Value::Array(values)) => {
                values.iter().map(|value| uuid_of(value).ok_or_else(|| unreadable("id", value))).collect()
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The object that the query's only `RETURN { … }` gave: inside `BEGIN … COMMIT` the positions of the other
    /// statements do not matter.
    pub(super) fn returned(self) -> Result<Row, StoreError> {
        let object = self.0.into_iter().find(|value| matches!(value, Value::Object(_)));
        object.map_or_else(|| Err(StoreError::Unreadable("nothing was returned".into())), Row::of)
    }
}

/// Turns the errors of one query into the one that matters: the statements after a failure only say that they were
/// not executed.
fn classify(errors: impl IntoIterator<Item = surrealdb::Error>) -> StoreError {
    let mut first_other = None;
    let mut is_unknown = false;
    let mut exists = None;
    for error in errors {
        let message = error.message();
        if error.query_details() == Some(&QueryError::TransactionConflict) || message.contains(STALE) {
            return StoreError::Conflict;
        }
        if message.contains("onflict") && message.contains("ransaction") {
            // The embedded engine flattens some conflicts to text (SurrealDB issue 7472).
            return StoreError::Conflict;
        }
        if error.is_connection() || message.contains("outcome is unknown") {
            is_unknown = true;
        } else if error.is_already_exists() {
            exists.get_or_insert_with(|| message.to_owned());
        } else if error.query_details() != Some(&QueryError::NotExecuted) {
            first_other.get_or_insert_with(|| message.to_owned());
        }
    }
    if is_unknown {
        StoreError::UnknownCommit
    } else if let Some(id) = exists {
        StoreError::Exists(id)
    } else {
        StoreError::Database(first_other.unwrap_or_else(|| "a transaction was not executed".into()))
    }
}

/// One row, read field by field.
#[derive(Debug)]
pub(super) struct Row(BTreeMap<String, Value>);

impl Row {
    fn of(value: Value) -> Result<Row, StoreError> {
        match value {
            Value::Object(object) => Ok(Row(object.into_inner())),
            other => Err(StoreError::Unreadable(format!("not an object but {}", kind(&other)))),
        }
    }

    fn take(&mut self, field: &str) -> Value {
        self.0.remove(field).unwrap_or(Value::None)
    }

    pub(super) fn text(&mut self, field: &str) -> Result<String, StoreError> {
        match self.take(field) {
            Value::String(text) => Ok(text),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn bytes(&mut self, field: &str) -> Result<Vec<u8>, StoreError> {
        match self.take(field) {
            Value::Bytes(bytes) => Ok(bytes.into_inner().into()),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn maybe_text(&mut self, field: &str) -> Result<Option<String>, StoreError> {
        match self.take(field) {
            Value::None | Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text)),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn int(&mut self, field: &str) -> Result<i64, StoreError> {
        match self.take(field) {
            Value::Number(Number::Int(number)) => Ok(number),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn maybe_int(&mut self, field: &str) -> Result<Option<i64>, StoreError> {
        match self.take(field) {
            Value::None | Value::Null => Ok(None),
            Value::Number(Number::Int(number)) => Ok(Some(number)),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn count(&mut self, field: &str) -> Result<u64, StoreError> {
        u64::try_from(self.int(field)?).map_err(|_| StoreError::Unreadable(format!("{field} is negative")))
    }

    pub(super) fn flag(&mut self, field: &str) -> Result<bool, StoreError> {
        match self.take(field) {
            Value::Bool(flag) => Ok(flag),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn money(&mut self, field: &str) -> Result<Money, StoreError> {
        match self.take(field) {
            Value::Number(Number::Decimal(pesos)) => Ok(Money::from_pesos(pesos)?),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn date(&mut self, field: &str) -> Result<CivilDate, StoreError> {
        let text = self.text(field)?;
        CivilDate::parse_iso(&text).ok_or_else(|| StoreError::Unreadable(format!("{field} is not a date")))
    }

    /// The uuid key of a record id or a record link, or a plain uuid.
    pub(super) fn uuid(&mut self, field: &str) -> Result<Uuid, StoreError> {
        let value = self.take(field);
        uuid_of(&value).ok_or_else(|| unreadable(field, &value))
    }

    pub(super) fn maybe_uuid(&mut self, field: &str) -> Result<Option<Uuid>, StoreError> {
        match self.take(field) {
            Value::None | Value::Null => Ok(None),
            value => uuid_of(&value).map(Some).ok_or_else(|| unreadable(field, &value)),
        }
    }

    /// The parts of an array key, in a row of their own: `0`, `1`, …
    pub(super) fn key_parts(&mut self, field: &str) -> Result<Row, StoreError> {
        match self.take(field) {
            Value::RecordId(RecordId { key: RecordIdKey::Array(parts), .. }) => Ok(Row(parts
                .into_vec()
                .into_iter()
                .enumerate()
                .map(|(index, value)| (index.to_string(), value))
                .collect())),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn list(&mut self, field: &str) -> Result<Vec<Row>, StoreError> {
        match self.take(field) {
            Value::Array(rows) => rows.into_vec().into_iter().map(Row::of).collect(),
            Value::None | Value::Null => Ok(Vec::new()),
            other => Err(unreadable(field, &other)),
        }
    }

    pub(super) fn texts(&mut self, field: &str) -> Result<Vec<String>, StoreError> {
        match self.take(field) {
            Value::Array(values) => values
                .into_vec()
                .into_iter()
                .map(|value| match value {
                    Value::String(text) => Ok(text),
                    other => Err(unreadable(field, &other)),
                })
                .collect(),
            other => Err(unreadable(field, &other)),
        }
    }

    /// A nested object, or `None`.
    pub(super) fn maybe_row(&mut self, field: &str) -> Result<Option<Row>, StoreError> {
        match self.take(field) {
            Value::None | Value::Null => Ok(None),
            value => Row::of(value).map(Some),
        }
    }
}

fn uuid_of(value: &Value) -> Option<Uuid> {
    match value {
        Value::Uuid(id) | Value::RecordId(RecordId { key: RecordIdKey::Uuid(id), .. }) => {
            Some(id.into_inner())
        }
        _ => None,
    }
}

fn unreadable(field: &str, value: &Value) -> StoreError {
    StoreError::Unreadable(format!("{field} is {}", kind(value)))
}

/// The kind of a value, without what it holds: rows hold personal data and errors end in logs.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::None => "none",
        Value::Null => "null",
        Value::Bool(_) => "a bool",
        Value::Number(Number::Int(_)) => "an int",
        Value::Number(Number::Float(_)) => "a float",
        Value::Number(Number::Decimal(_)) => "a decimal",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
        Value::RecordId(_) => "a record id",
        Value::Uuid(_) => "a uuid",
        _ => "something else",
    }
}

/// `table:uuid`.
pub(super) fn id(table: &'static str, key: Uuid) -> RecordId {
    RecordId::new(table, surrealdb::types::Uuid::from(key))
}

/// `table:text`.
pub(super) fn text_id(table: &'static str, key: &str) -> RecordId {
    RecordId::new(table, key)
}

/// `table:[a, b, …]`.
pub(super) fn array_id(table: &'static str, parts: Vec<Value>) -> RecordId {
    RecordId::new(table, Array::from(parts))
}

/// A uuid as a value.
pub(super) fn uuid_value(key: Uuid) -> Value {
    Value::Uuid(key.into())
}

/// A typed `decimal` of pesos.
pub(super) fn pesos(amount: Money) -> Value {
    Value::Number(Number::Decimal(amount.pesos()))
}

/// A count as an `int`; counts never come near the edge of 63 bits.
pub(super) fn int(count: u64) -> Value {
    Value::Number(Number::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// A text as a value.
pub(super) fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

/// Many values as one.
pub(super) fn list<T: SurrealValue>(values: impl IntoIterator<Item = T>) -> Value {
    Value::Array(values.into_iter().map(T::into_value).collect::<Vec<Value>>().into())
}

/// `Some` as itself, `None` as SurrealDB's `NONE`.
pub(super) fn maybe<T: SurrealValue>(value: Option<T>) -> Value {
    value.map_or(Value::None, T::into_value)
}
